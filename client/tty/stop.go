package tty

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// StopSelf stops the process group as Ctrl-Z does and returns when it has been continued. The terminal is restored
// and nobody reads it. An orphaned group, which nobody could continue, is not stopped; patience is how long that may take
// to notice.
func StopSelf(patience time.Duration) error {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	return stopGroup(func() {
		select {
		case <-continued:
		case <-time.After(patience):
		}
	})
}
