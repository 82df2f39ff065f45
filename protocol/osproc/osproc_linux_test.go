package osproc

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestParseStat(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		want       Process
		bad        bool
	}{
		{"plain", "12 (sh) S 3 4 5 34816 4 0 0\n", Process{12, 3, 4, 5, 34816, 'S', "sh"}, false},
		{"parentheses and spaces in the name", "12 (a) R 1 (b) Z 3 4 5 0 -1\n", Process{12, 3, 4, 5, 0, 'Z', "a) R 1 (b"}, false},
		{"an empty name", "12 () S 3 4 5 0\n", Process{12, 3, 4, 5, 0, 'S', ""}, false},
		{"nothing", "", Process{}, true},
		{"cut in the name", "12 (sh", Process{}, true},
		{"cut behind the name", "12 (sh) S 3", Process{}, true},
		{"no number", "12 (sh) S x 4 5 0", Process{}, true},
		{"reversed", ")(", Process{}, true},
	} {
		got, err := parseStat([]byte(tt.line))
		if got != tt.want || tt.bad != (err != nil) {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
		}
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("12 (sh) S 3 4 5 34816 4 0 0\n"))
	f.Add([]byte("12 (a) b) R 3 4 5 0"))
	f.Fuzz(func(t *testing.T, line []byte) {
		if p, err := parseStat(line); err == nil && !strings.Contains(string(line), "("+p.Command+")") {
			t.Errorf("command %q of %q", p.Command, line)
		}
	})
}

// A session on a pty, with a job in the foreground that has changed its directory.
func TestSession(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash:", err)
	}
	master, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Skip("no pty:", err)
	}
	defer unix.Close(master)
	if err := unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	name, err := TTYName(master)
	if err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bash, "-c", "set -m; sleep 1000 & cd "+dir+"; sleep 999; :")
	cmd.Args[0] = "-bash"
	cmd.Env = append(os.Environ(), "HOME="+dir) // a user's files may do anything, and take long
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	tty.Close()
	leader := cmd.Process.Pid
	defer func() {
		members, _ := Sessions(map[int]bool{leader: true})
		for _, p := range members {
			unix.Kill(-p.Group, unix.SIGKILL)
		}
		cmd.Wait()
	}()
	var members []Process
	var foreground int
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		if members, err = Sessions(map[int]bool{leader: true}); err != nil {
			t.Fatal(err)
		}
		foreground, err = Foreground(master)
		command, _ := Command(foreground)
		if len(members) == 3 && err == nil && foreground != leader && command == "sleep" {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("session %+v, foreground %d, %v", members, foreground, err)
		}
	}
	groups := map[int]bool{}
	for _, p := range members {
		groups[p.Group] = true
	}
	if len(groups) != 3 || !groups[leader] || !groups[foreground] {
		t.Errorf("groups %v", groups)
	}
	if cwd, err := Cwd(foreground); cwd != dir || err != nil {
		t.Errorf("cwd %q, %v", cwd, err)
	}
	if command, err := Command(leader); command != "-bash" || err != nil {
		t.Errorf("the login shell is %q, %v", command, err)
	}
	for _, p := range members {
		if p.TTY == 0 || p.Session != leader || p.TTY != members[0].TTY {
			t.Errorf("%+v", p)
		}
	}
}

func TestGone(t *testing.T) {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pid := cmd.Process.Pid
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		p, err := Stat(pid)
		if err != nil || time.Now().After(end) {
			t.Fatalf("no zombie: %+v, %v", p, err)
		}
		if p.Zombie() {
			break
		}
	}
	if members, err := Sessions(map[int]bool{pid: true}); len(members) != 0 || err != nil {
		t.Errorf("a zombie's session: %v, %v", members, err)
	}
	if name, err := Command(pid); name != "true" || err != nil {
		t.Errorf("a zombie's command: %q, %v", name, err)
	}
	cmd.Wait()
	if _, err := Stat(pid); !os.IsNotExist(err) {
		t.Errorf("a process that has gone: %v", err)
	}
	if _, err := Foreground(-1); err == nil {
		t.Error("a foreground group of nothing")
	}
}
