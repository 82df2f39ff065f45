package osproc

import (
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

// Cwd would need libproc's proc_pidinfo.
func Cwd(int) (string, error) { return "", ErrUnsupported }
