//go:build linux

package usertest

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// A Manner is how a bare terminal treats what it is sent. The zero Manner answers nothing and reads as fast as it can.
type Manner struct {
	Answers func(query string) string // what it says to a sequence; XtermAnswers, or nil for nothing
	Late    time.Duration             // how long it thinks before each answer
	Pause   time.Duration             // not 0: answers come in single bytes, with this pause after each
	Rate    int                       // how many bytes it takes in a second; 0: all
	Shows   io.Writer                 // gets all it is sent: a Judge
}

// manners is a Manner at work. readLoop calls take; answerLoop types.
type manners struct {
	Manner
	p       *Plain
	rest    []byte
	answers chan answer
	line    sync.Mutex // held for a whole answer or a whole typing: a terminal mixes them no finer

	mu    sync.Mutex // guards what follows
	wire  Wire
	asked int // answers that are due or given
	given int
	slow  time.Duration // the most that an answer, or a byte of one, came later than its manner says
}

type answer struct {
	text string
	at   time.Time
}

// StartTerminal starts a program on a bare terminal with manners.
func (w *World) StartTerminal(rows, cols int, m Manner, argv ...string) *Plain {
	w.t.Helper()
	p := w.StartStuck(rows, cols, argv...)
	p.reads = true
	p.manners = &manners{Manner: m, p: p, answers: make(chan answer, 1024)}
	go p.manners.answerLoop()
	go func() {
		defer close(p.manners.answers)
		p.readLoop()
	}()
	return p
}

// take is told what the terminal was sent.
func (m *manners) take(got []byte) {
	if m.Shows != nil {
		m.Shows.Write(got) // a judge that is gone has been closed by its test
	}
	m.mu.Lock()
	m.wire.Write(got)
	m.mu.Unlock()
	if m.Answers != nil {
		var tokens []string
		tokens, m.rest = Tokens(append(m.rest, got...))
		for _, t := range tokens {
			if text := m.Answers(t); text != "" {
				m.mu.Lock()
				m.asked++
				m.mu.Unlock()
				m.answers <- answer{text, time.Now().Add(m.Late)}
			}
		}
	}
	if m.Rate > 0 {
		time.Sleep(time.Duration(len(got)) * time.Second / time.Duration(m.Rate))
	}
}

// answerLoop ends with readLoop.
func (m *manners) answerLoop() {
	var before time.Time // when the answer before was whole
	for a := range m.answers {
		time.Sleep(time.Until(a.at))
		if before.Before(a.at) {
			m.behind(time.Since(a.at))
		}
		m.say(a.text)
		before = time.Now()
		m.mu.Lock()
		m.given++
		m.mu.Unlock()
	}
}

// say types an answer. A terminal that was closed says nothing.
func (m *manners) say(text string) {
	m.line.Lock()
	defer m.line.Unlock()
	if m.Pause == 0 {
		m.p.master.WriteString(text)
		return
	}
	for i := range len(text) {
		start := time.Now()
		m.p.master.WriteString(text[i : i+1])
		time.Sleep(m.Pause)
		m.behind(time.Since(start) - m.Pause)
	}
}

func (m *manners) behind(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.slow = max(m.slow, d)
}

// Left is what was turned on in the terminal and not off again, "" for nothing; of a StartTerminal.
func (p *Plain) Left() string {
	p.manners.mu.Lock()
	defer p.manners.mu.Unlock()
	return p.manners.wire.String()
}

// Answered says how many answers the terminal has given, of how many that it will.
func (p *Plain) Answered() (given, of int) {
	m := p.manners
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.given, m.asked
}

// InTime reports whether the terminal kept to its manner: where the machine was too busy, it proves nothing about who
// waited for it.
func (p *Plain) InTime() bool {
	m := p.manners
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.slow < 250*time.Millisecond
}

// SettingsBefore are the Settings with which the program was started.
func (p *Plain) SettingsBefore() string { return p.before }

// Settings are the line discipline's, the struct termios.
func (p *Plain) Settings() string {
	p.w.t.Helper()
	termios, err := termiosOf(p.master)
	if err != nil {
		p.w.t.Fatal(err)
	}
	return lineDiscipline(termios)
}

// Judge makes a terminal that is not ours and shows what is written to it: for what a bare terminal was sent.
func (w *World) Judge(rows, cols int) (*Screen, io.Writer) {
	w.t.Helper()
	fifo := w.Path(fmt.Sprintf("fifo%d", w.ttys+1))
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		w.t.Fatal(err)
	}
	f, err := os.OpenFile(fifo, os.O_RDWR, 0) // both, so that nobody waits for the other side
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { f.Close() })
	return w.Start(rows, cols, "sh", "-c", `stty raw -echo; exec cat "$0"`, fifo), f
}
