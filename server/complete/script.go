package complete

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed bash.sh
var bash string

//go:embed zsh.sh
var zsh string

//go:embed fish.fish
var fish string

// Script is the completion script of a shell.
func Script(shell string) (string, error) {
	switch shell {
	case "bash":
		return bash, nil
	case "zsh":
		return zsh, nil
	case "fish":
		return fish, nil
	}
	return "", fmt.Errorf("unknown shell: %s (%s)", shell, strings.Join(Shells, ", "))
}

// String is an answer as the scripts read it: a line for each word, its help behind a tab; a line that begins with a
// colon has the shell add files. More are lines of the same form, of a server.
func (a Answer) String(more string, prefix string) string {
	var b strings.Builder
	switch a.Files {
	case AnyFiles:
		b.WriteString(":files\n")
	case Directories:
		b.WriteString(":directories\n")
	}
	for _, w := range a.Words {
		b.WriteString(strings.TrimRight(w.Text+"\t"+w.Help, "\t") + "\n")
	}
	seen := make(map[string]bool)
	for line := range strings.Lines(more) {
		if text, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); strings.HasPrefix(text, prefix) && !seen[text] {
			seen[text] = true
			b.WriteString(line)
		}
	}
	return b.String()
}
