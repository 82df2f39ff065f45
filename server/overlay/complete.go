package overlay

import (
	"slices"
	"strings"

	"gmux/server/format"
)

// maxWord is how long a word may be that is completed, in bytes.
const maxWord = 63

// complete is Tab: the word at the cursor becomes the only one that it may become, or as much as all of those have in
// common. A menu of them comes with the menus.
func (t *typist) complete() {
	if t.e.Complete == nil {
		return
	}
	first, last, ok := t.line.word()
	if !ok {
		return
	}
	word := strings.Join(t.line.cells[first:last], "")
	if len(word) > maxWord {
		return
	}
	text := common(t.e.Complete(word, first == 0))
	if text == "" || text == word || !strings.HasPrefix(text, word) {
		return
	}
	t.line.cut(first, last)
	t.line.cells = slices.Insert(t.line.cells, first, clusters(text)...)
	t.line.at = first + len(clusters(text))
	t.line.keep(t.p)
}

// word is where the word at the cursor, or right before it, begins and ends.
func (l *line) word() (first, last int, ok bool) {
	at := max(0, l.at-1)
	for first = at; first > 0 && !l.space(first); first-- {
	}
	for l.space(first) {
		first++
	}
	for last = at; last < l.size() && !l.space(last); last++ {
	}
	for last > 0 && l.space(last) {
		last--
	}
	if last < l.size() {
		last++
	}
	return first, last, last >= first
}

// common is what all of list begin with.
func common(list []string) string {
	if len(list) == 0 {
		return ""
	}
	text := list[0]
	for _, s := range list[1:] {
		n := 0
		for n < len(text) && n < len(s) && text[n] == s[n] {
			n++
		}
		text = text[:n]
	}
	return whole(text)
}

// whole leaves out the beginning of a character at the end of a text.
func whole(text string) string {
	end := 0
	for end < len(text) {
		c, _ := format.Cluster(text[end:])
		if strings.ToValidUTF8(c, "") != c {
			break
		}
		end += len(c)
	}
	return text[:end]
}
