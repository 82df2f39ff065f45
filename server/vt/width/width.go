package width

import "unicode/utf8"

// Property bytes: columns in the low two bits, the class for cluster boundaries above, and whether
// Unicode defines emoji and text presentation sequences for the character.
const (
	columnMask   = 0x03
	classShift   = 2
	classMask    = 0x1f
	hasSelectors = 0x80
)

const (
	vs15 = '\ufe0e' // text presentation
	vs16 = '\ufe0f' // emoji presentation
)

// properties looks r up in the two-stage table.
func properties(r rune) byte {
	if uint32(r) >= 0x110000 {
		return 1
	}
	return blocks[int(index[r>>blockShift])<<blockShift|int(r)&(1<<blockShift-1)]
}

// Rune returns the columns of r standing alone: 0, 1 or 2. Control characters have 0.
func Rune(r rune) int {
	if r-' ' < 0x7f-' ' && r >= ' ' { // small enough to be inlined
		return 1
	}
	return int(properties(r) & columnMask)
}

// Cluster returns the columns of the grapheme cluster p, given as UTF-8: 0, 1 or 2. Invalid bytes count as
// U+FFFD.
func Cluster(p []byte) int {
	if len(p) == 1 && p[0] >= ' ' && p[0] < 0x7f {
		return 1
	}
	r, n := utf8.DecodeRune(p)
	if n == 0 {
		return 0
	}
	first := properties(r)
	columns := int(first & columnMask)
	for p = p[n:]; len(p) > 0; p = p[n:] {
		r, n = utf8.DecodeRune(p)
		switch {
		case r == vs16 && first&hasSelectors != 0:
			return 2 // and nothing can take it back
		case r == vs15 && first&hasSelectors != 0:
			columns = 1
		default:
			columns += Rune(r)
		}
	}
	return min(columns, 2)
}

// blockShift makes blocks of 128 code points, the size at which index and blocks together are smallest.
const blockShift = 7
