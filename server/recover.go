package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol/hostmsg"
	"gmux/protocol/recovery"
	"gmux/server/keytable"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/persist"
)

// A modelMemory is where the model is written down.
type modelMemory struct {
	*recovery.ModelMemory
	full bool // the next write is a snapshot
}

// modelDeaths is how many servers may fail at the model before the next one does without.
const modelDeaths = 2

// shortage reports whether an error is the system's: what cannot be read for want of memory or descriptors is not lost.
func shortage(err error) bool {
	var errno syscall.Errno
	return errors.As(err, &errno)
}

// recall brings the model of the server before this one back, or begins a new one. fresh says which.
func (s *Server) recall(hello hostmsg.HostHello, config model.Config, form hostmsg.Form, environ []string) (fresh bool, err error) {
	fresh, err = s.readModel(hello.Model, config, form, environ)
	if err == nil || shortage(err) || hello.Deaths < modelDeaths || s.host.upgraded != "" { // one that is to replace another is not needed
		return fresh, err
	}
	path, lost := s.setModelAside(hello)
	if reset := recovery.ResetModel(hello.Model); reset != nil {
		return false, errors.Join(err, lost, reset)
	}
	if _, again := s.readModel(hello.Model, config, form, environ); again != nil {
		return false, errors.Join(err, lost, again)
	}
	s.model.AddCauses(fmt.Sprintf("what was known of sessions, windows and options is lost: %v", err))
	if lost != nil {
		s.model.AddCauses(fmt.Sprintf("and could not be kept: %v", lost))
	} else {
		s.model.AddCauses("what the server before this one has written of them is in " + path)
	}
	s.model.AddCauses("programs that run are in the session " + model.Recovered)
	for _, cause := range s.model.Causes {
		s.log.Print(cause)
	}
	return true, nil
}

// setModelAside writes a model that cannot be read to a file beside the socket, for a report.
func (s *Server) setModelAside(hello hostmsg.HostHello) (path string, err error) {
	path = hello.Socket + ".model"
	return path, writeAside(path, func(w io.Writer) error { return recovery.CopyModel(hello.Model, w) })
}

// readModel reads the model back, or begins one where nothing is written yet.
func (s *Server) readModel(fd int, config model.Config, form hostmsg.Form, environ []string) (fresh bool, err error) {
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
		if err := keytable.LikeEditor(s.model); err != nil {
			s.log.Printf("keys like the editor's: %v", err)
		}
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
	if s.host.upgraded != "" {
		s.recalled = s.digest(form)
	}
	for len(s.model.Clients) > 0 { // their connections ended with the server; they come back as new ones
		s.model.RemoveClient(s.model.Clients[0].ID)
	}
	return false, nil
}

// remember writes down what an event has changed. A server that cannot goes on: what is lost, if it dies before it can
// again, is the change, and no child.
func (s *Server) remember() {
	if s.handing.stage == retired { // another writes there
		return
	}
	record := s.recorder.Record(s.model)
	if record == nil && !s.memory.full {
		return
	}
	var err error
	if !s.memory.full {
		err = s.memory.Append(record)
		s.memory.full = err != nil // where no record can be, there may be room for a snapshot: a record has a bound
	}
	if !s.memory.full && !s.memory.Due() {
		return
	}
	if again := s.memory.Snapshot(persist.Encode(s.model)); again != nil {
		s.log.Printf("%v", errors.Join(err, again))
		s.memory.full = true
		return
	}
	s.memory.full = false
}

// adopt takes over the panes that the host kept, and lets the model know of those that it did not. A server that is to replace
// another proves itself before it goes on; what the host has said meanwhile is left to do.
func (s *Server) adopt(panes []hostmsg.Pane, form hostmsg.Form) (late []event, err error) {
	s.showClipboard()
	kept := make(map[model.PaneID]bool, len(panes))
	var back []*returning
	for _, h := range panes {
		id := model.PaneID(h.ID)
		kept[id] = true
		if s.model.Panes[id] == nil {
			s.perform(s.model.AdoptPane(id, h.PID, h.TTY, h.Argv))
		}
		r := &returning{from: h}
		r.pane, r.config, r.err = s.openPane(h)
		back = append(back, r)
	}
	recoverPanes(back)
	if s.host.upgraded != "" {
		if late, err = s.prove(form, back); err != nil {
			return nil, err
		}
	}
	for _, r := range back {
		id := model.PaneID(r.from.ID)
		if r.err != nil { // nobody can reach its child any more
			s.log.Printf("%v", r.err)
			if r.pane != nil {
				s.report(r.pane.Close())
			}
			s.host.close(id)
			s.perform(s.model.PaneDied(id, model.ExitStatus{}))
			continue
		}
		s.recognize(r.from)
		s.startPane(r.from, r.pane)
		if r.pane.Verdict() == recovery.Condemned {
			s.redraw(id)
		}
	}
	for _, mp := range s.model.PaneList() {
		if !kept[mp.ID] && !mp.Dead {
			s.perform(s.model.PaneDied(mp.ID, model.ExitStatus{}))
		}
	}
	return late, nil
}

// recognize tells the model of a child that was started while the server before this one died: its pane was written down when it
// was asked for. It comes after the proof of a server that replaces another, which is of what that one knew.
func (s *Server) recognize(h hostmsg.Pane) {
	if mp := s.model.Panes[model.PaneID(h.ID)]; !mp.Dead && (mp.PID != h.PID || mp.TTY != h.TTY) {
		s.perform(s.childRuns(h))
	}
}

// A returning pane is on its way back from its memory.
type returning struct {
	from   hostmsg.Pane
	pane   *pane.Pane
	config pane.Config
	err    error
}

// recoverPanes replays the panes, several at a time. Those that a server may have died of come last, one by one, so that the
// next server knows which it was.
func recoverPanes(panes []*returning) {
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	var suspect []*returning
	for _, r := range panes {
		switch {
		case r.err != nil:
		case r.pane.Verdict() == recovery.Suspect:
			suspect = append(suspect, r)
		default:
			free <- struct{}{}
			wg.Go(func() {
				r.recover()
				<-free
			})
		}
	}
	wg.Wait()
	for _, r := range suspect {
		r.recover()
	}
}

func (r *returning) recover() { r.err = r.pane.Recover(r.config) }

// setAside writes what no terminal stands to a file beside the socket, for a report.
func (s *Server) setAside(p pane.Poison) (path string, err error) {
	path = fmt.Sprintf("%s.pane-%d.output", s.model.Socket, p.Pane)
	return path, writeAside(path, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "gmux %s, a checkpoint of %d bytes and the output after it:\n", s.model.Version, len(p.Checkpoint))
		if err != nil {
			return err
		}
		_, err = io.Copy(w, io.MultiReader(bytes.NewReader(p.Checkpoint), p.Output))
		return err
	})
}

// writeAside makes a file that only its owner can read.
func writeAside(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return write(f)
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
