// Flow moves known bytes through a terminal, both ways at once.
//
//	flow [-out N] [-in N] [-line N]
//
// It puts the terminal in raw mode, asks for brackets around pastes (which count as input), prints numbered lines until -out bytes are out, and reads until -in
// bytes are in. A line is "NNNNNNNN" and letters that follow from the number, 60 columns unless -line
// says otherwise. While it prints, the byte 0x10 (C-p) stops it with the line "=STOPPED=", and 0x11
// (C-q) lets it go on; neither counts as input. When both ways are done it prints, each on a line,
//
//	=OUT lines=N sum=X=      of its numbered lines, newlines included
//	=IN bytes=N sum=X=
//	=DONE=
//
// where a sum is the first half of SHA-256, which fits a row, and waits for one more byte. It ends with an error when the terminal gives one.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"hash"
	"os"
	"strings"
	"sync"

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
	flag.Parse()
	old, err := term.MakeRaw(0)
	if err == nil {
		err = flow(*out, *in, *width)
		term.Restore(0, old)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "flow:", err)
		os.Exit(1)
	}
}

func flow(out, in, width int) error {
	var g gate
	g.opened = sync.NewCond(&g.mu)
	sum := sha256.New()
	got := make(chan error, 1)
	go func() { got <- read(in, sum, &g) }()

	if _, err := fmt.Print("\x1b[?2004h"); err != nil {
		return err
	}
	lines, printed, err := write(out, width, &g)
	if err != nil {
		return err
	}
	if err := <-got; err != nil {
		return err
	}
	fmt.Printf("=OUT lines=%d sum=%.16x=\r\n=IN bytes=%d sum=%.16x=\r\n=DONE=\r\n", lines, printed.Sum(nil), in, sum.Sum(nil))
	_, err = os.Stdin.Read(make([]byte, 1))
	return err
}

// write prints whole lines until n bytes are out.
func write(n, width int, g *gate) (lines int, sum hash.Hash, err error) {
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

// read takes n bytes that are not for the gate; without any to take it minds the gate until then.
func read(n int, sum hash.Hash, g *gate) error {
	buf := make([]byte, 64<<10)
	for n > 0 {
		got, err := os.Stdin.Read(buf)
		if err != nil {
			return err
		}
		for _, part := range split(buf[:got], g) {
			part = part[:min(len(part), n)]
			sum.Write(part)
			n -= len(part)
		}
	}
	return nil
}

// split obeys the bytes for the gate and returns what lies between them.
func split(b []byte, g *gate) (parts [][]byte) {
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
