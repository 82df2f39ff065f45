package outer

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Termios reads the settings of the terminal fd as the bytes of the machine's struct termios, which is how they
// travel in Identify: both ends of the socket are on one machine.
func Termios(fd int) ([]byte, error) {
	t, err := unix.IoctlGetTermios(fd, ioctlGet)
	if err != nil {
		return nil, fmt.Errorf("read terminal settings: %w", err)
	}
	return append([]byte(nil), memory(t)...), nil
}

// SetTermios sets what Termios read, at once: queued output is not waited for, since a terminal may be stopped.
func SetTermios(fd int, b []byte) error {
	var t unix.Termios
	if len(b) != int(unsafe.Sizeof(t)) {
		return fmt.Errorf("terminal settings of %d bytes, want %d", len(b), unsafe.Sizeof(t))
	}
	copy(memory(&t), b)
	if err := unix.IoctlSetTermios(fd, ioctlSet, &t); err != nil {
		return fmt.Errorf("set terminal settings: %w", err)
	}
	return nil
}

// Raw returns b with what a client needs: every byte as it is typed, none acted upon, output as it is written.
func Raw(b []byte) ([]byte, error) {
	var t unix.Termios
	if len(b) != int(unsafe.Sizeof(t)) {
		return nil, fmt.Errorf("terminal settings of %d bytes, want %d", len(b), unsafe.Sizeof(t))
	}
	copy(memory(&t), b)
	t.Iflag &^= unix.IGNBRK | unix.BRKINT | unix.PARMRK | unix.ISTRIP | unix.INLCR | unix.IGNCR | unix.ICRNL |
		unix.IXON | unix.IXOFF | unix.IXANY | unix.IMAXBEL
	t.Oflag &^= unix.OPOST
	t.Lflag &^= unix.ECHO | unix.ECHONL | unix.ECHOE | unix.ECHOCTL | unix.ECHOKE | unix.ICANON | unix.ISIG | unix.IEXTEN
	t.Cflag = t.Cflag&^(unix.CSIZE|unix.PARENB) | unix.CS8
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	return append([]byte(nil), memory(&t)...), nil
}

// Erase is VERASE of b, 0 where it has none.
func Erase(b []byte) byte {
	var t unix.Termios
	copy(memory(&t), b)
	return t.Cc[unix.VERASE]
}

func memory(t *unix.Termios) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(t)), unsafe.Sizeof(*t))
}
