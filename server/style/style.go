package style

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Style is everything that a style option or #[...] may say.
type Style struct {
	Fg, Bg, Us Colour
	Attr       Attr
	Fill       Colour // fills what the line leaves empty; Default: nothing
	Align      Align
	List       List
	Range      Range
	Base       Base
	Ignore     bool // what follows #[...] of it is taken as text only
	Width      Size
	Pad        Size
}

// Align is the part of the line that text goes to.
type Align uint8

const (
	AlignDefault Align = iota // like AlignLeft
	AlignLeft
	AlignCentre
	AlignRight
	AlignAbsoluteCentre // the middle of the whole line, not of what is left of it
)

// List says which text is the list that is cut when the line is too short, and what marks the cut.
type List uint8

const (
	ListOff List = iota
	ListOn
	ListFocus // the part of the list that must stay visible
	ListLeftMarker
	ListRightMarker
)

// Base says what becomes of the style that default means from here on.
type Base uint8

const (
	BaseKeep Base = iota
	BasePush      // the style so far is the default until BasePop
	BasePop
	BaseSet // the style so far is the default from here on
)

// RangeKind says what a click on a part of the line means.
type RangeKind uint8

const (
	RangeNone RangeKind = iota
	RangeLeft
	RangeRight
	RangePane    // Arg is the number of its id
	RangeWindow  // Arg is its index
	RangeSession // Arg is the number of its id
	RangeUser    // Text is the user's own word
	RangeControl // Arg is 0 to 9
)

// A Range is what stands under the mouse.
type Range struct {
	Kind RangeKind
	Arg  uint32
	Text string
}

// A Size is a width or a padding that may not be given.
type Size struct {
	Given   bool
	Percent bool
	N       int
}

var (
	alignWords   = [...]string{"", "left", "centre", "right", "absolute-centre"}
	listWords    = [...]string{"", "on", "focus", "left-marker", "right-marker"}
	baseWords    = [...]string{"", "push-default", "pop-default", "set-default"}
	rangeWords   = [...]string{"", "left", "right", "pane", "window", "session", "user", "control"}
	rangeSigns   = [...]string{RangePane: "%", RangeSession: "$", RangeControl: ""}
	rangeMaximum = [...]uint64{RangePane: 1<<32 - 1, RangeWindow: 1<<32 - 1, RangeSession: 1<<32 - 1, RangeControl: 9}
)

// maxWord is longer than any word of a style; a user range has to fit too.
const maxWord = 255

// ErrStyle is behind the error for a word that no style has.
var ErrStyle = errors.New("invalid style")

// Parse reads a style that lies on top of base.
func Parse(base Style, s string) (Style, error) { return base.Apply(base, s) }

// Apply is st changed by the words of s, which are parted by spaces, commas and line ends. "default", and
// a colour of default, are what base has. After an error st is as it was.
func (st Style) Apply(base Style, s string) (Style, error) {
	out := st
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }) {
		if len(word) > maxWord || !out.word(base, word) {
			return st, fmt.Errorf("%w: %s", ErrStyle, word)
		}
	}
	return out, nil
}

// word applies one word of a style.
func (st *Style) word(base Style, word string) bool {
	low := lower(word)
	switch low {
	case "default":
		st.Fg, st.Bg, st.Us, st.Attr = base.Fg, base.Bg, base.Us, base.Attr
		return true
	case "ignore", "noignore":
		st.Ignore = low == "ignore"
		return true
	case "nolist":
		st.List = ListOff
		return true
	case "norange":
		st.Range = Range{}
		return true
	case "noalign":
		st.Align = AlignDefault
		return true
	case "none":
		st.Attr = 0
		return true
	}
	if i := index(baseWords[:], low); i > 0 {
		st.Base = Base(i)
		return true
	}
	if key, value, ok := strings.Cut(low, "="); ok && value != "" {
		return st.pair(base, key, value, word[len(key)+1:])
	}
	if name, ok := strings.CutPrefix(low, "no"); ok {
		if word[2:] == "attr" {
			st.Attr |= NoAttr
			return true
		}
		a, ok := parseAttrs(name)
		st.Attr &^= a
		return ok
	}
	a, ok := parseAttrs(low)
	st.Attr |= a
	return ok
}

// pair applies key=value; raw is the value as it was written.
func (st *Style) pair(base Style, key, value, raw string) bool {
	switch key {
	case "fg":
		return colour(&st.Fg, base.Fg, value)
	case "bg":
		return colour(&st.Bg, base.Bg, value)
	case "us":
		return colour(&st.Us, base.Us, value)
	case "fill":
		return colour(&st.Fill, Default, value)
	case "align":
		i := index(alignWords[:], value)
		st.Align = Align(max(i, 0))
		return i > 0
	case "list":
		i := index(listWords[:], value)
		st.List = List(max(i, 0))
		return i > 0
	case "range":
		return st.setRange(raw)
	case "width":
		return size(&st.Width, value, true)
	case "pad":
		return size(&st.Pad, value, false)
	}
	return false
}

func index(words []string, w string) int {
	for i, s := range words {
		if s != "" && s == w {
			return i
		}
	}
	return -1
}

func colour(c *Colour, base Colour, value string) bool {
	v, err := ParseColour(value)
	if err != nil {
		return false
	}
	if v == Default {
		v = base
	}
	*c = v
	return true
}

func size(s *Size, value string, percent bool) bool {
	limit := uint64(1<<31 - 1)
	number, isPercent := strings.CutSuffix(value, "%")
	if isPercent {
		limit = 100
	}
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil || n > limit || isPercent && !percent {
		return false
	}
	*s = Size{Given: true, Percent: isPercent, N: int(n)}
	return true
}

// setRange reads what stands behind range=. A kind that is not known changes nothing, so that a theme
// for a later version still draws.
func (st *Style) setRange(s string) bool {
	word, arg, has := strings.Cut(s, "|")
	kind := RangeKind(max(index(rangeWords[:], lower(word)), 0))
	switch {
	case has && arg == "":
		return false
	case kind == RangeNone:
		return true
	case kind == RangeLeft || kind == RangeRight:
		st.Range = Range{Kind: kind}
		return !has
	case !has:
		return false
	case kind == RangeUser:
		st.Range = Range{Kind: kind, Text: arg}
		return true
	}
	sign := ""
	if int(kind) < len(rangeSigns) {
		sign = rangeSigns[kind]
	}
	digits, ok := strings.CutPrefix(arg, sign)
	n, err := strconv.ParseUint(digits, 10, 64)
	if !ok || err != nil || n > rangeMaximum[kind] {
		return false
	}
	st.Range = Range{Kind: kind, Arg: uint32(n)}
	return true
}

// String prints what is not default; Parse of it on a default base gives the style back.
func (st Style) String() string {
	var ss []string
	add := func(is bool, s string) {
		if is {
			ss = append(ss, s)
		}
	}
	add(st.Ignore, "ignore")
	add(st.List != ListOff, "list="+listWords[st.List])
	add(st.Range.Kind != RangeNone, "range="+st.Range.String())
	add(st.Align != AlignDefault, "align="+alignWords[st.Align])
	add(st.Base != BaseKeep, baseWords[st.Base])
	add(st.Fill != Default, "fill="+st.Fill.String())
	add(st.Fg != Default, "fg="+st.Fg.String())
	add(st.Bg != Default, "bg="+st.Bg.String())
	add(st.Us != Default, "us="+st.Us.String())
	add(st.Attr != 0, st.Attr.String())
	add(st.Width.Given, "width="+st.Width.String())
	add(st.Pad.Given, "pad="+st.Pad.String())
	if len(ss) == 0 {
		return "default"
	}
	return strings.Join(ss, ",")
}

func (r Range) String() string {
	switch r.Kind {
	case RangeNone, RangeLeft, RangeRight:
		return rangeWords[r.Kind]
	case RangeUser:
		return rangeWords[r.Kind] + "|" + r.Text
	}
	return rangeWords[r.Kind] + "|" + rangeSigns[r.Kind] + strconv.FormatUint(uint64(r.Arg), 10)
}

func (s Size) String() string {
	if s.Percent {
		return strconv.Itoa(s.N) + "%"
	}
	return strconv.Itoa(s.N)
}

// Over is st laid on another style: what st leaves at default shows what is underneath, and attributes
// add up. That is how status-left-style lies on status-style.
func (st Style) Over(under Style) Style {
	if st.Fg == Default {
		st.Fg = under.Fg
	}
	if st.Bg == Default {
		st.Bg = under.Bg
	}
	if st.Us == Default {
		st.Us = under.Us
	}
	if st.Attr&NoAttr == 0 {
		st.Attr |= under.Attr
	}
	return st
}

// Look is the style without what only a status line understands: what a cell can have.
func (st Style) Look() Style {
	return Style{Fg: st.Fg, Bg: st.Bg, Us: st.Us, Attr: st.Attr}
}
