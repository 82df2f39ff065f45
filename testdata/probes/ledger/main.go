// Ledger prints lines that can be checked and keeps the books: every byte that it wrote and every byte that it read.
//
//	ledger -o PREFIX [-kind lines|flood|full|echo] [-bulk N] [-seed N]
//	ledger -o PREFIX -replay FILE -marks FILE
//
// It puts its terminal in raw mode, so that what it writes is what the terminal gets, and writes PREFIX.out and PREFIX.in.
// Kinds:
//
//	lines  a numbered line with a checksum every 10 ms, amid colours, wide characters, titles, phases on the alternate screen
//	flood  the same as fast as it can, in bursts, until N bytes are out; then as lines
//	full   the alternate screen all the time, drawn anywhere
//	echo   a line for each word that was typed, and now and then one of its own
//
// Now and then it asks the terminal what it is (DA1) or where the cursor is (CPR). What comes back and is no answer is
// input: words in the letters a-j, ended by k, of one user, and in A-J, ended by K, of another, in any mixture.
//
// A socket at PREFIX.ctl takes one command a connection:
//
//	pause  stop printing, ask once more, wait until all questions are answered; then as stat
//	go     print again
//	stat   "out=N in=N asked=N answered=N lines=N size=RxC"
//	quit   end with status 0
//
// With -replay it writes FILE to its terminal, up to each mark ("OFFSET ANSWERS ROWS COLS"), waits there for as many answers
// and for that size, and after the last one says "done" in stat.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// A ledger is the state of one run.
type ledger struct {
	mu       sync.Mutex // guards all below
	changed  *sync.Cond
	out, in  *bufio.Writer
	wrote    int64
	read     int64
	lines    int
	asked    int
	answered int
	paused   bool
	done     bool
	words    words
}

func main() {
	prefix := flag.String("o", "", "where the books are")
	kind := flag.String("kind", "lines", "what to print")
	bulk := flag.Int64("bulk", 0, "bytes of a flood")
	seed := flag.Uint64("seed", 1, "of what is random")
	replay := flag.String("replay", "", "a file to print instead")
	marks := flag.String("marks", "", "where to wait in it")
	flag.Parse()
	if err := run(*prefix, *kind, *bulk, *seed, *replay, *marks); err != nil {
		fmt.Fprintln(os.Stderr, "ledger:", err)
		os.Exit(1)
	}
}

func run(prefix, kind string, bulk int64, seed uint64, replay, marks string) error {
	if _, err := term.MakeRaw(0); err != nil {
		return err
	}
	l := &ledger{}
	l.changed = sync.NewCond(&l.mu)
	for _, book := range []struct {
		name string
		to   **bufio.Writer
	}{{".out", &l.out}, {".in", &l.in}} {
		f, err := os.Create(prefix + book.name)
		if err != nil {
			return err
		}
		*book.to = bufio.NewWriterSize(f, 1<<16)
	}
	failed := make(chan error, 3)
	go func() { failed <- l.readLoop(kind == "echo") }()
	go func() { failed <- l.serve(prefix + ".ctl") }()
	go func() {
		if replay != "" {
			failed <- l.replay(replay, marks)
		} else {
			failed <- l.print(kind, bulk, seed)
		}
	}()
	return <-failed
}

// emit writes to the terminal and to the book. The caller holds mu.
func (l *ledger) emit(p []byte) error {
	l.wrote += int64(len(p))
	if _, err := l.out.Write(p); err != nil {
		return err
	}
	_, err := os.Stdout.Write(p)
	return err
}

// print prints until the end.
func (l *ledger) print(kind string, bulk int64, seed uint64) error {
	a := newAuthor(kind, seed)
	for n := 0; ; n++ {
		l.mu.Lock()
		for l.paused {
			l.changed.Wait()
		}
		piece, asks := a.next(l.lines)
		l.lines++
		l.asked += asks
		err := l.emit(piece)
		flooding := kind == "flood" && l.wrote < bulk
		l.mu.Unlock()
		if err != nil {
			return err
		}
		switch {
		case kind == "echo":
			time.Sleep(50 * time.Millisecond)
		case !flooding:
			time.Sleep(10 * time.Millisecond)
		case n%1000 == 999: // the machine has other work
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// readLoop takes answers and input.
func (l *ledger) readLoop(echo bool) error {
	buf := make([]byte, 4096)
	var a answers
	for {
		n, err := os.Stdin.Read(buf)
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		l.mu.Lock()
		l.read += int64(n)
		_, err = l.in.Write(buf[:n])
		for _, c := range buf[:n] {
			if a.take(c) {
				if a.complete {
					l.answered++
				}
				continue
			}
			if line := l.words.take(c); line != "" && echo && err == nil {
				err = l.emit([]byte(line + "\r\n"))
			}
		}
		l.changed.Broadcast()
		l.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// serve answers the test.
func (l *ledger) serve(path string) error {
	s, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	for {
		c, err := s.Accept()
		if err != nil {
			return err
		}
		var command string
		if _, err := fmt.Fscanln(c, &command); err == nil {
			fmt.Fprintln(c, l.obey(command))
		}
		c.Close()
		if command == "quit" {
			return nil
		}
	}
}

func (l *ledger) obey(command string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch command {
	case "pause":
		l.paused = true
		l.asked++
		if err := l.emit([]byte("\x1b[c")); err != nil {
			return err.Error()
		}
		for l.answered < l.asked {
			l.changed.Wait()
		}
	case "go":
		l.paused = false
		l.changed.Broadcast()
	}
	if err := errors.Join(l.out.Flush(), l.in.Flush()); err != nil {
		return err.Error()
	}
	size, err := unix.IoctlGetWinsize(0, unix.TIOCGWINSZ)
	if err != nil {
		return err.Error()
	}
	text := fmt.Sprintf("out=%d in=%d asked=%d answered=%d lines=%d size=%dx%d", l.wrote, l.read, l.asked, l.answered, l.lines, size.Row, size.Col)
	if l.done {
		text += " done"
	}
	return text
}

// replay prints a file, with its pauses.
func (l *ledger) replay(file, marks string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	m, err := os.Open(marks)
	if err != nil {
		return err
	}
	var at int64
	for {
		var offset int64
		var answers, rows, cols int
		if n, err := fmt.Fscanln(m, &offset, &answers, &rows, &cols); n < 4 {
			if err == io.EOF {
				break
			}
			return err
		}
		// Without emit: nothing else writes, and reading must go on meanwhile.
		if _, err := io.CopyN(struct{ io.Writer }{os.Stdout}, f, offset-at); err != nil {
			return err
		}
		at = offset
		if err := l.await(answers, rows, cols); err != nil {
			return err
		}
	}
	l.mu.Lock()
	l.wrote, l.done = at, true
	l.mu.Unlock()
	select {}
}

// await waits for answers, and then for the size.
func (l *ledger) await(answers, rows, cols int) error {
	l.mu.Lock()
	for l.answered < answers {
		l.changed.Wait()
	}
	l.mu.Unlock()
	for {
		size, err := unix.IoctlGetWinsize(0, unix.TIOCGWINSZ)
		if err != nil {
			return err
		}
		if int(size.Row) == rows && int(size.Col) == cols {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
}
