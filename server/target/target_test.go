package target

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gmux/server/layout"
	"gmux/server/model"
)

// The model of the tests. Sessions in the order of their last use, the newest first:
//
//	work $0   0:sh* 1:editor- 5:logs    attached by /dev/pts/7 (editor was current before)
//	web  $1   0:sh*
//	wool $2   0:editor* of two panes side by side: 0 (%4) and 1 (%5), the second is active
func newWorld(t testing.TB) *model.Model {
	start := time.Unix(1000, 0)
	m := model.New(model.Config{Started: start}, nil)
	for i, name := range []string{"work", "web", "wool"} {
		s := m.AddSession(model.NewSession{Name: name, Size: model.Size{Rows: 24, Cols: 81}})
		s.Activity = start.Add(-time.Duration(i) * time.Minute)
		m.AutoName(s.Current.Window, "sh")
	}
	work, wool := m.SessionByName("work"), m.SessionByName("wool")
	for _, w := range []struct {
		index int
		name  string
	}{{1, "editor"}, {5, "logs"}} {
		addWindow(m, work, w.index, w.name)
	}
	m.SelectWindow(work.LinkAt(1))
	m.SelectWindow(work.LinkAt(0))
	w := wool.Current.Window
	m.AutoName(w, "editor")
	left := w.Active
	m.SplitPane(left, layout.Split{Dir: layout.LeftRight, Size: layout.Half}, true)
	m.PaneSpawned(left.ID, 50, "/dev/pts/50", "/")
	c := m.AddClient(model.NewClient{TTY: "/dev/pts/7", Size: model.Size{Rows: 25, Cols: 81}})
	c.Session = work
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	return m
}

// addWindow gives a session another window, as new-window will.
func addWindow(m *model.Model, s *model.Session, index int, name string) {
	o := m.AddSession(model.NewSession{Name: "x", Size: model.Size{Rows: 24, Cols: 81}})
	w := o.Current.Window
	m.AutoName(w, name)
	s.Links = append(s.Links, &model.Winlink{Session: s, Index: index, Window: w})
	m.KillSession(o)
}

func describe(s State) string {
	if s.Session == nil {
		return fmt.Sprint("none ", s.Index)
	}
	if s.Link == nil {
		return fmt.Sprintf("%s index %d", s.Session.Name, s.Index)
	}
	pane := "-"
	if s.Pane != nil {
		pane = s.Pane.ID.String()
	}
	return fmt.Sprintf("%s:%d %s", s.Session.Name, s.Link.Index, pane)
}

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		spec  string
		kind  Kind
		flags Flags
		want  string // what is found, or the error
	}{
		{spec: "", kind: Pane, want: "work:0 %0"},
		{spec: "work", kind: Session, want: "work:0 %0"},
		{spec: "wor", kind: Session, want: "work:0 %0"},
		{spec: "wo", kind: Session, want: "can't find session: wo"},
		{spec: "=wor", kind: Session, want: "can't find session: wor"},
		{spec: "=work", kind: Session, want: "work:0 %0"},
		{spec: "*l", kind: Session, want: "wool:0 %5"},
		{spec: "w*", kind: Session, want: "can't find session: w*"},
		{spec: "$1", kind: Session, want: "web:0 %1"},
		{spec: "$7", kind: Session, want: "can't find session: $7"},
		{spec: "$", kind: Session, want: "can't find session: $"},
		{spec: "/dev/pts/7", kind: Session, want: "work:0 %0"},
		{spec: "pts/7", kind: Session, want: "work:0 %0"},
		{spec: "@3", kind: Session, want: "work:1 %3"},
		{spec: "%5", kind: Session, want: "wool:0 %5"},
		{spec: "wool:", kind: Session, want: "wool:0 %5"},

		{spec: "1", kind: Window, want: "work:1 %3"},
		{spec: ":1", kind: Window, want: "work:1 %3"},
		{spec: "web", kind: Window, want: "web:0 %1"},
		{spec: "web:1", kind: Window, want: "can't find window: 1"},
		{spec: "editor", kind: Window, want: "work:1 %3"},
		{spec: "edi", kind: Window, want: "work:1 %3"},
		{spec: "=edi", kind: Window, want: "can't find window: edi"},
		{spec: ":=edi", kind: Window, want: "can't find window: edi"},
		{spec: "*o*", kind: Window, want: "can't find window: *o*"},
		{spec: "work:!", kind: Window, want: "work:1 %3"},
		{spec: "work:{last}", kind: Window, want: "work:1 %3"},
		{spec: "web:!", kind: Window, want: "can't find window: !"},
		{spec: "work:^", kind: Window, want: "work:0 %0"},
		{spec: "work:$", kind: Window, want: "work:5 %4"},
		{spec: "{end}", kind: Window, want: "work:5 %4"},
		{spec: "+", kind: Window, want: "work:1 %3"},
		{spec: "+2", kind: Window, want: "work:5 %4"},
		{spec: "+3", kind: Window, want: "work:0 %0"},
		{spec: "-", kind: Window, want: "work:5 %4"},
		{spec: "{previous}", kind: Window, want: "work:5 %4"},
		{spec: "@1", kind: Window, want: "web:0 %1"},
		{spec: "web:@3", kind: Window, want: "can't find window: @3"},
		{spec: "@x", kind: Window, want: "can't find window: @x"},

		{spec: "work:9", kind: Window, flags: WindowIndex, want: "work index 9"},
		{spec: "9", kind: Window, flags: WindowIndex, want: "work index 9"},
		{spec: "work:+3", kind: Window, flags: WindowIndex, want: "work index 3"},
		{spec: "work:-", kind: Window, flags: WindowIndex, want: "can't find window: -"},
		{spec: "work:1.0", kind: Window, flags: WindowIndex, want: "can't specify pane here"},

		{spec: "wool:0.0", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.1", kind: Pane, want: "wool:0 %5"},
		{spec: "wool.1", kind: Pane, want: "wool:0 %5"},
		{spec: "wool:.0", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.2", kind: Pane, want: "can't find pane: 2"},
		{spec: "wool:0.+", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.-", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.!", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.{last}", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.{left}", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.{top-right}", kind: Pane, want: "wool:0 %5"},
		{spec: "wool:0.{bottom-left}", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.bottom-right", kind: Pane, want: "wool:0 %5"},
		{spec: "wool:0.{left-of}", kind: Pane, want: "wool:0 %2"},
		{spec: "wool:0.{right-of}", kind: Pane, want: "wool:0 %2"}, // round the corner
		{spec: "wool:0.{up-of}", kind: Pane, want: "can't find pane: {up-of}"},
		{spec: "wool:0.{down-of}", kind: Pane, want: "can't find pane: {down-of}"},
		{spec: "%5", kind: Pane, want: "wool:0 %5"},
		{spec: "wool:%2", kind: Pane, want: "can't find window: %2"},
		{spec: "wool:.%2", kind: Pane, want: "wool:0 %2"},
		{spec: "work:0.%5", kind: Pane, want: "can't find pane: %5"},
		{spec: "work:.%3", kind: Pane, want: "work:1 %3"},
		{spec: "%99", kind: Pane, want: "can't find pane: %99"},
		{spec: "web", kind: Pane, want: "web:0 %1"},
		{spec: "logs", kind: Pane, want: "work:5 %4"},
		{spec: "wrok", kind: Pane, want: "can't find pane: wrok"},
		{spec: "nope:0", kind: Pane, want: "can't find session: nope"},
		{spec: ":", kind: Pane, want: "work:0 %0"},
		{spec: "=", kind: Pane, want: "no mouse target"},
		{spec: "~", kind: Pane, want: "no marked target"},
		{spec: "{current}", kind: Pane, want: "work:0 %0"},
	} {
		m := newWorld(t)
		f := Finder{Model: m, Client: m.Clients[0]}
		got, err := f.Find(tt.spec, tt.kind, tt.flags)
		text := describe(got)
		if err != nil {
			text = err.Error()
		}
		if text != tt.want {
			t.Errorf("%q: %s, want %s", tt.spec, text, tt.want)
		}
	}
}

func TestCurrent(t *testing.T) {
	m := newWorld(t)
	attached := m.Clients[0]
	client := func(n model.NewClient) *model.Client { return m.AddClient(n) }
	for _, tt := range []struct {
		name    string
		client  *model.Client
		current State
		flags   Flags
		want    string
	}{
		{"an attached client is where it is", attached, State{}, 0, "work:0 %0"},
		{"the state of the list goes first", attached, OfSession(m.SessionByName("web")), 0, "web:0 %1"},
		{"no client: the session used last", nil, State{}, 0, "work:0 %0"},
		{"unless one without clients is wanted", nil, State{}, PreferUnattached, "web:0 %1"},
		{"typed in a pane, by its tty", client(model.NewClient{TTY: "/dev/pts/50"}), State{}, 0, "wool:0 %5"},
		{"typed in a pane, by its environment", client(model.NewClient{Env: []string{"GMUX_PANE=%1"}}), State{}, 0, "web:0 %1"},
		{"from a script elsewhere", client(model.NewClient{TTY: "/dev/pts/8"}), State{}, 0, "work:0 %0"},
	} {
		f := Finder{Model: m, Client: tt.client, Current: tt.current}
		got, err := f.Find("", Session, tt.flags)
		if err != nil || describe(got) != tt.want {
			t.Errorf("%s: %s %v, want %s", tt.name, describe(got), err, tt.want)
		}
	}
	empty := model.New(model.Config{}, nil)
	if _, err := (Finder{Model: empty}).Find("x", Session, 0); err == nil || err.Error() != "no current target" {
		t.Errorf("without sessions: %v", err)
	}
}

func TestFindClient(t *testing.T) {
	m := newWorld(t)
	attached := m.Clients[0]
	inPane := m.AddClient(model.NewClient{TTY: "/dev/pts/50", PID: 9})
	for _, tt := range []struct {
		name  string
		spec  string
		given bool
		by    *model.Client
		want  string
	}{
		{"by name", "/dev/pts/7", true, nil, "/dev/pts/7"},
		{"without /dev/", "pts/7", true, nil, "/dev/pts/7"},
		{"with a colon", "/dev/pts/7:", true, nil, "/dev/pts/7"},
		{"one that is not attached is not found", "/dev/pts/50", true, nil, "can't find client: /dev/pts/50"},
		{"unknown", "nope", true, attached, "can't find client: nope"},
		{"its own", "", false, attached, "/dev/pts/7"},
		{"any, if nobody shows the session it was typed in", "", false, inPane, "/dev/pts/7"},
		{"the best", "", false, nil, "/dev/pts/7"},
	} {
		c, err := Finder{Model: m, Client: tt.by}.FindClient(tt.spec, tt.given)
		got := fmt.Sprint(err)
		if err == nil {
			got = c.Name
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	attached.Session = nil
	if _, err := (Finder{Model: m}).FindClient("", false); err == nil || err.Error() != "no current client" {
		t.Errorf("nobody is attached: %v", err)
	}
}

func TestNear(t *testing.T) {
	m := newWorld(t)
	for _, tt := range []struct {
		spec string
		kind Kind
		near string
	}{
		{"wrok", Session, "work"}, {"worj", Session, "work"}, {"zzzz", Session, ""},
		{"w", Session, ""}, {":editro", Window, "editor"}, {"wrok", Pane, "work"},
	} {
		_, err := Finder{Model: m}.Find(tt.spec, tt.kind, 0)
		var e *Error
		if !errors.As(err, &e) || e.Near != tt.near {
			t.Errorf("%q: %#v, want %q", tt.spec, err, tt.near)
		}
	}
}

// FuzzFind: a target leads to a place that is in the model, or to an error, and never further than that.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{"", "work:0.0", "$0", "@1", "%2", "=w", "{last}", "+1", "-", "w*:[a-z].!", ":.", "a:b:c.d", "[", `\`, "\xff"} {
		for kind := range 3 {
			f.Add(seed, kind, 0)
		}
	}
	m := newWorld(f)
	f.Fuzz(func(t *testing.T, spec string, kind, flags int) {
		if len(spec) > 200 {
			return
		}
		fl := Flags(flags) & (PreferUnattached | WindowIndex)
		finder := Finder{Model: m, Client: m.Clients[0]}
		st, err := finder.Find(spec, Kind(max(kind, -kind)%3), fl)
		var e *Error
		switch {
		case err != nil:
			if !errors.As(err, &e) || strings.HasPrefix(err.Error(), "no current target") {
				t.Errorf("%q: %v", spec, err)
			}
		case fl&WindowIndex != 0 && st.Link == nil:
			if st.Session == nil || st.Index < 0 {
				t.Errorf("%q: index %d", spec, st.Index)
			}
		case !st.Valid(m):
			t.Errorf("%q leads to %s", spec, describe(st))
		}
		if again, err2 := finder.Find(spec, Kind(max(kind, -kind)%3), fl); again != st || (err == nil) != (err2 == nil) {
			t.Errorf("%q leads to two places", spec)
		}
	})
}
