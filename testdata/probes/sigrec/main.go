// Sigrec records what happens to it: every signal, every error of reading or writing its terminal, and
// the longest pause between two times it printed.
//
//	sigrec [-raw] [-lines N] [-cpu N] FILE
//
// Every 50 ms it prints N lines (one, if not told), "tick NUMBER" and 40 coloured letters that follow from the
// number (see line). FILE gets one line an event, beginning with "pid PID". What is typed is not echoed; with
// -raw the terminal is in raw mode, so that no byte that is typed means anything to the line discipline.
//
// Of what is typed, each line that ends in one of these words gets "line WORD" in FILE; of others nothing is said:
//
//	here    just that
//	hush    "printed NUMBER" too; it prints no more, but goes on as if it did
//	quit    it writes "pause DURATION of DURATION" and "bye" to FILE, and ends
//
// The first duration is the longest pause less the time in it during which the machine kept a processor from the process
// (see askTaken), the second the longest as a clock shows it. With -cpu it prints and measures on that processor only, so that
// several of them meet the same stalls of a processor which is itself only lent to this machine.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

const interval = 50 * time.Millisecond

var (
	raw   = flag.Bool("raw", false, "put the terminal in raw mode")
	lines = flag.Int("lines", 1, "print `N` lines at a time")
	cpu   = flag.Int("cpu", -1, "run on processor `N`")
)

func main() {
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: sigrec [-raw] [-lines N] [-cpu N] FILE") }
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(file string) error {
	log, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	signals := make(chan os.Signal, 1000)
	signal.Notify(signals)
	if err := setTerminal(); err != nil {
		return err
	}
	runtime.LockOSThread() // whose clock is read
	if err := pin(); err != nil {
		return err
	}
	fmt.Fprintf(log, "pid %d\n", os.Getpid())
	typed := make(chan string)
	go read(log, typed)
	record(log, newClock(), signals, typed)
	return nil
}

// pin keeps this thread on one processor.
func pin() error {
	if *cpu < 0 {
		return nil
	}
	var set unix.CPUSet
	set.Set(*cpu)
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		return fmt.Errorf("run on processor %d: %w", *cpu, err)
	}
	return nil
}

// setTerminal turns the echo off, or everything.
func setTerminal() error {
	if *raw {
		_, err := term.MakeRaw(0)
		return err
	}
	t, err := unix.IoctlGetTermios(0, unix.TCGETS)
	if err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	t.Lflag &^= unix.ECHO
	return unix.IoctlSetTermios(0, unix.TCSETS, t)
}

// record prints and writes down what happens, until "quit".
func record(log *os.File, c *clock, signals <-chan os.Signal, typed <-chan string) {
	hushed := false
	for n := 1; ; n += *lines {
		c.wait()
		if !hushed {
			if _, err := os.Stdout.WriteString(text(n, *lines)); err != nil {
				fmt.Fprintf(log, "write error %v\n", err)
			}
		}
		c.tick()
		for more := true; more; {
			select {
			case s := <-signals:
				if s != syscall.SIGURG { // the Go runtime's own, for preemption
					fmt.Fprintf(log, "signal %s\n", unix.SignalName(s.(syscall.Signal)))
				}
			default:
				more = false
			}
		}
		select {
		case word := <-typed:
			fmt.Fprintf(log, "line %s\n", word)
			if word == "hush" && !hushed {
				hushed = true
				fmt.Fprintf(log, "printed %d\n", n+*lines-1)
			}
			if word == "quit" {
				fmt.Fprintf(log, "pause %v of %v\nbye\n", c.own, c.all)
				return
			}
		default:
		}
	}
}

func text(n, count int) string {
	var b strings.Builder
	for i := range count {
		b.WriteString(line(n + i))
	}
	return b.String()
}

// line is the nth line, in one of the colours 1 to 6.
func line(n int) string {
	var letters strings.Builder
	for i := range 40 {
		letters.WriteByte(byte('a' + (7*n+i)%26))
	}
	return fmt.Sprintf("tick %d \x1b[3%dm%s\x1b[m\r\n", n, 1+n%6, letters.String())
}

// read hands on the words that are typed. Its first error is its last: after a hang-up every read is one.
func read(log *os.File, typed chan<- string) {
	in := bufio.NewReader(os.Stdin)
	var line []byte
	for {
		b, err := in.ReadByte()
		switch {
		case err != nil:
			fmt.Fprintf(log, "read error %v\n", err)
			return
		case b != '\r' && b != '\n':
			line = append(line, b)
			continue
		}
		for _, word := range []string{"here", "hush", "quit"} {
			if strings.HasSuffix(string(line), word) {
				typed <- word
			}
		}
		line = line[:0]
	}
}

// A clock measures the pauses of this process.
type clock struct {
	stat    *os.File   // /proc/stat
	threads []*os.File // what the kernel tells of each thread

	last     time.Time
	taken    time.Duration // just before last
	own, all time.Duration // the longest pauses, see the package
}

// newClock starts with a pause of nothing.
func newClock() *clock {
	c := new(clock)
	c.stat, _ = os.Open("/proc/stat")
	c.taken = c.askTaken()
	c.last = time.Now()
	return c
}

// askTaken is for how long the machine has kept a processor from this process: its threads waited for one (all of them
// count, since one may wait for another in the runtime), or the machine itself did, where it is a virtual one. What a
// kernel does not tell is nothing. The files stay open: to open them twenty times a second takes more than all else here.
func (c *clock) askTaken() (d time.Duration) {
	c.openThreads()
	var text [256]byte // the first line of /proc/stat is shorter
	for _, f := range c.threads {
		n, _ := f.ReadAt(text[:], 0)
		if stat := bytes.Fields(text[:n]); len(stat) > 1 { // sched-stats.rst of Linux: ran, waited, how often it ran
			d += time.Duration(number(stat[1]))
		}
	}
	n, _ := c.stat.ReadAt(text[:], 0)
	if cpu := bytes.Fields(text[:n]); len(cpu) > 8 { // proc_stat(5): "cpu", and steal is the eighth, in 1/100 s
		d += time.Duration(number(cpu[8])) * 10 * time.Millisecond
	}
	return d
}

func number(digits []byte) (n int64) {
	for _, b := range digits {
		n = 10*n + int64(b-'0')
	}
	return n
}

// openThreads opens the files of all threads again when there are more or fewer of them.
func (c *clock) openThreads() {
	const dir = "/proc/self/task/"
	var st unix.Stat_t
	if unix.Stat(dir, &st) != nil || int(st.Nlink)-2 == len(c.threads) { // proc(5): a directory for each
		return
	}
	for _, f := range c.threads {
		f.Close()
	}
	c.threads = c.threads[:0]
	tasks, _ := filepath.Glob(dir + "*/schedstat")
	for _, path := range tasks {
		if f, err := os.Open(path); err == nil {
			c.threads = append(c.threads, f)
		}
	}
}

// wait sleeps in the kernel and not in the runtime, where another thread would have to wake this one.
func (c *clock) wait() {
	for left := interval - time.Since(c.last); left > 0; left = interval - time.Since(c.last) {
		ts := unix.NsecToTimespec(int64(left))
		unix.Nanosleep(&ts, nil) // a signal ends it early
	}
}

// tick ends one pause and begins the next. What was taken is read on both sides of the time, so that what is taken
// between two readings is never taken for a pause of its own.
func (c *clock) tick() {
	before, now := c.askTaken(), time.Now()
	pause := now.Sub(c.last)
	c.all = max(c.all, pause)
	if pause > c.own { // else there is no need to ask again, which is dear
		c.own = max(c.own, pause-(c.askTaken()-c.taken))
	}
	c.last, c.taken = now, before
}
