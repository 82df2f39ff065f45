//go:build !portable

package spawn

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// ignoreAll ignores every signal that can be, as an unkind parent may.
func ignoreAll() {
	var act [64]byte
	act[0] = 1 // SIG_IGN
	for sig := uintptr(1); sig <= 64; sig++ {
		unix.RawSyscall6(unix.SYS_RT_SIGACTION, sig, uintptr(unsafe.Pointer(&act)), 0, 8, 0, 0)
	}
}
