package vars

import (
	_ "embed"
	"strings"
	"sync"
)

// help.txt has a line for each variable of the table: its name, and what it is.
//
//go:embed help.txt
var helpText string

var helps = sync.OnceValue(func() map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(helpText) {
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		m[name] = strings.TrimSpace(text)
	}
	return m
})

// Help says what a variable is, without a full stop. Whether something is so is 1 or 0.
func Help(name string) (string, bool) {
	text, ok := helps()[name]
	return text, ok
}
