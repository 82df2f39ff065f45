package server

import (
	"fmt"
	"slices"
	"testing"

	"gmux/protocol"
)

func TestHarmless(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"can't find session: wrok\n", "can't find session: wrok\n"},
		{"bell\a", `bell\007`},
		{"\x1b[2J", `\033[2J`},
		{"not\xffutf8", `not\377utf8`},
		{"naïve 日本 \uFFFD\ttab", "naïve 日本 \uFFFD\ttab"},
		{"c1 \u009b", `c1 \233`},
	} {
		if got := harmless(tt.in); got != tt.want {
			t.Errorf("harmless(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// What is passed through to the outer terminal comes whole and in order, as far as the client reads; of other news the last.
func TestPassedThroughIsNotOutdated(t *testing.T) {
	c := &conn{out: newMailbox[protocol.Message]()}
	var want []string
	for i := range 300 {
		c.say(protocol.Outer{Kind: protocol.OuterRaw, Data: fmt.Append(nil, i)})
		c.say(protocol.Outer{Kind: protocol.OuterTitle, Text: fmt.Sprint("title ", i)})
		want = append(want, fmt.Sprint(i))
	}
	want = append(want, "title 299")
	var got []string
	batch, _ := c.out.take()
	for _, m := range batch {
		o := m.(protocol.Outer)
		got = append(got, o.Text+string(o.Data))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d messages wait, %.200q", len(got), got)
	}
}

// A client that does not read is not cut off for what programs pass through: it gets no more of that, and all else.
func TestPassedThroughIsBounded(t *testing.T) {
	c := &conn{out: newMailbox[protocol.Message]()}
	piece := protocol.Outer{Kind: protocol.OuterRaw, Data: make([]byte, 1<<20)}
	for range 100 {
		c.say(piece)
	}
	if w := c.out.waiting(); w < maxPassed/2 || w > maxPassed {
		t.Errorf("%d bytes wait", w)
	}
	c.say(protocol.Outer{Kind: protocol.OuterBell})
	batch, _ := c.out.take()
	if last := batch[len(batch)-1].(protocol.Outer); last.Kind != protocol.OuterBell || c.deaf.Load() {
		t.Errorf("the last message is of kind %v, cut off: %v", last.Kind, c.deaf.Load())
	}
}
