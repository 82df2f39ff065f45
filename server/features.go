package server

import (
	"gmux/protocol"
	"gmux/server/model"
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

func featureNames(f protocol.Features) (names []string) {
	for _, k := range features {
		if f&k.bits != 0 {
			names = append(names, k.name)
		}
	}
	return names
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
