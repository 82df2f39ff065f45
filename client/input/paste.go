package input

import (
	"bytes"

	"gmux/protocol/key"
)

// pasteEnd is the mark that ends a paste; all before it is data, whatever it looks like.
var pasteEnd = []byte("\x1b[201~")

// maxSpan is the most data of one key.Paste, so that others get their turn in between.
const maxSpan = 1 << 16

// paste emits the next span. Of p's end it keeps what may be the beginning of the mark.
func (d *Decoder) paste(p []byte) int {
	window := p[:min(len(p), maxSpan+len(pasteEnd))]
	if i := bytes.Index(window, pasteEnd); i >= 0 && i <= maxSpan {
		d.span(p[:i], true)
		d.pasting = false
		return i + len(pasteEnd)
	}
	n := min(len(p)-markPrefix(p), maxSpan)
	if n > 0 {
		d.span(p[:n], false)
	}
	return n
}

func (d *Decoder) span(data []byte, last bool) {
	d.emit(key.Paste{Data: data, First: !d.pasteBegun, Last: last})
	d.pasteBegun = true
}

// markPrefix returns how many bytes at the end of p begin the mark.
func markPrefix(p []byte) int {
	i := bytes.LastIndexByte(p[max(0, len(p)-len(pasteEnd)+1):], 0x1b)
	if i < 0 {
		return 0
	}
	i += max(0, len(p)-len(pasteEnd)+1)
	if bytes.HasPrefix(pasteEnd, p[i:]) {
		return len(p) - i
	}
	return 0
}
