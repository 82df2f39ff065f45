package server

import (
	"strings"
	"testing"

	"gmux/protocol"
	"gmux/server/model"
)

// TestUserFeatures: what a user says of terminals by their TERM, and what comes of it with what a terminal says itself.
func TestUserFeatures(t *testing.T) {
	for _, tt := range []struct {
		name, term          string
		features, overrides string // options, items set off by commas
		has                 protocol.Features
		want                string
	}{
		{"nothing", "vt100", "", "", 0, ""},
		{"what it says", "vt100", "", "", protocol.Feature256 | protocol.FeatureKitty, "256,extkeys"},
		{"features of its kind", "foot-extra", "foot*:RGB:sync:usstyle,xterm*:title", "", protocol.Feature256, "256,RGB,sync,usstyle"},
		{"in any case", "foot", "foot*:rgb", "", 0, "RGB"},
		{"unknown words", "foot", "foot*:bold:RGB", "", 0, "RGB"},
		{"not those of another kind", "xterm", "foot*:RGB", "foot*:Tc", 0, ""},
		{"a capability", "xterm-256color", "", "*256col*:Tc:smxx=\\E[9m", 0, "RGB,strikethrough"},
		{"colours", "xterm", "", "xterm:colors=256", 0, "256"},
		{"taken away", "xterm", "xterm*:RGB:sync", "xterm*:Tc@:Sync@", protocol.FeatureTitle, "title"},
		{"a pattern that is none", "xterm", "[:RGB", "", 0, ""},
	} {
		m := model.New(model.Config{}, nil)
		for name, value := range map[string]string{"terminal-features": tt.features, "terminal-overrides": tt.overrides} {
			if err := m.Options.Set(name, value, 0); err != nil {
				t.Fatal(err)
			}
		}
		o := protocol.ClientOptions{Features: userFeatures(m.Options, tt.term), Without: withoutFeatures(m.Options, tt.term)}
		if got := strings.Join(featureNames(tt.has, o), ","); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
