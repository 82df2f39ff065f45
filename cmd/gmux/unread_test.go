//go:build linux

package main_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// TestPeerNeverAcknowledges: a client that has painted nothing, as a laptop that sleeps, gets two frames and stays. What
// it missed is one frame when it wakes. It may hold half a message open for as long as that.
func TestPeerNeverAcknowledges(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has its own protocol")
	w := usertest.New(t)
	y := startTypist(t, w)
	w.Gmux("new-session", "-d", "-s", "flood", "-x", "80", "-y", "24", "yes", "a line that floods")
	socket, server := socketOf(t, w), w.ServerPid()
	slave := terminal(t)
	p := attach(t, socket, "flood", slave.Name())
	defer p.close()
	p.await(kindFrame)
	p.await(kindFrame)
	p.raw(framed(input(1, 1, 'x'))[:7])
	memory := resident(t, server)
	// Meanwhile so much is printed that the history is full.
	w.WaitOutput(`\A2000\n\z`, "display-message", "-p", "-t", "flood", "#{history_size}")
	y.more(100)
	if p.unread() {
		kind, _, err := p.hear()
		t.Errorf("more than two frames came unacknowledged: message %#x, %v", kind, err)
	}
	y.finish("beside a flood that is not acknowledged")
	sameMemory(t, server, memory, "a flood that is not acknowledged")
	if clients := w.Gmux("list-clients", "-t", "flood", "-F", "#{client_tty}"); clients != slave.Name() {
		t.Errorf("clients of the flood: %q", clients)
	}
	p.raw(framed(input(1, 1, 'x'))[7:])
	p.say(frameAck(2))
	p.await(kindFrame)
}

// unread says whether something came that was not read.
func (p *peer) unread() (ready bool) {
	p.poll(func(revents int16) { ready = revents&unix.POLLIN != 0 }, unix.POLLIN)
	return ready
}

// open says whether the server has not closed the connection, whatever lies unread in it.
func (p *peer) open() (open bool) {
	p.poll(func(revents int16) { open = revents&unix.POLLHUP == 0 }, 0)
	return open
}

func (p *peer) poll(see func(revents int16), events int16) {
	p.t.Helper()
	raw, err := p.sock.SyscallConn()
	if err != nil {
		p.t.Fatal(err)
	}
	var polled error
	err = raw.Control(func(fd uintptr) {
		fds := []unix.PollFd{{Fd: int32(fd), Events: events}}
		for {
			if _, polled = unix.Poll(fds, 0); polled != unix.EINTR {
				break
			}
		}
		see(fds[0].Revents)
	})
	if err := errors.Join(err, polled); err != nil {
		p.t.Fatal(err)
	}
}

// TestPeerNeverReads: of what a client asks for again and again and does not read, only the newest waits for it.
func TestPeerNeverReads(t *testing.T) {
	t.Parallel()
	usertest.Long(t)
	usertest.NeedGmux(t, "it has its own protocol")
	w := usertest.New(t)
	y := startTypist(t, w)
	socket, server, host := socketOf(t, w), w.ServerPid(), w.HostPid()
	before := atRest(w, host, server)
	slave := terminal(t)
	var memory int64
	for round := range usertest.Count(2, 50) {
		p := attach(t, socket, "honest", slave.Name())
		// Each empty message is acknowledged at once; a client that lives has no use for so many.
		var batch []byte
		for seq := 1; seq < usertest.Count(150_000, 300_000); {
			batch = batch[:0]
			for range 1000 {
				batch = append(batch, framed(input(seq))...)
				seq++
			}
			p.raw(batch)
		}
		if !p.open() {
			t.Error("who reads nothing was cut off, though little waits for it")
		}
		p.close()
		if round == 0 {
			memory = resident(t, server)
		}
	}
	y.finish("beside one who reads nothing")
	w.WaitOutput(`\Ahonest\n\z`, "list-clients", "-F", "#{session_name}")
	sameMemory(t, server, memory, "clients that read nothing")
	backTo(w, host, server, before)
}

// TestSlowPager: what a command prints waits for as long as its reader takes.
func TestSlowPager(t *testing.T) {
	t.Parallel()
	w := usertest.New(t)
	w.Gmux("start-server", ";", "set-option", "-g", "history-limit", "100000", ";", "new-session", "-d", "-s", "long", "-x", "80", "-y", "24", "sh -c 'seq -f %070.0f 60000; exec cat'")
	w.WaitPane("long", `0060000`)
	// The reader is idle for longer than the server waits for others, and more than pipe, client and socket hold waits.
	res := w.Run([]string{"sh", "-c", "gmux capture-pane -p -S - -t long | { sleep 4; cat; }"})
	if n := strings.Count(res.Stdout, "\n"); n < 60000 || !strings.Contains(res.Stdout, "0060000\n") || res.Stderr != "" {
		t.Errorf("a slow reader got %d lines, %q", n, res.Stderr)
	}
}
