package command_test

import (
	"testing"

	"gmux/server/command"
	"gmux/server/model"
)

// TestConfigDirectory: a configuration is read where the server was started, not at home; later commands begin where they
// always did.
func TestConfigDirectory(t *testing.T) {
	h := newHarness(t)
	h.q = command.NewQueue(h.m, h) // one that has read nothing yet
	h.m.Env.Set("PWD", "/project")
	h.files["/tmp/start.conf"] = "source-file -q local.conf\nnew-session -d -s a\nneww\nsplitw\nif-shell true ''\nrun-shell true\n"
	since := h.since()
	h.do(h.q.LoadConfig([]string{"/tmp/start.conf"}, false))
	reads := find[model.ReadFile](since())
	if len(reads) != 2 || reads[1].Paths[0] != "/project/local.conf" {
		t.Errorf("read: %+v", reads)
	}
	spawns := find[model.Spawn](since())
	for _, e := range spawns {
		if e.Cwd[0] != "/project" {
			t.Errorf("a pane starts in %q", e.Cwd)
		}
	}
	jobs := find[model.RunJob](since())
	for _, e := range jobs {
		if e.Cwd != "/project" {
			t.Errorf("a job runs in %q", e.Cwd)
		}
	}
	if len(spawns) != 3 || len(jobs) != 2 {
		t.Fatalf("%d panes, %d jobs", len(spawns), len(jobs))
	}
	since = h.since()
	h.ok("new", "-d", "-s", "later")
	if e := find[model.Spawn](since())[0]; e.Cwd[0] != "/tmp" {
		t.Errorf("later a session starts in %q", e.Cwd)
	}
}
