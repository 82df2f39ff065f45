package vttest

import (
	"strings"

	"gmux/server/vt"
	"gmux/server/vt/history"
)

// DrawHistory draws the history, wrapped for a width. Rows are not filled up to it.
func DrawHistory(t *vt.Terminal, width int) string {
	var b strings.Builder
	var l history.Line
	for i := 0; t.History().Row(width, i, &l); i++ {
		b.WriteByte('|')
		b.Write(l.Text)
		b.WriteByte(edge(l.Wrapped))
		b.WriteByte('\n')
	}
	return b.String()
}
