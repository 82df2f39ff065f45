package osproc

// Processes would need the kinfo_proc of kern.proc.all, which x/sys does not describe here.
func Processes() ([]Process, error) { return nil, ErrUnsupported }

// Stat is told as far as system calls tell it.
func Stat(int) (Process, error) { return Process{}, ErrUnsupported }

// Cwd would need kern.proc.cwd.
func Cwd(int) (string, error) { return "", ErrUnsupported }
