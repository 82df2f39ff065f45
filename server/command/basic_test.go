package command_test

import "testing"

func TestSmoke(t *testing.T) {
	h := newHarness(t)
	t.Logf("%+v", h.run("new", "-d", "-s", "a"))
	t.Logf("%+v", h.run("ls"))
	t.Logf("%+v", h.run("lsp", "-a"))
	t.Logf("%+v", h.run("lsw"))
	t.Logf("%+v", h.run("has", "-t", "b"))
	t.Logf("%+v", h.run("l"))
	t.Logf("%+v", h.run("lss"))
	t.Logf("%+v", h.run("list-keys"))
}
