package syntax

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The tables under testdata were recorded from a real tmux; the first line of each says which. To record
// anew: go test ./server/syntax -run Golden -tmux /path/to/tmux
var tmuxPath = flag.String("tmux", "", "record the golden tables from this tmux")

// specs are some commands as tmux 3.7c has them, enough to read the tables.
var specs = []*Spec{
	{Name: "bind-key", Alias: "bind", Flags: "nrN:T:", MinArgs: 1, MaxArgs: -1, Block: func(*Args, int) ArgKind { return CommandsOrString },
		Usage: "[-nr] [-T key-table] [-N note] key [command [argument ...]]"},
	{Name: "display-message", Alias: "display", Flags: "aCc:d:lINpt:F:v", MaxArgs: 1,
		Usage: "[-aCIlNpv] [-c target-client] [-d delay] [-F format] [-t target-pane] [message]"},
	{Name: "if-shell", Alias: "if", Flags: "bFt:", MinArgs: 2, MaxArgs: 3, Block: func(_ *Args, i int) ArgKind {
		if i == 1 || i == 2 {
			return CommandsOrString
		}
		return StringArg
	}, Usage: "[-bF] [-t target-pane] shell-command command [command]"},
	{Name: "kill-server"},
	{Name: "kill-session", Flags: "aCgt:", Usage: "[-aCg] [-t target-session]"},
	{Name: "new-session", Alias: "new", Flags: "Ac:dDe:EF:f:n:Ps:t:x:Xy:", MaxArgs: -1,
		Usage: "[-AdDEPX] [-c start-directory] [-e environment] [-F format] [-f flags] [-n window-name] [-s session-name] [-t target-session] [-x width] [-y height] [shell-command [argument ...]]"},
	{Name: "new-window", Alias: "neww", Flags: "abc:de:F:kn:PSt:", MaxArgs: -1,
		Usage: "[-abdkPS] [-c start-directory] [-e environment] [-F format] [-n window-name] [-t target-window] [shell-command [argument ...]]"},
	{Name: "rename-session", Alias: "rename", Flags: "t:", MinArgs: 1, MaxArgs: 1, Usage: "[-t target-session] new-name"},
	{Name: "select-pane", Alias: "selectp", Flags: "DdegLlMmP:RT:t:UZ", Usage: "[-DdeLlMmRUZ] [-T title] [-t target-pane]"},
	{Name: "send-keys", Alias: "send", Flags: "c:FHKlMN:Rt:X", MaxArgs: -1, Usage: "[-FHKlMRX] [-c target-client] [-N repeat-count] [-t target-pane] [key ...]"},
	{Name: "set-option", Alias: "set", Flags: "aFgopqst:uUw", MinArgs: 1, MaxArgs: 2, Block: func(_ *Args, i int) ArgKind {
		if i == 1 {
			return CommandsOrString
		}
		return StringArg
	}, Usage: "[-aFgopqsuUw] [-t target-pane] option [value]"},
	{Name: "resize-pane", Alias: "resizep", Flags: "DLMRTt:Ux:y:Z", MaxArgs: 1, Usage: "[-DLMRTUZ] [-x width] [-y height] [-t target-pane] [adjustment]"},
}

func findSpec(name string) (*Spec, error) { return Find(specs, name) }

// environ is an Environment in a map.
type environ map[string]string

func (e environ) Get(name string) (string, bool) { v, ok := e[name]; return v, ok }
func (e environ) Put(name, value string, hidden bool) {
	e[name] = value
}

func (e environ) Home(user string) (string, bool) {
	switch user {
	case "":
		return e["HOME"], true
	case "root":
		return "/root", true
	}
	return "", false
}

// fixed is an environ that assignments do not change, as with source-file -n.
type fixed struct{ environ }

func (fixed) Put(name, value string, hidden bool) {}

const (
	betweenCases = "\n====\n"
	betweenSides = "\n----\n"
)

// eachCase calls f for each input of a table with what was recorded, and writes what f returns when the
// table is recorded.
func eachCase(t *testing.T, path string, record func(in string) string, check func(in, want string)) int {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(data), "\n")
	cases := strings.Split(strings.TrimSuffix(body, "\n"), betweenCases)
	var out []string
	for _, c := range cases {
		in, want, _ := strings.Cut(c, betweenSides)
		if *tmuxPath != "" {
			want = record(in)
			out = append(out, in+betweenSides+want)
		}
		check(in, want)
	}
	if *tmuxPath != "" {
		version, err := exec.Command(*tmuxPath, "-V").Output()
		if err != nil {
			t.Fatal(err)
		}
		head := "recorded from " + strings.TrimSpace(string(version)) + ": cases parted by ====, and in each what comes in and what goes out by ----\n"
		if err := os.WriteFile(path, []byte(head+strings.Join(out, betweenCases)+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return len(cases)
}

// tmux runs a server for a test and returns how to ask it.
func tmux(t *testing.T) func(args ...string) string {
	if *tmuxPath == "" {
		return nil
	}
	dir := t.TempDir()
	run := func(args ...string) string {
		cmd := exec.Command(*tmuxPath, append([]string{"-S", filepath.Join(dir, "s"), "-f", "/dev/null", "-u"}, args...)...)
		cmd.Env = []string{"PATH=/usr/bin:/bin", "TERM=xterm", "LC_ALL=C.UTF-8", "HOME=/home/user", "SHELL=/bin/sh", "VALUE=some value", "EMPTY="}
		out, err := cmd.CombinedOutput()
		if err != nil && len(out) == 0 {
			t.Fatalf("tmux %q: %v", args, err)
		}
		return strings.TrimSuffix(string(out), "\n")
	}
	run("new-session", "-d", "-s", "golden", "-x", "80", "-y", "24", "cat")
	t.Cleanup(func() { run("kill-server") })
	return run
}

// TestGoldenParse reads configuration files: the groups, each with its line, or the one error.
func TestGoldenParse(t *testing.T) {
	ask := tmux(t)
	file := filepath.Join(t.TempDir(), "t.conf")
	record := func(in string) string {
		if err := os.WriteFile(file, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		out := ask("set-environment", "-g", "VALUE", "some value", ";", "source-file", "-nv", file)
		return strings.ReplaceAll(out, file, "FILE")
	}
	n := eachCase(t, filepath.Join("testdata", "parse.txt"), record, func(in, want string) {
		env := fixed{environ{"HOME": "/home/user", "VALUE": "some value", "EMPTY": ""}}
		l, errs := Parse(in, Input{File: "FILE", Env: env, Expand: expandTest})
		var lines []string
		if len(errs) == 0 {
			l, errs = l.Canonical(findSpec)
		}
		if len(errs) > 0 {
			lines = append(lines, errs[0].Error()) // tmux stops there
		} else {
			lines = printed(l)
		}
		if better, ok := differs[in]; ok {
			if better == want {
				t.Errorf("%s does not differ", in)
			}
			want = better
		}
		want = lineOfBlock.ReplaceAllString(want, "FILE: $1")
		if got := strings.Join(lines, "\n"); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
		if again, err := ParseString(l.String(), Input{}); err != nil || again.String() != l.String() {
			t.Errorf("%s\nprints %s\nand then %s, %v", in, l, again, err)
		}
	})
	if n < 80 {
		t.Errorf("only %d cases", n)
	}
}

// printed is what source-file -v prints: every group, those of blocks before that of their command.
func printed(l List) []string {
	var lines []string
	for _, g := range l {
		for _, c := range g {
			for _, a := range c.Args {
				if a.Block != nil {
					lines = append(lines, printed(*a.Block)...)
				}
			}
		}
		line := fmt.Sprintf("FILE:%d: %s", g[len(g)-1].Line, List{g})
		lines = append(lines, lineOfBlock.ReplaceAllString(line, "FILE: $1"))
	}
	return lines
}

// lineOfBlock matches a command with a block, for which tmux prints a line of the block.
var lineOfBlock = regexp.MustCompile(`(?m)^FILE:\d+: (.*\{.*\}.*)$`)

// differs are the files that this package reads otherwise than tmux, on purpose.
var differs = map[string]string{
	// Two semicolons are how groups are printed on one line, so they are read as that.
	"display a ;; display b": "FILE:1: display-message a\nFILE:1: display-message b",
	// A lone $ is a $, at the end of the text too.
	"display $": "FILE:1: display-message \\$",
	// What is wrong is said.
	"display ~nosuchuser/x": "FILE:1: no home directory: ~nosuchuser",
	"if x { display a":      "FILE:1: block is not closed",
	"display \"a\n":         "FILE:1: unterminated quote",
	// Printed so that it reads back the same.
	"send -l -- -x": "FILE:1: send-keys -l -- -x",
	// A comment does not join its line to the next.
	"display a\ndisplay b # x\ndisplay c": "FILE:1: display-message a\nFILE:2: display-message b\nFILE:3: display-message c",
}

// expandTest knows the formats of the tables.
func expandTest(s string) string {
	return strings.NewReplacer("#{==:a,a}", "1", "#{==:a,b}", "0", "#{@unknown}", "").Replace(s)
}

// TestGoldenQuote prints values as show-options does.
func TestGoldenQuote(t *testing.T) {
	ask := tmux(t)
	record := func(in string) string {
		if body, ok := strings.CutSuffix(in, ";"); ok {
			in = body + `\;` // or it would end the command
		}
		ask("set-option", "-g", "@value", in)
		return strings.TrimPrefix(ask("show-options", "-g", "@value"), "@value ")
	}
	n := eachCase(t, filepath.Join("testdata", "quote.txt"), record, func(in, want string) {
		if better, ok := quotedBetter[in]; ok {
			want = better
		}
		if got := Quote(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
		l, err := ParseString("x "+want, Input{})
		if err != nil || len(l) != 1 || len(l[0][0].Args) != 1 || l[0][0].Args[0].Text != in {
			t.Errorf("%s reads back as %v, %v", want, l, err)
		}
	})
	if n < 40 {
		t.Errorf("only %d cases", n)
	}
}

// quotedBetter are texts with both a quote and something to escape, which tmux prints in single quotes,
// where escapes mean nothing.
var quotedBetter = map[string]string{`a\b"c`: `"a\\b\"c"`, "\"\t": `"\"\t"`}

// TestGoldenArgs gives commands wrong flags and arguments. Each line of an input is a word.
func TestGoldenArgs(t *testing.T) {
	ask := tmux(t)
	record := func(in string) string { return ask(strings.Split(in, "\n")...) }
	eachCase(t, filepath.Join("testdata", "args.txt"), record, func(in, want string) {
		got := "no error"
		for c := range FromArgv(strings.Split(in, "\n")).Commands() {
			spec, err := findSpec(c.Name)
			if err == nil {
				_, err = ParseArgs(spec, c.Args)
			}
			if err != nil {
				got = err.Error()
				break
			}
		}
		if got != want {
			t.Errorf("%q\n got %s\nwant %s", in, got, want)
		}
	})
}
