package command

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"gmux/protocol/key"
	"gmux/server/keytable"
	"gmux/server/model"
	"gmux/server/target"
	"gmux/server/vars"
)

// Input takes what was typed at an attached client: to the key tables, or to the pane. It comes after
// whatever the client still has waiting; where that is much, the loop asks Idle and reads no further.
func (q *Queue) Input(id model.ClientID, ev key.Event) []model.Effect {
	c := q.m.Client(id)
	if c == nil || c.Session == nil { // one that is suspended has typed this before it stopped
		return q.run()
	}
	if c.Message != nil && !c.ReadOnly && isPress(ev) {
		switch {
		case c.Message.IgnoreKeys:
			return q.run()
		case !isRest(ev):
			q.m.ClearMessage(c)
		}
	}
	waits := !q.Idle(id)
	if waits {
		ev = keep(ev)
	}
	l := q.list(id)
	l.items = append(l.items, &item{owner: id, event: ev, kept: waits, state: new(state)})
	return q.run()
}

// Together is how much of a text Input takes at a time: as much as goes to the program, or one character. What comes behind a
// key whose commands wait does not wait in the queue, where a death of the server would find it, acknowledged or not.
func (q *Queue) Together(id model.ClientID, text key.Text) int {
	c := q.m.Client(id)
	if c == nil || c.Session == nil {
		return len(text)
	}
	if p := c.Pane(); q.hearing(c) == nil && p.Mode == nil && !p.Dead {
		if n := keytable.Plain(q.m, c, text); n > 0 {
			return n
		}
	}
	_, n := utf8.DecodeRune(text)
	return n
}

// keep copies what an event has only borrowed.
func keep(ev key.Event) key.Event {
	switch ev := ev.(type) {
	case key.Paste:
		ev.Data = bytes.Clone(ev.Data)
		return ev
	case key.Raw:
		return key.Raw(bytes.Clone(ev))
	case key.Text:
		return key.Text(bytes.Clone(ev))
	}
	return ev
}

// isPress reports whether ev is something that someone did.
func isPress(ev key.Event) bool {
	switch ev := ev.(type) {
	case key.Key:
		return ev.Action != key.Release && !ev.Code.IsModifier()
	case key.Focus:
		return false
	}
	return true
}

// isRest reports whether ev goes on with a paste. Nobody has seen a message yet that came in between, so that takes none away: the notice
// that typing waits may come while the last of what is pasted is on its way.
func isRest(ev key.Event) bool {
	p, ok := ev.(key.Paste)
	return ok && !p.First
}

// typed is one event at its turn; pressed is state.pressed.
func (q *Queue) typed(it *item, c *model.Client, ev key.Event, pressed *int) {
	if c.Session == nil { // what came before has sent it away
		return
	}
	if isPress(ev) {
		q.m.ClientTyped(c)
	}
	if p := q.hearing(c); p != nil {
		a, rest := q.atPrompt(c, p, ev)
		q.take(it, c, p, a, 0)
		q.insertTyped(it, rest, pressed)
		return
	}
	p := c.Pane()
	switch ev := ev.(type) {
	case key.Key:
		q.press(it, c, ev, ev, pressed)
	case key.Mouse:
		q.mouse(it, c, ev, pressed)
	case key.Focus:
		if q.m.Options.Flag("focus-events") {
			q.m.ClientFocused(c, ev.In)
		}
	case key.Text:
		q.text(it, c, ev, pressed)
	case key.Paste:
		q.paste(c, p, ev)
	default: // Raw
		q.forward(c, p, ev)
	}
}

// text is a key for each character, but those that mean nothing to gmux go to the pane together. After one that is bound
// to something, that comes first and then the rest.
func (q *Queue) text(it *item, c *model.Client, text key.Text, pressed *int) {
	p := c.Pane()
	if p.Mode == nil && !p.Dead {
		n := keytable.Plain(q.m, c, text)
		if n > 0 {
			q.forward(c, p, text[:n])
			text = text[n:]
		}
	}
	if len(text) == 0 {
		return
	}
	r, n := utf8.DecodeRune(text)
	q.press(it, c, key.Rune(r), key.Rune(r), pressed)
	if rest := text[n:]; len(rest) > 0 {
		q.insertTyped(it, rest, pressed)
	}
}

// insertTyped puts what is left of an event behind what came of its beginning.
func (q *Queue) insertTyped(it *item, rest key.Event, pressed *int) {
	if rest == nil {
		return
	}
	if !it.kept { // else the rest of it is ours too
		rest = keep(rest)
	}
	q.insertItems(it, &item{owner: it.owner, event: rest, kept: true, pressed: pressed, state: it.state})
}

// paste keeps a paste together: where its first span went go the others, whatever has become active meanwhile. If that
// program has gone, so has the paste: another would take the rest for something that was typed.
func (q *Queue) paste(c *model.Client, p *model.Pane, ev key.Paste) {
	if ev.First || c.Pasting.Pane == nil {
		c.Pasting = model.Paste{Pane: p, PID: p.PID}
	}
	to := c.Pasting
	if ev.Last {
		c.Pasting = model.Paste{}
	}
	if q.m.Panes[to.Pane.ID] == to.Pane && to.Pane.PID == to.PID {
		q.forward(c, to.Pane, ev)
	}
}

// press looks a key up; ev is what goes to the active pane if it is bound to nothing.
func (q *Queue) press(it *item, c *model.Client, k key.Key, ev key.Event, pressed *int) {
	q.pressIn(it, c, c.Pane(), k, ev, pressed)
}

// pressIn is press for what was done in pane p.
func (q *Queue) pressIn(it *item, c *model.Client, p *model.Pane, k key.Key, ev key.Event, pressed *int) {
	switch a := keytable.Press(q.m, c, p, k); a.Outcome {
	case keytable.Run:
		if c.ReadOnly && !q.harmless(a.Binding) {
			q.complain(c, it, errReadOnly)
			return
		}
		at, _ := target.OfClient(q.m, c, 0)
		q.bound(it, a.Binding, &state{
			current: at, event: ev, repeat: c.Keys.Repeating, pressed: pressed,
		})
	case keytable.Forward:
		q.forward(c, p, ev)
	}
}

var errReadOnly = errors.New("client is read-only")

// harmless reports whether a read-only client may run a binding.
func (q *Queue) harmless(b *model.Binding) bool {
	for c := range b.List.Commands() {
		if e, err := Find(c.Name); err != nil || !e.readOnly {
			return false
		}
	}
	return true
}

// bound puts a binding's commands behind it.
func (q *Queue) bound(it *item, b *model.Binding, st *state) { q.nest(it, b.List, st) }

// forward gives an event to the program in a pane.
func (q *Queue) forward(c *model.Client, p *model.Pane, ev key.Event) {
	if p.Dead && isPress(ev) && p.Options.Choice("remain-on-exit") == "key" {
		if _, isKey := ev.(key.Key); isKey {
			q.m.KillPane(p)
		}
		return
	}
	if c.ReadOnly || p.Mode != nil {
		return
	}
	q.write(c.ID, p, ev)
}

// write types for a client into a pane, and where synchronize-panes is on into the others of its window too.
func (q *Queue) write(by model.ClientID, p *model.Pane, events ...key.Event) {
	if p.Dead || p.InputOff || p.Empty || len(events) == 0 {
		return
	}
	q.m.Emit(model.Write{Pane: p.ID, By: by, Events: events})
	if !p.Options.Flag("synchronize-panes") || !synchronized(events) {
		return
	}
	for _, o := range p.Window.Visible() {
		if o != p && !o.Dead && !o.InputOff && !o.Empty && o.Mode == nil && o.Options.Flag("synchronize-panes") {
			q.m.Emit(model.Write{Pane: o.ID, By: by, Events: events})
		}
	}
}

// synchronized reports whether events are typed: where the mouse is, or the focus, is one pane's affair.
func synchronized(events []key.Event) bool {
	for _, ev := range events {
		switch ev.(type) {
		case key.Mouse, key.Focus:
			return false
		}
	}
	return true
}

// mouse looks up what the mouse did over a pane; over the status line it does nothing yet. With mouse off the pane under
// the mouse gets it, as in tmux: its program, if that has asked.
func (q *Queue) mouse(it *item, c *model.Client, ev key.Mouse, pressed *int) {
	if c.ReadOnly {
		return
	}
	if c.Session.Options.Choice("status-position") == "top" {
		ev.Row -= q.m.StatusLines(c)
	}
	row, col, _ := vars.Offset(q.m, q.w, c)
	ev.Row, ev.Col = ev.Row+row, ev.Col+col
	p := q.underMouse(c, ev)
	if p == nil {
		return
	}
	ev = within(ev, p)
	code, ok := mouseCode(ev)
	if !ok || !c.Session.Options.Flag("mouse") {
		q.forward(c, p, ev)
		return
	}
	q.pressIn(it, c, p, key.Key{Code: code, Mods: ev.Mods}, ev, pressed)
}

// underMouse is the pane that a mouse event belongs to: the one under the mouse, but what was pressed in a pane is dragged
// and released there, or its program would wait for ever.
func (q *Queue) underMouse(c *model.Client, ev key.Mouse) *model.Pane {
	held := c.Held
	if ev.Action != key.MouseDrag && ev.Action != key.MouseRelease {
		held = nil
	}
	if held != nil && (q.m.Panes[held.ID] != held || held.Window != c.Session.Current.Window) {
		held = nil
	}
	if ev.Action != key.MouseDrag && ev.Action != key.MouseWheel {
		c.Held = nil
	}
	if held != nil {
		return held
	}
	for _, p := range c.Session.Current.Window.Visible() {
		row, col := ev.Row-p.Top, ev.Col-p.Left
		if row >= 0 && row < p.Size.Rows && col >= 0 && col < p.Size.Cols {
			if ev.Action == key.MousePress {
				c.Held = p
			}
			return p
		}
	}
	return nil
}

// within moves an event into a pane's own coordinates. What was dragged out of the pane is at its edge.
func within(ev key.Mouse, p *model.Pane) key.Mouse {
	ev.Row = min(max(ev.Row-p.Top, 0), p.Size.Rows-1)
	ev.Col = min(max(ev.Col-p.Left, 0), p.Size.Cols-1)
	return ev
}

// mouseCode is the name of a mouse event over a pane for the key tables.
func mouseCode(ev key.Mouse) (key.Code, bool) {
	var kind key.MouseKind
	button := ev.Button
	switch {
	case ev.Action == key.MousePress:
		kind = key.MouseDownKind
	case ev.Action == key.MouseRelease:
		kind = key.MouseUpKind
	case ev.Action == key.MouseDrag:
		kind = key.MouseDragKind
	case ev.Action == key.MouseWheel && button == key.ButtonWheelUp:
		kind, button = key.WheelUpKind, key.ButtonNone
	case ev.Action == key.MouseWheel && button == key.ButtonWheelDown:
		kind, button = key.WheelDownKind, key.ButtonNone
	default:
		return 0, false
	}
	return key.MouseCode(kind, button, key.OnPane), true
}
