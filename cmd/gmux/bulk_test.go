//go:build linux

package main_test

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestBulk: 200 MB out of a program and 50 MB pasted into it at the same time (in CI half of each), every byte of both, in
// order, while a second attached client never reads and a third reads 1 kB a second; and a key of the first
// client, typed into the middle of it, comes back to it. In the end the slow one shows what the first does.
func TestBulk(t *testing.T) {
	usertest.Long(t)
	out, in := usertest.Count(100<<20, 200<<20), usertest.Count(25<<20, 50<<20)
	w := usertest.New(t)
	// No history limit may cut the text that is looked at afterwards.
	w.Gmux("start-server", ";", "set-option", "-g", "history-limit", "10000000", ";",
		"new-session", "-d", "-s", "work", "-x", "80", "-y", "23",
		fmt.Sprintf("%s -out %d -in %d; sleep 1000", w.Probe("flow"), out, in+len("\x1b[200~\x1b[201~")))
	stuck := w.StartStuck(24, 80, "gmux", "attach", "-t", "work")
	slow := w.StartSlow(24, 80, 1000, "gmux", "attach", "-t", "work")
	first := w.StartPlain(24, 80, "gmux", "attach", "-t", "work")
	w.WaitOutput(`work\nwork\nwork\n`, "list-clients", "-F", "#{session_name}")

	// Stop the flood from the first client, and let it go on from there.
	first.Keys("C-p")
	first.WaitFor("=STOPPED=")
	pasted := "\x1b[200~" + pasteText(in) + "\x1b[201~" // flow asks for the brackets
	done := make(chan error, 1)
	go func() { done <- first.Write("\x11" + pasted) }()

	first.Await("DONE=")
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	slow.Hurry()
	slow.Await("DONE=")
	said := w.Gmux("capture-pane", "-p", "-t", "work")
	if want := sumOf("IN", pasted); !strings.Contains(said, want) {
		t.Errorf("the program should have said %q; the pane shows\n%s", want, said)
	}

	// What it printed is what the pane remembers.
	if want := remembered(w, "work"); !strings.Contains(said, want) {
		t.Errorf("the pane remembers %q; it shows\n%s", want, said)
	}
	if stuck.Total() != 0 || !usertest.Alive(stuck.Pid()) {
		t.Errorf("the stuck client read %d bytes, alive: %v", stuck.Total(), usertest.Alive(stuck.Pid()))
	}
}

// remembered is what flow says of its lines if they are those that a pane has.
func remembered(w *usertest.World, target string) string {
	sum, lines := sha256.New(), 0
	for line := range strings.Lines(w.Gmux("capture-pane", "-p", "-S", "-", "-t", target)) {
		if numbered.MatchString(line) {
			sum.Write([]byte(line))
			lines++
		}
	}
	return fmt.Sprintf("=OUT lines=%d sum=%.16x=", lines, sum.Sum(nil))
}

// sumOf is what the probe flow says of a text.
func sumOf(way, text string) string {
	return fmt.Sprintf("=%s bytes=%d sum=%.16x=", way, len(text), sha256.Sum256([]byte(text)))
}

var numbered = regexp.MustCompile(`^\d{8}[a-z]{52}\n$`)

// TestPasteWithoutBrackets: a program that did not ask for them gets the text without the brackets that
// the outer terminal put around it.
func TestPasteWithoutBrackets(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it passes them on")
	w := usertest.New(t)
	c := w.StartPlain(24, 80, "gmux", "new", "-s", "work", "sh", "-c", "stty raw -echo; echo ready; exec dd bs=1 count=6 of="+w.Path("got"))
	w.WaitPane("work", "^ready")
	c.Type("\x1b[200~abc\x1b[201~def")
	w.EventuallyFile(`\Aabcdef\z`, "got")
}

// pasteText is text of n bytes in lines ended by CR, as terminals paste them, whose order shows in it.
func pasteText(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		if rest := n - b.Len(); rest < 64 { // no character is cut in two
			b.WriteString(strings.Repeat("z", rest))
			break
		}
		fmt.Fprintf(&b, "%07d the quick brown fox jumps over the lazy dog é€\r", i)
	}
	return b.String()[:n]
}
