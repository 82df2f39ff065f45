//go:build linux

package pane

import (
	"encoding/base64"
	"strings"
	"testing"

	"gmux/protocol/recovery"
)

// asking makes a line whose program may ask for the clipboard.
func asking(t *testing.T, c Clip) *line {
	l := newLine(t)
	l.clipboard.Store(&c)
	l.pane.Follow(func(option string) bool { return option == ClipboardReads })
	return l
}

// TestClipboardIsTold: the newest paste buffer is told at once, in its turn; where it may not be, nothing is.
func TestClipboardIsTold(t *testing.T) {
	l := asking(t, Clip{Text: "copied"})
	l.print("\x1b[5n\x1b]52;c;?\a\x1b]52;;?\x1b\\\x1b[6n")
	l.reads("\x1b[0n\x1b]52;c;Y29waWVk\a\x1b]52;s0;Y29waWVk\x1b\\\x1b[1;1R")
	l.print("\x1b]52;c;bmV3ZXI=\a\x1b]52;c;?\a") // the loop has not heard of it
	l.reads("\x1b]52;c;bmV3ZXI=\a")
	l.print("\x1b]52;c;?\a")
	l.reads("\x1b]52;c;bmV3ZXI=\a")
	l.event(Clipboard)
	l.clipboard.Store(&Clip{Text: "kept"})
	l.pane.CopyHeard()
	l.print("\x1b]52;c;?\a")
	l.reads("\x1b]52;c;a2VwdA==\a")
	l.clipboard.Store(&Clip{})
	l.print("\x1b]52;c;?\a")
	l.reads("\x1b]52;c;\a")
	l.pane.Follow(func(string) bool { return false })
	l.print("\x1b]52;c;?\a\x1b[5n")
	l.reads("\x1b[0n")
}

// TestClipboardIsBounded: what is too long to be told whole is told as nothing, and so is what one piece of output asks too often.
func TestClipboardIsBounded(t *testing.T) {
	long := strings.Repeat("x", maxClipboard)
	l := asking(t, Clip{Text: long + "x"})
	l.print("\x1b]52;c;?\a")
	l.reads("\x1b]52;c;\a")
	l.clipboard.Store(&Clip{Text: long})
	l.print("\x1b]52;c;?\a")
	l.reads("\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(long)) + "\a")

	e := effects{pane: l.pane}
	for range 10000 {
		e.ClipboardRead("c", true)
	}
	if len(e.replies) < maxClipboard || len(e.replies) > 2*maxClipboard+maxReplies {
		t.Errorf("%d bytes of answers", len(e.replies))
	}
}

// TestClipboardOfATerminal: a question for the terminal's clipboard is answered by the loop, once; meanwhile nothing waits, and who
// asks again is told the newest paste buffer.
func TestClipboardOfATerminal(t *testing.T) {
	l := asking(t, Clip{Text: "copied", Ask: true})
	l.print("\x1b[5n\x1b]52;p;?\a\x1b[6n")
	if e := l.event(ClipboardRead); e.Text != "p" {
		t.Errorf("the selection %q was asked for", e.Text)
	}
	l.reads("\x1b[0n\x1b[1;1R")
	l.print("\x1b]52;c;?\x1b\\")
	l.reads("\x1b]52;c;Y29waWVk\x1b\\")
	l.pane.AnswerClipboard("elsewhere")
	l.reads("\x1b]52;p;ZWxzZXdoZXJl\a")
	l.pane.AnswerClipboard("late")
	l.print("\x1b[5n")
	l.reads("\x1b[0n")
}

// TestClipboardIsToldOnce: however far a server got before it died, the one after it asks the terminal again, or knows that there
// is an answer.
func TestClipboardIsToldOnce(t *testing.T) {
	l := asking(t, Clip{Text: "copied", Ask: true})
	l.print("a\x1b]52;cp;?\a")
	l.event(ClipboardRead)
	l.fed(11)
	for generation := range uint64(2) {
		l.pane.Close()
		l.pane = l.open(generation + 2)
		if e := l.event(ClipboardRead); e.Text != "cp" {
			t.Errorf("the selection %q was asked for", e.Text)
		}
	}
	l.print("b\x1b]52;c;?\a")
	l.reads("\x1b]52;c;Y29waWVk\a")
	l.pane.Close()
	l.pane = l.open(4)
	l.event(ClipboardRead)
	l.pane.AnswerClipboard("elsewhere")
	l.reads("\x1b]52;cp;ZWxzZXdoZXJl\a")
	l.pane.Close()
	l.pane = l.open(5)
	l.pane.AnswerClipboard("again")
	l.print("\x1b[5n")
	l.reads("\x1b[0n")
	for len(l.events) > 0 {
		if e := <-l.events; e.Kind == ClipboardRead {
			t.Error("asked again")
		}
	}
}

// TestClipboardAskedByADeadServer: a server dies between the output with the question and each of the steps after it.
func TestClipboardAskedByADeadServer(t *testing.T) {
	const text = "abc\x1b]52;c;?\a\x1b[5n"
	ask := question{at: int64(len(text)), sel: "c", bel: true}
	for _, tt := range []struct {
		name    string
		origins []recovery.Origin
		want    string // what the child reads in the end, beside the status report
		asks    bool
	}{
		{"before all", nil, "\x1b]52;c;ZWxzZXdoZXJl\a", true},
		{"when it has asked", []recovery.Origin{{Client: questions, Seq: ask.pack()}}, "\x1b]52;c;ZWxzZXdoZXJl\a", true},
		{"when it has answered", []recovery.Origin{{Client: questions, Seq: ask.pack()}, {Client: answers, Seq: uint64(ask.at)}}, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := asking(t, Clip{Text: "copied", Ask: true})
			l.pane.Close()
			fds, err := recovery.Unpack(dupAll(t, l.fds))
			if err != nil {
				t.Fatal(err)
			}
			defer fds.Close()
			mem, err := recovery.Open(fds, 2)
			if err != nil {
				t.Fatal(err)
			}
			l.print(text)
			for mem.Output.Position() < int64(len(text)) {
				mem.Output.Pull(fds.Master)
			}
			for _, o := range tt.origins {
				if _, err := mem.Input.AppendFrom(nil, o); err != nil {
					t.Fatal(err)
				}
			}
			mem.Output.Close()

			l.pane = l.open(3)
			l.reads("\x1b[0n")
			if tt.asks {
				l.event(ClipboardRead)
			}
			l.pane.AnswerClipboard("elsewhere")
			l.print("\x1b[6n")
			l.reads(tt.want + "\x1b[1;4R")
		})
	}
}

func TestQuestionIsPacked(t *testing.T) {
	for _, q := range []question{{}, {at: 1}, {at: 1 << 40, sel: "c", bel: true}, {at: 77, sel: "cpqs01234567"}, {at: 5, sel: "p7", bel: true}} {
		if got := unpackQuestion(q.pack()); got != q {
			t.Errorf("%+v came back as %+v", q, got)
		}
	}
}
