package keytable

import (
	"fmt"

	"gmux/protocol/key"
	"gmux/server/model"
	"gmux/server/syntax"
)

// def is a default binding, spelled as in a configuration file.
type def struct {
	table, key string
	repeat     bool
	note       string
	command    string
}

// defaults are tmux's for all commands that exist.
var defaults = []def{
	{Prefix, "C-b", false, "Send the prefix key", "send-prefix"},
	{Prefix, "C-z", false, "Suspend the current client", "suspend-client"},
	{Prefix, "(", false, "Switch to previous client", "switch-client -p"},
	{Prefix, ")", false, "Switch to next client", "switch-client -n"},
	{Prefix, "?", false, "List key bindings", "list-keys -N"},
	{Prefix, "L", false, "Switch to the last client", "switch-client -l"},
	{Prefix, "[", false, "Enter copy mode", "copy-mode"},
	{Prefix, "d", false, "Detach the current client", "detach-client"},
	{Prefix, "i", false, "Display window information", "display-message"},
	{Prefix, "r", false, "Redraw the current client", "refresh-client"},
	{Prefix, "PPage", false, "Enter copy mode and scroll up", "copy-mode -u"},

	{table: CopyMode, key: "C-c", command: "send-keys -X cancel"},
	{table: CopyMode, key: "C-g", command: "send-keys -X clear-selection"},
	{table: CopyMode, key: "C-v", command: "send-keys -X page-down"},
	{table: CopyMode, key: "C-n", command: "send-keys -X cursor-down"},
	{table: CopyMode, key: "C-p", command: "send-keys -X cursor-up"},
	{table: CopyMode, key: "Escape", command: "send-keys -X cancel"},
	{table: CopyMode, key: "C-[", command: "send-keys -X cancel"},
	{table: CopyMode, key: "Space", command: "send-keys -X page-down"},
	{table: CopyMode, key: "q", command: "send-keys -X cancel"},
	{table: CopyMode, key: "NPage", command: "send-keys -X page-down"},
	{table: CopyMode, key: "PPage", command: "send-keys -X page-up"},
	{table: CopyMode, key: "Up", command: "send-keys -X cursor-up"},
	{table: CopyMode, key: "Down", command: "send-keys -X cursor-down"},
	{table: CopyMode, key: "M-<", command: "send-keys -X history-top"},
	{table: CopyMode, key: "M->", command: "send-keys -X history-bottom"},
	{table: CopyMode, key: "M-v", command: "send-keys -X page-up"},
	{table: CopyMode, key: "M-Up", command: "send-keys -X halfpage-up"},
	{table: CopyMode, key: "M-Down", command: "send-keys -X halfpage-down"},
	{table: CopyMode, key: "C-Up", command: "send-keys -X scroll-up"},
	{table: CopyMode, key: "C-Down", command: "send-keys -X scroll-down"},
	{table: CopyMode, key: "WheelUpPane", command: "send-keys -X -N 5 scroll-up"},
	{table: CopyMode, key: "WheelDownPane", command: "send-keys -X -N 5 scroll-down"},

	{table: CopyModeVi, key: "C-c", command: "send-keys -X cancel"},
	{table: CopyModeVi, key: "C-d", command: "send-keys -X halfpage-down"},
	{table: CopyModeVi, key: "C-e", command: "send-keys -X scroll-down"},
	{table: CopyModeVi, key: "C-b", command: "send-keys -X page-up"},
	{table: CopyModeVi, key: "C-f", command: "send-keys -X page-down"},
	{table: CopyModeVi, key: "C-u", command: "send-keys -X halfpage-up"},
	{table: CopyModeVi, key: "C-y", command: "send-keys -X scroll-up"},
	{table: CopyModeVi, key: "Escape", command: "send-keys -X clear-selection"},
	{table: CopyModeVi, key: "G", command: "send-keys -X history-bottom"},
	{table: CopyModeVi, key: "J", command: "send-keys -X scroll-down"},
	{table: CopyModeVi, key: "K", command: "send-keys -X scroll-up"},
	{table: CopyModeVi, key: "g", command: "send-keys -X history-top"},
	{table: CopyModeVi, key: "j", command: "send-keys -X cursor-down"},
	{table: CopyModeVi, key: "k", command: "send-keys -X cursor-up"},
	{table: CopyModeVi, key: "q", command: "send-keys -X cancel"},
	{table: CopyModeVi, key: "NPage", command: "send-keys -X page-down"},
	{table: CopyModeVi, key: "PPage", command: "send-keys -X page-up"},
	{table: CopyModeVi, key: "Up", command: "send-keys -X cursor-up"},
	{table: CopyModeVi, key: "Down", command: "send-keys -X cursor-down"},
	{table: CopyModeVi, key: "C-Up", command: "send-keys -X scroll-up"},
	{table: CopyModeVi, key: "C-Down", command: "send-keys -X scroll-down"},
	{table: CopyModeVi, key: "WheelUpPane", command: "send-keys -X -N 5 scroll-up"},
	{table: CopyModeVi, key: "WheelDownPane", command: "send-keys -X -N 5 scroll-down"},
}

// Defaults puts the default bindings into m.
func Defaults(m *model.Model) {
	for _, name := range []string{Prefix, Root, CopyMode, CopyModeVi} {
		m.MakeTable(name).Default = true
	}
	for _, d := range defaults {
		b, err := d.binding()
		if err != nil {
			panic(err) // the table above is wrong, and a test says so first
		}
		m.Bind(d.table, b)
	}
}

func (d def) binding() (model.Binding, error) {
	k, err := key.Parse(d.key)
	if err != nil {
		return model.Binding{}, fmt.Errorf("default binding: %w", err)
	}
	list, err := syntax.ParseString(d.command, syntax.Input{})
	if err != nil {
		return model.Binding{}, fmt.Errorf("default binding of %s: %w", d.key, err)
	}
	return model.Binding{Key: k, List: list, Note: d.note, Repeat: d.repeat}, nil
}
