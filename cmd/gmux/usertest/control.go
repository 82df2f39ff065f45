//go:build linux

package usertest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
)

// A control is a client in tmux's control mode: one process that says all the commands of a test to its outer tmux, since
// tests look at their screens again and again, and to start a program costs more than what it is asked.
type control struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	mu  sync.Mutex // one command is answered before the next is said
}

// startControl starts the client, and with it the server and a session that stays.
func startControl(cmd *exec.Cmd) (*control, error) {
	c := &control{cmd: cmd}
	out, err := cmd.StdoutPipe()
	if err == nil {
		c.in, err = cmd.StdinPipe()
	}
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	c.out = bufio.NewReader(out)
	if _, err := c.block(); err != nil { // of the command that it was started with
		return nil, errors.Join(fmt.Errorf("start the outer tmux: %w", err), c.close())
	}
	return c, nil
}

// close waits for the client, whose server ends or has ended.
func (c *control) close() error {
	c.in.Close()
	io.Copy(io.Discard, c.out)
	return c.cmd.Wait()
}

// next stands between two commands; ";" is an argument as others are.
const next = "\x00;"

// do says commands, with next between them, and returns what the last one printed.
func (c *control) do(args []string) (text string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	line, commands := commandLine(args)
	if _, err := io.WriteString(c.in, line); err != nil {
		return "", err
	}
	for ; commands > 0 && err == nil; commands-- { // after an error the rest is not carried out
		text, err = c.block()
	}
	return text, err
}

// block reads on to the end of the next answer: a line %begin and one %end or %error with the same words behind it. What
// stands between answers tells of events.
func (c *control) block() (string, error) {
	words, begun := "", false
	for !begun {
		line, err := c.out.ReadString('\n')
		if err != nil {
			return "", fmt.Errorf("the outer tmux has ended: %w", err)
		}
		words, begun = strings.CutPrefix(line, "%begin ")
	}
	var text strings.Builder
	for {
		line, err := c.out.ReadString('\n')
		switch {
		case err != nil:
			return "", fmt.Errorf("the outer tmux has ended: %w", err)
		case line == "%end "+words:
			return text.String(), nil
		case line == "%error "+words:
			return "", errors.New(strings.TrimSpace(text.String()))
		}
		text.WriteString(line)
	}
}

// commandLine writes commands as tmux's parser reads them, on one line.
func commandLine(args []string) (line string, commands int) {
	var b strings.Builder
	commands = 1
	for _, arg := range args {
		if arg == next {
			commands++
			b.WriteString("; ")
			continue
		}
		b.WriteByte('"')
		for _, r := range []byte(arg) {
			switch {
			case r < ' ' || r == 0x7f:
				fmt.Fprintf(&b, `\%03o`, r)
			case strings.IndexByte(`"\$`, r) >= 0:
				b.WriteByte('\\')
				fallthrough
			default:
				b.WriteByte(r)
			}
		}
		b.WriteString(`" `)
	}
	return strings.TrimSuffix(b.String(), " ") + "\n", commands
}
