package width

// Property bytes: columns in the low two bits, where 3 is one column that is ambiguous, the class for cluster
// boundaries above, and whether Unicode defines emoji and text presentation sequences for the character.
const (
	columnMask   = 0x03
	ambiguous    = 0x03
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
	return int("\x00\x01\x02\x01"[properties(r)&columnMask])
}

// unicode are the widths of Cluster.
var unicode Widths

// Cluster returns the columns of the grapheme cluster p, given as UTF-8: 0, 1 or 2. Invalid bytes count as
// U+FFFD.
func Cluster(p []byte) int { return unicode.Cluster(p) }

// blockShift makes blocks of 128 code points, the size at which index and blocks together are smallest.
const blockShift = 7
