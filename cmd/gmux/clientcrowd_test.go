//go:build linux

package main_test

import (
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// TestAttachInPlaceOfFrozen: a user whose connection hangs attaches from elsewhere and sends the client away that
// cannot answer. It is not waited for.
func TestAttachInPlaceOfFrozen(t *testing.T) {
	usertest.NeedGmux(t, "it keeps a client that is stopped until that has ended")
	for _, tt := range []struct {
		name   string
		start  func(*watch, ...string) *usertest.Plain
		freeze func(*watch, *usertest.Plain)
		thaw   func(*watch, *usertest.Plain)
	}{
		{"stopped", plain, killed(syscall.SIGSTOP), killed(syscall.SIGCONT)},
		{"ssh frozen", overSSH, freezeSSH, thawSSH},
		{"stuck", stuck, becomesStuck, nil}, // its last words wait for the terminal to read again, as anybody's do
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := newWatch(t)
			c := v.begin(func(argv ...string) *usertest.Plain { return tt.start(v, argv...) })
			tt.freeze(v, c)
			v.attachesAtOnce("-d")
			v.w.WaitOutput(`\A\z`, "list-clients")
			next := v.w.Start(24, 80, "gmux", "attach", "-d", "-t", "work")
			v.showsRight(next)
			if tt.thaw != nil {
				tt.thaw(v, c)
				c.WaitFor(`\[detached \(from session work\)\]`)
			}
			c.CloseTerminal()
			c.WaitExit()
			v.end(next)
		})
	}
}

// TestClientsDieAtAnyMoment: clients of one session come and die all the time, each at a moment of its life that chance
// picks: while it connects, while it is shown its first picture, long after. The program notices none of it, and neither
// host nor server keep anything of them.
func TestClientsDieAtAnyMoment(t *testing.T) {
	t.Parallel()
	v := newWatch(t)
	c := v.begin(func(argv ...string) *usertest.Plain { return plain(v, argv...) })
	c.CloseTerminal()
	seed := rand.Uint64()
	t.Logf("seed: %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	die(v, chance, 10) // the first ones fill caches and pools
	v.w.WaitOutput(`\A\z`, "list-clients")
	before := atRest(v.w, v.host, v.server)

	die(v, chance, usertest.Count(15, 500))
	v.attachesAtOnce()
	v.w.WaitOutput(`\A\z`, "list-clients")
	v.w.Eventually("everything to be as before:\n"+before, func() (bool, string) {
		now := inventory(v.w, v.host, v.server)
		return now == before, now
	})
	next := v.w.Start(24, 80, "gmux", "attach", "-t", "work")
	v.showsRight(next)
	v.end(next)
}

// die has n clients come and die, a few of them at a time.
func die(v *watch, chance *rand.Rand, n int) {
	signals := []syscall.Signal{syscall.SIGKILL, syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT, syscall.SIGABRT}
	var living []*usertest.Plain
	for i := 0; i < n || len(living) > 0; i++ {
		if i < n {
			living = append(living, v.w.StartPlain(24, 80, "gmux", "attach", "-t", "work"))
		}
		time.Sleep(time.Duration(chance.IntN(40)) * time.Millisecond) // how long they live is what is tried
		if i < n && len(living) < chance.IntN(4) {
			continue
		}
		at := chance.IntN(len(living))
		c := living[at]
		living = slices.Delete(living, at, at+1)
		if way := chance.IntN(len(signals) + 1); way < len(signals) {
			c.Kill(signals[way])
		}
		c.CloseTerminal() // the one way, and the end of those whom the signal has not killed
		c.WaitExit()
	}
}
