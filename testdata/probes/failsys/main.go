//go:build linux

// Failsys starts a program, of which some system calls are answered by another process.
//
//	failsys SOCKET CALL... -- PROGRAM [ARGUMENT...]
//
// It installs a seccomp filter that turns the named calls into questions, hands the descriptor at which they
// are asked to whoever listens on SOCKET, and becomes the program. Children of the program inherit the filter.
// "CALL:N" asks only where the first argument is N. See seccomp_unotify(2).
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// numbers are the calls that can be asked for.
var numbers = map[string]uint32{
	"accept4":       unix.SYS_ACCEPT4,
	"clock_gettime": unix.SYS_CLOCK_GETTIME,
	"clone":         unix.SYS_CLONE,
	"clone3":        unix.SYS_CLONE3,
	"fallocate":     unix.SYS_FALLOCATE,
	"memfd_create":  unix.SYS_MEMFD_CREATE,
	"openat":        unix.SYS_OPENAT,
	"pipe2":         unix.SYS_PIPE2,
	"pwrite64":      unix.SYS_PWRITE64,
	"splice":        unix.SYS_SPLICE,
}

func main() {
	end := slices.Index(os.Args, "--")
	if end < 3 || end == len(os.Args)-1 {
		fail("usage: failsys socket call... -- program [argument...]")
	}
	path, err := exec.LookPath(os.Args[end+1])
	if err != nil {
		fail(err)
	}
	filter, err := program(os.Args[2:end])
	if err != nil {
		fail(err)
	}
	sock, err := connect(os.Args[1])
	if err != nil {
		fail(err)
	}
	runtime.LockOSThread() // the filter is this thread's, and after the exec there is no other
	listener, err := install(filter)
	if err != nil {
		fail(err)
	}
	if err := unix.Sendmsg(sock, []byte{1}, unix.UnixRights(listener), nil, 0); err != nil {
		fail(err)
	}
	unix.Close(listener)
	fail(syscall.Exec(path, os.Args[end+1:], os.Environ()))
}

func fail(why any) {
	fmt.Fprintln(os.Stderr, "failsys:", why)
	os.Exit(1)
}

func connect(path string) (int, error) {
	sock, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	return sock, unix.Connect(sock, &unix.SockaddrUnix{Name: path})
}

// Offsets in struct seccomp_data. The low half of an argument comes first on the machines that tests run on.
const (
	offsetCall = 0
	offsetArg0 = 16
)

// program is the filter: it loads the number of the call and compares it with each of the named.
func program(calls []string) ([]unix.SockFilter, error) {
	const load, equal, ret = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, unix.BPF_RET | unix.BPF_K
	p := []unix.SockFilter{{Code: load, K: offsetCall}}
	for _, call := range calls {
		name, arg, withArg := strings.Cut(call, ":")
		number, ok := numbers[name]
		if !ok {
			return nil, fmt.Errorf("unknown system call %q", name)
		}
		if !withArg {
			p = append(p, unix.SockFilter{Code: equal, Jf: 1, K: number})
		} else {
			n, err := strconv.ParseUint(arg, 0, 32)
			if err != nil {
				return nil, err
			}
			p = append(p, unix.SockFilter{Code: equal, Jf: 4, K: number},
				unix.SockFilter{Code: load, K: offsetArg0}, unix.SockFilter{Code: equal, Jt: 1, K: uint32(n)},
				unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ALLOW})
		}
		p = append(p, unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_USER_NOTIF})
	}
	return append(p, unix.SockFilter{Code: ret, K: unix.SECCOMP_RET_ALLOW}), nil
}

// install gives this thread the filter and returns the descriptor at which the questions are asked. A question
// that was taken up is not disturbed by a signal (Linux 5.19), of which Go's runtime sends itself many.
func install(filter []unix.SockFilter) (int, error) {
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	const flags = unix.SECCOMP_FILTER_FLAG_NEW_LISTENER | unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
	fd, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, flags, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return -1, os.NewSyscallError("seccomp", errno)
	}
	return int(fd), nil
}
