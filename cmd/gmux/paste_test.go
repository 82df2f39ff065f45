//go:build linux

package main_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// pasteMemory is how much more memory client and server may take at most while a paste of any size goes through them to a
// program that reads slowly. In the client that is protocol.MaxUnacknowledged, in the server what it works on (the queue
// of the pane is memory of the system); the rest is what Go's collector leaves lying about.
const pasteMemory = 24 << 20

// TestPasteOfAnySize: 50 MB pasted at a terminal that marks pastes and at one that does not, into a program that asked
// for marks and into one that did not: whole, once, in order, byte for byte, though the program is slow at first, in
// little memory.
func TestPasteOfAnySize(t *testing.T) {
	usertest.Long(t)
	usertest.NeedGmux(t, "it takes all of a paste into memory")
	for _, marked := range []bool{true, false} {
		for _, asked := range []bool{true, false} {
			t.Run(fmt.Sprintf("marked=%v asked=%v", marked, asked), func(t *testing.T) { pasteThrough(t, marked, asked) })
		}
	}
}

func pasteThrough(t *testing.T, marked, asked bool) {
	size, slow := 50<<20, 256<<10
	if !marked || !asked { // to gmux much the same as the case that is left, so only a soak takes all of it
		size = usertest.Count(5<<20, size)
	}
	typed := pasteText(size)
	if marked { // nothing in it is for gmux
		typed = strings.Replace(typed, "fox", "\x1b[2J\x02d\x00\xff", 1000)
	}
	want := typed
	if marked && asked { // see encode.AppendPaste
		want = "\x1b[200~" + strings.ReplaceAll(typed, "\x1b", "\u241b") + "\x1b[201~"
	}
	if marked {
		typed = "\x1b[200~" + typed + "\x1b[201~"
	}
	w := usertest.New(t)
	c := w.StartPlain(24, 80, "gmux", "new", "-s", "work",
		fmt.Sprintf("exec %s -gate=false -brackets=%v -in %d -slow %d", w.Probe("flow"), asked, len(want), slow))
	w.WaitRaw("work")
	w.WaitOutput("^"+fmt.Sprint(map[bool]int{true: 1}[asked])+"$", "display-message", "-p", "#{bracket_paste_flag}")
	c.Await("[work]") // its terminal is raw: what is typed before has other line ends
	client, server := peak(t, c.Pid()), peak(t, w.ServerPid())
	done := make(chan error, 1)
	go func() { done <- c.Write(typed) }()
	c.Await("DONE=")
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	said := w.Gmux("capture-pane", "-p", "-t", "work")
	if line := fmt.Sprintf("=IN bytes=%d sum=%.16x=", len(want), sha256.Sum256([]byte(want))); !strings.Contains(said, line) {
		t.Errorf("the program should have said %q; the pane shows\n%s", line, said)
	}
	moreClient, moreServer := peak(t, c.Pid())-client, peak(t, w.ServerPid())-server
	t.Logf("soak: %.0f MB of paste cost the client %.1f MB and the server %.1f MB", mega(size), mega(moreClient), mega(moreServer))
	if moreClient > pasteMemory || moreServer > pasteMemory {
		t.Errorf("the client took %.1f MB and the server %.1f MB more, which may be %.1f", mega(moreClient), mega(moreServer), mega(pasteMemory))
	}
}

func peak(t *testing.T, pid int) int {
	t.Helper()
	n, err := usertest.PeakMemory(pid)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func mega(n int) float64 { return float64(n) / (1 << 20) }
