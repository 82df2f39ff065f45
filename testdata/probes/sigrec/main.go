// Sigrec records what happens to it: every signal, every error of reading or writing its terminal, and
// the longest pause between two lines it printed.
//
//	sigrec FILE    prints "tick N" every 50 ms; FILE gets one line an event
//
// It ends when a line "quit" is typed, and then writes "pause DURATION" and "bye" to FILE.
package main

import (
	"bufio"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: sigrec FILE")
		os.Exit(2)
	}
	log, err := os.OpenFile(os.Args[1], os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	signals := make(chan os.Signal, 100)
	signal.Notify(signals)
	fmt.Fprintf(log, "pid %d\n", os.Getpid())

	lines := make(chan string)
	go read(log, lines)
	tick := time.NewTicker(50 * time.Millisecond)
	last, longest := time.Now(), time.Duration(0)
	for n := 1; ; {
		select {
		case s := <-signals:
			if s != syscall.SIGURG { // the Go runtime's own, for preemption
				fmt.Fprintf(log, "signal %s\n", unix.SignalName(s.(syscall.Signal)))
			}
		case line := <-lines:
			fmt.Fprintf(log, "line %s\n", line)
			if line == "quit" {
				fmt.Fprintf(log, "pause %v\nbye\n", longest)
				return
			}
		case <-tick.C:
			if _, err := fmt.Printf("tick %d\n", n); err != nil {
				fmt.Fprintf(log, "write error %v\n", err)
			}
			n++
			longest = max(longest, time.Since(last))
			last = time.Now()
		}
	}
}

// read hands on what is typed. Its first error is its last: after a hang-up every read is one.
func read(log *os.File, lines chan<- string) {
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			fmt.Fprintf(log, "read error %v\n", err)
			return
		}
		lines <- strings.TrimRight(line, "\r\n")
	}
}
