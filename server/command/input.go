package command

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"gmux/protocol/key"
	"gmux/server/keytable"
	"gmux/server/model"
	"gmux/server/target"
)

// Input takes what was typed at an attached client: to the key tables, or to the pane. It comes after
// whatever the client still has waiting; where that is much, the loop asks Idle and reads no further.
func (q *Queue) Input(id model.ClientID, ev key.Event) []model.Effect {
	c := q.m.Client(id)
	if c == nil || c.Session == nil || c.Suspended {
		return q.run()
	}
	if c.Message != nil && !c.ReadOnly && isPress(ev) {
		if c.Message.IgnoreKeys {
			return q.run()
		}
		q.m.ClearMessage(c)
	}
	if !q.Idle(id) {
		ev = keep(ev)
	}
	q.add(id, func(it *item) outcome {
		q.typed(it, c, ev, nil)
		return done
	})
	return q.run()
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

// typed is one event at its turn; pressed is state.pressed.
func (q *Queue) typed(it *item, c *model.Client, ev key.Event, pressed *int) {
	if c.Session == nil { // what came before has sent it away
		return
	}
	if isPress(ev) {
		q.m.ClientTyped(c)
	}
	p := c.Session.Current.Window.Active
	switch ev := ev.(type) {
	case key.Key:
		q.press(it, c, ev, ev, pressed)
	case key.Mouse:
		q.mouse(it, c, p, ev, pressed)
	case key.Focus:
		if q.m.Options.Flag("focus-events") {
			q.forward(c, p, ev)
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
	p := c.Session.Current.Window.Active
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
		rest = bytes.Clone(rest)
		q.insertStep(it, func(it *item) outcome {
			q.typed(it, c, rest, pressed)
			return done
		})
	}
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

// press looks a key up; ev is what goes to the pane if it is bound to nothing.
func (q *Queue) press(it *item, c *model.Client, k key.Key, ev key.Event, pressed *int) {
	switch a := keytable.Press(q.m, c, k); a.Outcome {
	case keytable.Run:
		if c.ReadOnly && !q.harmless(a.Binding) {
			q.complain(c, it, errReadOnly)
			return
		}
		q.bound(it, a.Binding, &state{
			current: target.OfSession(c.Session), event: ev, repeat: c.Keys.Repeating, pressed: pressed,
		})
	case keytable.Forward:
		q.forward(c, c.Session.Current.Window.Active, ev)
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
func (q *Queue) bound(it *item, b *model.Binding, st *state) { q.insert(it, b.List, st) }

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
	q.write(p, ev)
}

// write types into a pane, and where synchronize-panes is on into the others of its window too.
func (q *Queue) write(p *model.Pane, events ...key.Event) {
	if !p.Dead && len(events) > 0 {
		q.m.Emit(model.Write{Pane: p.ID, Events: events})
	}
	if !p.Options.Flag("synchronize-panes") {
		return
	}
	for _, o := range p.Window.Panes {
		if o != p && !o.Dead && o.Mode == nil && o.Options.Flag("synchronize-panes") {
			q.m.Emit(model.Write{Pane: o.ID, Events: events})
		}
	}
}

// mouse looks up what the mouse did over a pane; over the status line it does nothing yet.
func (q *Queue) mouse(it *item, c *model.Client, p *model.Pane, ev key.Mouse, pressed *int) {
	if c.ReadOnly || !c.Session.Options.Flag("mouse") {
		return
	}
	if c.Session.Options.Choice("status-position") == "top" {
		ev.Row -= q.m.StatusLines(c)
	}
	ev.Row, ev.Col = ev.Row-p.Top, ev.Col-p.Left
	if ev.Row < 0 || ev.Row >= p.Size.Rows || ev.Col < 0 || ev.Col >= p.Size.Cols {
		return
	}
	code, ok := mouseCode(ev)
	if !ok {
		q.forward(c, p, ev)
		return
	}
	q.press(it, c, key.Key{Code: code, Mods: ev.Mods}, ev, pressed)
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
