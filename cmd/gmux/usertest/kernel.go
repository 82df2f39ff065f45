//go:build linux

package usertest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A Kernel answers some system calls of the programs that are started by its Argv, and of all their children,
// in the place of the real one: so a shortage can be made that the machine does not have, that nobody else
// feels, and that is over when the test says so. The questions come through a seccomp filter, which the probe
// failsys installs.
type Kernel struct {
	w      *World
	socket string
	calls  []string
	listen *net.UnixListener

	mu     sync.Mutex // guards answer
	answer Answer
}

// An Answer decides what becomes of a call: done says that errno is its result, 0 for success. Else the real
// kernel is asked.
type Answer func(c Call) (errno syscall.Errno, done bool)

// A Call is a system call that waits for its answer.
type Call struct {
	Thread int
	Name   string
	Args   [6]uint64
}

// Names and numbers of the calls; those of failsys.
var callNames = map[int32]string{
	unix.SYS_ACCEPT4: "accept4", unix.SYS_CLOCK_GETTIME: "clock_gettime", unix.SYS_CLONE: "clone", unix.SYS_CLONE3: "clone3",
	unix.SYS_FALLOCATE: "fallocate", unix.SYS_MEMFD_CREATE: "memfd_create", unix.SYS_OPENAT: "openat",
	unix.SYS_PIPE2: "pipe2", unix.SYS_PWRITE64: "pwrite64", unix.SYS_SPLICE: "splice",
}

// Kernel makes a Kernel for these calls; see failsys for their form. Until Set it leaves all of them to the real one.
func (w *World) Kernel(calls ...string) *Kernel {
	w.t.Helper()
	NeedRoot(w.t) // without no_new_privs, which children would inherit, a filter is for root
	k := &Kernel{w: w, socket: w.Path("kernel"), calls: calls}
	var err error
	if k.listen, err = net.ListenUnix("unix", &net.UnixAddr{Name: k.socket, Net: "unix"}); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		k.Set(nil) // what ends the World's processes must work
		k.listen.Close()
	})
	go k.acceptLoop()
	return k
}

// Argv is a command line that starts a program under this Kernel.
func (k *Kernel) Argv(argv ...string) []string {
	return slices.Concat([]string{k.w.Probe("failsys"), k.socket}, k.calls, []string{"--"}, argv)
}

// Set changes the answers from now on; nil leaves all calls to the real kernel.
func (k *Kernel) Set(a Answer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.answer = a
}

// acceptLoop takes the descriptor of each program that is started, until the test is over.
func (k *Kernel) acceptLoop() {
	for {
		c, err := k.listen.AcceptUnix()
		if err != nil {
			return
		}
		fd, err := receiveFD(c)
		c.Close()
		if err != nil {
			k.w.t.Errorf("a program under a kernel of the test: %v", err)
			continue
		}
		go k.serveLoop(fd)
	}
}

func receiveFD(c *net.UnixConn) (int, error) {
	oob := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := c.ReadMsgUnix(make([]byte, 1), oob)
	if err != nil {
		return -1, err
	}
	messages, err := unix.ParseSocketControlMessage(oob[:n])
	if err != nil || len(messages) != 1 {
		return -1, fmt.Errorf("%d control messages: %w", len(messages), errors.Join(err, unix.EBADMSG))
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return -1, fmt.Errorf("%d descriptors: %w", len(fds), errors.Join(err, unix.EBADMSG))
	}
	return fds[0], nil
}

// The structures of seccomp_unotify(2).
type (
	notification struct {
		id    uint64
		pid   uint32
		flags uint32
		nr    int32
		arch  uint32
		ip    uint64
		args  [6]uint64
	}
	response struct {
		id    uint64
		val   int64
		err   int32
		flags uint32
	}
)

// flagContinue is SECCOMP_USER_NOTIF_FLAG_CONTINUE: the real kernel is asked.
const flagContinue = 1

// serveLoop answers until the last process that has the filter is gone.
func (k *Kernel) serveLoop(fd int) {
	defer unix.Close(fd)
	for {
		wait := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		if _, err := unix.Poll(wait, -1); err != nil && err != unix.EINTR {
			return
		}
		if wait[0].Revents&unix.POLLIN == 0 {
			if wait[0].Revents != 0 {
				return
			}
			continue
		}
		var n notification
		if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SECCOMP_IOCTL_NOTIF_RECV, uintptr(unsafe.Pointer(&n))); errno != 0 {
			continue // it was killed, or a signal took it out of the call
		}
		r := response{id: n.id, flags: flagContinue}
		if errno, done := k.ask(Call{int(n.pid), callNames[n.nr], n.args}); done {
			r = response{id: n.id, err: -int32(errno)}
		}
		// An error says the same as above: nobody waits any more.
		unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SECCOMP_IOCTL_NOTIF_SEND, uintptr(unsafe.Pointer(&r)))
	}
}

func (k *Kernel) ask(c Call) (syscall.Errno, bool) {
	k.mu.Lock()
	answer := k.answer
	k.mu.Unlock()
	if answer == nil {
		return 0, false
	}
	return answer(c)
}

// Process is the command line of the process that makes the call.
func (c Call) Process() string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", c.Thread))
	if err != nil {
		return ""
	}
	return string(bytes.TrimRight(bytes.ReplaceAll(data, []byte{0}, []byte{' '}), " "))
}

// Path is the string that an argument points to.
func (c Call) Path(arg int) string {
	buf := make([]byte, 4096)
	local := []unix.Iovec{{Base: &buf[0], Len: 256}} // more may lie behind the end of its memory
	n, err := unix.ProcessVMReadv(c.Thread, local, []unix.RemoteIovec{{Base: uintptr(c.Args[arg]), Len: 256}}, 0)
	if err != nil {
		return ""
	}
	path, _, _ := bytes.Cut(buf[:n], []byte{0})
	return string(path)
}

// File is the file behind a descriptor in an argument.
func (c Call) File(arg int) string {
	target, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", c.Thread, int32(c.Args[arg])))
	if err != nil {
		return ""
	}
	return target
}

// Store writes to the memory that an argument points to.
func (c Call) Store(arg int, p []byte) error {
	local := []unix.Iovec{{Base: &p[0], Len: uint64(len(p))}}
	n, err := unix.ProcessVMWritev(c.Thread, local, []unix.RemoteIovec{{Base: uintptr(c.Args[arg]), Len: len(p)}}, 0)
	if err == nil && n < len(p) {
		err = unix.EFAULT
	}
	return err
}
