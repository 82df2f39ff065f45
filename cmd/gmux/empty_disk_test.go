//go:build linux

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// Everything that gmux writes is beside its socket (the socket, SOCKET.lock, and SOCKET.log and SOCKET.log.old where there is
// something to tell) or in memory: nothing at home, nothing in /tmp. So a disk that is full or may not be written is
// felt in one directory only.

// TestFilesWritten: the list above is complete.
func TestFilesWritten(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it is about gmux")
	w := usertest.New(t)
	startWork(w)
	host, server := w.HostPid(), w.ServerPid()
	syscall.Kill(server, syscall.SIGKILL) // which is worth a line in the log
	w.Eventually("another server", func() (bool, string) {
		res := w.Run([]string{"gmux", "display-message", "-p", "#{server_pid}"})
		return res.Code == 0 && strings.TrimSpace(res.Stdout) != fmt.Sprint(server), res.Stdout + res.Stderr
	})
	for _, pid := range []int{host, w.ServerPid()} {
		for fd := range openToWrite(t, pid) {
			if !regexp.MustCompile(`^/(memfd:|dev/)|^(socket|pipe|anon_inode):|\.lock$`).MatchString(fd) {
				t.Errorf("process %d writes %s", pid, fd)
			}
		}
	}
	sockets, others := w.Sockets()
	for i, path := range others {
		others[i] = filepath.Base(path)
	}
	slices.Sort(others)
	if len(sockets) != 1 || !slices.Equal(others, []string{"default.lock", "default.log"}) {
		t.Errorf("sockets %q, other files %q", sockets, others)
	}
	if files, err := os.ReadDir(w.Path("home")); err != nil || len(files) > 0 {
		t.Errorf("at home: %v, %v", files, err)
	}
}

// openToWrite is what a process has open for writing.
func openToWrite(t *testing.T, pid int) map[string]bool {
	t.Helper()
	dir := fmt.Sprintf("/proc/%d/", pid)
	fds, err := os.ReadDir(dir + "fd")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]bool{}
	for _, fd := range fds {
		info, ierr := os.ReadFile(dir + "fdinfo/" + fd.Name())
		target, lerr := os.Readlink(dir + "fd/" + fd.Name())
		var pos, flags int
		if ierr != nil || lerr != nil {
			continue // closed meanwhile
		}
		if fmt.Sscanf(string(info), "pos:\t%d\nflags:\t%o", &pos, &flags); flags&syscall.O_ACCMODE != syscall.O_RDONLY {
			files[target] = true
		}
	}
	return files
}

// TestFullDisk: there is no room for the first, the second, … of the files that a start makes. It fails in one line that
// names the file, and leaves nothing; with room for all of them it works, also where there is none for a log.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it makes other files")
	w := usertest.New(t)
	w.EnterRoom(`mount -t tmpfs -o nr_inodes=1,mode=700 tmpfs "$sock"`)
	sock := w.Path("sock")
	for files, says := range []string{
		"couldn't create directory .*/gmux-0 \\(No space left on device\\)",
		"couldn't open lock .*/default.lock \\(No space left on device\\)",
		"error creating .*/default \\(No space left on device\\)",
	} {
		w.RunInRoom(fmt.Sprintf("umount %s; mount -t tmpfs -o nr_inodes=%d,mode=700 tmpfs %[1]s", sock, files+1))
		clearError(t, fmt.Sprintf("room for %d files", files), w.Run([]string{"gmux", "new-session", "-d"}), says)
		w.Eventually("all that was started to end", func() (bool, string) {
			left := slices.DeleteFunc(w.Processes(), func(p usertest.Process) bool { return strings.HasPrefix(p.Command, "sleep ") })
			return len(left) == 0, fmt.Sprint(left)
		})
		if sockets, _ := w.Sockets(); len(sockets) > 0 {
			t.Errorf("%q was left", sockets)
		}
	}
	w.RunInRoom(fmt.Sprintf("mount -o remount,nr_inodes=4 %s", sock)) // now there is room
	serversCome(t, w, startWork(w))
}

// TestReadOnly: no file can be made or written any more, neither at home nor beside the socket. What runs goes on, also
// through the death of a server, clients come and go; and a new server says what it cannot do.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it makes other files")
	w := usertest.New(t)
	readOnly := func(dir string) string { // a mount over the other: in that one the lock is open for writing
		return fmt.Sprintf("mount --bind %s %[1]s; mount -o remount,bind,ro %[1]s\n", dir)
	}
	sock := w.Path("sock")
	w.EnterRoom(readOnly(w.Path("home")) + readOnly(sock))
	new := []string{"gmux", "new-session", "-d", "-s", "more", "cat"}
	clearError(t, "read-only", w.Run(new), "couldn't create directory .*/gmux-0 \\(Read-only file system\\)")
	w.RunInRoom("umount " + sock)
	c := startWork(w)
	w.RunInRoom(readOnly(sock))
	serversCome(t, w, c)

	// The last one cannot take its socket away, and no other can take its place until that may be written.
	w.Gmux("kill-server")
	c.WaitExit()
	clearError(t, "read-only", w.Run(new), "couldn't open lock .*/default.lock \\(Read-only file system\\)")
	w.RunInRoom("umount " + sock)
	w.Gmux(new[1:]...)
}

// serversCome kills a server that cannot write its log: the next comes as always.
func serversCome(t *testing.T, w *usertest.World, c *usertest.Plain) {
	t.Helper()
	echoes(c, "before")
	server := w.ServerPid()
	syscall.Kill(server, syscall.SIGKILL)
	w.Eventually("another server", func() (bool, string) {
		res := w.Run([]string{"gmux", "display-message", "-p", "#{server_pid}"})
		return res.Code == 0 && strings.TrimSpace(res.Stdout) != fmt.Sprint(server), res.Stdout + res.Stderr
	})
	w.WaitOutput(`^work$`, "list-clients", "-F", "#{session_name}")
	echoes(c, "after")
	w.Gmux("new-session", "-d", "-s", "another", "cat")
	second := w.StartPlain(24, 80, "gmux", "attach-session", "-t", "another")
	second.WaitFor(`\[another\]`)
	echoes(second, "typed")
}
