package tty

import "golang.org/x/sys/unix"

// runtimePolls: kqueue, which the runtime would wait with, does not know every terminal device either.
const runtimePolls = false

// pollOrSelect is poll, by select(2): poll of this system does not know every terminal device.
func pollOrSelect(fds []unix.PollFd, milliseconds int) (int, error) {
	var read, write unix.FdSet
	most := 0
	for i := range fds {
		fds[i].Revents = 0
		fd := int(fds[i].Fd)
		if fd < 0 || fd >= unix.FD_SETSIZE {
			return 0, unix.EINVAL
		}
		if fds[i].Events&unix.POLLIN != 0 {
			read.Set(fd)
		}
		if fds[i].Events&unix.POLLOUT != 0 {
			write.Set(fd)
		}
		most = max(most, fd)
	}
	var patience *unix.Timeval
	if milliseconds >= 0 {
		t := unix.NsecToTimeval(int64(milliseconds) * 1e6)
		patience = &t
	}
	if _, err := unix.Select(most+1, &read, &write, nil, patience); err != nil {
		return 0, err
	}
	ready := 0
	for i := range fds {
		fd := int(fds[i].Fd)
		if read.IsSet(fd) {
			fds[i].Revents |= fds[i].Events & unix.POLLIN
		}
		if write.IsSet(fd) {
			fds[i].Revents |= fds[i].Events & unix.POLLOUT
		}
		if fds[i].Revents != 0 {
			ready++
		}
	}
	return ready, nil
}
