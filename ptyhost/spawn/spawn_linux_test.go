//go:build !portable

package spawn

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/osproc"
)

// TestMain plays the process that reaps: nothing but Reap may wait in it, so it is one by itself.
func TestMain(m *testing.M) {
	switch role := os.Getenv("SPAWN_ROLE"); role {
	case "":
		os.Exit(m.Run())
	case "reaper":
		fatal(reaper())
	case "clean":
		fatal(clean())
	}
	os.Exit(0)
}

func fatal(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func playRole(t *testing.T, role string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "SPAWN_ROLE="+role, "GORACE=atexit_sleep_ms=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func spec(argv ...string) Spec {
	return Spec{Argv: argv, Env: []string{"PATH=/usr/bin:/bin"}, Rows: 24, Cols: 80, Umask: 0o022}
}

func start(s Spec) (Child, error) {
	at, err := NewScout().Look(s)
	if err != nil {
		return Child{}, err
	}
	return Start(s, at)
}

func TestReapLosesNoStatus(t *testing.T) { playRole(t, "reaper") }

// reaper starts many children at once, adopts an orphan of each, and wants every status.
func reaper() error {
	if err := BecomeSubreaper(); err != nil {
		return err
	}
	const children = 60
	want := map[int]int{} // leader: its exit code
	for i := range children {
		// The grandchild is orphaned at once and exits with 100 + i; the hang-up of the tty must not reach it first.
		c, err := start(spec("sh", "-c", fmt.Sprintf("trap '' HUP; (setsid sh -c 'exit %d' &) ; exit %d", 100+i, i)))
		if err != nil {
			return err
		}
		defer unix.Close(c.Master)
		want[c.PID] = i
	}
	orphans := map[int]bool{}
	for end := time.Now().Add(20 * time.Second); len(want) > 0 || len(orphans) < children; time.Sleep(time.Millisecond) {
		err := Reap(func(d Death) {
			code, leader := want[d.Exit.PID]
			switch {
			case leader && d.Exit.Code == code && d.Session == d.Exit.PID:
				delete(want, d.Exit.PID)
			case !leader && d.Exit.Code >= 100:
				orphans[d.Exit.Code] = true
			case !leader: // setsid forked because it was a group leader
			default:
				fmt.Printf("%+v, want code %d\n", d, code)
			}
		})
		if err != nil {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("%d leaders and %d orphans never came", len(want), children-len(orphans))
		}
	}
	return Reap(func(d Death) { fmt.Printf("one more: %+v\n", d) })
}

func TestClean(t *testing.T) { playRole(t, "clean") }

// clean makes this process as bad as can be and looks what a child sees after Clean.
func clean() error {
	runtime.LockOSThread()
	var mask unix.Sigset_t
	for i := range mask.Val {
		mask.Val[i]-- // from 0 to every bit
	}
	if err := unix.PthreadSigmask(unix.SIG_SETMASK, &mask, nil); err != nil {
		return err
	}
	ignoreAll()
	stray, err := unix.Open(os.DevNull, unix.O_RDONLY, 0) // not close-on-exec
	if err != nil {
		return err
	}
	if err := Clean(); err != nil {
		return err
	}
	script := fmt.Sprintf(`grep -E 'Sig(Blk|Ign):.*[1-9a-f]' /proc/self/status && exit 1; test -e /proc/self/fd/%d && exit 2; exit 3`, stray)
	c, err := start(spec("sh", "-c", script))
	if err != nil {
		return err
	}
	defer unix.Close(c.Master)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		code := -1
		if err := Reap(func(d Death) { code = d.Exit.Code }); err != nil {
			return err
		}
		if code == 3 {
			return nil
		}
		if code >= 0 || time.Now().After(end) {
			out := make([]byte, 1000)
			n, _ := unix.Read(c.Master, out)
			return fmt.Errorf("the child exited with %d, want 3\n%s", code, out[:max(n, 0)])
		}
	}
}

func TestStartLeavesNothingBehind(t *testing.T) {
	count := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	before, umask := count(), unix.Umask(0o077)
	defer unix.Umask(umask)
	for _, bad := range []Spec{spec(), spec(""), spec("no-such-command"), spec("/no/such/file"), spec("/")} {
		if c, err := start(bad); err == nil {
			t.Errorf("%q started: %+v", bad.Argv, c)
		}
	}
	if after := count(); after != before {
		t.Errorf("%d descriptors, %d before", after, before)
	}
	if mask := unix.Umask(0o077); mask != 0o077 {
		t.Errorf("umask is %o", mask)
	}
}

func TestStartGivesItsDescriptors(t *testing.T) {
	c, err := start(spec("sleep", "1000"))
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(c.Master)
	defer unix.Close(c.Pidfd)
	defer unix.Wait4(c.PID, nil, 0, nil)
	defer unix.Kill(c.PID, unix.SIGKILL)
	for name, fd := range map[string]int{"master": c.Master, "pidfd": c.Pidfd} {
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		if err != nil || flags&unix.O_NONBLOCK == 0 {
			t.Errorf("%s is blocking: %#x, %v", name, flags, err)
		}
		if flags, err = unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
			t.Errorf("%s is not close-on-exec: %#x, %v", name, flags, err)
		}
	}
	p, err := osproc.Stat(c.PID)
	if err != nil || p.Session != c.PID || p.Group != c.PID || p.TTY == 0 {
		t.Errorf("the child is %+v, %v", p, err)
	}
	if fg, err := osproc.Foreground(c.Master); fg != c.PID || err != nil {
		t.Errorf("foreground group %d, %v", fg, err)
	}
	if err := unix.PidfdSendSignal(c.Pidfd, 0, nil, 0); err != nil {
		t.Errorf("pidfd: %v", err)
	}
}
