package keytable

import (
	"errors"
	"path"
	"strings"

	"gmux/server/model"
)

// LikeEditor has the keys of modes and prompts be those of the user's editor, if VISUAL or EDITOR names one: vi's for any
// that has vi in its name, else emacs'. As in tmux that is before the configuration is read, which may say otherwise.
func LikeEditor(m *model.Model) error {
	editor, ok := m.Env.Get("VISUAL")
	if !ok {
		editor, ok = m.Env.Get("EDITOR")
	}
	if !ok {
		return nil
	}
	keys := "emacs"
	if strings.Contains(path.Base(editor), "vi") {
		keys = "vi"
	}
	return errors.Join(
		m.Options.Set("editor", editor, 0),
		m.SessionOption.Set("status-keys", keys, 0),
		m.WindowOption.Set("mode-keys", keys, 0))
}
