package keytable

import (
	"testing"

	"gmux/server/model"
)

func TestLikeEditor(t *testing.T) {
	for _, tt := range []struct {
		env          []string
		editor, keys string
	}{
		{nil, "/usr/bin/vi", "emacs"}, // the default is no wish
		{[]string{"EDITOR=vim"}, "vim", "vi"},
		{[]string{"EDITOR=/opt/vi/nano"}, "/opt/vi/nano", "emacs"},
		{[]string{"EDITOR=vi", "VISUAL=emacs -nw"}, "emacs -nw", "emacs"},
		{[]string{"EDITOR=ed", "VISUAL=/usr/bin/nvim"}, "/usr/bin/nvim", "vi"},
	} {
		m := model.New(model.Config{}, model.EnvironOf(tt.env))
		if err := LikeEditor(m); err != nil {
			t.Fatal(err)
		}
		status, mode := m.SessionOption.Choice("status-keys"), m.WindowOption.Choice("mode-keys")
		if e := m.Options.String("editor"); e != tt.editor || status != tt.keys || mode != tt.keys {
			t.Errorf("%q: editor %q, keys of prompts %s, of modes %s", tt.env, e, status, mode)
		}
	}
}
