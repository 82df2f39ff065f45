package command

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/syntax"
)

var shellCommands = []*Entry{
	{
		Name: "if-shell", Alias: "if", flags: "bFt:", min: 2, max: 3,
		block:  func(_ *syntax.Args, i int) syntax.ArgKind { return commandsFrom(i, 1) },
		Usage:  "[-bF] " + usagePane + " shell-command command [command]",
		Help:   "Run one command if a shell command succeeds, else another",
		target: orNone(onPane), exec: ifShell,
	},
	{
		Name: "run-shell", Alias: "run", flags: "bCc:Ed:t:", max: -1,
		block: func(a *syntax.Args, _ int) syntax.ArgKind {
			if a.Has('C') {
				return syntax.CommandsOrString
			}
			return syntax.StringArg
		},
		Usage: "[-bCE] [-c start-directory] [-d delay] " + usagePane +
			" [shell-command [argument ...]]",
		Help:   "Run a shell command, or a command of gmux after a while",
		target: orNone(onPane), exec: runShell,
	},
}

// commandsFrom is the kind of the argument at i where those from first on are commands.
func commandsFrom(i, first int) syntax.ArgKind {
	if i >= first {
		return syntax.CommandsOrString
	}
	return syntax.StringArg
}

// commands is the list that an argument stands for: a block, or text.
func (c *call) commands(i int, expand bool) (syntax.List, error) {
	arg := c.args.Rest[i]
	if expand && !arg.IsBlock() {
		arg = syntax.Text(c.expand(arg.Text))
	}
	list, err := syntax.FromRest([]syntax.Arg{arg}, c.it.command, c.q.input("", c.it))
	if err != nil {
		return nil, err
	}
	ready, errs := c.q.resolve(list)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return ready, nil
}

// follow puts a list behind the command, or where that has gone on already (-b) into the queue of its client.
type follow struct {
	*call
	background bool
}

// run runs argument i.
func (f follow) run(i int, expand bool) outcome {
	list, err := f.commands(i, expand)
	switch {
	case err != nil && !f.background:
		return f.fail(err)
	case err != nil:
		f.tell(err)
	case f.background:
		// A hook's commands stay such: what they cause is not told, or a hook could set itself off.
		f.q.append(f.it, f.reader(), list, &state{quiet: f.it.state.quiet})
	default:
		f.q.nest(f.it, list, f.it.state)
	}
	return done
}

// reader is the client of what goes on in the background, NoClient once it has left.
func (c *call) reader() model.ClientID {
	if c.tc == nil || c.m.Client(c.tc.ID) == nil || c.tc.Session == nil {
		return model.NoClient
	}
	return c.tc.ID
}

// tell shows what went wrong in the background to whoever is attached.
func (c *call) tell(err error) {
	if id := c.reader(); id != model.NoClient {
		c.q.complain(c.m.Client(id), c.it, err)
	}
}

// wait is Queue.wait for a command that may run in the background: that has no place in a queue.
func (f follow) wait(resume func(Result) outcome) model.Token {
	if !f.background {
		return f.q.wait(f.it, resume)
	}
	return f.q.wait(&item{owner: model.NoClient, state: f.it.state}, resume)
}

func (f follow) outcome() outcome {
	if f.background {
		return done
	}
	return waiting
}

func ifShell(c *call) outcome {
	test := c.expand(c.args.Text(0))
	f := follow{c, c.args.Has('b')}
	branch := func(yes bool) outcome {
		switch {
		case yes:
			return f.run(1, false)
		case c.args.Len() == 3:
			return f.run(2, false)
		}
		return done
	}
	if c.args.Has('F') {
		f.background = false
		return branch(test != "" && test[0] != '0')
	}
	token := f.wait(func(r Result) outcome {
		defer c.flush()
		if r.Err != nil {
			return f.failed(test, r.Err)
		}
		return branch(r.Code == 0 && r.Signal == 0)
	})
	c.job(token, test, c.cwd(c.target.Session), false)
	return f.outcome()
}

func (f follow) failed(command string, err error) outcome {
	err = fmt.Errorf("failed to run command: %s: %w", command, err)
	if f.background {
		f.tell(err)
		return done
	}
	return f.fail(err)
}

// job runs a shell command with the environment of the target's session.
func (c *call) job(token model.Token, command, cwd string, stderr bool) {
	c.q.jobs[token] = command
	c.m.Emit(model.RunJob{
		Token: token, Command: command, Cwd: cwd, Stderr: stderr,
		Env: c.m.SessionEnviron(c.target.Session).Strings(),
	})
}

func runShell(c *call) outcome {
	f := follow{c, c.args.Has('b')}
	delay := time.Duration(0)
	if v, ok := c.args.Get('d'); ok {
		seconds, err := strconv.ParseFloat(v, 64)
		if err != nil && v != "" {
			return c.failf("invalid delay time: %s", v)
		}
		delay = time.Duration(seconds * float64(time.Second))
	} else if c.args.Len() == 0 {
		return done
	}
	command := c.shellCommand()
	then := func() outcome {
		switch {
		case c.args.Len() == 0:
			return done
		case c.args.Has('C'):
			return f.run(0, true)
		}
		c.job(f.wait(func(r Result) outcome { return f.ended(command, r) }), command, c.jobDirectory(), c.args.Has('E'))
		return f.outcome()
	}
	if !c.args.Has('d') {
		return then()
	}
	c.m.Emit(model.Delay{For: delay, Token: f.wait(func(Result) outcome { return then() })})
	return f.outcome()
}

// shellCommand is what run-shell runs; #{1} and so on are its other arguments.
func (c *call) shellCommand() string {
	if c.args.Len() == 0 || c.args.Has('C') {
		return ""
	}
	s := c.scope()
	extra := make(format.Map, len(s.Extra)+c.args.Len())
	for name, value := range s.Extra {
		extra[name] = value
	}
	for i, word := range c.args.Strings()[1:] {
		extra[strconv.Itoa(i+1)] = word
	}
	s.Extra = extra
	return c.vars(s).Expand(c.args.Text(0))
}

func (c *call) jobDirectory() string {
	if dir, ok := c.args.Get('c'); ok {
		return dir
	}
	return c.cwd(c.target.Session)
}

// ended prints what a job printed and how it ended, where that was not well.
func (f follow) ended(command string, r Result) outcome {
	if r.Err != nil {
		return f.failed(command, r.Err)
	}
	var lines []string
	if r.Text != "" {
		lines = strings.Split(strings.TrimSuffix(r.Text, "\n"), "\n")
	}
	if r.Cut {
		lines = append(lines, fmt.Sprintf("'%s' printed more than is kept", command))
	}
	status := r.Code
	switch {
	case r.Signal != 0:
		lines = append(lines, fmt.Sprintf("'%s' terminated by signal %d", command, r.Signal))
		status = 128 + r.Signal
	case r.Code != 0:
		lines = append(lines, fmt.Sprintf("'%s' returned %d", command, r.Code))
	}
	f.show(lines)
	if !f.background && f.client != nil && f.client.Session == nil {
		f.q.list(f.it.owner).status = status
	}
	return done
}

// show prints lines: over the pane of -t, else where the command prints, in the background over the pane of its client.
func (f follow) show(lines []string) {
	if len(lines) == 0 {
		return
	}
	if p := f.target.Pane; f.args.Has('t') && p != nil && f.m.Panes[p.ID] == p {
		f.m.ViewInPane(p, lines)
		return
	}
	if !f.background {
		f.print(strings.Join(lines, "\n"))
		f.flush()
		return
	}
	if id := f.reader(); id != model.NoClient {
		f.m.ViewLines(f.m.Client(id), lines)
	}
}
