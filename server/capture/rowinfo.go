package capture

import (
	"strconv"
	"unicode/utf8"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/history"
)

// startRow writes what stands before a row.
func (w *writer) startRow(i int, flags func() string) {
	if w.o.Numbers {
		w.buf.WriteString(strconv.Itoa(i) + " ")
	}
	if w.o.Flags {
		w.buf.WriteString(flags() + " ")
	}
	if w.o.Numbers || w.o.Flags {
		w.open, w.kept = true, w.buf.Len()
	}
}

// rowLinks writes the hyperlinks of a row that no row before it had. A row without any is left out.
func (w *writer) rowLinks(i int, flags func() string, links []grid.Link, wrapped bool) {
	first := true
	for _, l := range links {
		if l.URI == "" || w.links[l] {
			continue
		}
		if w.links == nil {
			w.links = make(map[grid.Link]bool)
		}
		w.links[l] = true
		if first {
			w.startRow(i, flags)
		} else {
			w.buf.WriteByte(' ')
		}
		first = false
		w.buf.WriteString(l.URI)
		w.kept = w.buf.Len()
	}
	if !first {
		w.endRow(wrapped)
	}
}

// rowFlags are the letters that tmux has for a row: H has a hyperlink, O is where a command's output starts and P a prompt,
// W goes on in the next row, X has a cell that takes more than a byte and an old colour or attribute, - is none of these.
// Its D, a row that is unused, is one that nobody can ask for.
func rowFlags(m grid.Mark, wrapped, links, extended bool) string {
	flags := ""
	for _, f := range []struct {
		is     bool
		letter string
	}{{links, "H"}, {m&grid.MarkOutput != 0, "O"}, {m&grid.MarkPrompt != 0, "P"}, {wrapped, "W"}, {extended, "X"}} {
		if f.is {
			flags += f.letter
		}
	}
	if flags == "" {
		return "-"
	}
	return flags
}

func screenFlags(t *vt.Terminal, r *grid.Row) string {
	links, extended := false, false
	for _, c := range r.Cells[:r.Len()] {
		s := t.StyleOf(c.Style())
		links = links || s.Link != 0
		extended = extended || !c.IsBlank() && !c.IsASCII() || isExtended(s)
	}
	return rowFlags(r.Mark, r.Wrapped, links, extended)
}

func lineFlags(l *history.Line) string {
	links, extended := false, false
	if !l.Plain {
		for i, c := range l.Cells {
			links = links || c.Style.Link != 0
			extended = extended || isMore(l.TextOf(i)) || isExtended(c.Style)
		}
	}
	return rowFlags(l.Mark, l.Wrapped, links, extended)
}

// isMore reports whether a text is not ASCII alone.
func isMore(text []byte) bool {
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// isExtended reports whether a look is more than the 256 colours and the attributes that tmux has eight bits for.
func isExtended(s grid.Style) bool {
	_, _, _, fg := s.Fg.RGB()
	_, _, _, bg := s.Bg.RGB()
	return fg || bg || !s.Ul.IsDefault() || s.Attrs&(grid.Strike|grid.Overline) != 0 || s.Underline > grid.UnderlineSingle || s.Link != 0
}

func screenLinks(t *vt.Terminal, r *grid.Row) []grid.Link {
	var links []grid.Link
	for _, c := range r.Cells[:r.Len()] {
		if id := t.StyleOf(c.Style()).Link; id != 0 {
			uri, params := t.Link(id)
			links = append(links, grid.Link{URI: uri, Params: params})
		}
	}
	return links
}

func lineLinks(l *history.Line) []grid.Link {
	var links []grid.Link
	for _, c := range l.Cells {
		if n := c.Style.Link; n != 0 && int(n) < len(l.Links) {
			links = append(links, l.Links[n])
		}
	}
	return links
}
