//go:build !portable

package ptyhost

import (
	"errors"
	"fmt"
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
	ours   bool   // the directory is the user's alone, and must be so when it comes back
	timer  *time.Timer
	failed string // why the files could not be made again, as last logged
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
	h.watch.ours = transport.CheckDir(filepath.Dir(h.socket)) == nil // not so with -S /tmp/name
	go h.watch.readLoop(h)
	go h.post((*host).restoreFiles) // what went away while nobody watched
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
	lock, socket, err := h.makeFiles(filepath.Dir(h.socket))
	if lock || socket {
		h.upgrade.fail(h, "the socket had to be made anew")
		h.tell(hostmsg.Listening{Listener: h.listener, Lock: h.lock})
	}
	if err == nil {
		h.watch.failed = ""
		return
	}
	// It may be somebody who starts gmux and has the lock (our socket will make him leave), a full disk, or what lies
	// where the directory was: no event tells when that has passed.
	if text := err.Error(); text != h.watch.failed && !errors.Is(err, transport.ErrLocked) {
		h.watch.failed = text // once, however long it lasts
		h.log.printf("%s", text)
	}
	h.watch.again(h)
}

// restoreAgain is the time between two attempts.
const restoreAgain = time.Second

// again has the loop try once more after a while.
func (w *watch) again(h *host) {
	if w.timer != nil {
		w.timer.Stop()
	}
	w.timer = h.after(restoreAgain, (*host).restoreFiles)
}

// makeFiles makes what is missing.
func (h *host) makeFiles(dir string) (lock, socket bool, err error) {
	if _, err := os.Lstat(dir); h.watch.ours || errors.Is(err, os.ErrNotExist) {
		if err := makeDir(dir); err != nil {
			return false, false, err
		}
	}
	// First the watch, then the look: what goes away behind the look is an event.
	if _, err := unix.InotifyAddWatch(h.watch.fd, dir, watchMask); err != nil {
		return false, false, fmt.Errorf("watch %s: %w", dir, err)
	}
	if lock, err = h.restoreLock(); err == nil {
		socket, err = h.restoreSocket()
	}
	return lock, socket, err
}

// makeDir makes the directory, and the one that GMUX_TMPDIR named if a cleaner took that along.
func makeDir(dir string) error {
	err := transport.CheckDir(dir)
	if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if merr := os.MkdirAll(filepath.Dir(dir), 0o700); merr != nil {
		return merr
	}
	return transport.CheckDir(dir)
}

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
	h.writeRecord(len(h.panes))
	return true, nil
}

func (h *host) restoreSocket() (changed bool, err error) {
	if there := inode(h.socket); there != 0 && there == h.watch.socket {
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
