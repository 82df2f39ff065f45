package history

import (
	"encoding/binary"

	"gmux/server/vt/grid"
)

// AppendCanonical appends every line in a form that does not depend on where segments begin: text, marks and
// runs with their styles and links written out.
func (h *History) AppendCanonical(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(h.rows))
	for _, s := range h.segs {
		for i := s.first; i < len(s.starts); i++ {
			dst = appendCanonical(dst, s.line(i), s)
		}
	}
	if h.open.active {
		dst = appendCanonical(append(dst, 1), h.open.line(), h.current())
	}
	return dst
}

func appendCanonical(dst []byte, l line, s *segment) []byte {
	cut := byte(0)
	if l.cut {
		cut = 1
	}
	dst = append(dst, cut, byte(l.mark))
	dst = binary.AppendUvarint(dst, uint64(l.rows))
	dst = binary.AppendUvarint(dst, uint64(len(l.text)))
	dst = append(dst, l.text...)
	for p := l.runs; len(p) > 0; {
		var r run
		r, p = parseRun(p)
		dst = binary.AppendUvarint(dst, uint64(r.n<<kindBits|r.kind))
		dst = appendStyle(dst, s.styles[r.style], s.links)
	}
	return append(dst, 0)
}

func appendStyle(dst []byte, st grid.Style, links []grid.Link) []byte {
	for _, v := range []uint32{uint32(st.Fg), uint32(st.Bg), uint32(st.Ul), uint32(st.Attrs), uint32(st.Underline)} {
		dst = binary.AppendUvarint(dst, uint64(v))
	}
	for _, v := range []string{links[st.Link].URI, links[st.Link].Params} {
		dst = binary.AppendUvarint(dst, uint64(len(v)))
		dst = append(dst, v...)
	}
	return dst
}
