// Sigstart runs a program with signals blocked or ignored, as a careless parent leaves them.
//
//	sigstart -block HUP,INT,TERM -ignore QUIT,PIPE PROGRAM ARG...
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

func main() {
	block := flag.String("block", "", "signals to block")
	ignore := flag.String("ignore", "", "signals to ignore")
	flag.Parse()
	if err := run(*block, *ignore, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "sigstart:", err)
		os.Exit(1)
	}
}

func run(block, ignore string, argv []string) error {
	if len(argv) == 0 {
		return fmt.Errorf("no program")
	}
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return err
	}
	ignored, err := parse(ignore)
	if err != nil {
		return err
	}
	blocked, err := parse(block)
	if err != nil {
		return err
	}
	for _, s := range ignored {
		signal.Ignore(s)
	}
	var set unix.Sigset_t
	for _, s := range blocked {
		set.Val[(s-1)/64] |= 1 << ((s - 1) % 64)
	}
	// The mask belongs to a thread; the one that calls execve gives its own to the program.
	runtime.LockOSThread()
	if err := unix.PthreadSigmask(unix.SIG_SETMASK, &set, nil); err != nil {
		return fmt.Errorf("block signals: %w", err)
	}
	return fmt.Errorf("exec %s: %w", path, syscall.Exec(path, argv, os.Environ()))
}

func parse(list string) ([]syscall.Signal, error) {
	var signals []syscall.Signal
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			continue
		}
		s := unix.SignalNum("SIG" + name)
		if s == 0 {
			return nil, fmt.Errorf("unknown signal: %s", name)
		}
		signals = append(signals, s)
	}
	return signals, nil
}
