//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// An echo is a client that shows a cat: a key pressed there comes back through client, server and terminal.
type echo struct {
	w      *usertest.World
	client *usertest.Plain
	times  []float64 // from a key to its echo, in milliseconds
}

func startEcho(w *usertest.World) *echo {
	w.Gmux("new-session", "-d", "-s", "echo", "-x", "80", "-y", "24", "cat")
	e := &echo{w: w, client: w.StartPlain(24, 80, "gmux", "attach", "-t", "echo")}
	e.client.Await("[echo]")
	return e
}

// press measures one key. Its number makes that it is another one than before.
func (e *echo) press(number int) {
	if number%50 == 0 { // a new line, which is echoed and printed
		e.client.Type("\r")
		time.Sleep(calm)
	}
	key := string(rune('A' + number%26))
	e.client.Forget()
	begin := time.Now()
	e.client.Type(key)
	e.client.Await(key)
	e.times = append(e.times, milliseconds(time.Since(begin)))
}

// hurry puts the world's processes before those that are no part of the test. Where the processors are overbooked, who
// uses more than an even share of them waits for it, and so a server that has much to do waits longer than one that has
// not, which is the kernel's doing and not ours. Only root may; others have to measure on a quiet machine.
func (e *echo) hurry(t testing.TB) {
	t.Helper()
	for _, p := range e.w.Processes() {
		err := unix.Setpriority(unix.PRIO_PGRP, p.PGrp, -15) // the group: a process alone would be one of its threads
		if err != nil && err != unix.ESRCH && os.Geteuid() == 0 {
			t.Fatalf("priority of %v: %v", p, err)
		}
		// Where the kernel makes a group of every session, this is that group's priority, and the one above only ranks
		// its members. See sched(7), "The autogroup feature".
		err = os.WriteFile(fmt.Sprintf("/proc/%d/autogroup", p.Pid), []byte("-15"), 0)
		if err != nil && usertest.Alive(p.Pid) && os.Geteuid() == 0 && !os.IsNotExist(err) {
			t.Fatalf("priority of the session of %v: %v", p, err)
		}
	}
}

// beside asserts that the keys of busy, a client of a server that has much to do, come back within twice the time of
// those of alone, which has a server of its own: of the middle one, and of nine in ten. The two are pressed in turns, so that
// what else the machine does is the same for both. What is slow by itself is slow in every round; what a busy machine
// does to one of the two is not.
func beside(t *testing.T, what string, busy, alone *echo) {
	t.Helper()
	const rounds = 5
	busy.hurry(t)
	alone.hurry(t)
	keys := usertest.Count(100, 500)
	for round := 1; ; round++ {
		busy.times, alone.times = nil, nil
		for i := range keys {
			time.Sleep(calm / 5)
			busy.press(i)
			time.Sleep(calm / 5)
			alone.press(i)
		}
		ok, text := true, ""
		for _, q := range []float64{0.5, 0.9} {
			b, a := quantile(busy.times, q), quantile(alone.times, q)
			ok = ok && b <= 2*a
			text += fmt.Sprintf(" p%.0f %.2f ms, alone %.2f ms;", 100*q, b, a)
		}
		t.Logf("soak: key to echo beside %s:%s", what, text)
		if ok {
			return
		}
		if round == rounds {
			t.Fatalf("in none of %d rounds the keys came back within twice the time of a server that is alone", rounds)
		}
	}
}

// TestManySessions: a client beside 200 sessions is served as if it were alone, and when they are gone nothing of them is left.
func TestManySessions(t *testing.T) {
	usertest.Long(t)
	w := usertest.New(t)
	busy, alone := startEcho(w), startEcho(usertest.New(t))
	runBare(t, w, "new-session", "-d", "-s", "first", "cat")
	runBare(t, w, "kill-session", "-t", "first")
	host, server := w.HostPid(), w.ServerPid()
	before := atRest(w, host, server)
	const sessions = 200
	begin := time.Now()
	for i := range sessions {
		runBare(t, w, "new-session", "-d", "-s", fmt.Sprint("s", i), "-x", "80", "-y", "24", "cat")
	}
	t.Logf("soak: %d sessions made in %v", sessions, time.Since(begin).Round(time.Millisecond))
	if n := strings.Count(w.Gmux("list-sessions"), "\n") + 1; n != sessions+1 {
		t.Errorf("%d sessions are listed", n)
	}
	beside(t, fmt.Sprint(sessions, " sessions"), busy, alone)
	for i := range sessions {
		runBare(t, w, "kill-session", "-t", fmt.Sprint("=s", i))
	}
	asBefore(w, host, server, before)
}

// TestManyClients: a hundred clients on one session, which goes on printing, all see its end, and a client beside them is
// served as if it were alone. Some are processes of their own.
func TestManyClients(t *testing.T) {
	usertest.Long(t)
	w := usertest.New(t)
	busy, alone := startEcho(w), startEcho(usertest.New(t))
	w.Gmux("new-session", "-d", "-s", "shared", "-x", "80", "-y", "24", "cat")
	host, server := w.HostPid(), w.ServerPid()
	before := atRest(w, host, server)
	const clients = 100
	real := usertest.Count(10, clients)
	var plain []*usertest.Plain
	var bare []*bareClient
	for i := range clients {
		if i < real {
			plain = append(plain, w.StartPlain(24, 80, "gmux", "attach", "-t", "shared"))
			continue
		}
		c, err := attachBare(w, "shared")
		if err != nil {
			t.Fatal(err)
		}
		bare = append(bare, c)
	}
	for _, p := range plain {
		p.Await("[shared]")
	}
	beside(t, fmt.Sprint(clients, " clients"), busy, alone)
	stop := everyTenth(func() { plain[0].Write("all of them see this\r") })
	beside(t, fmt.Sprint(clients, " clients of a session that prints"), busy, alone)
	stop()
	plain[0].Type("the last word")
	for _, p := range plain {
		p.Await("the last word")
		p.Keys("C-b", "d")
		p.WaitExit()
		p.CloseTerminal()
	}
	for _, c := range bare {
		if err := c.detach(); err != nil {
			t.Fatal(err)
		}
	}
	asBefore(w, host, server, before)
}

// everyTenth does something ten times a second until stop is called.
func everyTenth(do func()) (stop func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-end:
				return
			case <-tick.C:
				do()
			}
		}
	}()
	return func() { close(end); <-ended }
}

// TestManyAttaches: hundreds of times, in a soak ten thousand, a client comes and goes, by the key or without a word, and nothing is left of it; another client
// is served meanwhile as if it were alone.
func TestManyAttaches(t *testing.T) {
	usertest.Long(t)
	w := usertest.New(t)
	busy, alone := startEcho(w), startEcho(usertest.New(t))
	w.Gmux("new-session", "-d", "-s", "visited", "-x", "80", "-y", "24", "cat")
	host, server := w.HostPid(), w.ServerPid()
	cycle := func(i int) error {
		c, err := attachBare(w, "visited")
		if err != nil {
			return err
		}
		if i%2 == 0 {
			return c.detach()
		}
		return c.leave()
	}
	cycles, real := usertest.Count(300, 10_000), usertest.Count(10, 1000)
	growth(t, w, cycles, cycle)
	for i := range real {
		c := w.StartPlain(24, 80, "gmux", "attach", "-t", "visited")
		c.Await("[visited]")
		if i%2 == 0 {
			c.Keys("C-b", "d")
		} else {
			c.CloseTerminal()
		}
		c.WaitExit()
		c.CloseTerminal()
	}
	before := atRest(w, host, server)
	stop, failed := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				failed <- nil
				return
			default:
			}
			if err := cycle(i); err != nil {
				failed <- err
				return
			}
		}
	}()
	beside(t, "clients that come and go", busy, alone)
	close(stop)
	if err := <-failed; err != nil {
		t.Error(err)
	}
	asBefore(w, host, server, before)
}

// TestManySessionsMade: hundreds of sessions, in a soak ten thousand, are made and killed, and nothing is left of them.
func TestManySessionsMade(t *testing.T) {
	usertest.Long(t)
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "stays", "cat")
	growth(t, w, usertest.Count(300, 10_000), func(i int) error {
		name := fmt.Sprint("s", i)
		runBare(t, w, "new-session", "-d", "-s", name, "-x", "80", "-y", "24", "cat")
		runBare(t, w, "kill-session", "-t", "="+name)
		return nil
	})
}

// asBefore waits until host and server have what they had.
func asBefore(w *usertest.World, host, server int, before string) {
	w.Eventually("everything to be as before:\n"+before, func() (bool, string) {
		now := inventory(w, host, server)
		return now == before, now
	})
}

// growth does something many times and asserts that nothing is left of it: neither in the inventory, nor threads, nor
// memory. Memory is compared between the two halves: what the first takes may be room that is used again; what the
// second takes as well grows with their number.
func growth(t *testing.T, w *usertest.World, times int, cycle func(i int) error) {
	t.Helper()
	host, server := w.HostPid(), w.ServerPid()
	run := func(from, to int) {
		for i := from; i < to; i++ {
			if err := cycle(i); err != nil {
				t.Fatalf("time %d: %v", i, err)
			}
		}
	}
	run(0, times/10)
	before, threads := atRest(w, host, server), threadCount(host, server)
	begin := time.Now()
	var sizes [3]memory
	for half := range 2 {
		sizes[half] = memoryOf(t, host, server)
		run(half*times/2, (half+1)*times/2)
		asBefore(w, host, server, before)
	}
	sizes[2] = memoryOf(t, host, server)
	if now := threadCount(host, server); now > threads+10 {
		t.Errorf("%d threads before, %d after", threads, now)
	}
	first, second := sizes[1].sum()-sizes[0].sum(), sizes[2].sum()-sizes[1].sum()
	if second > growthSlack && second > first/2 {
		t.Errorf("memory grows with their number: by %.1f MB in the first half, by %.1f MB in the second", float64(first)/1e6, float64(second)/1e6)
	}
	t.Logf("soak: %d times in %v; at the start, in the middle and at the end: %v", times, time.Since(begin).Round(time.Millisecond), sizes)
}

// growthSlack is what the collector of a runtime leaves lying about from one look to the next: 8 KB for each of 500
// times, or 800 bytes for each of the 5,000 under make soak.
const growthSlack = 4 << 20

// memory is what host and server hold, in bytes.
type memory struct{ host, server, shared int64 }

func (m memory) sum() int64 { return m.host + m.server + m.shared }

func (m memory) String() string {
	return fmt.Sprintf("host %.1f MB, server %.1f MB, memory of both %.1f MB", float64(m.host)/1e6, float64(m.server)/1e6, float64(m.shared)/1e6)
}

// memoryOf reads the anonymous memory of the two, and what the memfds of the host take.
func memoryOf(t testing.TB, host, server int) (m memory) {
	t.Helper()
	m.host, m.server = anonymous(t, host), anonymous(t, server)
	dir := fmt.Sprintf("/proc/%d/fd/", host)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		target, err := os.Readlink(dir + e.Name())
		var st unix.Stat_t
		if err == nil && strings.HasPrefix(target, "/memfd:") && unix.Stat(dir+e.Name(), &st) == nil {
			m.shared += st.Blocks * 512
		}
	}
	return m
}

func anonymous(t testing.TB, pid int) int64 {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "RssAnon:")
	var kb int64
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		t.Fatal(err)
	}
	return kb << 10
}
