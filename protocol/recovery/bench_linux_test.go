//go:build !portable

package recovery

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openPTY opens a pair; the master is non-blocking, the tty raw and without echo.
func openPTY(t testing.TB) (master, tty int) {
	t.Helper()
	master, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Skip("no pty:", err)
	}
	if err := unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	fd, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(master), unix.TIOCGPTPEER, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC)
	if errno != 0 {
		t.Fatal(errno)
	}
	tty = int(fd)
	tio, err := unix.IoctlGetTermios(tty, unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	tio.Lflag &^= unix.ICANON | unix.ECHO | unix.ISIG | unix.IEXTEN
	tio.Oflag &^= unix.OPOST
	tio.Iflag &^= unix.ICRNL | unix.IXON | unix.INLCR | unix.IGNCR | unix.ISTRIP | unix.INPCK | unix.BRKINT | unix.IXOFF
	if err := unix.IoctlSetTermios(tty, unix.TCSETS, tio); err != nil {
		t.Fatal(err)
	}
	return master, tty
}

// A way reads a master through Go's poller and hands out what arrived.
type way struct {
	name string
	open func(t testing.TB, master int) (next func(raw syscall.RawConn) ([]byte, error), done func())
}

func ways() []way {
	logged := func(mode Mode) func(testing.TB, int) (func(syscall.RawConn) ([]byte, error), func()) {
		return func(t testing.TB, master int) (func(syscall.RawConn) ([]byte, error), func()) {
			fds, err := Create(mode)
			if err != nil {
				t.Fatal(err)
			}
			fds.Master = master
			p, err := Open(fds, 1)
			if err != nil {
				t.Fatal(err)
			}
			buf := make([]byte, 2*waitMost)
			next := func(raw syscall.RawConn) ([]byte, error) {
				n, err := p.Output.Wait(raw)
				if err != nil {
					return nil, err
				}
				at := p.Output.Position()
				if _, err := p.Output.ReadAt(buf[:n], at-int64(n)); err != nil {
					return nil, err
				}
				return buf[:n], p.Output.Release(at)
			}
			return next, func() { p.Output.Close(); fds.Master = -1; fds.Close() }
		}
	}
	plain := func(testing.TB, int) (func(syscall.RawConn) ([]byte, error), func()) {
		buf := make([]byte, 64<<10)
		return func(raw syscall.RawConn) ([]byte, error) {
			var n int
			var err error
			perr := raw.Read(func(fd uintptr) bool {
				for n = 0; n < waitMost; { // as much at a time as Wait
					var m int
					if m, err = unix.Read(int(fd), buf[n:]); m <= 0 {
						break
					}
					n += m
				}
				if n > 0 {
					err = nil
				}
				return err != unix.EAGAIN
			})
			if perr != nil {
				err = perr
			}
			return buf[:max(n, 0)], err
		}, func() {}
	}
	return []way{{"splice", logged(Splice)}, {"intent", logged(Intent)}, {"read", plain}}
}

// flood writes megabytes of numbered lines to the tty from another process, then closes it.
func flood(t testing.TB, tty int, megabytes int) *exec.Cmd {
	t.Helper()
	f := os.NewFile(uintptr(tty), "tty")
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "RECOVERY_ROLE=flood", fmt.Sprintf("RECOVERY_LINES=%d", megabytes<<20/lineLen))
	cmd.Stdout = f
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	return cmd
}

func cpuTime(t testing.TB) time.Duration {
	t.Helper()
	var ru unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &ru); err != nil {
		t.Fatal(err)
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
}

// BenchmarkPull compares the ways in turn, several rounds in one run: throughput and CPU under a
// flood, then how long one byte takes from the tty to the reader. docs/recovery.md keeps the numbers.
func BenchmarkPull(b *testing.B) {
	const rounds, megabytes, echoes = 5, 16, 1000
	type figures struct{ rate, cpu, p50, p99 []float64 }
	all := map[string]*figures{}
	for range rounds {
		for _, w := range ways() {
			f := all[w.name]
			if f == nil {
				f = &figures{}
				all[w.name] = f
			}
			rate, cpu := measureFlood(b, w, megabytes)
			p50, p99 := measureEcho(b, w, echoes)
			f.rate, f.cpu = append(f.rate, rate), append(f.cpu, cpu)
			f.p50, f.p99 = append(f.p50, p50), append(f.p99, p99)
		}
	}
	median := func(v []float64) float64 { slices.Sort(v); return v[len(v)/2] }
	for _, w := range ways() {
		b.Run(w.name, func(b *testing.B) {
			f := all[w.name]
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(f.rate), "MB/s")
			b.ReportMetric(median(f.cpu), "cpu-s/GB")
			b.ReportMetric(median(f.p50), "echo-p50-µs")
			b.ReportMetric(median(f.p99), "echo-p99-µs")
		})
	}
}

func measureFlood(b *testing.B, w way, megabytes int) (rate, cpu float64) {
	master, tty := openPTY(b)
	next, done := w.open(b, master)
	f := os.NewFile(uintptr(master), "ptmx")
	raw, err := f.SyscallConn()
	if err != nil {
		b.Fatal(err)
	}
	cmd := flood(b, tty, megabytes)
	total, want := 0, megabytes<<20/lineLen*lineLen
	start, used := time.Now(), cpuTime(b)
	for total < want {
		p, err := next(raw)
		if err != nil {
			b.Fatalf("%s after %d bytes: %v", w.name, total, err)
		}
		total += len(p)
	}
	wall, took := time.Since(start), cpuTime(b)-used
	f.Close()
	done()
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return float64(total) / 1e6 / wall.Seconds(), took.Seconds() / (float64(total) / 1e9)
}

// measureEcho types a byte into the master, has a goroutine on the tty answer it, and takes the time
// until the reader has the answer.
func measureEcho(b *testing.B, w way, n int) (p50, p99 float64) {
	master, tty := openPTY(b)
	next, done := w.open(b, master)
	f := os.NewFile(uintptr(master), "ptmx")
	raw, err := f.SyscallConn()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "RECOVERY_ROLE=echo")
	t := os.NewFile(uintptr(tty), "tty")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = t, t, os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	t.Close()
	times := make([]time.Duration, 0, n)
	for range n {
		start := time.Now()
		if _, err := f.Write([]byte("x")); err != nil {
			b.Fatal(err)
		}
		if _, err := next(raw); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	f.Close()
	done()
	cmd.Wait() // ends with EIO when the master is gone
	slices.Sort(times)
	return float64(times[n/2].Nanoseconds()) / 1e3, float64(times[n*99/100].Nanoseconds()) / 1e3
}
