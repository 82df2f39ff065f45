//go:build linux

package usertest

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// EnterRoom puts what this World starts from now on into a mount namespace of its own, which the shell script has
// set up with mounts that nobody else sees. "$sock" and "$home" in it are the directories of this World.
func (w *World) EnterRoom(script string) {
	w.t.Helper()
	NeedRoot(w.t)
	Need(w.t, "unshare", "nsenter", "mount")
	cmd := exec.Command("unshare", "-m", "--propagation", "private", "sh", "-ec", script+"\necho ready; exec sleep 1000000")
	cmd.Env = append(w.Environ(), "sock="+w.Path("sock"), "home="+w.Path("home"))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { // when the World has been closed: until then it is in there
		out.Close()
	})
	w.room = cmd
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		w.t.Fatalf("set up a mount namespace: %q, %v", line, err)
	}
}

// inRoom is the command line of a program in the namespace, if there is one.
func (w *World) inRoom(argv []string) []string {
	if w.room == nil {
		return argv
	}
	return append([]string{"nsenter", "-m", "-t", fmt.Sprint(w.room.Process.Pid), "--", w.lookPath(argv[0])}, argv[1:]...)
}

// RunInRoom runs a shell command in the namespace, to change its mounts.
func (w *World) RunInRoom(command string) {
	w.t.Helper()
	if res := w.Run([]string{"/bin/sh", "-ec", command}); res.Code != 0 {
		w.t.Fatalf("%s: exit status %d\n%s%s", command, res.Code, res.Stdout, res.Stderr)
	}
}

// root is where the World's files are seen: those of the namespace through its first process.
func (w *World) root() string {
	if w.room == nil {
		return ""
	}
	return fmt.Sprintf("/proc/%d/root", w.room.Process.Pid)
}

// leaveRoom ends the namespace with its last process.
func (w *World) leaveRoom() {
	if w.room == nil {
		return
	}
	w.room.Process.Kill()
	w.room.Wait() // it was killed
	w.room = nil
}

func withoutRoot(path, root string) string { return strings.TrimPrefix(path, root) }
