package client

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"gmux/protocol"
	"gmux/protocol/key"
)

// die ends the server without a goodbye.
func (r *rig) die(p *peer) {
	r.t.Helper()
	r.listen.Close()
	p.Close()
}

func TestClientComesBackByItself(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	r.typeKeys("a")
	first := expect[protocol.Input](p)
	p.send(protocol.InputAck{Seq: first.Seq})
	r.typeKeys("b")
	second := expect[protocol.Input](p) // never acknowledged
	r.die(p)
	r.sees("server lost, reconnecting")
	r.sees("hello") // the last frame stays
	r.typeKeys("c")

	r.serve()
	p2 := r.accept()
	if p2.identify.Token != p.identify.Token {
		t.Error("another token")
	}
	back := expect[protocol.Reattach](p2)
	if back.Session != "$1" || back.Name != "work" || back.LastFrame != 1 {
		t.Errorf("comes back with %+v", back)
	}
	p2.welcome()
	p2.sendPicture("hello again")
	r.until("the message is gone and the new picture is there", func() bool {
		text := vtText(r)
		return contains(text, "hello again") && !contains(text, "server lost")
	})
	r.typeKeys("d")
	var got string
	var seqs []uint64
	for len(got) < 3 {
		m := expect[protocol.Input](p2)
		got += typed(t, m)
		seqs = append(seqs, m.Seq)
	}
	if got != "bcd" || seqs[0] != second.Seq || seqs[len(seqs)-1] != 4 {
		t.Errorf("input %q with the numbers %v, want bcd from %d on", got, seqs, second.Seq)
	}
	p2.send(protocol.Goodbye{Kind: protocol.GoodbyeExited})
	r.ends(0, "[exited]\n", "")
}

func TestServerThatDropsWithoutAttachingIsTriedAgain(t *testing.T) {
	r := newRig(t)
	p := r.attached("hello")
	p.Close()
	for range 3 {
		p = r.accept()
		expect[protocol.Reattach](p)
		p.Close()
	}
	p = r.accept()
	p.attachTo("back")
	r.sees("back")
}

func TestBadFrameBringsTheClientBackForAWholeOne(t *testing.T) {
	for name, f := range map[string]protocol.Frame{
		"that changes another": {ID: 9, Base: 8, Rows: 6, Cols: 30},
		"that draws outside":   {ID: 2, Base: 1, Rows: 6, Cols: 30, Ops: protocol.AppendASCII(nil, 6, 0, 0, []byte("x"))},
	} {
		t.Run("a frame "+name, func(t *testing.T) {
			r := newRig(t)
			p := r.attached("hello")
			p.send(f)
			p2 := r.accept()
			if back := expect[protocol.Reattach](p2); back.LastFrame != 0 {
				t.Errorf("comes back with frame %d", back.LastFrame)
			}
			p2.attachTo("whole")
			r.sees("whole")
		})
	}
}

func TestNothingToComeBackTo(t *testing.T) {
	for _, tt := range []struct {
		name           string
		answer         []protocol.Message
		status         int
		stdout, stderr string
	}{
		{"a goodbye", []protocol.Message{protocol.Goodbye{Kind: protocol.GoodbyeExited}}, 0, "[exited]\n", ""},
		{"an error", []protocol.Message{protocol.Stderr{Data: []byte("can't find session: work\n")}, protocol.Exit{Status: 1}}, 1, "", "can't find session: work\n"},
		{"a refusal", []protocol.Message{protocol.Refused{Text: "access not allowed"}}, 1, "[server refused: access not allowed]\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			p := r.attached("hello")
			p.Close()
			p = r.accept()
			expect[protocol.Reattach](p)
			for _, m := range tt.answer {
				p.send(m)
			}
			r.ends(tt.status, tt.stdout, tt.stderr)
		})
	}
}

func TestLeavingWithoutAServer(t *testing.T) {
	for name, keys := range map[string]string{"with the prefix and d": "\x02d", "with Ctrl-C twice": "\x03\x03"} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			p := r.attached("hello")
			r.die(p)
			r.sees("server lost, reconnecting")
			r.typeKeys("\x03x\x02c") // neither of them leaves
			r.typeKeys(keys)
			r.ends(1, "[detached (no server)]\n", "")
		})
	}
}

func TestLostServerInTheEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("takes as long as the client waits")
	}
	r := newRig(t)
	p := r.attached("hello")
	r.die(p)
	begun := time.Now()
	r.typeKeys("abc")
	r.sees("input dropped")
	if d := time.Since(begun); d < keepInput {
		t.Errorf("input is dropped after %v", d)
	}
	r.ends(1, "[lost server]\n", "")
	if d := time.Since(begun); d < giveUp {
		t.Errorf("lost after %v", d)
	}
}

func TestDroppedInputIsNotSentAgain(t *testing.T) {
	var u unacked
	now := time.Now()
	for i := range 3 {
		u.add(1, make([]byte, 100), now.Add(time.Duration(i)*time.Second))
	}
	if !u.drop(now.Add(1500*time.Millisecond)) || len(u.list) != 1 || u.list[0].m.Seq != 3 || u.bytes != 100 {
		t.Errorf("left %+v", u)
	}
	if u.drop(now) {
		t.Error("younger input is dropped")
	}
	u.ack(3)
	if m := u.add(1, nil, now); m.Seq != 4 || u.bytes != 0 {
		t.Errorf("numbered %d, %d bytes wait", m.Seq, u.bytes)
	}
}

// A server that has shaken hands and stops, with host and all, holds nobody who leaves.
func TestLeavingAServerThatReadsNoEnvironment(t *testing.T) {
	for i := range 16 {
		t.Setenv("GMUX_TEST_LONG_"+strconv.Itoa(i), strings.Repeat("x", 100<<10)) // more than a socket holds
	}
	r := newRig(t)
	p := r.attached("hello")
	p.Close()
	conn, _, err := r.listen.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	stopped := protocol.NewConn(conn, protocol.ServerSide)
	if _, _, err := stopped.Handshake(protocol.OurHello("gmux test"), time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	r.sees("server lost, reconnecting")
	r.typeKeys("\x02d")
	r.ends(1, "[detached (no server)]\n", "")
}

// In these pictures a message is its number and what is in it: [ and ] are the marks of a paste, small letters
// are pasted and capitals typed.
func TestDroppingCutsNoPasteInTwo(t *testing.T) {
	for _, tt := range []struct {
		name  string
		acked uint64 // messages that a server has taken
		old   string // messages that are to be dropped
		young string // and that are not
		want  string
		late  string // what is typed afterwards
		sent  string
	}{
		{"a beginning goes with its end", 0, "1:X[ab 2:cd", "3:e]Y", "1:[ 3:]Y", "Z[f]", "Z[f]"},
		{"an end goes with its beginning, which a server took", 1, "1:[a 2:bc 3:d]X", "4:Y", "3:] 4:Y", "Z", "Z"},
		{"a part in the middle goes with the end", 1, "1:[a 2:bc", "3:de 4:f]X", "4:]X", "Y", "Y"},
		{"the rest that comes later goes too", 0, "1:[a 2:bc", "", "1:[", "de]X[f]", "]X[f]"},
		{"and where a server took the beginning", 1, "1:[a 2:bc", "", "", "de]X", "]X"},
		{"whole ones are dropped or kept whole", 0, "1:X[a] 2:[b]", "3:[c]Y 4:[d", "3:[c]Y 4:[d", "e]", "e]"},
		{"the last of several is the one that is cut", 0, "1:[a][b", "2:c][d]", "1:[ 2:][d]", "X", "X"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var u unacked
			now := time.Now()
			fill := func(messages string, at time.Time) {
				for _, m := range fields(messages) {
					_, what, _ := strings.Cut(m, ":")
					u.add(1, appendPicture(nil, &u, what), at)
				}
			}
			fill(tt.old, now)
			u.ack(tt.acked)
			fill(tt.young, now.Add(2*time.Second))
			for again := range 2 { // a second time nothing is dropped
				if dropped := u.drop(now.Add(time.Second)); dropped != (again == 0) {
					t.Errorf("dropped: %v", dropped)
				}
				var got []string
				bytes := 0
				for _, p := range u.list {
					got = append(got, strconv.FormatUint(p.m.Seq, 10)+":"+picture(t, p.m))
					bytes += len(p.m.Events)
				}
				if got := strings.Join(got, " "); got != tt.want || u.bytes != bytes {
					t.Errorf("left %q, want %q; %d bytes, counted %d", got, tt.want, bytes, u.bytes)
				}
			}
			if got := picture(t, protocol.Input{Events: appendPicture(nil, &u, tt.late)}); got != tt.sent {
				t.Errorf("of %q is sent %q, want %q", tt.late, got, tt.sent)
			}
		})
	}
}

// appendPicture encodes what a picture shows, as far as it is whole.
func appendPicture(dst []byte, u *unacked, picture string) []byte {
	add := func(e key.Event) {
		if e, ok := u.whole(e); ok {
			dst = key.AppendEvent(dst, e)
		}
	}
	for i := 0; i < len(picture); i++ {
		switch c := picture[i]; {
		case c == '[':
			add(key.Paste{First: true})
		case c == ']':
			add(key.Paste{Last: true})
		case c >= 'a':
			add(key.Paste{Data: []byte{c}})
		default:
			add(key.Rune(rune(c)))
		}
	}
	return dst
}

func picture(t *testing.T, m protocol.Input) string {
	t.Helper()
	var b strings.Builder
	for _, e := range inputs(t, m) {
		switch e := e.(type) {
		case key.Key:
			b.WriteString(e.String())
		case key.Paste:
			if e.First {
				b.WriteByte('[')
			}
			b.Write(e.Data)
			if e.Last {
				b.WriteByte(']')
			}
		}
	}
	return b.String()
}

func TestKeysThatLeave(t *testing.T) {
	for keys, want := range map[string]bool{
		"C-b d": true, "C-b x d": false, "C-c C-c": true, "C-c x C-c": false, "d": false, "C-b C-b d": true, "C-a d": true, "C-b C-c C-c": true,
	} {
		var l lostState
		l.setPrefix("C-b", "C-a", "None", "no such key")
		got := false
		for _, name := range fields(keys) {
			k, err := key.Parse(name)
			if err != nil {
				t.Fatal(err)
			}
			got = l.leaves(k)
			l.leaves(key.Key{Code: k.Code, Mods: k.Mods, Action: key.Release})
		}
		if got != want {
			t.Errorf("%s leaves: %v", keys, got)
		}
	}
}
