package overlay

import (
	"slices"
	"strings"
	"unicode"

	"gmux/server/format"
	"gmux/server/model"
)

// maxText bounds what can be typed at a prompt, in bytes.
const maxText = 64 << 10

// A line is a prompt's text by clusters.
type line struct {
	cells []string
	at    int // the cluster that the cursor is on
}

func lineOf(p *model.Prompt) line {
	before := clusters(p.Text[:p.At])
	return line{append(before, clusters(p.Text[p.At:])...), len(before)}
}

// clusters parts a text into what the cursor steps over.
func clusters(text string) []string {
	var list []string
	for text != "" {
		c, _ := format.Cluster(text)
		list, text = append(list, c), text[len(c):]
	}
	return list
}

func (l *line) size() int { return len(l.cells) }

func (l *line) text() string { return strings.Join(l.cells, "") }

// keep puts the line back. A mark typed behind a letter joins it, so the clusters are others the next time.
func (l *line) keep(p *model.Prompt) {
	p.Text, p.At = l.text(), len(strings.Join(l.cells[:l.at], ""))
}

// setText replaces all of it, and goes to the end.
func setText(p *model.Prompt, text string) { p.Text, p.At = text, len(text) }

// insert types text at the cursor. What there is no room for is left out.
func insert(p *model.Prompt, text string) {
	if len(p.Text)+len(text) > maxText {
		return
	}
	p.Text = p.Text[:p.At] + text + p.Text[p.At:]
	p.At += len(text)
}

// cut removes the clusters from..to and returns them.
func (l *line) cut(from, to int) string {
	taken := strings.Join(l.cells[from:to], "")
	l.cells = slices.Delete(l.cells, from, to)
	l.at = from
	return taken
}

// swap changes the two clusters before the cursor, or the one it is on and the one before.
func (l *line) swap() bool {
	at := min(l.at+1, l.size())
	if at < 2 {
		return false
	}
	l.cells[at-2], l.cells[at-1] = l.cells[at-1], l.cells[at-2]
	l.at = at
	return true
}

func (l *line) space(i int) bool { return i < l.size() && l.cells[i] == " " }

// separator reports whether the cluster at i is one of separators.
func (l *line) separator(i int, separators string) bool {
	return i < l.size() && len(l.cells[i]) == 1 && strings.Contains(separators, l.cells[i])
}

// wordStart is where the word before the cursor begins. A run of separators is a word of its own.
func (l *line) wordStart(separators string) int {
	i := l.at
	for i != 0 {
		if i--; !l.space(i) {
			break
		}
	}
	kind := l.separator(i, separators)
	for i != 0 {
		if i--; l.space(i) || l.separator(i, separators) != kind {
			return i + 1
		}
	}
	return i
}

// nextWord is behind the word that the cursor is in or before; with vi it is where the next one begins.
func (l *line) nextWord(vi bool, separators string) int {
	i := l.at
	for !vi && l.space(i) {
		i++
	}
	if i == l.size() {
		return i
	}
	kind := l.separator(i, separators) && !l.space(i)
	for {
		if i++; l.space(i) {
			for vi && l.space(i) {
				i++
			}
			return i
		}
		if i == l.size() || l.separator(i, separators) != kind {
			return i
		}
	}
}

// wordEnd is the last cluster of this word or the next, for vi.
func (l *line) wordEnd(separators string) int {
	i := l.at
	if i == l.size() {
		return i
	}
	for {
		if i++; i == l.size() {
			return i
		}
		if !l.space(i) {
			break
		}
	}
	kind := l.separator(i, separators)
	for i++; i != l.size() && !l.space(i) && l.separator(i, separators) == kind; i++ {
	}
	return i - 1
}

// oneLine is pasted text as a prompt takes it: a line end inside would end the prompt for which it was not meant.
func oneLine(text string) string {
	var b strings.Builder
	for _, r := range strings.TrimRight(strings.ToValidUTF8(text, ""), "\r\n") {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		case !unicode.IsControl(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// printable is the beginning of a paste buffer up to the first control character, for C-y.
func printable(text string) string {
	for i, r := range text {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return text[:i]
		}
	}
	return text
}
