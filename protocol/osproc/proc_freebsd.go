package osproc

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Offsets in struct kinfo_proc of sys/user.h, of which x/sys has no description. They are those of the 64-bit
// systems; the structure has kept its size and order since FreeBSD 6, and a kernel with another one is noticed by
// its size.
const (
	kinfoLen     = 1088
	kinfoPID     = 72
	kinfoParent  = 76
	kinfoGroup   = 80
	kinfoSession = 88
	kinfoState   = 388
	kinfoCommand = 447
	kinfoTTY     = 560 // 64 bits, all ones without a terminal
)

// Processes lists every process of the system, from sysctl.
func Processes() ([]Process, error) {
	data, err := unix.SysctlRaw("kern.proc.proc") // one entry a process, where kern.proc.all has one a thread
	if err != nil {
		return nil, fmt.Errorf("kern.proc.proc: %w", err)
	}
	var list []Process
	for len(data) > 0 {
		p, err := parseKinfo(data)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
		data = data[kinfoLen:]
	}
	return list, nil
}

// Stat describes one process, a zombie too.
func Stat(pid int) (Process, error) {
	data, err := unix.SysctlRaw("kern.proc.pid", pid)
	if err != nil {
		return Process{}, fmt.Errorf("kern.proc.pid.%d: %w", pid, err)
	}
	return parseKinfo(data)
}

// parseKinfo reads the first struct kinfo_proc of data.
func parseKinfo(data []byte) (Process, error) {
	if len(data) < kinfoLen || unsafe.Sizeof(uintptr(0)) != 8 || binary.NativeEndian.Uint32(data) != kinfoLen {
		return Process{}, fmt.Errorf("kinfo_proc of %d bytes: %w", len(data), ErrUnsupported)
	}
	number := func(at int) int { return int(int32(binary.NativeEndian.Uint32(data[at:]))) }
	p := Process{
		PID: number(kinfoPID), Parent: number(kinfoParent), Group: number(kinfoGroup), Session: number(kinfoSession),
		State: 'R', Command: unix.ByteSliceToString(data[kinfoCommand:][:20]),
	}
	if tty := binary.NativeEndian.Uint64(data[kinfoTTY:]); tty != 1<<64-1 {
		p.TTY = int(tty)
	}
	const zombie = 5 // SZOMB of sys/proc.h
	if data[kinfoState] == zombie {
		p.State = 'Z'
	}
	return p, nil
}

// Command is the name a process was started by, or has given itself since; the kernel's short name if it has no arguments.
func Command(pid int) (string, error) {
	args, err := unix.SysctlRaw("kern.proc.args", pid)
	if argv0, _, _ := bytes.Cut(args, []byte{0}); err == nil && len(argv0) > 0 {
		return string(argv0), nil
	}
	p, err := Stat(pid)
	return p.Command, err
}

// kinfoFilePath is where the path begins in struct kinfo_file of sys/user.h, which ends with it.
const kinfoFilePath = 368

// Cwd is the working directory of a process.
func Cwd(pid int) (string, error) {
	file, err := unix.SysctlRaw("kern.proc.cwd", pid)
	if err != nil {
		return "", fmt.Errorf("kern.proc.cwd.%d: %w", pid, err)
	}
	if len(file) <= kinfoFilePath {
		return "", fmt.Errorf("kinfo_file of %d bytes: %w", len(file), ErrUnsupported)
	}
	return unix.ByteSliceToString(file[kinfoFilePath:]), nil
}
