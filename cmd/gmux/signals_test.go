//go:build linux

package main_test

import (
	"regexp"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// everySignal is what sigstart can block or ignore: SIGKILL and SIGSTOP cannot be.
const everySignal = "HUP,INT,QUIT,ILL,TRAP,ABRT,BUS,FPE,USR1,SEGV,USR2,PIPE,ALRM,TERM,CHLD,CONT,TSTP,TTIN,TTOU,URG,XCPU,XFSZ,VTALRM,PROF,WINCH,IO,PWR,SYS"

// TestCleanChild: however carelessly gmux itself was started, a program in a pane starts with no signal
// ignored and none blocked, with no descriptor but its terminal, and with the user's own limits.
func TestCleanChild(t *testing.T) {
	for _, tt := range []struct {
		name  string
		start []string // what is put before gmux
	}{
		{"plainly", nil},
		{"under nohup", []string{"nohup"}},
		{"with SIGINT and SIGQUIT ignored, as a background job of a script", []string{"sigstart", "-ignore", "INT,QUIT"}},
		{"with signals blocked", []string{"sigstart", "-block", "HUP,INT,TERM,CHLD,PIPE,WINCH"}},
		{"with every signal blocked", []string{"sigstart", "-block", everySignal}},
		{"with every signal ignored", []string{"sigstart", "-ignore", everySignal}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := usertest.New(t)
			const look = `grep ^Sig /proc/self/status; ls -l /proc/self/fd; echo soft $(ulimit -S -n) hard $(ulimit -H -n); echo looked`
			argv := append(tt.start, "gmux", "new-session", "-d", "-s", "work", "sh", "-c",
				"{ "+look+"; } >"+w.Path("looked")+" 2>&1; exec sleep 1000")
			if res := w.Run(argv); res.Code != 0 {
				t.Fatalf("%q: exit status %d: %s", argv, res.Code, res.Stderr)
			}
			looked := w.EventuallyFile("^looked$", "looked")
			for _, set := range []string{"SigBlk", "SigIgn"} {
				if set == "SigIgn" && usertest.UnderTmux() {
					continue // its children ignore SIGTTIN and SIGTTOU
				}
				if !regexp.MustCompile(`(?m)^` + set + `:\s+0+$`).MatchString(looked) {
					t.Errorf("%s of the child is not empty:\n%s", set, looked)
				}
			}
			// ls itself has 3 open for the listing; 1 and 2 are the file. 0 is the terminal.
			if extra := regexp.MustCompile(`(?m)^l.* ([4-9]|\d\d+) -> .*$`).FindAllString(looked, -1); len(extra) > 0 {
				t.Errorf("the child has files open:\n%s", strings.Join(extra, "\n"))
			}
			user := w.Run([]string{"sh", "-c", "echo soft $(ulimit -S -n) hard $(ulimit -H -n)"}).Stdout
			if !strings.Contains(looked, user) {
				t.Errorf("the user's limits are %sthe child says:\n%s", user, looked)
			}
			// Ctrl-C ends it, and with it the session.
			if pid := w.Pid("#{pane_pid}", "-t", "work"); !usertest.Alive(pid) {
				t.Fatalf("process %d of the pane is gone", pid)
			}
			w.Gmux("send-keys", "-t", "work", "C-c")
			w.Eventually("Ctrl-C to end the session", func() (bool, string) {
				res := w.Run([]string{"gmux", "has-session", "-t", "work"})
				return res.Code != 0, res.Stderr
			})
		})
	}
}

// TestInterruptTyped: Ctrl-C typed at a client whose server was started under nohup interrupts the
// program in the foreground, and only that: its shell stays.
func TestInterruptTyped(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	if res := w.Run([]string{"nohup", "gmux", "new-session", "-d", "-s", "work", "sh"}); res.Code != 0 {
		t.Fatal(res.Stderr)
	}
	c := w.StartPlain(24, 80, "gmux", "attach", "-t", "work")
	c.WaitFor(`\[work\]`)
	c.Type("sleep 1000; echo interrupted$((6*7))\r")
	w.Eventually("sleep to run", func() (bool, string) { return running(w, "sleep 1000"), "" })
	c.Keys("C-c")
	w.Eventually("sleep to end", func() (bool, string) { return !running(w, "sleep 1000"), "" })
	c.Type("echo shell$((6*7))\r")
	w.WaitPane("work", "shell42$") // behind its prompt, when the line was typed before there was one
}

// running says whether a process with these arguments runs in the world.
func running(w *usertest.World, command string) bool {
	for _, p := range w.Processes() {
		if p.Command == command {
			return true
		}
	}
	return false
}
