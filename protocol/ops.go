package protocol

import "encoding/binary"

// The operations of Frame.Ops.
const (
	opScroll = 1
	opASCII  = 2
	opText   = 3
	opFill   = 4
)

// MaxStyles bounds the ids of styles. Id 0 is the terminal's default style and needs no telling; an id that is told
// again has a new meaning from then on, for what is drawn later.
const MaxStyles = 1 << 16

// MaxLink is the longest URI of a style, in bytes.
const MaxLink = 2083

// AppendStyle packs s.
func AppendStyle(p []byte, s StyleDef) []byte {
	p = appendUints(p, s.ID, s.Fg, s.Bg, s.Ul, uint32(s.Attrs), uint32(s.Underline), uint32(len(s.Link)))
	return append(p, s.Link...)
}

// AppendScroll moves the text of the rows [top,bottom) by n rows, up unless down is set.
func AppendScroll(p []byte, top, bottom, n int, down bool) []byte {
	p = append(p, opScroll)
	return appendUints(p, uint32(top), uint32(bottom), uint32(n), bit(down))
}

// AppendASCII draws text, one column for each byte; all are 0x20 to 0x7e and there is at least one.
func AppendASCII(p []byte, row, col int, style uint32, text []byte) []byte {
	p = append(p, opASCII)
	p = appendUints(p, uint32(row), uint32(col), style, uint32(len(text)))
	return append(p, text...)
}

// AppendTextHeader begins a run of n clusters, at least one, which the next n calls of AppendCluster pack.
func AppendTextHeader(p []byte, row, col int, style uint32, n int) []byte {
	p = append(p, opText)
	return appendUints(p, uint32(row), uint32(col), style, uint32(n))
}

// AppendCluster packs one cluster of a run, 1 or 2 columns wide.
func AppendCluster(p []byte, width int, text []byte) []byte {
	p = appendUints(p, uint32(width), uint32(len(text)))
	return append(p, text...)
}

// AppendFill draws the ASCII character c n times.
func AppendFill(p []byte, row, col int, style uint32, n int, c byte) []byte {
	p = append(p, opFill)
	p = appendUints(p, uint32(row), uint32(col), style, uint32(n))
	return append(p, c)
}

func appendUints(p []byte, list ...uint32) []byte {
	for _, v := range list {
		p = binary.AppendUvarint(p, uint64(v))
	}
	return p
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
