//go:build !portable

package ptyhost

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/transport"
)

// watchMask are the ways in which socket and lock, or their directory, can go away.
const watchMask = unix.IN_DELETE | unix.IN_MOVED_FROM | unix.IN_DELETE_SELF | unix.IN_MOVE_SELF | unix.IN_ONLYDIR

// A watch looks at the socket's directory: cleaners of /tmp delete what looks old.
type watch struct {
	fd     int // inotify
	file   *os.File
	socket uint64 // inode of our socket's path
}

// watchFiles begins to look. Without inotify nobody looks, and the host is none the worse otherwise.
func (h *host) watchFiles() {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		h.log.printf("watch %s: %v", filepath.Dir(h.socket), err)
		return
	}
	h.watch = &watch{fd: fd, file: os.NewFile(uintptr(fd), "inotify"), socket: inode(h.socket)}
	if _, err := unix.InotifyAddWatch(fd, filepath.Dir(h.socket), watchMask); err != nil {
		h.log.printf("watch %s: %v", filepath.Dir(h.socket), err)
	}
	go h.watch.readLoop(h)
}

// readLoop has the loop look whenever something was deleted.
func (w *watch) readLoop(h *host) {
	buf := make([]byte, 4096)
	for {
		if _, err := w.file.Read(buf); err != nil {
			return // nobody closes it while the daemon lives
		}
		h.post((*host).restoreFiles)
	}
}

// restoreFiles makes directory, lock and socket again if they are gone. Another server's stay.
func (h *host) restoreFiles() {
	if h.closing != nil {
		return
	}
	dir := filepath.Dir(h.socket)
	if _, err := os.Lstat(dir); errors.Is(err, os.ErrNotExist) {
		if err := transport.CheckDir(dir); err != nil {
			h.log.printf("%v", err)
			return
		}
	}
	// First the watch, then the look: what goes away behind the look is an event.
	if _, err := unix.InotifyAddWatch(h.watch.fd, dir, watchMask); err != nil {
		h.log.printf("watch %s: %v", dir, err)
	}
	lock, err := h.restoreLock()
	if errors.Is(err, transport.ErrLocked) { // somebody who starts gmux; our socket will make him leave
		h.after(restoreAgain, (*host).restoreFiles)
		return
	}
	socket := false
	if err == nil {
		socket, err = h.restoreSocket()
	}
	if err != nil {
		h.log.printf("%v", err)
	}
	if lock || socket {
		h.tell(hostmsg.Listening{Listener: h.listener, Lock: h.lock})
	}
}

// restoreAgain is how long to wait while somebody else holds the lock.
const restoreAgain = time.Second

func (h *host) restoreLock() (changed bool, err error) {
	path := transport.LockPath(h.socket)
	if transport.LockHolds(h.lock, path) {
		return false, nil
	}
	fd, err := transport.Lock(path)
	if err != nil {
		return false, err
	}
	h.retire(h.lock)
	h.lock = fd
	return true, nil
}

func (h *host) restoreSocket() (changed bool, err error) {
	if inode(h.socket) == h.watch.socket {
		return false, nil
	}
	fd, err := transport.Listen(h.socket)
	if err != nil {
		return false, err
	}
	h.retire(h.listener)
	h.listener, h.watch.socket = fd, inode(h.socket)
	return true, nil
}

// inode of what lies at path, 0 if nothing does.
func inode(path string) uint64 {
	var st unix.Stat_t
	if unix.Lstat(path, &st) != nil {
		return 0
	}
	return st.Ino
}
