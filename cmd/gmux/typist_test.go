//go:build linux

package main_test

import (
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// A program that prints all the time, as far as it leaves the machine to others, and never reads.
const deaf = " -out 1000000000000 -pause 2ms -brackets=false"

// What is pasted at it: more than client, server and terminal hold between them.
const tooMuch = 16 << 20

// typistAt starts a session with a deaf program and a client in front of it, and pastes n bytes at that.
func typistAt(t *testing.T, w *usertest.World, n int, argv ...string) (c *usertest.Plain, pasted <-chan error) {
	t.Helper()
	w.Gmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "23", w.Probe("flow")+deaf)
	w.WaitRaw("work")
	c = w.StartPlain(24, 80, argv...)
	c.Await("[work]") // its terminal is raw: what is typed before has other line ends
	done := make(chan error, 1)
	go func() { done <- c.Write("\x1b[200~" + pasteText(n) + "\x1b[201~") }()
	c.Await("does not read its input; typing waits")
	return c, done
}

// TestTypistIsTold: in front of a program that prints and never reads, the typist is told so, once. The output goes on,
// and the keys that mean something to gmux work at once, although megabytes wait for the program.
func TestTypistIsTold(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it takes everything and says nothing")
	w := usertest.New(t)
	const soFar = 4 << 20 // more than the queue of the pane takes from a typist without a word, see pane.crowd
	c, pasted := typistAt(t, w, soFar, "gmux", "attach", "-t", "work")
	if err := <-pasted; err != nil {
		t.Fatal(err)
	}
	before := w.Gmux("capture-pane", "-p", "-t", "work")
	w.Eventually("output to go on", func() (bool, string) {
		now := w.Gmux("capture-pane", "-p", "-t", "work")
		return now != before, now
	})

	// A key takes the notice away, and it does not come again for the next.
	c.Type("x")
	screen := w.Start(24, 80, "gmux", "attach", "-t", "work") // for what only the typist is told
	screen.WaitFor(`^\[work\]`)
	c.Forget()
	c.Type("y")
	time.Sleep(2 * time.Second) // twice as long as the notice takes to come
	if strings.Contains(c.Output(), "typing waits") {
		t.Error("the typist was told twice")
	}

	w.Gmux("new-session", "-d", "-s", "other", "-x", "80", "-y", "23")
	c.Keys("C-b", ")")
	c.Type("echo he''re\r")
	w.WaitPane("other", "here$")
	c.Keys("C-b", "(")
	c.Type("z")
	c.Keys("C-b", "d")
	if code := c.WaitExit(); code != 0 {
		t.Errorf("the client left with exit status %d", code)
	}
	if !strings.Contains(c.Output(), "[detached (from session work)]") {
		t.Errorf("the client did not detach: %q", c.Output())
	}
	w.Gmux("set-option", "-g", "detach-on-destroy", "off", ";", "kill-session", "-t", "work")
	screen.WaitFor("here$")
}

// TestPasteIsHeldBack: of a paste that is larger than what a typist may have on its way, the rest stays in the terminal.
// When the program ends, the rest of its paste is nobody's: the program that is shown next does not get it.
func TestPasteIsHeldBack(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it takes all of a paste into memory")
	w := usertest.New(t)
	c, pasted := typistAt(t, w, tooMuch, "gmux", "attach", "-t", "work")
	select {
	case err := <-pasted:
		t.Fatalf("a paste of 16 MB for a program that does not read was taken: %v", err)
	default:
	}
	w.Gmux("new-session", "-d", "-s", "other", "exec cat > "+w.Path("got"))
	w.Gmux("set-option", "-g", "detach-on-destroy", "off", ";", "kill-session", "-t", "work")
	if err := <-pasted; err != nil {
		t.Fatal(err)
	}
	c.Type("for cat\r")
	w.EventuallyFile(`\Afor cat\n\z`, "got")
}

// TestRestOfPasteIsNotForTheShell: who is sent away while a paste is held back leaves it behind. The shell that they
// started the client from would run it.
func TestRestOfPasteIsNotForTheShell(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it takes all of a paste into memory")
	w := usertest.New(t)
	c, pasted := typistAt(t, w, tooMuch, "sh", "-c", "gmux attach -t work; echo back again; exec cat > "+w.Path("got"))
	w.Gmux("detach-client", "-s", "work")
	if err := <-pasted; err != nil {
		t.Fatal(err)
	}
	c.Await("back again")
	c.Type("for cat\r")
	w.EventuallyFile(`\Afor cat\n\z`, "got")
	c.Keys("C-d")
	c.WaitExit()
}

// TestCommandsDoNotPileUp: what commands type at a program that does not read is refused before it fills the memory.
func TestCommandsDoNotPileUp(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it takes everything and says nothing")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", w.Probe("flow")+deaf)
	w.WaitRaw("work")
	text := strings.Repeat("x", 100<<10)
	for i := range 100 {
		res := w.Run([]string{"gmux", "send-keys", "-N", "4", "-l", text})
		if res.Code == 0 {
			continue
		}
		if want := "pane %0 does not read its input\n"; res.Stderr != want || i < 3 {
			t.Errorf("after %d times: %q, want %q", i, res.Stderr, want)
		}
		return
	}
	t.Error("40 MB were taken")
}

// TestOutputWaitsForItsReader: a command's output is all there, however late it is read.
func TestOutputWaitsForItsReader(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	w.Gmux("start-server", ";", "set-option", "-g", "history-limit", "1000000", ";", "new-session", "-d", "-s", "work",
		w.Probe("flow")+" -out 3000000")
	w.WaitPane("work", "^=DONE=$")
	res := w.Run([]string{"sh", "-c", "gmux capture-pane -p -S - -t work | (sleep 3; grep -c '^[0-9]\\{8\\}[a-z]')"})
	if want := "49181\n"; res.Stdout != want || res.Stderr != "" { // lines of 61 bytes
		t.Errorf("%q and %q came through, want %q lines", res.Stdout, res.Stderr, want)
	}
}
