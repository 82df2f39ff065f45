package width

import "unicode/utf8"

// class is what a code point means for cluster boundaries: Grapheme_Cluster_Break of UAX #29, split
// where Indic_Conjunct_Break and Extended_Pictographic differ.
type class byte

const (
	other class = iota
	control
	extend         // Extend, not in a conjunct
	extendConjunct // Extend with InCB=Extend
	linker         // Extend with InCB=Linker: a virama
	zwj
	regional
	prepend
	spacing
	hangulL
	hangulV
	hangulT
	hangulLV
	hangulLVT
	pictographic
	consonant // Other with InCB=Consonant
)

func classOf(r rune) class { return class(properties(r) >> classShift & classMask) }

// Joins reports whether r belongs to the grapheme cluster whose UTF-8 is prev. prev is the cluster's
// bytes from its start, or as many of its last as were kept.
func Joins(prev []byte, r rune) bool {
	if len(prev) == 0 {
		return false
	}
	if r < 0x300 && prev[len(prev)-1] < utf8.RuneSelf { // Latin after ASCII, of which nothing joins
		return false
	}
	right := classOf(r)
	if right == other && prev[0] < minPrepend { // only Prepend joins to what is like a letter
		return false
	}
	before, left := cutLast(prev)
	return joins(before, left, right)
}

// minPrepend is the first byte of U+0600, the first Prepend there is. A cluster begins with its Prepend.
const minPrepend = 0xd8

// joins applies the rules to the boundary between left, the class of the last code point, and right;
// before is what stands before left in the cluster.
// See https://unicode.org/reports/tr29/#Grapheme_Cluster_Boundary_Rules.
func joins(before []byte, left, right class) bool {
	if left == control || right == control { // GB4, GB5
		return false
	}
	switch right {
	case extend, extendConjunct, linker, zwj, spacing: // GB9, GB9a
		return true
	}
	if left == prepend { // GB9b
		return true
	}
	switch right {
	case hangulL, hangulLV, hangulLVT: // GB6
		return left == hangulL
	case hangulV: // GB6, GB7
		return left == hangulL || left == hangulLV || left == hangulV
	case hangulT: // GB7, GB8
		return left == hangulLV || left == hangulV || left == hangulLVT || left == hangulT
	case consonant: // GB9c
		return endsConjunct(before, left)
	case pictographic: // GB11
		return left == zwj && endsPictograph(before)
	case regional: // GB12, GB13
		return left == regional && !endsOddFlag(before)
	}
	return false
}

// endsConjunct reports whether before and left end in a consonant and a linker, with other marks
// anywhere after the consonant.
func endsConjunct(before []byte, left class) bool {
	for linked := false; ; {
		switch left {
		case linker:
			linked = true
		case extendConjunct, zwj:
		default:
			return linked && left == consonant
		}
		if len(before) == 0 {
			return false
		}
		before, left = cutLast(before)
	}
}

// endsPictograph reports whether p ends in a pictograph and any number of Extend.
func endsPictograph(p []byte) bool {
	for len(p) > 0 {
		var c class
		switch p, c = cutLast(p); c {
		case extend, extendConjunct, linker:
		default:
			return c == pictographic
		}
	}
	return false
}

// endsOddFlag reports whether p ends in an odd number of regional indicators.
func endsOddFlag(p []byte) bool {
	odd := false
	for len(p) > 0 {
		var c class
		if p, c = cutLast(p); c != regional {
			break
		}
		odd = !odd
	}
	return odd
}

// cutLast cuts the last code point off p. Most are of three bytes, which is worth not asking utf8.
func cutLast(p []byte) ([]byte, class) {
	if n := len(p) - 3; n >= 0 && p[n]&0xf0 == 0xe0 && p[n+1]&0xc0 == 0x80 && p[n+2]&0xc0 == 0x80 {
		return p[:n], classOf(rune(p[n]&0x0f)<<12 | rune(p[n+1]&0x3f)<<6 | rune(p[n+2]&0x3f))
	}
	r, n := utf8.DecodeLastRune(p)
	return p[:len(p)-n], classOf(r)
}
