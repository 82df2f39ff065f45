package server

import (
	"path"
	"strconv"
	"strings"

	"gmux/protocol"
	"gmux/server/model"
	"gmux/server/option"
)

// features are what terminals can do by the names that terminal-features has for it, in tmux's order.
var features = []struct {
	name string
	bits protocol.Features // any of them
}{
	{"256", protocol.Feature256},
	{"clipboard", protocol.FeatureClipboard},
	{"hyperlinks", protocol.FeatureHyperlinks},
	{"cstyle", protocol.FeatureCursorStyle},
	{"extkeys", protocol.FeatureKitty | protocol.FeatureOtherKeys},
	{"focus", protocol.FeatureFocus},
	{"margins", protocol.FeatureMargins},
	{"mouse", protocol.FeatureMouse},
	{"overline", protocol.FeatureOverline},
	{"RGB", protocol.FeatureRGB},
	{"strikethrough", protocol.FeatureStrike},
	{"sync", protocol.FeatureSync},
	{"title", protocol.FeatureTitle},
	{"usstyle", protocol.FeatureUnderlines},
}

// featureNames are what a terminal can do, by what it says and by what the user says of it.
func featureNames(f protocol.Features, o protocol.ClientOptions) (names []string) {
	f = (f | o.Features) &^ o.Without
	for _, k := range features {
		if f&k.bits != 0 {
			names = append(names, k.name)
		}
	}
	return names
}

// capabilities are those of terminfo, and tmux's own, that say that a terminal can do something; terminal-overrides has them.
var capabilities = map[string]protocol.Features{
	"RGB": protocol.FeatureRGB, "Tc": protocol.FeatureRGB, "setrgbf": protocol.FeatureRGB, "setrgbb": protocol.FeatureRGB,
	"Ms": protocol.FeatureClipboard, "Hls": protocol.FeatureHyperlinks, "Ss": protocol.FeatureCursorStyle,
	"Se": protocol.FeatureCursorStyle, "Eneks": protocol.FeatureOtherKeys, "Enfcs": protocol.FeatureFocus,
	"Enmg": protocol.FeatureMargins, "kmous": protocol.FeatureMouse, "Smol": protocol.FeatureOverline,
	"smxx": protocol.FeatureStrike, "Sync": protocol.FeatureSync, "tsl": protocol.FeatureTitle,
	"Smulx": protocol.FeatureUnderlines, "Setulc": protocol.FeatureUnderlines,
}

// ofTerminal are the words of an option's items whose pattern is for a TERM.
func ofTerminal(o *option.Set, name, term string) (words []string) {
	for _, item := range o.Strings(name) {
		pattern, rest, _ := strings.Cut(item, ":")
		if ok, err := path.Match(pattern, term); ok && err == nil {
			words = append(words, strings.Split(rest, ":")...)
		}
	}
	return words
}

// userFeatures are what terminal-features and terminal-overrides add.
func userFeatures(o *option.Set, term string) (f protocol.Features) {
	for _, word := range ofTerminal(o, "terminal-features", term) {
		for _, k := range features {
			if strings.EqualFold(k.name, word) {
				f |= k.bits &^ protocol.FeatureKitty // of extkeys only the older kind can be meant
			}
		}
	}
	for _, word := range ofTerminal(o, "terminal-overrides", term) {
		name, value, _ := strings.Cut(word, "=")
		f |= capabilities[name]
		if n, err := strconv.Atoi(value); name == "colors" && err == nil && n >= 256 {
			f |= protocol.Feature256
		}
	}
	return f
}

// withoutFeatures are what terminal-overrides takes away, NAME@.
func withoutFeatures(o *option.Set, term string) (f protocol.Features) {
	for _, word := range ofTerminal(o, "terminal-overrides", term) {
		if name, off := strings.CutSuffix(word, "@"); off {
			f |= capabilities[name]
		}
	}
	return f
}

// themes are the names of TerminalInfo's schemes.
var themes = map[uint8]string{1: "dark", 2: "light"}

// Written is how many bytes a client was sent.
func (s *Server) Written(id model.ClientID) uint64 {
	if c := s.conns[id]; c != nil {
		return c.pc.Sent()
	}
	return 0
}
