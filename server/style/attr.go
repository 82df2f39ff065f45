package style

import "strings"

// Attr is a set of attributes.
type Attr uint16

const (
	AltCharset Attr = 1 << iota // the cell is drawn from the line drawing set
	Bright
	Dim
	Underscore
	Blink
	Reverse
	Hidden
	Italics
	Strikethrough
	DoubleUnderscore
	CurlyUnderscore
	DottedUnderscore
	DashedUnderscore
	Overline
	NoAttr // attributes underneath are not taken over
)

// Underscores are all kinds of underline.
const Underscores = Underscore | DoubleUnderscore | CurlyUnderscore | DottedUnderscore | DashedUnderscore

var attrs = [...]struct {
	name string
	attr Attr
}{
	{"acs", AltCharset}, {"bright", Bright}, {"dim", Dim}, {"underscore", Underscore}, {"blink", Blink},
	{"reverse", Reverse}, {"hidden", Hidden}, {"italics", Italics}, {"strikethrough", Strikethrough},
	{"double-underscore", DoubleUnderscore}, {"curly-underscore", CurlyUnderscore},
	{"dotted-underscore", DottedUnderscore}, {"dashed-underscore", DashedUnderscore},
	{"overline", Overline}, {"noattr", NoAttr},
}

// String is the names with commas, or none.
func (a Attr) String() string {
	var ss []string
	for _, t := range attrs {
		if a&t.attr != 0 {
			ss = append(ss, t.name)
		}
	}
	if len(ss) == 0 {
		return "none"
	}
	return strings.Join(ss, ",")
}

// parseAttrs reads names with bars between them; bold is bright.
func parseAttrs(s string) (Attr, bool) {
	s = lower(s)
	if s == "default" || s == "none" {
		return 0, true
	}
	var a Attr
	for name := range strings.SplitSeq(s, "|") {
		if name == "bold" {
			name = "bright"
		}
		found := false
		for _, t := range attrs {
			if t.name == name && t.attr != NoAttr {
				a, found = a|t.attr, true
			}
		}
		if !found {
			return 0, false
		}
	}
	return a, true
}
