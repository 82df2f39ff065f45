package transport

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A Cred says who is at the other end of a socket, as the kernel knew it at connect time.
type Cred struct{ UID, GID, PID int }

// Authorized says whether the peer may speak to this process: its own user and root may.
func (c Cred) Authorized() bool { return c.UID == os.Geteuid() || c.UID == 0 }

// PeerCred asks the kernel who connected.
func (c *Conn) PeerCred() (Cred, error) {
	var cred Cred
	err := c.control(func(fd int) (err error) {
		cred, err = peerCred(fd)
		return err
	})
	if err != nil {
		return Cred{}, fmt.Errorf("peer credentials: %w", err)
	}
	return cred, nil
}

// PeerPidfd opens a descriptor that poll finds readable once the process that connected has ended, where
// there is such a thing a pidfd; the caller closes it. Where there is none the error is unix.ENOSYS or
// unix.ENOPROTOOPT.
func (c *Conn) PeerPidfd() (int, error) {
	pidfd := -1
	err := c.control(func(fd int) (err error) {
		pidfd, err = peerPidfd(fd)
		return err
	})
	if err != nil {
		return -1, fmt.Errorf("peer pidfd: %w", err)
	}
	return pidfd, nil
}

// control runs f on the socket without taking it out of Go's poller, as File and Fd would.
func (c *Conn) control(f func(fd int) error) error {
	raw, err := c.sock.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if err := raw.Control(func(fd uintptr) { inner = f(int(fd)) }); err != nil {
		return err
	}
	return inner
}

// Listen makes the socket at path. The caller holds the lock, so a socket that lies there and does
// not answer is a dead server's and is replaced; one that answers belongs to somebody else and is
// refused by name. The descriptor is non-blocking and close-on-exec, in nobody's poller.
func Listen(path string) (fd int, err error) {
	if err := CheckLength(path); err != nil {
		return -1, err
	}
	if err := clearStale(path); err != nil {
		return -1, err
	}
	fd, err = socket()
	if err != nil {
		return -1, fmt.Errorf("socket: %w", err)
	}
	if err = bind(fd, path); err != nil {
		unix.Close(fd)
		return -1, &PathError{"error creating %s (%s)", path, err}
	}
	return fd, nil
}

func bind(fd int, path string) error {
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		return err
	}
	// The umask of the process that creates the socket is not relied on.
	if err := unix.Chmod(path, 0o600); err != nil {
		return err
	}
	return unix.Listen(fd, 128)
}

// clearStale removes the socket of a dead server.
func clearStale(path string) error {
	var st unix.Stat_t
	err := unix.Lstat(path, &st)
	switch {
	case errors.Is(err, unix.ENOENT):
		return nil
	case err != nil:
		return &PathError{"error creating %s (%s)", path, err}
	case st.Mode&unix.S_IFMT != unix.S_IFSOCK:
		return &PathError{"error creating %s (%s)", path, unix.EEXIST}
	}
	c, err := Dial(path)
	if err == nil {
		c.Close()
		return fmt.Errorf("another program answers on %s", path)
	}
	if !errors.Is(err, unix.ECONNREFUSED) && !errors.Is(err, unix.ENOENT) {
		return &PathError{"error creating %s (%s)", path, err}
	}
	if err := unix.Unlink(path); err != nil && !errors.Is(err, unix.ENOENT) {
		return &PathError{"error creating %s (%s)", path, err}
	}
	return nil
}

// A Listener accepts connections on a socket that Listen made, in this process or in another.
type Listener struct{ l *net.UnixListener }

// ListenerFromFD takes over fd, which Listen made.
func ListenerFromFD(fd int) (*Listener, error) {
	f := os.NewFile(uintptr(fd), "socket")
	if f == nil {
		return nil, fmt.Errorf("descriptor %d: %w", fd, unix.EBADF)
	}
	defer f.Close()
	l, err := net.FileListener(f)
	if err != nil {
		return nil, fmt.Errorf("descriptor %d: %w", fd, err)
	}
	ul, ok := l.(*net.UnixListener)
	if !ok {
		l.Close()
		return nil, fmt.Errorf("descriptor %d: not a unix socket", fd)
	}
	ul.SetUnlinkOnClose(false) // the path belongs to the host
	return &Listener{ul}, nil
}

// A DeniedError says that somebody connected who may not. Accepting goes on.
type DeniedError struct{ Cred Cred }

func (e *DeniedError) Error() string {
	return fmt.Sprintf("access not allowed for user %d (pid %d)", e.Cred.UID, e.Cred.PID)
}

// Accept waits for the next connection. With a *DeniedError the connection is that of somebody who may
// not connect, to be told so and closed; net.ErrClosed means that Close was called.
func (l *Listener) Accept() (*Conn, Cred, error) {
	sock, err := l.l.AcceptUnix()
	if err != nil {
		return nil, Cred{}, err
	}
	c := NewConn(sock)
	cred, err := c.PeerCred()
	if err != nil {
		c.Close()
		return nil, cred, err
	}
	if !cred.Authorized() {
		return c, cred, &DeniedError{cred}
	}
	return c, cred, nil
}

// Close ends Accept. The socket's path stays.
func (l *Listener) Close() error { return l.l.Close() }

// dialTime is how long Dial waits for a place among those who wait to be accepted; a server that hangs
// has as many of them as the system allows.
const dialTime = 5 * time.Second

// dialPause is from one attempt to the next.
const dialPause = 5 * time.Millisecond

// Dial connects to the socket at path. The error wraps unix.ENOENT or unix.ECONNREFUSED where no
// server runs.
func Dial(path string) (*Conn, error) {
	if err := CheckLength(path); err != nil {
		return nil, err
	}
	sock, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"})
	// Linux says EAGAIN to a non-blocking connect that finds the backlog full, and there is nothing to poll.
	for deadline := time.Now().Add(dialTime); errors.Is(err, unix.EAGAIN) && time.Now().Before(deadline); {
		time.Sleep(dialPause)
		sock, err = net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"})
	}
	if err != nil {
		return nil, &PathError{"error connecting to %s (%s)", path, err}
	}
	return NewConn(sock), nil
}
