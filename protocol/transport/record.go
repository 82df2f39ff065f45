package transport

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// A Record is what the lock's file says of the host that holds the lock. An end in order deletes the file: where one lies that
// nobody holds, host and server have died together, or the machine has, and the children with them.
type Record struct {
	Panes int
	Boot  string // which start of the machine
}

// WriteRecord writes the record of the holder of a lock.
func WriteRecord(lock int, r Record) error {
	text := fmt.Sprintf("%10d panes, boot %s\n", r.Panes, bootID())
	if _, err := unix.Pwrite(lock, []byte(text), 0); err != nil {
		return fmt.Errorf("write the lock's record: %w", err)
	}
	return nil
}

// Lost says in one line what the host had that wrote the record of a lock which nobody holds now, "" if that was nothing.
func Lost(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	var r Record
	if n, _ := fmt.Sscanf(string(text), "%d panes, boot %s", &r.Panes, &r.Boot); n == 0 || r.Panes == 0 {
		return ""
	}
	what := fmt.Sprintf("%d panes were lost", r.Panes)
	if r.Panes == 1 {
		what = "1 pane was lost"
	}
	if r.Boot != "" && r.Boot != bootID() {
		return "the machine was restarted: " + what
	}
	return "server and host died together: " + what
}

// bootID tells one start of the machine from another, where the system says so.
func bootID() string {
	var id string
	if text, err := os.ReadFile("/proc/sys/kernel/random/boot_id"); err == nil {
		fmt.Sscan(string(text), &id)
	}
	return id
}
