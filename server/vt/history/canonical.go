package history

import "gmux/server/vt/serial"

// Canonical appends every line in a form that does not depend on where segments begin: text, marks and runs
// with their styles and links written out.
func (h *History) Canonical(e *serial.Encoder) {
	e.Int(h.rows, h.dropped)
	for _, s := range h.segs {
		for i := s.first; i < len(s.starts); i++ {
			s.canonical(e, s.line(i))
		}
	}
	if e.Bool(h.open.active); h.open.active {
		h.current().canonical(e, h.open.line())
	}
}

func (s *segment) canonical(e *serial.Encoder, l line) {
	e.Bool(l.cut)
	e.Int(int(l.mark), l.rows)
	e.Bytes(l.text)
	for p := l.runs; len(p) > 0; {
		var r run
		r, p = parseRun(p)
		e.Int(r.n<<kindBits | r.kind)
		st := s.styles[r.style]
		link := s.links[st.Link]
		st.Link = 0
		st.Encode(e)
		link.Encode(e)
	}
	e.Int(0)
}
