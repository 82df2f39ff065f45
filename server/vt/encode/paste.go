package encode

import (
	"bytes"

	"gmux/protocol/key"
)

// AppendPaste appends a span of a paste, for bracketed paste (mode 2004) with its marks.
//
//	CSI 200 ~ data CSI 201 ~
//
// Within the marks each ESC becomes the picture of one, U+241B: text from anywhere could else end the
// paste by a mark of its own and go on as commands. That holds where the mark is cut between spans, too.
// Without the mode the data passes as it came.
func AppendPaste(dst []byte, p key.Paste, m Mode) []byte {
	if !m.BracketedPaste {
		return append(dst, p.Data...)
	}
	if p.First {
		dst = append(dst, "\x1b[200~"...)
	}
	data := p.Data
	for {
		i := bytes.IndexByte(data, 0x1b)
		if i < 0 {
			break
		}
		dst = append(append(dst, data[:i]...), "\u241b"...)
		data = data[i+1:]
	}
	dst = append(dst, data...)
	if p.Last {
		dst = append(dst, "\x1b[201~"...)
	}
	return dst
}
