package manual

import (
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"gmux/server/command"
	"gmux/server/option"
	"gmux/server/vars"
)

var update = flag.Bool("update", false, "write docs/gmux.1 anew")

const page = "../../docs/gmux.1"

// TestPage: docs/gmux.1 is what the tables say today.
func TestPage(t *testing.T) {
	want := Page()
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the tables say: go test ./server/manual -update", page)
	}
}

// TestPageHasAll: each command with its alias and help, each option, variable and hook that happens is in it.
func TestPageHasAll(t *testing.T) {
	text := "\n" + Page()
	for _, e := range command.Entries() {
		if !strings.Contains(text, "\n"+bold(e.Name)) || !strings.Contains(text, "\n"+fonts(e.Help)+".\n") {
			t.Errorf("%s", e.Name)
		}
	}
	for _, e := range option.Table() {
		if (!e.Hook || e.Honoured && !strings.HasPrefix(e.Name, "after-")) && !strings.Contains(text, "\n"+bold(e.Name)+"\n") {
			t.Errorf("%s", e.Name)
		}
	}
	for _, name := range vars.Names() {
		if _, ok := vars.Help(name); !ok || !strings.Contains(text, "\n"+bold(name)+"\n") {
			t.Errorf("%s: a line in server/vars/help.txt, then go test ./server/manual -update", name)
		}
	}
}

// TestPageRenders: man shows the page without a warning.
func TestPageRenders(t *testing.T) {
	man, err := exec.LookPath("man")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("man is not installed")
	}
	cmd := exec.Command(man, "--warnings=w", "-E", "UTF-8", "-l", page)
	cmd.Env = append(os.Environ(), "MANWIDTH=80", "LC_ALL=C.UTF-8", "PAGER=cat")
	var warnings strings.Builder
	cmd.Stderr = &warnings
	out, err := cmd.Output()
	if err != nil || warnings.Len() > 0 {
		t.Errorf("%v\n%s", err, warnings.String())
	}
	for _, want := range []string{"list-sessions [--json] [-r] [-F format]", "status-interval", "pane_current_command", "\\;", "{bottom-left}"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not to be seen", want)
		}
	}
}

// TestHelp: what is asked for is said, and near misses are.
func TestHelp(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"ls", "list-sessions, ls: List the sessions.\nusage: list-sessions [--json] [-r] [-F format] [-f filter] [-O order]\n"},
		{"kill-server", "kill-server: End the server, its sessions and clients.\nusage: kill-server\n"},
		{"repeat-time", "repeat-time: an option of sessions\nHow long a repeatable key may be repeated without the prefix.\n" +
			"A number of milliseconds from 0 to 2000000; default 500.\n"},
		{"pane_id", "pane_id: a format variable\nId of the pane, %0 and so on.\n"},
		{"session-created", "session-created: a hook\nCommands that run when this has happened to a session.\n"},
	} {
		if got, err := Help([]string{tt.name}); got != tt.want || err != nil {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
	for _, tt := range []struct{ name, want string }{
		{"nothing-like-it-at-all", "unknown command: nothing-like-it-at-all"},
		{"status-intervall", "unknown command: status-intervall\nhint: did you mean status-interval?"},
		{"pane_idd", "unknown command: pane_idd\nhint: did you mean pane_id?"},
		{"lis", "ambiguous command: lis, could be: "},
	} {
		if _, err := Help([]string{tt.name}); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	all, err := Help(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range command.Entries() {
		if !strings.Contains(all, e.Name) || !strings.Contains(all, "  "+e.Help+"\n") {
			t.Errorf("%s is not in the list", e.Name)
		}
	}
}
