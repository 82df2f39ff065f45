package transport

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// A PathError names the path of a socket, lock or directory and says what is wrong with it, in
// tmux's words.
type PathError struct {
	Format string // with %s for the path and, if it has a second one, %s for the cause
	Path   string
	Err    error // nil where the format says all
}

func (e *PathError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf(e.Format, e.Path)
	}
	return fmt.Sprintf(e.Format, e.Path, Strerror(e.Err))
}

func (e *PathError) Unwrap() error { return e.Err }

// Strerror is an error's text as strerror(3) would give it, which is what tmux prints and scripts
// match: "No such file or directory", where Go begins with a small letter.
func Strerror(err error) string {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return err.Error()
	}
	s := errno.Error()
	return strings.ToUpper(s[:1]) + s[1:]
}

// A Naming says how sockets are found. It differs by the name the binary was called by.
type Naming struct {
	Program string // the directory is Program-UID
	TmpVar  string // environment variable with the directory's parent; /tmp without it
	Var     string // environment variable with "socket,pid,session" inside a pane
}

// The two names.
var (
	Gmux = Naming{"gmux", "GMUX_TMPDIR", "GMUX"}
	Tmux = Naming{"tmux", "TMUX_TMPDIR", "TMUX"}
)

// SocketPath finds gmux's socket; see Naming.SocketPath.
func SocketPath(label, explicit string) (string, error) { return Gmux.SocketPath(label, explicit) }

// SocketPath finds the socket for -L label and -S explicit, either of which may be empty: -S is
// taken as it is; without either the socket of the pane we are in; else NAME in the user's
// directory, which is made if need be, checked, and refused if others could write there.
func (n Naming) SocketPath(label, explicit string) (string, error) {
	path := explicit
	if path == "" && label == "" {
		path, _, _ = strings.Cut(os.Getenv(n.Var), ",")
	}
	if path == "" {
		if label == "" {
			label = "default"
		}
		dir := filepath.Join(n.tmpdir(), fmt.Sprintf("%s-%d", n.Program, os.Getuid()))
		if err := CheckDir(dir); err != nil {
			return "", err
		}
		path = dir + "/" + label
	}
	return path, CheckLength(path)
}

// tmpdir is where the user's directory lies. As in tmux, a TMPDIR that does not exist is passed over.
func (n Naming) tmpdir() string {
	for _, dir := range []string{os.Getenv(n.TmpVar), "/tmp"} {
		if !filepath.IsAbs(dir) {
			continue
		}
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			return real
		}
	}
	return "/tmp"
}

// CheckDir makes the user's directory if it is missing, and checks it as IsOwnDir does.
func CheckDir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, unix.EEXIST) {
		return &PathError{"couldn't create directory %s (%s)", dir, err}
	}
	return IsOwnDir(dir)
}

// IsOwnDir checks that dir is a directory and the user's, and that nobody else may enter it.
func IsOwnDir(dir string) error {
	var st unix.Stat_t
	if err := unix.Lstat(dir, &st); err != nil {
		return &PathError{"couldn't read directory %s (%s)", dir, err}
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR { // a symlink too, for Lstat does not follow it
		return &PathError{"%s is not a directory", dir, nil}
	}
	if int(st.Uid) != os.Getuid() || st.Mode&0o077 != 0 {
		return &PathError{"directory %s has unsafe permissions", dir, nil}
	}
	return nil
}

// CheckLength refuses a path that does not fit into a socket address.
func CheckLength(path string) error {
	if len(path) >= len(unix.RawSockaddrUnix{}.Path) {
		return &PathError{"error connecting to %s (%s)", path, unix.ENAMETOOLONG}
	}
	return nil
}
