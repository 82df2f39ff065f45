// Ttyprobe asks its terminal who it belongs to, and does to it what a program had better not do.
//
//	ttyprobe whoami               prints pid, sid, pgid, tcgetsid, tcgetpgrp and whether /dev/tty opens; waits for a line
//	ttyprobe record FILE          FILE gets the name of every signal but those that stop; ends at SIGTERM
//	ttyprobe hangup               vhangup(2), ignoring SIGHUP
//	ttyprobe reopen TTY N         N times: vhangup(2) and open TTY again, as login(1) does; prints "again N", answers lines
//	ttyprobe sti TEXT [TTY]       TIOCSTI: types TEXT into the terminal as if its user had
//	ttyprobe excl                 TIOCEXCL: nobody else may open the terminal
//	ttyprobe steal TTY            TIOCSCTTY with force, from a session of its own; stays until it is killed
//	ttyprobe raw                  puts the terminal in raw mode and dies of SIGKILL
//	ttyprobe spin                 uses the processor, for those who want to know what that looks like
//
// What the kernel refuses is printed as "refused: ERROR", and the exit status is 3.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// commands are what the first argument names; the others are the rest.
var commands = map[string]func(args []string) error{
	"whoami": whoami,
	"record": record,
	"hangup": func([]string) error { return hangUp() },
	"reopen": reopen,
	"sti":    sti,
	"excl":   func([]string) error { return refused(unix.IoctlSetInt(0, unix.TIOCEXCL, 0)) },
	"steal":  steal,
	"take":   take,
	"raw":    raw,
	"spin":   spin,
}

// A refusal is what the kernel said no to.
type refusal struct{ error }

func refused(err error) error {
	if err != nil {
		return refusal{err}
	}
	return nil
}

func main() {
	var run func([]string) error
	if len(os.Args) > 1 {
		run = commands[os.Args[1]]
	}
	if run == nil {
		fmt.Fprintln(os.Stderr, "usage: ttyprobe COMMAND [ARG...]")
		os.Exit(2)
	}
	err := run(os.Args[2:])
	var no refusal
	switch {
	case errors.As(err, &no):
		fmt.Println("refused:", no)
		os.Exit(3)
	case err != nil:
		fmt.Fprintln(os.Stderr, "ttyprobe:", err)
		os.Exit(1)
	}
}

// arg is the nth argument, or what stands in for it.
func arg(args []string, n int, otherwise string) string {
	if n < len(args) {
		return args[n]
	}
	return otherwise
}

func whoami([]string) error {
	sid, err := unix.Getsid(0)
	if err != nil {
		return err
	}
	ttySid, sidErr := unix.IoctlGetInt(0, unix.TIOCGSID) // tcgetsid(3)
	pgrp, pgrpErr := unix.IoctlGetInt(0, unix.TIOCGPGRP) // tcgetpgrp(3)
	tty, ttyErr := os.Open("/dev/tty")
	if err := errors.Join(sidErr, pgrpErr, ttyErr); err != nil {
		return err
	}
	defer tty.Close()
	fmt.Printf("pid %d sid %d pgid %d tcgetsid %d tcgetpgrp %d /dev/tty opens\n", os.Getpid(), sid, unix.Getpgrp(), ttySid, pgrp)
	bufio.NewReader(os.Stdin).ReadString('\n')
	return nil
}

// record leaves what stops a process to the kernel: a program that catches SIGTSTP would not stop.
func record(args []string) error {
	log, err := os.OpenFile(arg(args, 0, ""), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	signals := make(chan os.Signal, 100)
	signal.Notify(signals, unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGCONT)
	fmt.Fprintf(log, "pid %d\n", os.Getpid())
	for s := range signals {
		fmt.Fprintf(log, "signal %s\n", unix.SignalName(s.(syscall.Signal)))
		if s == unix.SIGTERM {
			break
		}
	}
	return nil
}

func hangUp() error {
	signal.Ignore(unix.SIGHUP)
	if _, _, errno := unix.Syscall(unix.SYS_VHANGUP, 0, 0, 0); errno != 0 {
		return refusal{errno}
	}
	return nil
}

// reopen makes sure, as login(1) does, that nobody else listens on its terminal: it hangs it up, closes it, which its
// master then sees, and opens it. It has to be a session leader, which so gets its controlling terminal back.
func reopen(args []string) error {
	rounds, err := strconv.Atoi(arg(args, 1, "1"))
	if err != nil {
		return err
	}
	for n := range rounds {
		if err := hangUp(); err != nil {
			return err
		}
		for fd := range 3 {
			unix.Close(fd)
		}
		tty, err := unix.Open(arg(args, 0, ""), unix.O_RDWR, 0)
		if err != nil {
			return err
		}
		for fd := range 3 {
			if fd == tty {
				continue
			}
			if err := unix.Dup2(tty, fd); err != nil {
				return err
			}
		}
		fmt.Printf("again %d\r\n", n+1)
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		fmt.Printf("heard %s\r\n", lines.Text())
	}
	return nil
}

func sti(args []string) error {
	tty, err := os.OpenFile(arg(args, 1, "/dev/tty"), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return refused(err)
	}
	defer tty.Close()
	for _, b := range []byte(arg(args, 0, "")) {
		if _, _, errno := unix.Syscall(unix.SYS_IOCTL, tty.Fd(), unix.TIOCSTI, uintptr(unsafe.Pointer(&b))); errno != 0 {
			return refusal{errno}
		}
	}
	return nil
}

// steal has a leader of a new session take the terminal: Go makes no session without an exec.
func steal(args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, "take", arg(args, 0, ""))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	var exit *exec.ExitError
	if err = cmd.Run(); errors.As(err, &exit) && exit.ExitCode() == 3 {
		os.Exit(3) // it has said why
	}
	return err
}

func take(args []string) error {
	tty, err := os.OpenFile(arg(args, 0, ""), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return refused(err)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, unix.SIGTERM, unix.SIGHUP)
	const force = 1 // for root: whosever it is; see ioctl_tty(2)
	if err := unix.IoctlSetInt(int(tty.Fd()), unix.TIOCSCTTY, force); err != nil {
		return refusal{err}
	}
	fmt.Println("taken")
	<-signals
	return nil
}

func raw([]string) error {
	tio, err := unix.IoctlGetTermios(0, unix.TCGETS)
	if err != nil {
		return err
	}
	tio.Iflag &^= unix.ICRNL | unix.IXON
	tio.Oflag &^= unix.OPOST
	tio.Lflag &^= unix.ECHO | unix.ICANON | unix.ISIG | unix.IEXTEN
	if err := unix.IoctlSetTermios(0, unix.TCSETS, tio); err != nil {
		return err
	}
	return unix.Kill(os.Getpid(), unix.SIGKILL)
}

func spin([]string) error {
	for {
	}
}
