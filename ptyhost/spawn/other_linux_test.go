package spawn

import (
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"
)

// TestWaitOther learns of processes as of strangers: before anybody reaps them, and after.
func TestWaitOther(t *testing.T) {
	for _, tt := range []struct {
		script string
		code   int
		signal int
	}{{"read x; exit 7", 7, 0}, {"read x; kill -TERM $$", 0, 15}, {"read x; exit 0", 0, 0}} {
		t.Run(tt.script, func(t *testing.T) {
			cmd := exec.Command("sh", "-c", tt.script)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			pidfd, err := unix.PidfdOpen(cmd.Process.Pid, 0)
			if err != nil {
				t.Fatal(err)
			}
			again, err := unix.FcntlInt(uintptr(pidfd), unix.F_DUPFD_CLOEXEC, 0)
			if err != nil {
				t.Fatal(err)
			}
			go in.Write([]byte("x\n"))
			if x := WaitOther(cmd.Process.Pid, pidfd); !x.Known || x.Code != tt.code || x.Signal != tt.signal {
				t.Errorf("a zombie's: %+v", x)
			}
			cmd.Wait()
			if x := WaitOther(cmd.Process.Pid, again); x.Known && (x.Code != tt.code || x.Signal != tt.signal) {
				t.Errorf("a reaped process's: %+v", x)
			}
		})
	}
}
