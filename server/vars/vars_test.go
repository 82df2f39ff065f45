package vars

import (
	"strings"
	"testing"
	"time"

	"gmux/server/format"
	"gmux/server/model"
)

// terminals is a World in which every pane has the same facts.
type terminals struct{ asked int }

func (w *terminals) Facts(model.PaneID) Facts {
	w.asked++
	return Facts{CursorX: 3, CursorY: 4, HistorySize: 7, HistoryLimit: 2000, AlternateOn: true, SearchString: "needle",
		Mode: format.Map{"scroll_position": "9"}}
}

func (w *terminals) Job(command string) string { return "<" + command + ">" }

func newModel(t *testing.T) (*model.Model, *model.Client) {
	m := model.New(model.Config{
		Socket: "/s", HostPID: 7, ServerPID: 8, Version: "0.1", Hostname: "box.example.org", User: "me", UID: 1000,
		Started: time.Unix(1000, 0), Files: []string{"/etc/gmux.conf", "/home/me/.gmux.conf"},
	}, model.EnvironOf([]string{"LANG=C", "BOTH=global"}))
	s := m.AddSession(model.NewSession{Name: "work", Size: model.Size{Rows: 24, Cols: 80, XPixel: 800, YPixel: 480},
		Env: model.EnvironOf([]string{"BOTH=session"})})
	m.AddSession(model.NewSession{Name: "idle", Size: model.Size{Rows: 24, Cols: 80}})
	c := m.AddClient(model.NewClient{TTY: "/dev/pts/1", Term: "xterm", Size: model.Size{Rows: 25, Cols: 80}, PID: 99, UID: 1000, User: "me", UTF8: true})
	m.ShowSession(c, s)
	m.TakeEffects()
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	return m, c
}

// TestUntrusted: what a program says of itself is no format that runs a command, in whatever place it is looked at again.
func TestUntrusted(t *testing.T) {
	m, _ := newModel(t)
	p := m.Panes[0]
	set := func(name, value string) {
		if err := m.WindowOption.Set(name, value, 0); err != nil {
			t.Fatal(err)
		}
	}
	set("automatic-rename-format", "#{pane_title}")
	set("allow-rename", "on")
	m.PaneTitle(0, "#(touch pwn)")
	AutomaticRename(m, &terminals{}, p.Window)
	if p.Title != "_(touch pwn)" || p.Window.Name != p.Title {
		t.Errorf("the title is %q, the window's name %q", p.Title, p.Window.Name)
	}
	PaneName(m, &terminals{}, 0, "#(true)")
	if p.Window.Name != "_(true)" {
		t.Errorf("the window's name is %q", p.Window.Name)
	}
	v := New(m, &terminals{}, Scope{Session: m.Links(p.Window)[0].Session, Pane: p})
	if got := v.Expand("#{E:pane_title}"); got != "_(touch pwn)" {
		t.Errorf("expanded: %q", got)
	}
}

// running is a World in which every pane has gone to another program and place without a word.
type running struct{ terminals }

func (*running) Running(model.PaneID) (argv0, path string, ok bool) {
	return "/bin/top -d", "/srv", true
}

func TestCurrentCommandIsAsked(t *testing.T) {
	m, _ := newModel(t)
	m.PaneRan(0, "vim", "/tmp")
	v := New(m, &running{}, Scope{Pane: m.Panes[0]})
	const template = "#{pane_current_command} #{pane_current_path}"
	if got := v.Expand(template); got != "top /srv" {
		t.Errorf("got %q", got)
	}
	v.Remember(&Memo{})
	if got := v.Expand(template); got != "vim /tmp" {
		t.Errorf("in a list: %q", got)
	}
}

func TestLookup(t *testing.T) {
	m, c := newModel(t)
	if err := m.SessionOption.Set("@user", "value", 0); err != nil {
		t.Fatal(err)
	}
	p := m.Panes[0]
	p.PID, p.TTY, p.Argv, p.Path = 55, "/dev/pts/9", []string{"sh", "-c", "a b"}, "/tmp"
	for _, tt := range []struct{ template, want string }{
		{"#{session_name} #{session_id} #{window_id} #{pane_id}", "work $0 @0 %0"},
		{"#{client_name} #{client_width}x#{client_height} #{client_session} [#{client_last_session}]", "/dev/pts/1 80x25 work []"},
		{"#{client_flags} #{client_prefix} #{client_key_table} #{client_pid} #{client_tty} #{client_termname}", "attached,focused,UTF-8 0 root 99 /dev/pts/1 xterm"},
		{"#{host} #{host_short} #{pid} #{server_pid} #{user} #{uid} #{socket_path}", "box.example.org box 7 8 me 1000 /s"},
		{"#{version} #{gmux_version} #{start_time} #{config_files}", "3.7c 0.1 1000 /etc/gmux.conf,/home/me/.gmux.conf"},
		{"#{session_attached} #{session_attached_list} #{session_created} #{session_last_attached}", "1 /dev/pts/1 1000 1000"},
		{"#{pane_pid} #{pane_tty} #{pane_current_command} #{pane_current_path} #{pane_start_command}", `55 /dev/pts/9 sh /tmp sh -c "a b"`},
		{"#{window_cell_width}x#{window_cell_height} #{window_bigger} #{window_offset_x}", "0x0 0 "}, // the client's pixels rule
		{"#{cursor_x} #{cursor_y} #{history_size} #{alternate_on} #{pane_search_string} #{scroll_position}", "3 4 7 1 needle 9"},
		{"#{history-limit} #{@user} #{mouse} #{status-interval} #{mode-keys}", "2000 value 0 15 emacs"},
		{"#{LANG} #{BOTH} [#{NONE}] [#{no_such_thing}]", "C session [] []"},
		{"#{line} #{session_name}", "5 work"},
		{"#{S:#{session_name}#{session_active} }#{W:#{window_index} }#{P:#{pane_id} }", "work1 idle0 0 %0 "},
		{"#{t:session_created}", format.Strftime("%a %b %e %H:%M:%S %Y", time.Unix(1000, 0))},
		{"#(date)", "<date>"},
	} {
		w := new(terminals)
		v := New(m, w, Scope{Client: c, Extra: format.Map{"line": "5", "session_name": "not this"}})
		if got := v.Expand(tt.template); got != tt.want {
			t.Errorf("%s\ngot  %q\nwant %q", tt.template, got, tt.want)
		}
		if w.asked > 1 && !strings.Contains(tt.template, "#{S:") {
			t.Errorf("%s: asked the world %d times", tt.template, w.asked)
		}
	}
}

// TestEmptyScopes: no variable minds that there is no session, no client, no terminal.
func TestEmptyScopes(t *testing.T) {
	m, c := newModel(t)
	p := m.Panes[1]
	scopes := map[string]Scope{
		"nothing": {}, "client": {Client: c}, "session": {Session: m.Sessions[1]},
		"pane": {Session: m.Sessions[1], Link: m.Sessions[1].Current, Pane: p}, "lone pane": {Pane: p},
		"detached client": {Client: m.AddClient(model.NewClient{})},
	}
	empty := model.New(model.Config{}, nil)
	for _, name := range Names() {
		for of, s := range scopes {
			got, ok := New(m, nil, s).Lookup(name)
			if !ok {
				t.Errorf("%s of %s is unknown", name, of)
			}
			if of == "nothing" && (strings.HasPrefix(name, "pane_") || strings.HasPrefix(name, "client_")) && got != "" && name != "pane_format" {
				t.Errorf("%s of nothing is %q", name, got)
			}
		}
		New(empty, nil, Scope{}).Lookup(name)
	}
}

// TestTier1 holds the variables that scripts and plugins ask for most; buffer_* wait for paste buffers.
func TestTier1(t *testing.T) {
	for _, name := range strings.Fields(`
		session_id session_name session_windows session_attached session_created session_activity session_path
		session_group session_grouped session_last_attached session_many_attached window_id window_index window_name
		window_active window_flags window_raw_flags window_layout window_visible_layout window_width window_height
		window_panes window_zoomed_flag window_last_flag window_activity_flag window_bell_flag window_silence_flag
		window_activity window_start_flag window_end_flag pane_id pane_index pane_active pane_title pane_pid pane_tty
		pane_current_command pane_current_path pane_start_command pane_width pane_height pane_left pane_top pane_right
		pane_bottom pane_at_left pane_at_right pane_at_top pane_at_bottom pane_in_mode pane_mode pane_dead
		pane_dead_status pane_synchronized pane_input_off pane_marked pane_last pane_format window_format session_format
		client_name client_tty client_session client_last_session client_pid client_width client_height client_prefix
		client_key_table client_termname client_control_mode client_flags client_readonly client_created
		client_activity client_utf8 cursor_x cursor_y history_size history_limit alternate_on mouse_any_flag host
		host_short pid version socket_path start_time user uid active_window_index last_window_index`) {
		if table()[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
}

func TestAutomaticRename(t *testing.T) {
	m, c := newModel(t)
	m.TakeDirty()
	w := m.Windows[0]
	PaneRan(m, nil, 0, "vim", "/tmp")
	if w.Name != "vim" {
		t.Errorf("named %q", w.Name)
	}
	if got := m.TakeDirty(); len(got) != 1 || got[0] != c.ID {
		t.Errorf("dirty %v", got)
	}
	PaneRan(m, nil, 0, "vim", "/tmp")
	if got := m.TakeDirty(); got != nil {
		t.Errorf("the same again: dirty %v", got)
	}
	m.SetMode(m.Panes[0], &model.Mode{Name: "copy-mode"})
	if AutomaticRename(m, nil, w); w.Name != "[tmux]" {
		t.Errorf("in a mode: %q", w.Name)
	}
	m.SetWindowName(w, "mine")
	if PaneRan(m, nil, 0, "less", "/"); w.Name != "mine" {
		t.Errorf("after rename-window: %q", w.Name)
	}
}

func TestLayout(t *testing.T) {
	m, _ := newModel(t)
	v := New(m, nil, Scope{Session: m.Sessions[0], Link: m.Sessions[0].Current, Pane: m.Panes[0]})
	for template, want := range map[string]string{
		"#{window_layout}":         "b25d,80x24,0,0,0", // as tmux 3.7c prints it
		"#{window_visible_layout}": "b25d,80x24,0,0,0", "#{window_zoomed_flag}": "0",
	} {
		if got := v.Expand(template); got != want {
			t.Errorf("%s: %s, want %s", template, got, want)
		}
	}
}
