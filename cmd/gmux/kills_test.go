//go:build linux

package main_test

import (
	"fmt"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestServerKilledManyTimes: panes print as fast as they can or steadily, some draw whole screens, some echo what two users type
// at once, and the server is killed with SIGKILL again and again: while it reads, parses, writes checkpoints, recovers, while clients come,
// go and change their size, while windows are split, joined, swapped, zoomed and renamed. No program notices, and nothing is lost,
// doubled or torn, either way; the windows are as they were last told to be.
func TestServerKilledManyTimes(t *testing.T) {
	usertest.Long(t)
	usertest.NeedGmux(t, "its server is the parent of the panes")
	kills := usertest.Count(30, 1000)
	s := newSiege(t, usertest.Count(8, 50), int64(usertest.Count(16<<20, 100<<20)))
	host := s.w.HostPid()
	leave, leaveGarden := s.visit(), s.plant()
	for kill := range kills {
		if kill%(kills/5) == 0 {
			s.resize(20+kill%7, 62+kill%19, s.killServer)
			continue
		}
		s.killServer()
	}
	n, answered := leave(), leaveGarden()
	if now := s.w.HostPid(); now != host {
		t.Errorf("the host was %d and is %d", host, now)
	}
	if answered == 0 {
		t.Errorf("no command was answered whole in %d kills", kills)
	}
	s.finish(fmt.Sprintf("%d kills of the server with %d panes, %d visits and %d changes of windows", kills, len(s.ledgers), n, answered))
}

// TestHostKilledManyTimes: the same, and it is the host that is killed, now and then the server in between.
func TestHostKilledManyTimes(t *testing.T) {
	usertest.Long(t)
	usertest.NeedGmux(t, "its server is the parent of the panes")
	kills := usertest.Count(5, 100)
	s := newSiege(t, usertest.Count(8, 50), int64(usertest.Count(8<<20, 50<<20)))
	leave := s.visit()
	for kill := range kills {
		if kill == kills/2 {
			s.resize(19, 70, s.killHost)
		} else {
			s.killHost()
		}
		if kill%2 == 1 {
			s.killServer()
			s.awaitPicture()
		}
	}
	n := leave()
	s.finish(fmt.Sprintf("%d kills of the host and %d of the server with %d panes and %d visits", kills, kills/2, len(s.ledgers), n))
}
