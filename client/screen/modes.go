package screen

import (
	"fmt"
	"strings"

	"gmux/protocol"
)

// modes are what the outer terminal has been told to send.
type modes struct {
	sent   protocol.OuterModes
	pushed bool // the kitty keyboard protocol's flags are on its stack
}

// forget says that the terminal is as it was before us.
func (m *modes) forget() { *m = modes{} }

// change returns what brings the terminal to want, as far as it can do it.
func (m *modes) change(want protocol.OuterModes, can protocol.Features) string {
	want = possible(want, can)
	if want == m.sent {
		return ""
	}
	var b strings.Builder
	if want.Mouse != m.sent.Mouse {
		b.WriteString(mouse(m.sent.Mouse, want.Mouse))
	}
	if want.Focus != m.sent.Focus {
		b.WriteString(private(1004, want.Focus))
	}
	if want.OtherKeys != m.sent.OtherKeys {
		b.WriteString(otherKeys(want.OtherKeys))
	}
	if want.KittyFlags != m.sent.KittyFlags {
		b.WriteString(m.kitty(want.KittyFlags))
	}
	m.sent = want
	return b.String()
}

func possible(want protocol.OuterModes, can protocol.Features) protocol.OuterModes {
	if can&protocol.FeatureMouse == 0 {
		want.Mouse = 0
	}
	if can&protocol.FeatureFocus == 0 {
		want.Focus = false
	}
	if can&protocol.FeatureKitty == 0 {
		want.KittyFlags = 0
	}
	// A terminal that has both is asked for one: with both on it is not defined what it sends.
	if can&protocol.FeatureOtherKeys == 0 || want.KittyFlags != 0 {
		want.OtherKeys = 0
	}
	return want
}

func private(mode int, on bool) string {
	if on {
		return fmt.Sprintf("\x1b[?%dh", mode)
	}
	return fmt.Sprintf("\x1b[?%dl", mode)
}

// mouse leaves the old tracking mode before it enters the new one: they are one choice in some terminals and
// separate switches in others. Reports come in SGR form, 1006.
func mouse(old, want uint16) string {
	s := ""
	if old != 0 {
		s += private(int(old), false)
	}
	switch {
	case want != 0 && old == 0:
		s += private(1006, true)
	case want == 0:
		s += private(1006, false)
	}
	if want != 0 {
		s += private(int(want), true)
	}
	return s
}

// otherKeys is XTMODKEYS for modifyOtherKeys; without a value the terminal's own setting comes back.
func otherKeys(n uint8) string {
	if n == 0 {
		return "\x1b[>4m"
	}
	return fmt.Sprintf("\x1b[>4;%dm", n)
}

// kitty pushes once, so that the one pop of the reset sequence is enough, and then sets.
func (m *modes) kitty(flags uint8) string {
	if !m.pushed {
		m.pushed = true
		return fmt.Sprintf("\x1b[>%du", flags)
	}
	return fmt.Sprintf("\x1b[=%d;1u", flags)
}
