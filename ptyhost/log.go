package ptyhost

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/transport"
)

// logMost is how long the log grows before it is put aside; the one put aside before it goes.
const logMost = 1 << 20

// wordsMost is how much a server may say on its stderr in its life.
const wordsMost = 1 << 20

// heldMost is how much waits while the log's directory is not fit for it.
const heldMost = 64 << 10

// A logFile lies beside the socket, and only if there was something to say.
type logFile struct {
	path string
	own  bool   // the directory was the user's alone; while it is not, nothing is written in there
	held []byte // what waits for that
}

func newLogFile(path string) *logFile {
	return &logFile{path: path, own: transport.IsOwnDir(filepath.Dir(path)) == nil}
}

// printf adds a line.
func (l *logFile) printf(format string, args ...any) {
	l.write(fmt.Appendf(nil, "%s %s\n", time.Now().Format(time.RFC3339), fmt.Sprintf(format, args...)))
}

// write adds bytes. What cannot be written is lost: there is nobody to tell.
func (l *logFile) write(p []byte) {
	p = append(l.held, p...)
	l.held = nil
	if l.own && transport.IsOwnDir(filepath.Dir(l.path)) != nil {
		l.held = p[max(0, len(p)-heldMost):]
		return
	}
	if st, err := os.Lstat(l.path); err == nil && st.Size()+int64(len(p)) > logMost {
		os.Rename(l.path, l.path+".old")
	}
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	f.Write(p)
}

// readWords returns what a server wrote to its stderr: the position of the shared open file
// description says how much that is.
func readWords(fd int) []byte {
	end, err := unix.Seek(fd, 0, unix.SEEK_CUR)
	if err != nil || end <= 0 {
		return nil
	}
	p := make([]byte, min(end, wordsMost))
	n, err := unix.Pread(fd, p, 0)
	if err != nil {
		return nil
	}
	return p[:n]
}
