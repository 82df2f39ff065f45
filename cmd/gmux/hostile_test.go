//go:build linux

package main_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// join makes one body of parts.
func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// pad is bytes of one value.
func pad(c byte, n int) []byte { return bytes.Repeat([]byte{c}, n) }

// attacks break a rule each, and why is what the server says of it. None of the pipe ends they pass may stay open.
var attacks = []struct {
	name   string
	attack func(p *peer, some []int)
	why    string
}{
	{"no common version", func(p *peer, _ []int) { p.say(hello(9, 12)) }, `protocol version mismatch \(gmux \S+ speaks 1, x speaks 9 to 12\)`},
	{"versions upside down", func(p *peer, _ []int) { p.say(hello(3, 1)) }, `versions 3 to 1`},
	{"another protocol", func(p *peer, _ []int) { p.raw([]byte("GET / HTTP/1.1\r\n\r\n")) }, `frame of 1195725856 bytes, the limit is`},
	{"a length of 4 GB", func(p *peer, _ []int) { p.raw(pad(0xff, 4)) }, `frame of 4294967295 bytes`},
	{"a large length of one who has not said hello", func(p *peer, _ []int) { p.raw([]byte{0, 1, 0, 1, 0x90}) }, `frame of 65537 bytes`},
	{"a length over the limit later", func(p *peer, _ []int) { p.say(hello(1, 1)); p.raw([]byte{0, 0x10, 0, 1}) }, `frame of 1048577 bytes`},
	{"no body", func(p *peer, _ []int) { p.say(nil) }, `body ends inside a value`},
	{"no array", func(p *peer, _ []int) { p.say([]byte{0xc0}) }, `value of another kind`},
	{"no kind", func(p *peer, _ []int) { p.say([]byte{0x90}) }, `body ends inside a value`},
	{"more after the message", func(p *peer, _ []int) { p.say(append(hello(1, 1), 0)) }, `bytes after the message`},
	{"an array of 4 G fields", func(p *peer, _ []int) { p.say([]byte{0xdd, 0xff, 0xff, 0xff, 0xff}) }, `body ends inside a value|over its limit`},
	{"4 G variables", func(p *peer, _ []int) { p.say(hello(1, 1), identify(outer{}, 0xdd, 0xff, 0xff, 0xff, 0xff)) }, `identify: .*over its limit`},
	{"1 M variables that are there", func(p *peer, _ []int) {
		p.say(hello(1, 1), identify(outer{}, join([]byte{0xdd, 0, 0x0f, 0, 0}, pad(0xa0, 0xf0000))...))
	}, `identify: .*over its limit`},
	{"a text of 4 GB", func(p *peer, _ []int) { p.say([]byte{0x95, 1, 1, 1, 0xdb, 0xff, 0xff, 0xff, 0xff}) }, `over its limit|ends inside`},
	{"bytes of 512 MB", func(p *peer, _ []int) { p.say(hello(1, 1), []byte{0x9d, 2, 0xc6, 0x20, 0, 0, 0}) }, `over its limit|ends inside`},
	{"a map of 16 M in a field to come", func(p *peer, _ []int) {
		p.say([]byte{0x96, 1, 1, 1, 0xa0, 0x90, 0xdf, 0, 0xff, 0xff, 0xff})
	}, `unknown field .*ends inside`},
	{"1 M arrays in each other", func(p *peer, _ []int) {
		p.say(hello(1, 1), identify(outer{}), join([]byte{0x93, 3, 0x90}, pad(0x91, 1<<20-64)))
	}, `unknown field .*ends inside`},
	{"a byte that msgpack has not", func(p *peer, _ []int) { p.say([]byte{0x96, 1, 1, 1, 0xa0, 0x90, 0xc1}) }, `another kind`},
	{"a small message that is large", func(p *peer, _ []int) {
		p.say(hello(1, 1), identify(outer{}), join([]byte{0x95, 4, 0xda, 0xff, 0xff}, pad('x', 0xffff), []byte{0xa0, 0xc2, 0}))
	}, `reattach of 65543 bytes`},
	{"a message of a server", func(p *peer, _ []int) { p.say([]byte{0x92, kindRefused, 0xa2, 'n', 'o'}) }, `refused: message out of place`},
	{"a command before all", func(p *peer, _ []int) { p.say(command("kill-server")) }, `command before hello`},
	{"a command before identify", func(p *peer, _ []int) { p.say(hello(1, 1), command("kill-server")) }, `command before identify`},
	{"a key before a command", func(p *peer, _ []int) { p.say(hello(1, 1), identify(outer{}), input(1)) }, `input before a command`},
	{"identify twice", func(p *peer, _ []int) { p.say(hello(1, 1), identify(outer{}), identify(outer{})) }, `identify before a command`},
	{"a second command", func(p *peer, _ []int) { p.ask(); p.say(command("kill-server")) }, `a second command`},
	{"a second hello", func(p *peer, _ []int) { p.ask(); p.say(hello(1, 1)) }, `a second hello`},
	{"keys without a session", func(p *peer, _ []int) { p.ask(); p.say(input(1, 1, 'x')) }, `input before attached`},
	{"a size nobody has", func(p *peer, _ []int) { p.ask(); p.say([]byte{0x92, 7, 0x94, 0xcd, 0xff, 0xff, 1, 0, 0}) }, `resize: .*over its limit`},
	{"a key that is none", func(p *peer, _ []int) {
		p.say(hello(1, 1), identify(outer{"/dev/pts/none", true}), command("attach-session", "-t", "honest"), input(1, 1, 'x', 0, 'x'))
	}, `input 1: decode key event: unknown kind 0`},
	{"253 descriptors with hello", func(p *peer, some []int) { p.raw(framed(hello(1, 1)), some...) }, `unexpected descriptors`},
	{"one descriptor with hello", func(p *peer, some []int) { p.raw(framed(hello(1, 1)), some[0]) }, `unexpected descriptors`},
	{"253 descriptors with identify", func(p *peer, some []int) {
		p.say(hello(1, 1))
		p.raw(framed(identify(outer{"/dev/pts/0", true})), some...)
	}, `unexpected descriptors`},
	{"a descriptor that is no terminal", func(p *peer, some []int) {
		p.say(hello(1, 1))
		p.raw(framed(identify(outer{"/dev/pts/0", true})), some[0])
		p.say(command("source-file", "-"))
	}, `not that of a terminal`},
	{"a descriptor and no terminal", func(p *peer, some []int) {
		p.say(hello(1, 1))
		p.raw(framed(identify(outer{})), some[0])
	}, `no terminal was announced`},
	{"a descriptor with a second identify", func(p *peer, some []int) { p.ask(); p.raw(framed(identify(outer{})), some[0]) }, `a second identify`},
	{"descriptors with a type to come", func(p *peer, some []int) {
		p.say(hello(1, 1))
		p.raw(framed([]byte{0x91, 0x3e}), some[0])
		p.raw(framed([]byte{0x91, 0x3e}), some...)
	}, `unexpected descriptors`},
	{"descriptors inside a header and a body", func(p *peer, some []int) {
		h := framed(hello(1, 1))
		p.raw(h[:2])
		p.raw(h[2:6], some...)
		p.raw(h[6:], some...)
		p.say(command("list-sessions"))
	}, `command before identify|unexpected descriptors`}, // the first two bytes may still be there when the rest comes
}

// ask makes a peer one whose command waits.
func (p *peer) ask() {
	p.t.Helper()
	p.say(hello(1, 1), identify(outer{}), command("source-file", "-"))
	p.await(kindStdinWanted)
}

// TestHostileMessages: a peer that breaks a rule is told which and sent away. Nothing of it stays in the server, however
// often it comes, and somebody who types meanwhile sees what is typed.
func TestHostileMessages(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has its own protocol")
	w := usertest.New(t)
	y := startTypist(t, w)
	socket, server, host := socketOf(t, w), w.ServerPid(), w.HostPid()
	pipes := manyPipes(t, 253)
	round := func() {
		for _, a := range attacks {
			p := connect(t, socket)
			a.attack(p, pipes)
			why, err := p.end()
			if err != nil {
				t.Fatalf("%s: %v", a.name, err)
			}
			if !regexp.MustCompile(a.why).MatchString(why) {
				t.Errorf("%s: the server said %q, want %q", a.name, why, a.why)
			}
			p.close()
		}
	}
	for range 3 { // the first rounds fill caches and pools
		round()
	}
	y.finish("while rules were being broken for the first time")
	before, memory := atRest(w, host, server), resident(t, server)
	y.start()
	rounds := usertest.Count(10, 2000)
	for range rounds {
		round()
	}
	y.finish("while rules were being broken")
	backTo(w, host, server, before)
	sameMemory(t, server, memory, fmt.Sprintf("%d rounds of broken rules", rounds))
	if now := w.ServerPid(); now != server {
		t.Errorf("the server was %d and is %d", server, now)
	}
}

// manyPipes are writing ends, as many as one message carries.
func manyPipes(t *testing.T, n int) (fds []int) {
	t.Helper()
	var pipe [2]int
	if err := unix.Pipe2(pipe[:], unix.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(pipe[0]); unix.Close(pipe[1]) })
	for range n {
		fds = append(fds, pipe[1])
	}
	return fds
}

// backTo waits until the inventory is again what it was.
func backTo(w *usertest.World, host, server int, before string) {
	w.Eventually("everything to be as before:\n"+before, func() (bool, string) {
		now := inventory(w, host, server)
		return now == before, now
	})
}

// memorySlack is what a garbage-collected process may have more at one time than at another. What the attacks
// would leave, were it kept, is many times as much.
const memorySlack = 24 << 20

// sameMemory compares with what the server took after it had been attacked once in the same way.
func sameMemory(t *testing.T, server int, before int64, what string) {
	t.Helper()
	after := resident(t, server)
	t.Logf("soak: %s: the server took %.1f MB before and takes %.1f MB", what, float64(before)/1e6, float64(after)/1e6)
	if after > before+memorySlack {
		t.Errorf("%s: the server took %d bytes and takes %d", what, before, after)
	}
}

// resident is what a process takes of memory (RSS), in bytes.
func resident(t testing.TB, pid int) int64 {
	t.Helper()
	return statusNumber(t, pid, "VmRSS:") << 10
}

// statusNumber is a number of /proc/PID/status.
func statusNumber(t testing.TB, pid int, name string) int64 {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), name)
	var n int64
	if _, err := fmt.Sscan(rest, &n); err != nil {
		t.Fatalf("%s of pid %d: %v", name, pid, err)
	}
	return n
}

// TestNoise: messages with wrong bytes in them, cut at any place, never end a server or disturb somebody who types.
func TestNoise(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has its own protocol")
	w := usertest.New(t)
	y := startTypist(t, w)
	socket, server := socketOf(t, w), w.ServerPid()
	seed := uint64(os.Getpid())
	random := rand.New(rand.NewPCG(seed, 1))
	slave := terminal(t)
	bodies := [][]byte{
		input(1, 1, 'x'), frameAck(1), {0x92, 7, 0x94, 24, 80, 0, 0}, {0x92, 10, 0x94, 24, 80, 0, 0}, {0x91, 0x3e},
		{0x96, 9, 0, 0xa1, 'x', 0, 0, 0}, {0x93, 5, 0xc4, 1, 'x', 0xc2}, {0x92, 11, 0xa0},
	}
	for range usertest.Count(150, 20000) {
		var p *peer
		switch random.IntN(3) {
		case 0:
			p = connect(t, socket)
			p.raw(spoiled(random, join(framed(hello(1, 1)), framed(identify(outer{})), framed(command("list-sessions")))))
		case 1:
			p = waiting(t, socket)
		default:
			p = attach(t, socket, "honest", slave.Name(), int(slave.Fd()))
		}
		for range random.IntN(20) {
			p.raw(spoiled(random, framed(bodies[random.IntN(len(bodies))])))
		}
		p.close()
	}
	y.finish(fmt.Sprintf("while noise came (seed %d)", seed))
	if now := w.ServerPid(); now != server {
		t.Errorf("seed %d: the server was %d and is %d", seed, server, now)
	}
	w.WaitOutput(`\Ahonest\n\z`, "list-clients", "-F", "#{session_name}")
}

// spoiled is p, mostly with some of its bytes changed or left out.
func spoiled(random *rand.Rand, p []byte) []byte {
	p = bytes.Clone(p)
	for range random.IntN(4) {
		at := random.IntN(len(p))
		switch random.IntN(3) {
		case 0:
			p[at] = byte(random.Uint32())
		case 1:
			p[at] ^= 1 << random.IntN(8)
		default:
			if at > 0 {
				p = p[:at]
			}
		}
	}
	return p
}
