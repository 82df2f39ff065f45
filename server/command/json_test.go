package command_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"gmux/server/command"
	"gmux/server/model"
)

// objects reads what --json printed.
func (h *harness) objects(argv ...string) []map[string]any {
	h.t.Helper()
	out := h.ok(argv...)
	var list []map[string]any
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		h.t.Fatalf("%q: %v in %s", argv, err, out)
	}
	return list
}

func jsonWorld(t *testing.T) *harness {
	h := newHarness(t)
	h.attach(model.Size{Rows: 24, Cols: 80}, "new", "-s", "work", "-n", `a "b" <日>`)
	h.ok("split-window", "-t", "work", "-h")
	h.ok("new", "-d", "-s", "other")
	h.ok("setb", "-b", "clip", "line\n\x1b[1m\xff")
	h.ok("setenv", "-g", "WORD", "x=y")
	h.ok("setenv", "-gr", "GONE")
	return h
}

// TestJSON: numbers are numbers, flags true or false, text is itself.
func TestJSON(t *testing.T) {
	h := jsonWorld(t)
	for _, tt := range []struct {
		argv string
		want map[string]any // of the last object
	}{
		{"list-sessions --json", map[string]any{"session_name": "work", "session_id": "$0", "session_windows": 1.0, "session_attached": 1.0, "session_grouped": false, "session_group": ""}},
		{"lsw --json -t work", map[string]any{"window_name": `a "b" <日>`, "window_index": 0.0, "window_active": true, "window_zoomed_flag": false, "window_panes": 2.0, "session_name": "work"}},
		{"lsp --json -t work", map[string]any{"pane_id": "%1", "pane_active": true, "pane_dead": false, "pane_dead_status": nil, "pane_left": 41.0, "history_limit": 2000.0}},
		{"lsp -a --json -f #{==:#{pane_id},%2}", map[string]any{"session_name": "other", "pane_id": "%2"}},
		{"lsc --json", map[string]any{"client_name": "/dev/pts/a", "client_width": 80.0, "client_readonly": false, "client_utf8": true}},
		{"lsb --json", map[string]any{"buffer_name": "clip", "buffer_size": 10.0}},
		{"lsk --json -T prefix d", map[string]any{"key_table": "prefix", "key_string": "d", "key_repeat": false, "key_command": "detach-client", "key_note": "Detach the current client"}},
		{"lscm --json rename", map[string]any{"command_list_name": "rename-session", "command_list_alias": "rename", "command_list_help": "Rename a session"}},
		{"show --json -g history-limit", map[string]any{"option_name": "history-limit", "option_value": 2000.0, "option_inherited": false}},
		{"show --json -g mouse", map[string]any{"option_value": false}},
		{"show --json -s command-alias[0]", map[string]any{"option_name": "command-alias", "option_index": 0.0, "option_value": "split-pane=split-window"}},
		{"showw --json -g mode-keys", map[string]any{"option_name": "mode-keys", "option_value": "emacs"}},
		{"show --json -wA -t work mode-keys", map[string]any{"option_value": "emacs", "option_inherited": true}},
		{"show-hooks --json -g alert-bell", map[string]any{"option_name": "alert-bell", "option_value": nil}},
		{"showenv --json -g WORD", map[string]any{"environ_name": "WORD", "environ_value": "x=y", "environ_removed": false}},
		{"showenv --json -g GONE", map[string]any{"environ_name": "GONE", "environ_value": "", "environ_removed": true}},
	} {
		t.Run(tt.argv, func(t *testing.T) {
			list := h.objects(strings.Fields(tt.argv)...)
			if len(list) == 0 {
				t.Fatal("no objects")
			}
			last := list[len(list)-1]
			for name, want := range tt.want {
				if got, ok := last[name]; !ok || got != want {
					t.Errorf("%s is %#v, want %#v", name, got, want)
				}
			}
		})
	}
	if got := h.ok("lsb", "--json", "-f", "0"); got != "[]" {
		t.Errorf("a list of nothing is %q", got)
	}
	if o := h.run("ls", "--json", "-F", "x"); o.stderr != "only one of -F or --json must be given\n" || o.status != 1 {
		t.Errorf("%+v", o)
	}
}

// TestJSONOfAll: every command that lists takes --json, and no other; objects of one list have the same members.
func TestJSONOfAll(t *testing.T) {
	h := jsonWorld(t)
	for _, e := range command.Entries() {
		lists := strings.HasPrefix(e.Name, "list-") || strings.HasPrefix(e.Name, "show-") && e.Name != "show-buffer"
		if !lists {
			if o := h.run(e.Name, "--json"); o.status == 0 || !strings.HasPrefix(o.stderr, "command "+e.Name+": invalid flag --") {
				t.Errorf("%s: %+v", e.Name, o)
			}
			continue
		}
		var members []string
		for _, o := range h.objects(e.Name, "--json") {
			names := slices.Sorted(maps.Keys(o))
			names = slices.DeleteFunc(names, func(n string) bool { return n == "option_index" })
			if members != nil && !slices.Equal(names, members) {
				t.Errorf("%s: %v and %v", e.Name, members, names)
			}
			members = names
		}
	}
}

// TestJSONWithoutUTF8: who does not read UTF-8 gets all of it nevertheless.
func TestJSONWithoutUTF8(t *testing.T) {
	h := jsonWorld(t)
	h.ok("rename-session", "-t", "other", "日😀")
	c := h.m.AddClient(model.NewClient{PID: 1, Cwd: h.cwd})
	h.do(h.q.Command(c.ID, []string{"ls", "--json", "-f", "#{!=:#{session_name},work}"}))
	if out := h.of(c.ID).stdout; !strings.Contains(out, `"session_name":"\u65e5\ud83d\ude00"`) {
		t.Error(out)
	}
}

// TestTables: a terminal is shown columns; a pipe, and whoever asks with -F, tmux's lines.
func TestTables(t *testing.T) {
	h := jsonWorld(t)
	h.do(h.m.PaneRan(1, "vim", "/tmp/a\x1b[2Jb"))
	terminal := func(argv ...string) string {
		c := h.m.AddClient(model.NewClient{TTY: "/dev/pts/z", PID: 1, Cwd: h.cwd, UTF8: true, OutTTY: true})
		h.do(h.q.Command(c.ID, argv))
		return "\n" + h.of(c.ID).stdout
	}
	for _, tt := range []struct{ argv, want string }{
		{"ls", `
NAME   WINDOWS  CREATED                   CLIENTS
other        1  Mon May  6 07:08:12 2024
work         1  Mon May  6 07:08:10 2024        1
`},
		{"lsw -t work", `
WINDOW  NAME        FLAGS  PANES   SIZE  ID
     0  a "b" <日>  *          2  80x23  @0
`},
		{"lsw -a", `
SESSION  WINDOW  NAME        FLAGS  PANES   SIZE  ID
other         0  sh          *          1  80x24  @1
work          0  a "b" <日>  *          2  80x23  @0
`},
		{"lsp -t work", `
PANE  ID   SIZE  HISTORY  COMMAND  DIRECTORY      STATE
   0  %0  40x23   0/2000  sh       /home/me/work
   1  %1  39x23   0/2000  vim      /tmp/a?[2Jb    active
`},
		{"lsc", `
CLIENT      SESSION   SIZE  TERMINAL        FLAGS
/dev/pts/a  work     80x24  xterm-256color  attached,focused,UTF-8
`},
		{"ls -F #S", "\nother\nwork\n"},
		{"lsb -F #{buffer_name}", "\nclip\n"},
	} {
		if got := terminal(strings.Fields(tt.argv)...); got != tt.want {
			t.Errorf("%s\n--- got%s--- want%s", tt.argv, got, tt.want)
		}
	}
	if got := h.ok("ls"); !strings.HasPrefix(got, "other: 1 windows (created ") {
		t.Error(got)
	}
}
