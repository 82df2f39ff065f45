package command

import (
	"strings"
	"unicode"

	"gmux/server/format"
)

// A column is one of a list's as a terminal shows it.
type column struct {
	head, template string
	right          bool // numbers
}

// Lists as a terminal shows them. A column in which nothing stands is left out.
var (
	sessionColumns = []column{
		{"NAME", "#{session_name}", false}, {"WINDOWS", "#{session_windows}", true}, {"CREATED", "#{t:session_created}", false},
		{"GROUP", "#{session_group}", false}, {"CLIENTS", "#{?session_attached,#{session_attached},}", true},
	}
	windowColumns = []column{
		{"WINDOW", "#{window_index}", true}, {"NAME", "#{window_name}", false}, {"FLAGS", "#{window_raw_flags}", false},
		{"PANES", "#{window_panes}", true}, {"SIZE", "#{window_width}x#{window_height}", true}, {"ID", "#{window_id}", false},
	}
	paneColumns = []column{
		{"PANE", "#{pane_index}", true}, {"ID", "#{pane_id}", false}, {"SIZE", "#{pane_width}x#{pane_height}", true},
		{"HISTORY", "#{history_size}/#{history_limit}", true}, {"COMMAND", "#{pane_current_command}", false},
		{"DIRECTORY", "#{pane_current_path}", false}, {"STATE", "#{?pane_active,active,}#{?pane_dead,#{?pane_active, ,}dead,}", false},
	}
	clientColumns = []column{
		{"CLIENT", "#{client_name}", false}, {"SESSION", "#{session_name}", false}, {"SIZE", "#{client_width}x#{client_height}", true},
		{"TERMINAL", "#{client_termname}", false},
		{"USER", "#{?#{!=:#{client_uid},#{uid}},#{?client_user,#{client_user},#{client_uid}},}", false}, {"FLAGS", "#{client_flags}", false},
	}
	ofSession = column{"SESSION", "#{session_name}", false}
	ofWindow  = column{"WINDOW", "#{window_index}", true}
)

// tabulate aligns rows under the heads of their columns.
func tabulate(columns []column, rows [][]string) []string {
	widths, some := make([]int, len(columns)), make([]bool, len(columns))
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i], widths[i] = c.head, len(c.head)
		for _, row := range rows {
			row[i] = strings.Map(printable, row[i])
			widths[i], some[i] = max(widths[i], cells(row[i])), some[i] || row[i] != ""
		}
	}
	var lines []string
	for _, row := range append([][]string{heads}, rows...) {
		var b strings.Builder
		for i, text := range row {
			space := strings.Repeat(" ", widths[i]-cells(text))
			switch {
			case !some[i]:
			case columns[i].right:
				b.WriteString(space + text + "  ")
			default:
				b.WriteString(text + space + "  ")
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// printable keeps what would move a terminal's cursor, as in the name of a directory, from doing so.
func printable(r rune) rune {
	if unicode.IsControl(r) {
		return '?'
	}
	return r
}

// cells is how wide a text is on a terminal.
func cells(s string) int {
	n := 0
	for s != "" {
		cluster, w := format.Cluster(s)
		n, s = n+w, s[len(cluster):]
	}
	return n
}
