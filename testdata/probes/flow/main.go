// Flow moves known bytes through a terminal, both ways at once.
//
//	flow [-out N] [-in N] [-line N] [-pause TIME] [-slow N] [-brackets=false] [-gate=false]
//
// It puts the terminal in raw mode, asks for brackets around pastes (which count as input), prints numbered lines until
// -out bytes are out, and reads until -in bytes are in. A line is "NNNNNNNN" and letters that follow from the number, 60
// columns unless -line says otherwise, with a -pause after every few. While it prints, the byte 0x10 (C-p) stops it
// with the line "=STOPPED=", and 0x11 (C-q) lets it go on; neither counts as input, unless -gate=false. The first -slow bytes of input are read in small
// pieces with pauses. When both ways are done it prints, each on a line,
//
//	=OUT lines=N sum=X=      of its numbered lines, newlines included
//	=IN bytes=N sum=X=
//	=DONE=
//
// where a sum is the first half of SHA-256, which fits a row, and waits for one more byte. It ends with an error when the
// terminal gives one.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"hash"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

const (
	stop = 0x10
	goOn = 0x11
)

// A gate is what stops the printer.
type gate struct {
	mu     sync.Mutex // guards closed, said
	opened *sync.Cond
	closed bool
	obey   bool // the bytes for it are not input
}

func newGate(obey bool) *gate {
	g := &gate{obey: obey}
	g.opened = sync.NewCond(&g.mu)
	return g
}

func (g *gate) set(closed bool) {
	g.mu.Lock()
	g.closed = closed
	g.opened.Broadcast()
	g.mu.Unlock()
}

// pass waits while the gate is closed; it says so once.
func (g *gate) pass() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed {
		return nil
	}
	if _, err := fmt.Print("=STOPPED=\r\n"); err != nil {
		return err
	}
	for g.closed {
		g.opened.Wait()
	}
	return nil
}

func main() {
	out := flag.Int("out", 0, "bytes to print")
	in := flag.Int("in", 0, "bytes to read")
	width := flag.Int("line", 60, "columns of a line")
	pause := flag.Duration("pause", 0, "time between some lines and the next")
	slow := flag.Int("slow", 0, "bytes to read slowly")
	brackets := flag.Bool("brackets", true, "ask for brackets around pastes")
	gated := flag.Bool("gate", true, "obey C-p and C-q")
	flag.Parse()
	old, err := term.MakeRaw(0)
	if err == nil {
		g := newGate(*gated)
		input := input{n: *in, slow: *slow, sum: sha256.New(), gate: g}
		err = flow(*out, &input, *width, *pause, *brackets)
		term.Restore(0, old)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "flow:", err)
		os.Exit(1)
	}
}

func flow(out int, in *input, width int, pause time.Duration, brackets bool) error {
	got := make(chan error, 1)
	total := in.n
	go func() { got <- in.read() }()

	if brackets {
		if _, err := fmt.Print("\x1b[?2004h"); err != nil {
			return err
		}
	}
	lines, printed, err := write(out, width, pause, in.gate)
	if err != nil {
		return err
	}
	if err := <-got; err != nil {
		return err
	}
	fmt.Printf("=OUT lines=%d sum=%.16x=\r\n=IN bytes=%d sum=%.16x=\r\n=DONE=\r\n", lines, printed.Sum(nil), total, in.sum.Sum(nil))
	_, err = os.Stdin.Read(make([]byte, 1))
	return err
}

// write prints whole lines until n bytes are out.
func write(n, width int, pause time.Duration, g *gate) (lines int, sum hash.Hash, err error) {
	sum = sha256.New()
	var block []byte
	for ; n > 0; lines++ {
		if err := g.pass(); err != nil {
			return lines, sum, err
		}
		line := Line(lines, width)
		sum.Write([]byte(line + "\n"))
		if block = append(block, line+"\r\n"...); len(block) >= blockSize || n <= width+1 {
			if _, err := os.Stdout.Write(block); err != nil {
				return lines, sum, err
			}
			block = block[:0]
			time.Sleep(pause)
		}
		n -= width + 1
	}
	return lines, sum, nil
}

// blockSize is how much is printed at a time, about what a tty takes at once: the terminal is to be kept busy, not the system.
const blockSize = 4 << 10

// Line is the n-th line.
func Line(n, width int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%08d", n)
	for i := b.Len(); i < width; i++ {
		b.WriteByte("abcdefghijklmnopqrstuvwxyz"[(n*7+i)%26])
	}
	return b.String()[:width]
}

// input is what is still to be read.
type input struct {
	n, slow int
	sum     hash.Hash
	gate    *gate
}

// read takes what is for the sum; what is for the gate it minds until then.
func (in *input) read() error {
	buf := make([]byte, 64<<10)
	for in.n > 0 {
		piece := buf
		if in.slow > 0 {
			piece = buf[:min(in.slow, slowPiece)]
			time.Sleep(slowPause)
		}
		got, err := os.Stdin.Read(piece)
		if err != nil {
			return err
		}
		in.slow -= min(got, in.slow)
		for _, part := range in.gate.split(buf[:got]) {
			part = part[:min(len(part), in.n)]
			in.sum.Write(part)
			in.n -= len(part)
		}
	}
	return nil
}

// How -slow reads.
const (
	slowPiece = 1 << 10
	slowPause = time.Millisecond
)

// split obeys the bytes for the gate and returns what lies between them.
func (g *gate) split(b []byte) (parts [][]byte) {
	if !g.obey {
		return [][]byte{b}
	}
	from := 0
	for i, c := range b {
		if c == stop || c == goOn {
			g.set(c == stop)
			parts = append(parts, b[from:i])
			from = i + 1
		}
	}
	return append(parts, b[from:])
}
