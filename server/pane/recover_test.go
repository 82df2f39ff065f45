//go:build linux

package pane

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"gmux/protocol/recovery"
	"gmux/server/vt"
)

// fed waits until the terminal has seen n bytes of output and what they asked for is carried out.
func (l *line) fed(n int64) {
	l.t.Helper()
	changed := make(chan struct{}, 1)
	l.pane.Watch(l, func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	defer l.pane.Unwatch(l)
	for {
		l.pane.mu.Lock()
		done := l.pane.done
		l.pane.mu.Unlock()
		if done >= n {
			return
		}
		<-changed
	}
}

func (l *line) digest() (d [32]byte) {
	l.pane.Draw(func(t *vt.Terminal) { d = t.Digest() })
	return d
}

// TestReplay walks at random through output and changes. However often a server dies in between, the terminal is what it would
// have been, and what the output asked for was done once.
func TestReplay(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			l := newLine(t)
			answers := make(chan int)
			go func() { answers <- l.count('R') }()
			want := vt.New(vt.Options{Rows: 5, Cols: 20, HistoryLimit: 100})
			var total int64
			asked := 0
			for step := range 150 {
				switch n := r.IntN(12); {
				case n == 0:
					rows, cols := 1+r.IntN(30), 1+r.IntN(100)
					if err := l.pane.Resize(rows, cols, 0, 0); err != nil {
						t.Fatal(err)
					}
					want.Resize(rows, cols)
				case n == 1:
					l.pane.Change(recovery.ClearHistory{})
					want.ClearHistory()
				case n == 2:
					l.pane.Change(recovery.Text{Data: []byte("\x1b[7mnote\r\n")})
					want.Write([]byte("\x1b[7mnote\r\n"))
				case n == 3 && step%5 == 2:
					rows := r.IntN(30)
					l.pane.LimitHistory(rows)
					want.SetHistoryLimit(rows)
				case n == 3 && step%5 == 1:
					l.pane.Change(recovery.Show{Data: []byte("shown\r\n\x1b[?25l")})
					want.Write([]byte("shown\r\n\x1b[?25l"))
				case n == 3 && step%5 == 0:
					l.pane.Change(recovery.Reset{})
					want.Reset()
				case n < 6:
					if err := l.pane.Close(); err != nil {
						t.Fatal(err)
					}
					l.pane = l.open(uint64(step + 2))
				default:
					text, questions := output(r)
					l.print(text)
					want.Write([]byte(text))
					total += int64(len(text))
					asked += questions
				}
				l.fed(total)
				if l.digest() != want.Digest() {
					t.Fatalf("step %d: another terminal", step)
				}
			}
			l.print("\x1b[0n\x1b[5n") // the answer ends with n
			if got := <-answers; got != asked {
				t.Errorf("%d questions, %d answers", asked, got)
			}
		})
	}
}

// count reads up to the answer of a status report and counts a byte.
func (l *line) count(b byte) (n int) {
	p := make([]byte, 4096)
	for {
		m, err := l.tty.Read(p)
		if err != nil {
			return -1
		}
		n += strings.Count(string(p[:m]), string(b))
		if strings.Contains(string(p[:m]), "n") {
			return n
		}
	}
}

// output is what a program may print, cut anywhere, and how many answers it wants.
func output(r *rand.Rand) (text string, questions int) {
	var b strings.Builder
	for range 1 + r.IntN(20) {
		switch r.IntN(8) {
		case 0:
			fmt.Fprintf(&b, "\x1b[%dm", []int{0, 1, 4, 7, 31, 44, 97}[r.IntN(7)])
		case 1:
			fmt.Fprintf(&b, "\x1b[%d;%dH", 1+r.IntN(30), 1+r.IntN(100))
		case 2:
			b.WriteString("\x1b[6n")
			questions++
		case 3:
			b.WriteString([]string{"\x1b[?1049h", "\x1b[?1049l", "\x1b[3J", "\x1b[2J", "\x1b7", "\x1b8", "\x1b[?2004h"}[r.IntN(7)])
		case 4:
			b.WriteString("漢字 e\u0301 👩‍👩‍👧 \x1b]8;;http://example.org/\x1b\\link\x1b]8;;\x1b\\")
		case 5:
			b.WriteString(strings.Repeat("line after line\r\n", r.IntN(40)))
		default:
			b.WriteString(strings.Repeat("text ", r.IntN(30)))
		}
	}
	return b.String(), questions
}

// TestAnswerIsGivenOnce: a server dies between an answer and the note that it was given, or before both.
func TestAnswerIsGivenOnce(t *testing.T) {
	for _, answered := range []bool{true, false} {
		t.Run(fmt.Sprint("answered ", answered), func(t *testing.T) {
			l := newLine(t)
			l.print("abc")
			l.fed(3)
			p := l.pane
			p.Close()
			// A server as far as it got: the output is in the log, and perhaps the answer in the queue.
			fds, err := recovery.Unpack(dupAll(t, l.fds))
			if err != nil {
				t.Fatal(err)
			}
			defer fds.Close()
			mem, err := recovery.Open(fds, 2)
			if err != nil {
				t.Fatal(err)
			}
			l.print("\x1b[6n\a")
			for mem.Output.Position() < 8 {
				mem.Output.Pull(fds.Master)
			}
			if answered {
				if _, err := mem.Input.AppendFrom([]byte("\x1b[1;4R"), recovery.Origin{Client: replies, Seq: 8}); err != nil {
					t.Fatal(err)
				}
			}
			mem.Output.Close()

			l.pane = l.open(3)
			l.event(Bell) // nobody had told of it
			l.print("\x1b[5n")
			l.reads("\x1b[1;4R\x1b[0n")
		})
	}
}

func dupAll(t *testing.T, f recovery.FDs) ([]int, uint64) {
	packed, mask := f.Pack()
	for i := range packed {
		packed[i] = dup(t, packed[i])
	}
	return packed, mask
}

// TestBellIsNotRepeated: what was carried out is not again.
func TestBellIsNotRepeated(t *testing.T) {
	l := newLine(t)
	l.print("a\a")
	l.event(Bell)
	l.fed(2)
	l.pane.Close()
	l.pane = l.open(2)
	l.print("b\x1b]2;later\x1b\\")
	if e := l.event(Title); e.Text != "later" {
		t.Errorf("title %q", e.Text)
	}
	for len(l.events) > 0 {
		if e := <-l.events; e.Kind == Bell {
			t.Error("the bell rang again")
		}
	}
	l.shows("ab")
}

// TestPoison: output that two servers died of is set aside, and the child goes on.
func TestPoison(t *testing.T) {
	l := newLine(t)
	l.print("poison")
	l.fed(6)
	l.pane.Close()
	l.diesReplaying(2)
	l.diesReplaying(3)
	l.fault = true
	l.pane = l.open(4)
	if string(l.aside) != "poison" {
		t.Errorf("%q was set aside", l.aside)
	}
	l.shows("[its output, which g")
	l.print("\x1b[2J\x1b[Halive")
	l.shows("alive")

	l.pane.Close() // and it is no poison any more
	l.pane = l.open(9)
	l.shows("alive")
}

// diesReplaying leaves the memory as a server does that dies in a replay.
func (l *line) diesReplaying(generation uint64) {
	l.t.Helper()
	mem, err := recovery.Open(l.fds, generation)
	if err != nil {
		l.t.Fatal(err)
	}
	defer mem.Output.Close()
	if _, err := mem.Trial.Open(true); err != nil {
		l.t.Fatal(err)
	}
	if err := mem.Trial.Begin(); err != nil {
		l.t.Fatal(err)
	}
}

// TestCheckpoints: a flood leaves little behind that would have to be replayed, or kept.
func TestCheckpoints(t *testing.T) {
	l := newLine(t)
	text := strings.Repeat(strings.Repeat("0123456789", 7)+"\r\n", 50)
	var total int64
	for range 2000 {
		l.print(text)
		total += int64(len(text))
	}
	l.fed(total)
	l.pane.mu.Lock()
	behind := l.pane.fed - l.pane.covered
	l.pane.mu.Unlock()
	if behind > checkpointEvery+chunk {
		t.Errorf("%d bytes are not covered by a checkpoint", behind)
	}
	punches := l.pane.mem.Output.Mode() != recovery.Plain
	if used := blocks(t, l.fds.Log); punches && used > 2<<20 {
		t.Errorf("the log keeps %d bytes", used)
	}
	if used := blocks(t, l.fds.History); punches && used > 1<<20 {
		t.Errorf("a history of 100 lines keeps %d bytes", used)
	}
	before := l.digest()
	l.pane.Close()
	l.pane = l.open(2)
	if l.digest() != before {
		t.Error("another terminal")
	}
}

// blocks is the memory that a memfd takes.
func blocks(t *testing.T, fd int) int64 {
	t.Helper()
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		t.Fatal(err)
	}
	return st.Blocks * 512
}
