package tty

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// StopSelf stops the process group as Ctrl-Z does and returns when it has been continued. The terminal is restored
// and nobody reads it. SIGTSTP and not SIGSTOP: the shell's job control sees the same as for any program, and in an
// orphaned group, which nobody could continue, the kernel does not stop it; then patience is how long that takes to notice.
func StopSelf(patience time.Duration) error {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	return withDefault(syscall.SIGTSTP, func() error {
		if err := syscall.Kill(0, syscall.SIGTSTP); err != nil {
			return fmt.Errorf("stop process group: %w", err)
		}
		select {
		case <-continued:
		case <-time.After(patience):
		}
		return nil
	})
}
