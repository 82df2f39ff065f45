package server

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"gmux/protocol/hostmsg"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/persist"
	"gmux/server/vt"
)

// forms are those that this build can prove what it knows in.
var forms = hostmsg.Forms{
	Oldest: hostmsg.Form{Terminal: vt.OldestForm, Model: persist.OldestForm},
	Newest: hostmsg.Form{Terminal: vt.NewestForm, Model: persist.NewestForm},
}

// digest is what there is to know of the model.
func (s *Server) digest(f hostmsg.Form) [32]byte { return persist.Digest(s.model, f.Model) }

// proveEach asks every pane where it is, several at a time, and all of them whatever one says.
func proveEach(panes map[model.PaneID]*pane.Pane, ask func(*pane.Pane) (pane.Seal, error)) ([]hostmsg.PaneProof, error) {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex // guards proof, errs
		proof []hostmsg.PaneProof
		errs  []error
	)
	free := make(chan struct{}, 2*runtime.GOMAXPROCS(0))
	for id, p := range panes {
		free <- struct{}{}
		wg.Go(func() {
			seal, err := ask(p)
			mu.Lock()
			proof = append(proof, hostmsg.PaneProof{ID: uint32(id), Offset: uint64(seal.Offset), Digest: seal.Digest})
			errs = append(errs, err)
			mu.Unlock()
			<-free
		})
	}
	wg.Wait()
	slices.SortFunc(proof, func(a, b hostmsg.PaneProof) int { return cmp.Compare(a.ID, b.ID) })
	return proof, errors.Join(errs...)
}

// prove shows the host that this server knows what the one before it knew, and waits until it may go on. What the host says
// meanwhile is for later.
func (s *Server) prove(form hostmsg.Form, back []*returning) (late []event, err error) {
	panes := map[model.PaneID]*pane.Pane{}
	for _, r := range back {
		if r.err != nil {
			return nil, r.err
		}
		panes[model.PaneID(r.from.ID)] = r.pane
	}
	proof := hostmsg.Proof{Model: s.recalled}
	if proof.Panes, err = proveEach(panes, func(p *pane.Pane) (pane.Seal, error) { return p.Recovered(form.Terminal), nil }); err != nil {
		return nil, err
	}
	s.host.send(misbehave(proof))
	for e := range s.hostEvents {
		switch said := e.(type) {
		case hostSaid:
			if _, ok := said.m.(hostmsg.Go); ok {
				return late, nil
			}
		case hostGone:
			return nil, fmt.Errorf("%w before this server had taken over", errHostDied)
		}
		late = append(late, e)
	}
	return nil, errHostDied
}
