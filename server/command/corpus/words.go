package corpus

import (
	"fmt"
	"strings"
)

// Words parts a command line as a shell would, though without variables: '…' is literal, in "…" a \n is a
// line end, \t a tab and \e an escape, and elsewhere a backslash keeps what follows.
func Words(line string) ([]string, error) {
	var (
		words []string
		word  strings.Builder
		quote byte
		some  bool
	)
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote == '\'' && c != quote, quote == '"' && c != quote && c != '\\':
			word.WriteByte(c)
		case c == quote:
			quote = 0
		case c == '\\' && i+1 < len(line):
			i++
			word.WriteString(escaped(line[i], quote))
			some = true
		case quote == 0 && (c == '\'' || c == '"'):
			quote, some = c, true
		case quote == 0 && c == ' ':
			if some {
				words = append(words, word.String())
			}
			word.Reset()
			some = false
		default:
			word.WriteByte(c)
			some = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("%s: a quote is not closed", line)
	}
	if some {
		words = append(words, word.String())
	}
	return words, nil
}

func escaped(c, quote byte) string {
	if quote == 0 {
		return string(c)
	}
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'e':
		return "\x1b"
	case '"', '\\':
		return string(c)
	}
	return `\` + string(c)
}
