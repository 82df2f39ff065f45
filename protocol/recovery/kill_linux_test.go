//go:build !portable

package recovery

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// readyFD is where a role says that it has begun to work: behind the seven that passed lists.
const readyFD = 10

// startRole starts this test binary in a role, with descriptors from 3 on, and waits until it works.
func startRole(t testing.TB, role string, fds []int, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(append(os.Environ(), "RECOVERY_ROLE="+role, "GORACE=atexit_sleep_ms=0"), env...)
	cmd.Stderr = os.Stderr
	for _, fd := range fds {
		dup, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 3)
		if err != nil {
			t.Fatal(err)
		}
		f := os.NewFile(uintptr(dup), role)
		defer f.Close()
		cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd.ExtraFiles = append(cmd.ExtraFiles, w)
	err = cmd.Start()
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() }) // one that lives would keep our stderr open
	r.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, err := r.Read(make([]byte, 1)); err != nil {
		t.Fatalf("%s does not begin: %v", role, err)
	}
	return cmd
}

// ready tells startRole.
func ready() {
	if _, err := unix.Write(readyFD, []byte{1}); err != nil {
		fatal(err)
	}
	unix.Close(readyFD)
}

// inherited gives a role its pane's descriptors, in the order startRole passed them.
func inherited() FDs {
	f := FDs{Master: 3, PipeR: 4, PipeW: 5, Log: 6, Input: 7, History: 8, State: 9, Pidfd: -1}
	for _, fd := range f.all() {
		if *fd >= 0 {
			unix.CloseOnExec(*fd)
		}
	}
	if err := unix.SetNonblock(f.Master, true); err != nil { // os/exec made it blocking when it passed it
		fatal(err)
	}
	return f
}

func passed(f FDs) []int {
	return []int{f.Master, f.PipeR, f.PipeW, f.Log, f.Input, f.History, f.State}
}

// roleReader is a server that only reads. It ends at hang-up.
func roleReader() {
	p, err := Open(inherited(), uint64(number("RECOVERY_GENERATION")))
	if err != nil {
		fatal("reader:", err)
	}
	f := os.NewFile(3, "ptmx")
	raw, err := f.SyscallConn()
	if err != nil {
		fatal("reader:", err)
	}
	for first := true; ; {
		if _, err := p.Output.Wait(raw); errors.Is(err, io.EOF) {
			if first {
				ready()
			}
			return
		} else if err != nil {
			fatal("reader:", err)
		}
		if first {
			ready()
		}
		first = false
	}
}

// pause is how long a victim lives: different each time, the same in every run.
func pause(i int) time.Duration { return time.Duration(8+(i*7919)%24) * time.Millisecond }

// TestKilledReaders: readers are killed in the middle of a flood, and what they put into the log
// between them is what the child wrote.
func TestKilledReaders(t *testing.T) {
	for _, mode := range []Mode{Splice, Intent} {
		t.Run([]string{"splice", "intent"}[mode], func(t *testing.T) {
			t.Parallel()
			const kills = 30
			master, tty := openPTY(t)
			fds, err := Create(mode)
			if err != nil {
				t.Fatal(err)
			}
			fds.Master = master
			defer fds.Close()
			lines := 10_000_000 // more than 30 readers can read
			child := floodForever(t, tty, lines)
			v := &verifier{t: t, log: fds.Log}
			for i := range kills {
				reader := startRole(t, "reader", passed(fds), fmt.Sprint("RECOVERY_GENERATION=", i+1))
				before := v.at
				v.follow(pause(i))
				reader.Process.Kill()
				reader.Wait()
				v.catchUp()
				if v.at == before {
					t.Errorf("reader %d read nothing: the kill fell into no flood", i+1)
				}
			}
			child.Process.Kill() // the tty is hung up; the last reader reads what is left, up to the end
			child.Wait()
			last := startRole(t, "reader", passed(fds), fmt.Sprint("RECOVERY_GENERATION=", kills+1))
			if err := last.Wait(); err != nil {
				t.Errorf("the last reader: %v", err)
			}
			v.catchUp()
			t.Logf("%d kills, %.1f MB", kills, float64(v.at)/1e6)
			if p, err := Open(fds, 1); !errors.Is(err, ErrSuperseded) {
				t.Errorf("an earlier generation may read: %v, %v", p, err)
			}
		})
	}
}

func floodForever(t *testing.T, tty, lines int) *exec.Cmd {
	t.Helper()
	f := os.NewFile(uintptr(tty), "tty")
	defer f.Close()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "RECOVERY_ROLE=flood", fmt.Sprint("RECOVERY_LINES=", lines))
	cmd.Stdout = f
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd
}

// A verifier compares the log with the flood, and gives back what it has seen.
type verifier struct {
	t    *testing.T
	log  int
	at   int64
	want bytes.Buffer
	next int // line that is written into want next
}

// follow verifies while a reader works, for a while.
func (v *verifier) follow(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Millisecond) {
		v.catchUp()
	}
}

func (v *verifier) catchUp() {
	v.t.Helper()
	end, err := position(v.log)
	if err != nil {
		v.t.Fatal(err)
	}
	buf := make([]byte, 256<<10)
	for v.at < end {
		p := buf[:min(int64(len(buf)), end-v.at)]
		if err := readFull(v.log, p, v.at); err != nil {
			v.t.Fatal(err)
		}
		for v.want.Len() < len(p) {
			v.want.WriteString(line(v.next))
			v.next++
		}
		if want := v.want.Next(len(p)); !bytes.Equal(p, want) {
			i := 0
			for p[i] == want[i] {
				i++
			}
			lo, hi := max(0, i-lineLen), min(len(p), i+lineLen)
			v.t.Fatalf("the log differs at %d\n got %q\nwant %q", v.at+int64(i), p[lo:hi], want[lo:hi])
		}
		punch(v.log, v.at, int64(len(p)))
		v.at += int64(len(p))
	}
}

// roleSender is a server that types numbered lines: it queues the next one, names it as the origin
// with the same commit, and sends as much as the tty takes.
func roleSender() {
	p, err := Open(inherited(), uint64(number("RECOVERY_GENERATION")))
	if err != nil {
		fatal("sender:", err)
	}
	next := 0
	for _, o := range p.Input.Origins() {
		next = int(o.Seq) + 1
	}
	f := os.NewFile(3, "ptmx")
	raw, err := f.SyscallConn()
	if err != nil {
		fatal("sender:", err)
	}
	for first := true; ; {
		for {
			if _, err := p.Input.AppendFrom([]byte(line(next)), Origin{Client: 1, Seq: uint64(next)}); errors.Is(err, ErrFull) {
				break
			} else if err != nil {
				fatal("sender:", err)
			}
			next++
		}
		var serr error
		err := raw.Write(func(fd uintptr) bool {
			_, serr = p.Input.Send(int(fd))
			return serr != unix.EAGAIN
		})
		if err != nil || serr != nil {
			fatal("sender:", err, serr)
		}
		if first {
			ready()
		}
		first = false
	}
}

// TestKilledSenders: servers are killed while they type, and the child reads each line once.
func TestKilledSenders(t *testing.T) {
	t.Parallel()
	const kills = 30
	master, tty := openPTY(t)
	fds, err := Create(Splice)
	if err != nil {
		t.Fatal(err)
	}
	fds.Master = master
	defer fds.Close()
	child := os.NewFile(uintptr(tty), "tty")
	type result struct {
		n   int64
		err error
	}
	read := make(chan result, 1)
	go func() {
		var want bytes.Buffer
		r, next := result{}, 0
		buf := make([]byte, 64<<10)
		for {
			n, err := child.Read(buf)
			for want.Len() < n {
				want.WriteString(line(next))
				next++
			}
			if w := want.Next(n); err == nil && !bytes.Equal(buf[:n], w) {
				err = fmt.Errorf("input differs after %d bytes:\n got %q\nwant %q", r.n, buf[:n], w)
			}
			if r.n += int64(n); err != nil {
				if !errors.Is(err, unix.EIO) && err != io.EOF { // EIO, or 0 bytes: both are a hang-up
					r.err = err
				}
				read <- r
				return
			}
		}
	}()
	for i := range kills {
		sender := startRole(t, "sender", passed(fds), fmt.Sprint("RECOVERY_GENERATION=", i+1))
		select {
		case r := <-read:
			t.Fatal(r.err)
		case <-time.After(pause(i)):
		}
		sender.Process.Kill()
		sender.Wait()
	}
	sent, err := position(fds.Input)
	if err != nil {
		t.Fatal(err)
	}
	unix.Close(fds.Master) // the child reads what is there, then EIO
	fds.Master = -1
	r := <-read
	if r.err != nil {
		t.Fatal(r.err)
	}
	// A hang-up throws away what the child had not read; what it has read is what was sent, in order.
	if r.n > sent-headerLen || r.n == 0 {
		t.Errorf("the child read %d bytes of %d", r.n, sent-headerLen)
	}
	t.Logf("%d kills, %.1f MB", kills, float64(r.n)/1e6)
}
