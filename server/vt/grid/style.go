package grid

// Attr is a set of renditions that are on or off.
type Attr uint16

// The attributes, by the name that ECMA-48 or xterm gives them. Protected is DECSCA's and not drawn.
// Checkpoints have these bits.
const (
	Bold Attr = 1 << iota
	Dim
	Italic
	Blink
	Reverse
	Conceal
	Strike
	Overline
	Protected
)

// UnderlineKind is the shape of an underline (SGR 4:0 to 4:5).
type UnderlineKind uint8

// The kinds, numbered as in SGR 4:n.
const (
	UnderlineNone UnderlineKind = iota
	UnderlineSingle
	UnderlineDouble
	UnderlineCurly
	UnderlineDotted
	UnderlineDashed
)

// A Style is everything about a cell but its text. It is comparable; the zero value is the default style.
type Style struct {
	Fg, Bg, Ul Color
	Attrs      Attr
	Underline  UnderlineKind
	Link       uint32 // index in a link table, 0 for none
}

// Has reports whether all of a is on.
func (s Style) Has(a Attr) bool { return s.Attrs&a == a }

// A StyleID names a Style in Tables. 0 is always the default style.
type StyleID uint32

// A Link is a hyperlink as OSC 8 gives it.
type Link struct{ URI, Params string }

func (s Style) hash() uint32 {
	h := (uint64(s.Fg)<<32 | uint64(s.Bg)) * 0x9e3779b97f4a7c15
	h ^= (uint64(s.Ul)<<32 | uint64(s.Link)<<24 ^ uint64(s.Underline)<<16 ^ uint64(s.Attrs)) * 0xc2b2ae3d27d4eb4f
	h = (h ^ h>>32) * 0xd6e8feb86659fd93 // colours differ in few bits, which are all to count
	return uint32(h >> 32)
}
