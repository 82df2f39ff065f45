package client

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"syscall"

	"gmux/client/screen"
	"gmux/client/tty"
	"gmux/protocol"
)

// A Config is what the command line says.
type Config struct {
	SocketPath  string
	Argv        []string     // the command; empty means new-session
	StartServer func() error // starts a server where none answers; nil: this command may not
	Build       string       // the text of gmux -V
	UTF8        bool         // the outer terminal shows UTF-8

	Stdin, Stdout, Stderr *os.File // nil: the process's own
}

// A client is one run of the program.
type client struct {
	Config
	tty      *tty.TTY // nil where standard input is no terminal
	terminal screen.Terminal
	identity protocol.Identify
}

// Run does what the command line says and returns the exit status.
func Run(ctx context.Context, cfg Config) int {
	c := &client{Config: cfg}
	c.Stdin, c.Stdout, c.Stderr = either(c.Stdin, os.Stdin), either(c.Stdout, os.Stdout), either(c.Stderr, os.Stderr)
	e := c.run(ctx)
	if e.text != "" {
		fmt.Fprintln(c.Stdout, e.text)
	}
	if e.err != nil {
		fmt.Fprintln(c.Stderr, e.err)
	}
	if e.hangUp && os.Getppid() > 1 {
		if err := syscall.Kill(os.Getppid(), syscall.SIGHUP); err != nil {
			fmt.Fprintf(c.Stderr, "hang up the parent: %v\n", err)
		}
	}
	if e.exec != "" {
		err := execShell(e.exec)
		fmt.Fprintln(c.Stderr, err)
		return 1
	}
	return e.status
}

func either(f, or *os.File) *os.File {
	if f == nil {
		return or
	}
	return f
}

func (c *client) run(ctx context.Context) ending {
	if err := c.identify(); err != nil {
		return failed(err)
	}
	if c.tty != nil {
		defer c.tty.Close()
	}
	return c.ask(ctx)
}

// identify finds out who and where we are.
func (c *client) identify() error {
	t, err := tty.Open(c.Stdin, os.Getenv("TERM"))
	if err != nil && !errors.Is(err, tty.ErrNotTerminal) {
		return err
	}
	c.tty = t
	id := &c.identity
	if _, err := rand.Read(id.Token[:]); err != nil {
		return fmt.Errorf("make a token: %w", err)
	}
	id.PID = int32(os.Getpid())
	id.Term, id.ColorTerm, id.UTF8 = os.Getenv("TERM"), os.Getenv("COLORTERM"), c.UTF8
	id.Cwd = workingDirectory()
	id.Environ = environ()
	id.OutTTY = tty.IsTerminal(c.Stdout)
	if t == nil {
		return nil
	}
	id.HasTTY, id.TTY, id.Termios, id.Size = true, t.Name(), t.Termios(), t.Size()
	c.terminal, err = screen.NewTerminal(id.Term, id.ColorTerm, c.UTF8)
	if err == nil { // else the server refuses to attach us, in the same words
		id.Features = c.terminal.Features
	}
	return nil
}

// workingDirectory is "" where there is none any more.
func workingDirectory() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return dir
}

// environ is the environment, without the variables that one message cannot carry.
func environ() []string {
	const most = protocol.MaxLarge - 64<<10
	var list []string
	size := 0
	for _, v := range os.Environ() {
		if size+len(v)+5 <= most && len(list) < protocol.MaxEnviron {
			list = append(list, v)
			size += len(v) + 5
		}
	}
	return list
}
