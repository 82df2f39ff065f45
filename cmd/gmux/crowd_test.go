//go:build linux

package main_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestSilentPeers: who says nothing, or half of something, is told so after a while and sent away.
func TestSilentPeers(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has its own protocol")
	w := usertest.New(t)
	y := startTypist(t, w)
	socket, server, host := socketOf(t, w), w.ServerPid(), w.HostPid()
	before := atRest(w, host, server)
	half := framed(identify(outer{}))
	var peers []*peer
	for _, say := range [][]byte{
		nil,
		{0},
		{0, 0, 0, 7},
		framed(hello(1, 1)),
		framed([]byte{0x91, 0x3e}), // of a type to come
		append(framed(hello(1, 1)), half[:len(half)-1]...),
		append(framed(hello(1, 1)), 0, 0x0f, 0xff, 0xff), // a large one to come
		append(framed(hello(1, 1)), half...),
	} {
		for range 10 {
			p := connect(t, socket)
			p.raw(say)
			peers = append(peers, p)
		}
	}
	for i, p := range peers {
		why, err := p.end()
		if err != nil || why != "no command came within 10s" {
			t.Errorf("silent peer %d: the server said %q, %v", i, why, err)
		}
		p.close()
	}
	y.finish("while others said nothing")
	backTo(w, host, server, before)
}

// TestTenThousandConnections: whoever opens them and says nothing takes the place of nobody else. Those who are attached
// type on, those who come get in, and when it is over nothing is left of it.
func TestTenThousandConnections(t *testing.T) {
	t.Parallel()
	usertest.Long(t)
	usertest.NeedGmux(t, "it has its own protocol")
	w := usertest.New(t)
	y := startTypist(t, w)
	socket, server, host := socketOf(t, w), w.ServerPid(), w.HostPid()
	before := atRest(w, host, server)
	var memory int64
	for round := range usertest.Count(2, 20) {
		var knocks []*usertest.Plain
		for range 5 { // a process may have no more than some thousand descriptors
			knocks = append(knocks, w.StartPlain(24, 200, w.Probe("knock"), "-n", "2000", socket))
		}
		for _, k := range knocks {
			k.WaitFor(`connected 2000`)
		}
		if got := w.Gmux("list-sessions", "-F", "#{session_name}"); got != "honest" {
			t.Errorf("list-sessions among ten thousand connections: %q", got)
		}
		files, err := usertest.Files(server)
		if err != nil || len(files) > 1200 {
			t.Errorf("the server has %d descriptors open, %v", len(files), err)
		}
		w.Gmux("new-session", "-d", "-s", "another", "cat")
		w.Gmux("kill-session", "-t", "another")
		told := 0
		for _, k := range knocks {
			k.Type("\r")
			k.WaitFor(`over`)
			for _, m := range regexp.MustCompile(`(\d+) times: .*this one has not said what it wants \(closed\)`).FindAllStringSubmatch(k.Output(), -1) {
				n, err := strconv.Atoi(m[1])
				if err != nil {
					t.Fatal(err)
				}
				told += n
			}
			k.WaitExit()
			k.CloseTerminal()
		}
		if told < 8000 {
			t.Errorf("%d of 10,000 were told why they had to go", told)
		}
		y.finish("among 10,000 connections")
		backTo(w, host, server, before)
		if round == 0 {
			memory = resident(t, server)
		}
		y.start()
	}
	y.more(20)
	y.finish("after them")
	sameMemory(t, server, memory, "10,000 connections, again")
}

// TestFullHouse: where all places are taken by clients that have a right to them, newcomers are told so. Those who are
// inside type on, and there is room for panes.
func TestFullHouse(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has its own protocol")
	w := usertest.New(t)
	// A server takes an eighth of what descriptors it may have for connections: 50.
	res := w.Run([]string{"sh", "-c", "ulimit -n 400 && exec gmux new-session -d -s first cat"})
	if res.Code != 0 {
		t.Fatalf("start a server with few descriptors: %+v", res)
	}
	y := startTypist(t, w)
	w.Gmux("bind-key", "-n", "C-t", "new-session", "-d", "cat")
	socket, server, host := socketOf(t, w), w.ServerPid(), w.HostPid()
	before := atRest(w, host, server)
	var peers []*peer
	for range 49 {
		peers = append(peers, waiting(t, socket))
	}
	for range 100 {
		p := connect(t, socket)
		p.say(hello(1, 1), identify(outer{}), command("list-sessions"))
		if why, err := p.end(); err != nil || why != "too many clients" {
			t.Fatalf("a newcomer to a full house was told %q, %v", why, err)
		}
		p.close()
	}
	res = w.Run([]string{"gmux", "list-sessions"})
	if res.Code != 1 || res.Stderr != "too many clients\n" {
		t.Errorf("list-sessions in a full house: %+v", res)
	}
	y.finish("in a full house")
	for range 10 {
		y.c.Keys("C-t")
	}
	y.start()
	y.more(20)
	y.finish("beside ten new panes")
	for _, p := range peers {
		p.close()
	}
	w.Eventually("a place for a newcomer", func() (bool, string) {
		res := w.Run([]string{"gmux", "list-sessions", "-F", "#{session_name}"})
		return res.Code == 0 && strings.Count(res.Stdout, "\n") == 12, res.Stdout + res.Stderr
	})
	for name := range strings.Lines(w.Gmux("list-sessions", "-F", "#{session_name}")) {
		if name = strings.TrimSpace(name); name != "first" && name != "honest" {
			w.Gmux("kill-session", "-t", name)
		}
	}
	backTo(w, host, server, before)
}

// TestForeignCrowd: another user whom the owner let reach the socket gets nothing but a refusal, however often they try
// at once, and takes nobody's place.
func TestForeignCrowd(t *testing.T) {
	t.Parallel()
	usertest.NeedRoot(t)
	usertest.NeedGmux(t, "it closes the connection without a word")
	w := usertest.New(t)
	y := startTypist(t, w)
	socket, server, host := socketOf(t, w), w.ServerPid(), w.HostPid()
	before := atRest(w, host, server)
	openWay(t, w, socket, 0o777)
	greeting := fmt.Sprintf("%x", join(framed(hello(1, 1)), framed(identify(outer{})), framed(command("kill-server"))))
	for _, say := range []string{"", greeting} {
		res := w.Run([]string{w.Probe("knock"), "-wait", "-n", "1500", "-say", say, socket}, usertest.As(65534, 65534))
		told := regexp.MustCompile(`(?m)^connected 1500\n1500 times: @? ?access not allowed \(closed\)\nover$`)
		if res.Code != 0 || !told.MatchString(res.Stdout) {
			t.Errorf("another user who said %q: %+v", say, res)
		}
		if got := w.Gmux("-S", socket, "list-sessions", "-F", "#{session_name}"); got != "honest" {
			t.Errorf("sessions afterwards: %q", got)
		}
	}
	y.finish("while another user knocked")
	openWay(t, w, socket, 0o700)
	backTo(w, host, server, before)
	if now := w.Pid("#{server_pid}", "-t", "honest"); now != server {
		t.Errorf("the server was %d and is %d", server, now)
	}
}

// TestManyLost: clients that go without a goodbye and whose process lives on are watched for a minute each, to put their
// terminal in order should it die; however many there are, the server has room for the rest.
func TestManyLost(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it watches nobody")
	w := usertest.New(t)
	y := startTypist(t, w)
	socket, server := socketOf(t, w), w.ServerPid()
	before, err := usertest.Files(server)
	if err != nil {
		t.Fatal(err)
	}
	threads := statusNumber(t, server, "Threads:")
	slave := terminal(t)
	for range usertest.Count(200, 5000) {
		attach(t, socket, "honest", slave.Name(), int(slave.Fd())).close()
	}
	w.WaitOutput(`\Ahonest\n\z`, "list-clients", "-F", "#{session_name}")
	w.Eventually("the server to watch no more than 64 terminals", func() (bool, string) {
		now, err := usertest.Files(server)
		if err != nil {
			return false, err.Error()
		}
		return len(now) <= len(before)+2*64+4, fmt.Sprintf("%d descriptors before, %d now", len(before), len(now))
	})
	if now := statusNumber(t, server, "Threads:"); now > threads+64+20 {
		t.Errorf("the server had %d threads and has %d", threads, now)
	}
	y.finish("while others were lost")
}

// openWay sets the mode of the socket and of the directories on the way to it.
func openWay(t *testing.T, w *usertest.World, socket string, mode os.FileMode) {
	t.Helper()
	for path := socket; path != w.Path(); path = path[:strings.LastIndexByte(path, '/')] {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOneDoor: the server listens on the socket and nowhere else, the host nowhere at all.
func TestOneDoor(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has no host")
	w := usertest.New(t)
	w.Gmux("new-session", "-d", "-s", "work", "cat")
	socket := socketOf(t, w)
	bound, err := os.ReadFile("/proc/net/unix")
	if err != nil {
		t.Fatal(err)
	}
	// Num RefCount Protocol Flags Type St Inode Path: Flags has 0x10000 where somebody listens, see unix(7), proc(5).
	doors := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+)(?: (.*))?$`).FindAllStringSubmatch(string(bound), -1) {
		if m[1] != "00000000" || m[3] != "" {
			doors["socket:["+m[2]+"]"] = m[3]
		}
	}
	for role, pid := range map[string]int{"host": w.HostPid(), "server": w.ServerPid()} {
		found := map[string]bool{}
		dir := fmt.Sprintf("/proc/%d/fd/", pid)
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			target, err := os.Readlink(dir + e.Name())
			if err != nil {
				continue // closed meanwhile
			}
			if path, ok := doors[target]; ok {
				found[path] = true
			}
		}
		if len(found) != 1 || !found[socket] {
			t.Errorf("the %s has these doors: %v, want %s", role, found, socket)
		}
	}
}
