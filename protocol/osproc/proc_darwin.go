package osproc

import (
	"bytes"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Processes lists every process of the system, from sysctl.
func Processes() ([]Process, error) {
	procs, err := unix.SysctlKinfoProcSlice("kern.proc.all")
	if err != nil {
		return nil, err
	}
	list := make([]Process, 0, len(procs))
	for i := range procs {
		if p, err := fromKinfo(&procs[i]); err == nil {
			list = append(list, p)
		}
	}
	return list, nil
}

// Stat describes one process.
func Stat(pid int) (Process, error) {
	k, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return Process{}, err
	}
	return fromKinfo(k)
}

func fromKinfo(k *unix.KinfoProc) (Process, error) {
	const zombie = 5 // SZOMB of sys/proc.h
	p := Process{
		PID: int(k.Proc.P_pid), Parent: int(k.Eproc.Ppid), Group: int(k.Eproc.Pgid), TTY: int(k.Eproc.Tdev),
		State: 'R', Command: unix.ByteSliceToString(k.Proc.P_comm[:]),
	}
	if k.Proc.P_stat == zombie {
		p.State = 'Z'
	}
	var err error
	p.Session, err = unix.Getsid(p.PID)
	return p, err
}

// Command is the name a process was started by, or has given itself since; the kernel's short name where that is not told.
func Command(pid int) (string, error) {
	// An int, argc, the path of the file, zeros, and then the arguments, each with a zero behind it.
	args, err := unix.SysctlRaw("kern.procargs2", pid)
	if err == nil && len(args) > 4 {
		_, rest, _ := bytes.Cut(args[4:], []byte{0})
		argv0, _, _ := bytes.Cut(bytes.TrimLeft(rest, "\x00"), []byte{0})
		if len(argv0) > 0 {
			return string(argv0), nil
		}
	}
	p, err := Stat(pid)
	return p.Command, err
}

// Of sys/proc_info.h: the call and its flavor that fill in a struct proc_vnodepathinfo, which is two times 152 bytes
// about a file and its path, of the working directory and of the root.
const (
	procInfoPID      = 2
	procPIDVnodePath = 9
	vnodeInfoLen     = 152
	vnodePathInfoLen = 2 * (vnodeInfoLen + maxPath)
	maxPath          = 1024
)

// Cwd is the working directory of a process. Libproc's proc_pidinfo makes the same system call.
func Cwd(pid int) (string, error) {
	var info [vnodePathInfoLen]byte
	n, _, errno := unix.Syscall6(unix.SYS_PROC_INFO, procInfoPID, uintptr(pid), procPIDVnodePath, 0,
		uintptr(unsafe.Pointer(&info)), uintptr(len(info)))
	if errno != 0 {
		return "", os.NewSyscallError("proc_info", errno)
	}
	if n < uintptr(len(info)) {
		return "", fmt.Errorf("proc_vnodepathinfo of %d bytes: %w", n, ErrUnsupported)
	}
	return unix.ByteSliceToString(info[vnodeInfoLen:][:maxPath]), nil
}
