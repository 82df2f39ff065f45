package client

import (
	"strings"
	"testing"

	"gmux/protocol"
)

// Behind a terminal that stalls the news wait, and not what they have made old.
func TestTheNewestEffectsWait(t *testing.T) {
	var l jobList
	effect := func(kind protocol.OuterKind, text, data string) {
		l.add(effectJob(protocol.Outer{Kind: kind, Text: text, Data: []byte(data)}))
	}
	for i := range 3 * maxEffects {
		n := string(rune('a' + i%26))
		effect(protocol.OuterTitle, "title "+n, "")
		effect(protocol.OuterClipboard, "c", "copy "+n)
		effect(protocol.OuterClipboard, "p", "primary "+n)
		effect(protocol.OuterBell, "", "")
	}
	l.add(frameJob(protocol.Frame{}, nil))
	for i := range 2 * maxEffects {
		effect(protocol.OuterRaw, "", string(rune('A'+i)))
	}
	effect(protocol.OuterTitle, "last", "")
	effect(protocol.OuterRaw, "", "more")
	var got []string
	for _, j := range l {
		got = append(got, strings.TrimSpace(j.effect.Text+" "+string(j.effect.Data)))
	}
	if got := strings.Join(got, ","); got != "c copy v,p primary v,,,ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`,last,more" {
		t.Errorf("waiting: %s", got)
	}
	effect(protocol.OuterRaw, "", strings.Repeat("x", maxPassed))
	if n := len(l[len(l)-1].effect.Data); n != len("more") {
		t.Errorf("%d bytes wait at the end", n)
	}
}

func TestOutdates(t *testing.T) {
	title, copied := protocol.Outer{Kind: protocol.OuterTitle, Text: "a"}, protocol.Outer{Kind: protocol.OuterClipboard, Text: "c"}
	raw := protocol.Outer{Kind: protocol.OuterRaw}
	primary := protocol.Outer{Kind: protocol.OuterClipboard, Text: "p"}
	for _, tt := range []struct {
		later, earlier protocol.Outer
		want           bool
	}{
		{protocol.Outer{Kind: protocol.OuterTitle, Text: "b"}, title, true},
		{title, copied, false}, {copied, copied, true}, {copied, primary, false}, {raw, raw, false},
	} {
		if got := outdates(tt.later, tt.earlier); got != tt.want {
			t.Errorf("%+v after %+v: %v", tt.later, tt.earlier, got)
		}
	}
}
