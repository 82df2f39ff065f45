package persist

import (
	"testing"
	"time"

	"gmux/protocol/key"
	"gmux/server/layout"
	"gmux/server/model"
)

// TestClientsComeBack: two clients of one session come back to the next server in the other order. Each has the flags that it had
// and the session before, the windows keep following whom they followed and are not resized on the way, and it is no attaching.
func TestClientsComeBack(t *testing.T) {
	config := model.Config{Started: time.Unix(1000, 0)}
	m := model.New(config, nil)
	m.Now = time.Unix(2000, 0)
	sizes := map[string]model.Size{"wide": {Rows: 25, Cols: 80}, "small": {Rows: 11, Cols: 30}}
	add := func(m *model.Model, token string) *model.Client {
		return m.AddClient(model.NewClient{Token: token, TTY: "/dev/" + token, Size: sizes[token]})
	}
	other := m.AddSession(model.NewSession{Name: "other", Size: sizes["wide"]})
	s := m.AddSession(model.NewSession{Name: "s", Size: sizes["wide"]})
	small, wide := add(m, "small"), add(m, "wide")
	m.ShowSession(wide, other)
	m.ShowSession(wide, s)
	m.ShowSession(small, s)
	m.SetFlags(wide, "no-detach-on-destroy,active-pane")
	own := m.SplitPane(s.Current.Window.Active, layout.Split{Size: layout.Half, Dir: layout.TopBottom}, true)
	m.SelectOwn(wide, s.Current.Window.Panes[0])
	m.SetFlags(small, "ignore-size")
	m.ClientFocused(small, false)
	m.TakeEffects()
	m.ClientTyped(wide)
	m.TakeEffects()
	m.SetKeyTable(small, "prefix")
	m.SetKeyTable(wide, "mine")
	repeats := key.Key{Code: key.Up, Mods: key.Ctrl}
	m.RepeatKeys(wide, repeats, time.Unix(3001, 0))
	before := s.Current.Window.Size
	if before != (model.Size{Rows: 24, Cols: 80}) {
		t.Fatalf("the window has %+v", before)
	}
	var records [][]byte
	record := func() {
		if r := NewRecorder().Record(m); r != nil {
			records = append(records, r)
		}
	}
	record()

	for _, data := range [][]byte{Encode(m), records[0]} {
		next, err := Decode(data, config)
		if err != nil {
			t.Fatal(err)
		}
		next.Now = time.Unix(3000, 0)
		s, other := next.SessionByName("s"), next.SessionByName("other")
		w := s.Current.Window
		for _, token := range []string{"small", "wide"} {
			next.ShowSession(add(next, token), s)
			next.TakeEffects()
			if w.Size != before {
				t.Errorf("with %s the window has %+v", token, w.Size)
			}
		}
		for _, e := range next.TakeEvents() {
			t.Errorf("hook %s", e.Name)
		}
		next.ClientsBack()
		small, wide := next.Clients[0], next.Clients[1]
		if !small.IgnoreSize || small.NoDetachOnDestroy || wide.IgnoreSize || !wide.NoDetachOnDestroy {
			t.Errorf("flags %s and %s", small.Flags(), wide.Flags())
		}
		if w := s.Current.Window; wide.Pane() != w.Panes[0] || small.Pane() != w.Panes[1] || small.Pane().ID != own.ID {
			t.Errorf("they type into %v and %v", wide.Pane().ID, small.Pane().ID)
		}
		if small.Keys != (model.KeyState{Table: "prefix", Since: time.Unix(2000, 0)}) {
			t.Errorf("of small's keys is known %+v", small.Keys)
		}
		if k := wide.Keys; k.Table != "mine" || !k.Repeating || k.Last != repeats || !k.RepeatUntil.Equal(time.Unix(3001, 0)) {
			t.Errorf("of wide's keys is known %+v", k)
		}
		if !small.Blurred || wide.Blurred {
			t.Errorf("out of focus: %v and %v", small.Blurred, wide.Blurred)
		}
		if wide.LastSession != other || small.LastSession != nil {
			t.Errorf("sessions before: %v and %v", small.LastSession, wide.LastSession)
		}
		if w.Latest != wide.ID || w.Awaits != "" || w.Size != before {
			t.Errorf("the window follows %v, awaits %q, has %+v", w.Latest, w.Awaits, w.Size)
		}
		if !wide.Created.Equal(time.Unix(2000, 0)) {
			t.Errorf("created at %v", wide.Created)
		}
	}

	// Who does not come back is not waited for for ever.
	next, err := Decode(Encode(m), config)
	if err != nil {
		t.Fatal(err)
	}
	next.ShowSession(add(next, "small"), next.SessionByName("s"))
	next.ClientsBack()
	if got := next.SessionByName("s").Current.Window.Size; got != (model.Size{Rows: 10, Cols: 30}) {
		t.Errorf("without the other client the window has %+v", got)
	}
	if len(next.Absent) != 0 {
		t.Errorf("still absent: %v", next.Absent)
	}
}
