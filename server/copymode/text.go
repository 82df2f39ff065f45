package copymode

import (
	"strings"

	"gmux/server/format"
)

// tabStops are the columns between tabs.
const tabStops = 8

// printable is a line of a command's output as it can be read: tabs are spaces, and escape sequences, for colours say, are
// left out. Other control characters are not drawn.
func printable(line string) string {
	if strings.IndexFunc(line, func(r rune) bool { return r < ' ' }) < 0 {
		return line
	}
	var b strings.Builder
	col := 0
	for line != "" {
		switch line[0] {
		case '\t':
			n := tabStops - col%tabStops
			b.WriteString("        "[:n])
			col, line = col+n, line[1:]
			continue
		case 0x1b:
			line = line[sequence(line):]
			continue
		}
		c, w := format.Cluster(line)
		if w > 0 {
			b.WriteString(c)
		}
		col, line = col+w, line[len(c):]
	}
	return b.String()
}

// sequence is how long the escape sequence at the front of s is (ECMA-48, 5.3 to 5.6). One that has no end is all of it.
func sequence(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if s[i] >= '@' && s[i] <= '~' {
				return i + 1
			}
		}
		return len(s)
	case ']', 'P', 'X', '^', '_':
		for i := 2; i < len(s); i++ {
			if s[i] == '\a' || s[i] == '\\' && s[i-1] == 0x1b {
				return i + 1
			}
		}
		return len(s)
	}
	i := 1
	for i < len(s)-1 && s[i] >= ' ' && s[i] <= '/' {
		i++
	}
	return i + 1
}

// wrap parts lines into rows of so many columns.
func wrap(lines []string, cols int) []string {
	rows := make([]string, 0, len(lines))
	for _, line := range lines {
		if len(line) <= cols { // no character takes more columns than bytes
			rows = append(rows, line)
			continue
		}
		begin, at, col := 0, 0, 0
		for at < len(line) {
			c, w := format.Cluster(line[at:])
			if col+w > cols && col > 0 {
				rows, begin, col = append(rows, line[begin:at]), at, 0
			}
			at, col = at+len(c), col+w
		}
		rows = append(rows, line[begin:])
	}
	return rows
}
