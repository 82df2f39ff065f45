package server

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"time"

	"gmux/protocol"
	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/server/command"
	"gmux/server/model"
	"gmux/server/pane"
)

// A handing is how far this server is on its way to hand over to another build.
//
//	serving ─ Seal ─▶ stopping ─ nothing in flight, panes stopped, Sealed ─▶ sealed ─ Retire ─▶ retired, ends
//	   ▲                  │                                                     │
//	   └───────────────── ┴──── Resume: the other one has died ─────────────────┘
//
// A server that is stopping hears no client any more: what they say waits in their sockets, and is heard by itself again, or by
// the next, for nothing of it was acknowledged. A sealed one does not change anything: what the host says waits too.
type handing struct {
	stage  stage
	form   hostmsg.Form
	next   int             // pid of the other server
	patch  bool            // patience with what is in flight is over
	busy   bool            // panes are being stopped
	resume *hostmsg.Resume // came while they were
	heard  uint64          // messages of the host since Seal that were still acted upon
	late   []event         // those since then
	asker  model.ClientID
	token  model.Token // the command that asked for the upgrade
	asked  time.Time
}

type stage int

const (
	serving stage = iota
	stopping
	sealed
	retired
)

// errRetired ends a server that another has taken over from.
var errRetired = errors.New("server was replaced")

// settleTime is how long commands that are in the midst may take before they are left in it: one that reads a FIFO may take
// for ever.
const settleTime = time.Second

// seal begins to hand over.
func (s *Server) seal(m hostmsg.Seal) {
	h := &s.handing
	if s.ending || s.down || h.stage != serving {
		s.host.send(hostmsg.Sealed{Text: "the server is ending"})
		return
	}
	h.stage, h.form, h.next, h.patch, h.heard = stopping, m.Form, m.Next, false, 0
	time.AfterFunc(settleTime, func() { s.post(patienceOver{}) })
}

// patienceOver: settleTime has passed since seal.
type patienceOver struct{}

func (patienceOver) apply(s *Server) []model.Effect {
	s.handing.patch = true
	return nil
}

// settled says that nothing is half done which would be lost, or be done twice.
func (s *Server) settled() bool {
	h := &s.handing
	if len(s.spawning) > 0 {
		return false
	}
	for _, c := range s.conns {
		if c.typing != nil && s.queue.Hears(c.id) || !h.patch && c.id != h.asker && !s.queue.Idle(c.id) {
			return false
		}
	}
	return h.patch || s.queue.Idle(model.NoClient)
}

// stepSeal stops the panes as soon as all is settled.
func (s *Server) stepSeal() {
	h := &s.handing
	if h.stage != stopping || h.busy || !s.settled() {
		return
	}
	h.busy = true
	e := panesSealed{panes: maps.Clone(s.panes)}
	form := h.form.Terminal
	s.wg.Go(func() { // the panes' goroutines may be waiting for this loop
		e.proof, e.err = proveEach(e.panes, func(p *pane.Pane) (pane.Seal, error) { return p.Seal(form) })
		s.post(e)
	})
}

// panesSealed: the panes that there were have been stopped. What they had to say before was heard.
type panesSealed struct {
	panes map[model.PaneID]*pane.Pane
	proof []hostmsg.PaneProof
	err   error
}

func (e panesSealed) apply(s *Server) []model.Effect {
	h := &s.handing
	h.busy = false
	if h.resume != nil {
		m := *h.resume
		h.resume = nil
		return s.resume(m)
	}
	if !maps.Equal(e.panes, s.panes) || !s.settled() { // an error is of one that was closed meanwhile, or comes again
		return nil // once more, with what has come or gone
	}
	h.stage = sealed
	answer := hostmsg.Sealed{Proof: hostmsg.Proof{Panes: e.proof}, Heard: h.heard}
	s.memory.full = true // the next one reads a snapshot and no records
	if s.remember(); s.memory.full && e.err == nil {
		e.err = errors.New("no memory to write the model down")
	}
	if e.err != nil {
		answer = hostmsg.Sealed{Text: e.err.Error()}
	} else {
		answer.Proof.Model = s.digest(h.form)
	}
	s.host.send(answer)
	return nil
}

// resume goes on: the server that was to take over is dead.
func (s *Server) resume(m hostmsg.Resume) (effects []model.Effect) {
	h := &s.handing
	switch {
	case h.stage == serving:
		return nil // it was not even begun
	case h.busy:
		h.resume = &m
		return nil
	}
	h.stage = serving
	s.host.generation = m.Generation
	for _, p := range s.panes {
		s.report(p.Unseal(m.Generation))
	}
	late := h.late
	h.late = nil
	for _, e := range late {
		effects = append(effects, e.apply(s)...)
	}
	return effects
}

// retire sends every client to the next server. Who asked for the upgrade hears how it went first.
func (s *Server) retire() {
	h := &s.handing
	h.stage = retired
	s.farewell = protocol.GoodbyeAskAgain
	s.report(s.listener.Close())
	waits := false
	for _, c := range s.conns {
		if c.id == h.asker && h.token != model.NoToken && !c.attached {
			waits = true
			continue
		}
		s.sendOn(c)
	}
	if !waits {
		s.ended = errRetired
	}
}

// sendOn sends a client to the next server. One whose command is being carried out is not told to say it again.
func (s *Server) sendOn(c *conn) {
	if c.leaving {
		return
	}
	s.dropCompositor(c)
	if c.attached || !c.asked {
		c.say(protocol.Goodbye{Kind: protocol.GoodbyeAskAgain})
	}
	c.leaving = true
	c.finish()
}

// upgrade asks the host for another build.
func (s *Server) upgrade(e model.Upgrade) {
	h := &s.handing
	if h.token != model.NoToken {
		s.perform(s.answer(e.Token, errors.New("another upgrade is under way")))
		return
	}
	h.asker, h.token, h.asked = e.Client, e.Token, time.Now()
	path := e.Path
	if c := s.conns[e.Client]; c != nil && c.typing != nil { // sent again with what is behind it, the key would ask the next server too
		c.typing.left, c.typing.rest = nil, nil
	}
	if c := s.conns[e.Client]; path == "" && c != nil && c.cred.PID > 0 {
		path = osproc.ExeOf(c.cred.PID)
	}
	if path == "" {
		path = osproc.ExeOf(os.Getpid())
	}
	s.host.send(hostmsg.Upgrade{Path: path})
}

// upgraded tells who asked for it how the upgrade went.
func (s *Server) upgraded(m hostmsg.Upgraded) (effects []model.Effect) {
	h := &s.handing
	r := command.Result{Text: fmt.Sprintf("upgraded from %s to %s in %v", s.model.Version, m.Build, time.Since(h.asked).Round(time.Millisecond))}
	if m.Failed != "" {
		r = command.Result{Err: fmt.Errorf("not upgraded: %s", m.Failed)}
	}
	if h.token != model.NoToken {
		effects = s.queue.Resume(h.token, r)
	}
	h.asker, h.token = model.NoClient, model.NoToken
	if h.stage == retired {
		s.ended = errRetired
	}
	return effects
}

// widowTime is how long the next server has to end when it has lost the host before it had taken over.
const widowTime = 5 * time.Second

// widowed: the host has died while this server was sealed. If the next one lives on, it is because it was told to.
func (s *Server) widowed() {
	next := s.handing.next
	s.wg.Go(func() {
		for end := time.Now().Add(widowTime); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			if p, err := osproc.Stat(next); err != nil || p.Zombie() {
				s.postHost(nextGone{})
				return
			}
		}
		s.postHost(hostSaid{hostmsg.Retire{}})
	})
}

// nextGone: the host has died, and with it the upgrade.
type nextGone struct{}

func (nextGone) apply(s *Server) []model.Effect {
	const ours, nexts = 1, 1 // the generations that the host gave out since
	effects := s.resume(hostmsg.Resume{Generation: s.host.generation + ours + nexts})
	effects = append(effects, s.upgraded(hostmsg.Upgraded{Failed: errHostDied.Error()})...)
	return append(effects, replaceHost{}.apply(s)...)
}
