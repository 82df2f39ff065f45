package screen

import (
	"unicode"
	"unicode/utf8"

	"gmux/protocol"
)

// appendText appends a cluster that is width columns wide, as far as the terminal can show it. What must not go
// out is replaced by as many columns of something else.
func (t *Terminal) appendText(dst []byte, cluster string, width int) []byte {
	if !protocol.ValidCluster([]byte(cluster)) {
		return append(dst, "??"[:width]...)
	}
	if !t.utf8 {
		return t.appendPlain(dst, cluster, width)
	}
	for _, r := range cluster {
		if !isBidi(r) {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// isBidi says whether r turns the order of the text after it around: it would reach beyond its cell.
func isBidi(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// contested says whether terminals may take c for wider or narrower than the server does. After such a
// cluster the cursor is placed anew.
func (a *appearance) contested(c cell) bool {
	if c.text < 0x7f || !a.terminal.utf8 {
		return false
	}
	return c.text&clusterBit != 0 || int(c.width) != agreed(rune(c.text))
}

// spill is how many columns more than its own a terminal may give to a contested cluster: one that knows nothing of
// clusters draws their characters one after the other.
func (a *appearance) spill(c cell) int {
	columns := 0
	if c.text&clusterBit != 0 {
		for _, r := range a.pool.clusters[c.text&^clusterBit] {
			if utf8.RuneLen(r) > 2 && !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
				columns += 2
			}
		}
	}
	return max(1, columns-int(c.width))
}

// agreed is the width of r if all terminals of the last ten years have the same idea of it, else 0. It need not know
// every such character: a wrong 0 costs six bytes.
func agreed(r rune) int {
	for _, a := range agreedRanges {
		if r >= a.from && r <= a.to {
			return a.width
		}
	}
	return 0
}

var agreedRanges = []struct {
	from, to rune
	width    int
}{
	{0x00a1, 0x00ac, 1}, {0x00ae, 0x02ff, 1}, // Latin
	{0x0391, 0x03ff, 1}, {0x0400, 0x0482, 1}, {0x048a, 0x052f, 1}, // Greek, Cyrillic
	{0x2010, 0x2027, 1}, {0x2030, 0x205e, 1}, {0x20a0, 0x20bf, 1}, // punctuation, currencies
	{0x2190, 0x2193, 1}, {0x2200, 0x22ff, 1}, // arrows, mathematics
	{0x2500, 0x259f, 1},                                           // lines and blocks
	{0x25a0, 0x25a9, 1}, {0x25b2, 0x25b3, 1}, {0x25cb, 0x25cf, 1}, // shapes
	{0x2713, 0x2713, 1}, {0x2717, 0x2717, 1}, // ticks
	{0x2800, 0x28ff, 1},                                           // Braille
	{0x3001, 0x3029, 2}, {0x3041, 0x3096, 2}, {0x30a1, 0x30ff, 2}, // CJK punctuation, kana
	{0x3400, 0x4dbf, 2}, {0x4e00, 0x9fff, 2}, {0xac00, 0xd7a3, 2}, // ideographs, Hangul syllables
	{0xe0a0, 0xe0b3, 1}, // powerline
	{0xff01, 0xff60, 2}, // full-width forms
}

// standsAlone says whether the first code point of a cluster has a column of its own. A lone mark has not, and
// would change the cell before.
func standsAlone(cluster []byte) bool {
	r, _ := utf8.DecodeRune(cluster)
	return !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) && !(r >= 0x1160 && r <= 0x11ff)
}
