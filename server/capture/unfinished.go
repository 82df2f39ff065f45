package capture

import (
	"fmt"
	"strings"

	"gmux/server/vt"
)

// Unfinished is the control sequence that a terminal is in the middle of, for capture-pane -P: what a program that shows the
// pane itself has to be told first. With octal, controls and backslashes are \ooo.
func Unfinished(t *vt.Terminal, octal bool) string {
	bytes := t.Unfinished()
	if !octal {
		return string(bytes)
	}
	var b strings.Builder
	for _, c := range bytes {
		if c < ' ' || c == '\\' {
			fmt.Fprintf(&b, `\%03o`, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
