package screen

import (
	"strings"

	"gmux/protocol"
	"gmux/protocol/outer"
)

// A Terminal is what is known of the outer terminal.
type Terminal struct {
	Term     string
	Direct   bool // it understands what xterm does: painted directly and queried
	Features protocol.Features
	Warning  string // a line for the user

	caps  outer.Caps
	bce   bool // erasing fills with the background colour
	utf8  bool
	depth depth
	least depth // what the terminal's name promises
}

// A family is what the name of a terminal tells.
type family struct {
	features protocol.Features
	depth    depth
	bce      bool
}

// What nearly every terminal of today does, and what those do that were made in the last ten years.
const (
	common = protocol.FeatureFocus | protocol.FeatureMouse | protocol.FeatureTitle | protocol.FeatureStrike
	usual  = common | protocol.FeatureClipboard | protocol.FeatureHyperlinks | protocol.FeatureCursorStyle | protocol.FeatureOverline
	modern = usual | protocol.FeatureUnderlines | protocol.FeatureRGB | protocol.Feature256
)

// families are the terminals that are painted directly, by the beginning of TERM. A longer name goes before a shorter one.
var families = []struct {
	prefix string
	family
}{
	{"xterm-kitty", family{modern | protocol.FeatureSync | protocol.FeatureKitty, depthRGB, true}},
	{"xterm-ghostty", family{modern | protocol.FeatureSync | protocol.FeatureKitty, depthRGB, true}},
	{"xterm", family{usual | protocol.FeatureOtherKeys | protocol.FeatureMargins, depth8, true}},
	{"tmux", family{modern | protocol.FeatureOtherKeys, depthRGB, true}},
	{"screen", family{common &^ protocol.FeatureStrike, depth8, false}},
	{"foot", family{modern | protocol.FeatureSync | protocol.FeatureKitty, depthRGB, true}},
	{"kitty", family{modern | protocol.FeatureSync | protocol.FeatureKitty, depthRGB, true}},
	{"ghostty", family{modern | protocol.FeatureSync | protocol.FeatureKitty, depthRGB, true}},
	{"alacritty", family{modern | protocol.FeatureSync | protocol.FeatureKitty, depthRGB, true}},
	{"wezterm", family{modern | protocol.FeatureSync, depthRGB, true}},
	{"contour", family{modern | protocol.FeatureSync, depthRGB, true}},
	{"rio", family{modern | protocol.FeatureSync, depthRGB, true}},
	{"gmux", family{modern | protocol.FeatureSync, depthRGB, true}},
	{"konsole", family{usual, depth256, true}},
	{"gnome", family{usual, depth256, true}},
	{"vte", family{usual, depth256, true}},
	{"st", family{usual, depth256, true}},
	{"mintty", family{usual | protocol.FeatureOtherKeys, depth256, true}},
	{"iterm", family{modern, depthRGB, true}},
	{"iTerm", family{modern, depthRGB, true}},
	{"putty", family{common, depth256, true}},
	{"rxvt", family{common | protocol.FeatureCursorStyle, depth8, true}},
	{"Eterm", family{common, depth8, true}},
	{"mlterm", family{usual, depth256, true}},
}

// others are the terminals that tcell paints.
var others = []struct {
	prefix string
	depth  depth
}{
	{"linux", depth8}, {"fbterm", depth256}, {"cygwin", depth8}, {"ansi", depth8}, {"pcansi", depth8}, {"cons25", depth8},
	{"wsvt25", depth8}, {"sun-color", depth8}, {"hurd", depth8}, {"jfbterm", depth8}, {"kon", depth8}, {"qansi", depth8},
	{"vt1", depthMono}, {"vt2", depthMono}, {"vt3", depthMono}, {"vt4", depthMono}, {"vt5", depth8}, {"sun", depthMono},
}

// NewTerminal says what a terminal with this TERM and COLORTERM can do.
func NewTerminal(term, colorterm string, utf8 bool) (Terminal, error) {
	t := Terminal{Term: term, utf8: utf8}
	if err := outer.CheckTerm(term); err != nil {
		return t, err
	}
	console := t.recognise()
	switch {
	case console: // COLORTERM is about another terminal, the one that this TERM was set in
	case colorterm == "truecolor" || colorterm == "24bit" || strings.HasSuffix(term, "-direct"):
		t.least = depthRGB
	case strings.Contains(term, "-256color"):
		t.least = max(t.least, depth256)
	case strings.HasSuffix(term, "-88color") || strings.HasSuffix(term, "-16color"):
		t.least = max(t.least, depth16)
	case strings.HasSuffix(term, "-mono") || strings.HasSuffix(term, "-m"):
		t.least = depthMono
	}
	if t.least >= depth256 {
		t.Features |= protocol.Feature256
	}
	if t.least == depthRGB {
		t.Features |= protocol.FeatureRGB
	}
	t.colours()
	return t, nil
}

// recognise looks the name up; console says that it tells all there is to know. An unknown one is treated as a plain
// terminal of ECMA-48, which every one in use is.
func (t *Terminal) recognise() (console bool) {
	t.caps, _ = outer.CapsOf(t.Term)
	for _, f := range families {
		if named(t.Term, f.prefix) {
			t.Direct, t.Features, t.least, t.bce = true, f.features, f.depth, f.bce
			return false
		}
	}
	for _, o := range others {
		if strings.HasPrefix(t.Term, o.prefix) {
			t.least = o.depth
			return true
		}
	}
	t.least = depth8
	t.Warning = "unknown terminal " + Sanitise(t.Term, 40) + ", treated as a plain one"
	return false
}

// named says whether term is prefix, or prefix with a variant or version after it.
func named(term, prefix string) bool {
	rest, ok := strings.CutPrefix(term, prefix)
	return ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z')
}

// colours sets how many colours there are, which the terminal's answers may have raised.
func (t *Terminal) colours() {
	t.depth = t.least
	switch {
	case t.Features&protocol.FeatureRGB != 0:
		t.depth = depthRGB
	case t.Features&protocol.Feature256 != 0:
		t.depth = max(t.depth, depth256)
	}
}

// adapt returns what a style becomes on this terminal.
func (t *Terminal) adapt(s protocol.StyleDef) protocol.StyleDef {
	switch t.depth {
	case depthRGB:
	case depthMono:
		s = monochrome(s)
	case depth8:
		s = eight(s)
	default:
		s.Fg, s.Bg, s.Ul = t.depth.colour(s.Fg), t.depth.colour(s.Bg), t.depth.colour(s.Ul)
	}
	if t.Features&protocol.FeatureUnderlines == 0 {
		s.Underline, s.Ul = min(s.Underline, 1), 0
	}
	if t.Features&protocol.FeatureHyperlinks == 0 {
		s.Link = ""
	}
	if t.Features&protocol.FeatureOverline == 0 {
		s.Attrs &^= protocol.AttrOverline
	}
	if t.Features&protocol.FeatureStrike == 0 {
		s.Attrs &^= protocol.AttrStrike
	}
	return s
}
