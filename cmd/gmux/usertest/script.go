//go:build linux

package usertest

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// Params are the parameters with which testscript runs the scripts of dir: each in a World of its own,
// with these verbs beside testscript's.
//
//	need PROGRAM...              skip the script where one is not installed (fail where CI is set)
//	tty [@NAME] RxC PROGRAM...   start a program on a new terminal of R rows and C columns
//	keys [@NAME] KEY...          press keys, named as tmux names them
//	type [@NAME] TEXT...         type the words, one blank between them
//	[!] screen [@NAME] REGEXP    wait until the screen matches, or no longer does
//	resize [@NAME] RxC           change the terminal's size
//	hangup [@NAME]               close the terminal
//	signal [@NAME] SIGNAL        send the terminal's program a signal: SIGKILL
//	status [@NAME] N             wait for the program's end; its exit status is N
//	[!] gmux ARG...              run gmux; stdout, stderr and cmp look at what it printed
//	until REGEXP PROGRAM...      run a program again and again until its standard output matches
//
// @NAME names a terminal when it is made and chooses it later; without it the newest is meant. The
// conditions [tmux] and [gmux] say which program the script drives.
func Params(dir string) testscript.Params {
	return testscript.Params{
		Dir:                 dir,
		Setup:               setup,
		Condition:           condition,
		Deadline:            time.Now().Add(8 * Patience()), // for a program that never returns
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"need": scriptNeed, "tty": scriptTty, "keys": scriptKeys, "type": scriptType,
			"screen": scriptScreen, "resize": scriptResize, "hangup": scriptHangup,
			"signal": scriptSignal, "status": scriptStatus, "gmux": scriptGmux, "until": scriptUntil,
		},
	}
}

type scriptKey struct{}

// A scriptWorld is the World of a script and its terminals.
type scriptWorld struct {
	*World
	newest string
	named  map[string]*Screen
}

func setup(env *testscript.Env) error {
	t, ok := env.T().(testing.TB)
	if !ok {
		return fmt.Errorf("testscript's T is a %T, not a testing.TB", env.T())
	}
	w, err := newWorld(t)
	if err != nil {
		return err
	}
	env.Vars = append(env.Vars, w.Environ()...)
	env.Values[scriptKey{}] = &scriptWorld{World: w, named: make(map[string]*Screen)}
	env.Defer(func() {
		if t.Failed() {
			w.showLogs()
		}
		if err := w.close(); err != nil {
			t.Error(err)
		}
	})
	return nil
}

func condition(cond string) (bool, error) {
	switch cond {
	case "tmux":
		return UnderTmux(), nil
	case "gmux":
		return !UnderTmux(), nil
	case "root":
		return os.Geteuid() == 0, nil
	}
	return false, fmt.Errorf("unknown condition: %s", cond)
}

func world(ts *testscript.TestScript) *scriptWorld {
	return ts.Value(scriptKey{}).(*scriptWorld)
}

// terminal takes a leading @NAME off the arguments and finds the terminal that is meant.
func terminal(ts *testscript.TestScript, args []string) (*Screen, []string) {
	w := world(ts)
	name := w.newest
	if len(args) > 0 && strings.HasPrefix(args[0], "@") {
		name, args = args[0], args[1:]
	}
	s, ok := w.named[name]
	if !ok {
		ts.Fatalf("no terminal %s", name)
	}
	return s, args
}

func parseSize(ts *testscript.TestScript, size string) (rows, cols int) {
	if _, err := fmt.Sscanf(size, "%dx%d", &rows, &cols); err != nil {
		ts.Fatalf("size %q is not ROWSxCOLUMNS", size)
	}
	return rows, cols
}

func refuseNeg(ts *testscript.TestScript, neg bool, verb string) {
	if neg {
		ts.Fatalf("unsupported: ! %s", verb)
	}
}

func scriptNeed(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "need")
	Need(world(ts).t, args...)
}

func scriptTty(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "tty")
	w := world(ts)
	Need(w.t, "tmux")
	name := fmt.Sprintf("@%d", w.ttys+1)
	if len(args) > 0 && strings.HasPrefix(args[0], "@") {
		name, args = args[0], args[1:]
	}
	if len(args) < 2 {
		ts.Fatalf("usage: tty [@NAME] RxC PROGRAM...")
	}
	rows, cols := parseSize(ts, args[0])
	// The script may have changed its environment or its directory since.
	for assignment := range w.env {
		w.env[assignment] = ts.Getenv(assignment)
	}
	s, err := w.start(rows, cols, args[1:])
	ts.Check(err)
	w.named[name], w.newest = s, name
}

func scriptKeys(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "keys")
	s, names := terminal(ts, args)
	ts.Check(s.keys(names))
}

func scriptType(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "type")
	s, words := terminal(ts, args)
	ts.Check(s.typeText(strings.Join(words, " ")))
}

func scriptScreen(ts *testscript.TestScript, neg bool, args []string) {
	s, patterns := terminal(ts, args)
	if len(patterns) != 1 {
		ts.Fatalf("usage: screen [@NAME] REGEXP")
	}
	ts.Check(s.waitFor(patterns[0], !neg))
}

func scriptResize(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "resize")
	s, sizes := terminal(ts, args)
	if len(sizes) != 1 {
		ts.Fatalf("usage: resize [@NAME] RxC")
	}
	ts.Check(s.resize(parseSize(ts, sizes[0])))
}

func scriptHangup(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "hangup")
	s, _ := terminal(ts, args)
	ts.Check(s.closeTerminal())
}

func scriptSignal(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "signal")
	s, names := terminal(ts, args)
	for _, name := range names {
		sig := unix.SignalNum(name)
		if sig == 0 {
			ts.Fatalf("unknown signal: %s", name)
		}
		ts.Check(s.kill(sig))
	}
}

func scriptStatus(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "status")
	s, codes := terminal(ts, args)
	if len(codes) != 1 {
		ts.Fatalf("usage: status [@NAME] N")
	}
	want, err := strconv.Atoi(codes[0])
	ts.Check(err)
	got, err := s.waitExit()
	ts.Check(err)
	if got != want {
		text, _ := s.capture()
		ts.Fatalf("exit status %d, want %d\n%s", got, want, s.picture(text))
	}
}

func scriptGmux(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("gmux", args...)
	switch {
	case err != nil && !neg:
		ts.Fatalf("gmux %s: %v", strings.Join(args, " "), err)
	case err == nil && neg:
		ts.Fatalf("gmux %s: succeeded against expectation", strings.Join(args, " "))
	}
}

func scriptUntil(ts *testscript.TestScript, neg bool, args []string) {
	refuseNeg(ts, neg, "until")
	if len(args) < 2 {
		ts.Fatalf("usage: until REGEXP PROGRAM...")
	}
	re, err := regexp.Compile("(?m)" + args[0])
	ts.Check(err)
	w := world(ts)
	ts.Check(eventually(fmt.Sprintf("%q from %q", args[0], args[1:]), Patience(), func() (bool, string) {
		res, err := w.run(args[1:])
		if err != nil {
			return false, err.Error()
		}
		return re.MatchString(res.Stdout), res.Stdout + res.Stderr
	}))
}
