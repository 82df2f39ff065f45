package server

import (
	"fmt"
	"time"

	"gmux/protocol/hostmsg"
	"gmux/protocol/recovery"
	"gmux/server/keytable"
	"gmux/server/model"
	"gmux/server/persist"
)

// A modelMemory is where the model is written down.
type modelMemory struct {
	*recovery.ModelMemory
	full bool // the next write is a snapshot
}

// recall brings the model of the server before this one back, or begins a new one. fresh says which.
func (s *Server) recall(fd int, config model.Config, environ []string) (fresh bool, err error) {
	memory, err := recovery.OpenModel(fd)
	if err != nil {
		return false, err
	}
	s.memory = modelMemory{ModelMemory: memory}
	snapshot, records, err := memory.Load()
	if err != nil {
		return false, err
	}
	if snapshot == nil {
		s.model = model.New(config, model.EnvironOf(environ))
		keytable.Defaults(s.model)
		s.memory.full = true
		return true, nil
	}
	if s.model, err = persist.Decode(snapshot, config); err != nil {
		return false, fmt.Errorf("read the model: %w", err)
	}
	for i, r := range records {
		if err := persist.Apply(s.model, r); err != nil {
			return false, fmt.Errorf("read change %d of the model: %w", i, err)
		}
	}
	for len(s.model.Clients) > 0 { // their connections ended with the server; they come back as new ones
		s.model.RemoveClient(s.model.Clients[0].ID)
	}
	return false, nil
}

// remember writes down what an event has changed. A server that cannot goes on: what is lost, if it dies before it can
// again, is the change, and no child.
func (s *Server) remember() {
	record := s.recorder.Record(s.model)
	if record == nil && !s.memory.full {
		return
	}
	var err error
	if !s.memory.full {
		err = s.memory.Append(record)
	}
	if err == nil && (s.memory.full || s.memory.Due()) {
		err = s.memory.Snapshot(persist.Encode(s.model))
	}
	if s.memory.full = err != nil; err != nil {
		s.log.Printf("%v", err)
	}
}

// adopt takes over the panes that the host kept, and lets the model know of those that it did not.
func (s *Server) adopt(panes []hostmsg.Pane) {
	kept := make(map[model.PaneID]bool, len(panes))
	for _, h := range panes {
		id := model.PaneID(h.ID)
		kept[id] = true
		if s.model.Panes[id] == nil {
			s.perform(s.model.AdoptPane(id, h.PID, h.TTY, h.Argv))
		}
		if err := s.openPane(h); err != nil {
			s.log.Printf("%v", err)
			s.perform(s.model.PaneDied(id, model.ExitStatus{}))
			continue
		}
		s.redraw(id)
	}
	for _, mp := range s.model.PaneList() {
		if !kept[mp.ID] && !mp.Dead {
			s.perform(s.model.PaneDied(mp.ID, model.ExitStatus{}))
		}
	}
}

// redrawTime is how long a program has to notice the first of two changes of size.
const redrawTime = 100 * time.Millisecond

// redraw makes the program in a pane draw itself again: its tty gets another size, and then the right one. Programs that
// look at the size only when SIGWINCH comes would not draw for two that cancel each other at once.
func (s *Server) redraw(id model.PaneID) {
	p, mp := s.panes[id], s.model.Panes[id]
	z := mp.Size
	if z.Cols > 1 {
		z.Cols--
	} else {
		z.Cols++
	}
	s.report(p.SetWinsize(z.Rows, z.Cols, z.XPixel, z.YPixel))
	time.AfterFunc(redrawTime, func() { s.post(rightSize{id}) })
}

// rightSize ends redraw.
type rightSize struct{ id model.PaneID }

func (e rightSize) apply(s *Server) []model.Effect {
	if p, mp := s.panes[e.id], s.model.Panes[e.id]; p != nil && mp != nil {
		s.report(p.SetWinsize(mp.Size.Rows, mp.Size.Cols, mp.Size.XPixel, mp.Size.YPixel))
	}
	return nil
}
