package client

import (
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
