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
	{Prefix, "C-o", false, "Rotate through the panes", "rotate-window"},
	{Prefix, "C-z", false, "Suspend the current client", "suspend-client"},
	{Prefix, "Space", false, "Select next layout", "next-layout"},
	{Prefix, "!", false, "Break pane to a new window", "break-pane"},
	{Prefix, "\"", false, "Split window vertically", "split-window"},
	{Prefix, "#", false, "List all paste buffers", "list-buffers"},
	{Prefix, "$", false, "Rename current session", "command-prompt -I '#S' { rename-session -- '%%' }"},
	{Prefix, "&", false, "Kill current window", "confirm-before -p 'kill-window #W? (y/n)' kill-window"},
	{Prefix, "'", false, "Prompt for window index to select", "command-prompt -T window-target -p index { select-window -t ':%%' }"},
	{Prefix, ",", false, "Rename current window", "command-prompt -I '#W' { rename-window -- '%%' }"},
	{Prefix, "-", false, "Delete the most recent paste buffer", "delete-buffer"},
	{Prefix, ".", false, "Move the current window", "command-prompt -T target { move-window -t '%%' }"},
	{Prefix, "/", false, "Describe key binding", "command-prompt -k -p key { list-keys -1N '%%' }"},
	{Prefix, ":", false, "Prompt for a command", "command-prompt"},
	{Prefix, "x", false, "Kill the active pane", "confirm-before -p 'kill-pane #P? (y/n)' kill-pane"},
	{Prefix, "~", false, "Show messages", "show-messages"},
	{Prefix, "]", false, "Paste the most recent paste buffer", "paste-buffer -p"},
	{Prefix, "%", false, "Split window horizontally", "split-window -h"},
	{Prefix, "(", false, "Switch to previous client", "switch-client -p"},
	{Prefix, ")", false, "Switch to next client", "switch-client -n"},
	{Prefix, "0", false, "Select window 0", "select-window -t :=0"},
	{Prefix, "1", false, "Select window 1", "select-window -t :=1"},
	{Prefix, "2", false, "Select window 2", "select-window -t :=2"},
	{Prefix, "3", false, "Select window 3", "select-window -t :=3"},
	{Prefix, "4", false, "Select window 4", "select-window -t :=4"},
	{Prefix, "5", false, "Select window 5", "select-window -t :=5"},
	{Prefix, "6", false, "Select window 6", "select-window -t :=6"},
	{Prefix, "7", false, "Select window 7", "select-window -t :=7"},
	{Prefix, "8", false, "Select window 8", "select-window -t :=8"},
	{Prefix, "9", false, "Select window 9", "select-window -t :=9"},
	{Prefix, ";", false, "Move to the previously active pane", "last-pane"},
	{Prefix, "?", false, "List key bindings", "list-keys -N"},
	{Prefix, "L", false, "Switch to the last client", "switch-client -l"},
	{Prefix, "E", false, "Spread panes out evenly", "select-layout -E"},
	{Prefix, "M", false, "Clear the marked pane", "select-pane -M"},
	{Prefix, "[", false, "Enter copy mode", "copy-mode"},
	{Prefix, "c", false, "Create a new window", "new-window"},
	{Prefix, "d", false, "Detach the current client", "detach-client"},
	{Prefix, "i", false, "Display window information", "display-message"},
	{Prefix, "l", false, "Select the previously current window", "last-window"},
	{Prefix, "m", false, "Toggle the marked pane", "select-pane -m"},
	{Prefix, "n", false, "Select the next window", "next-window"},
	{Prefix, "o", false, "Select the next pane", "select-pane -t :.+"},
	{Prefix, "p", false, "Select the previous window", "previous-window"},
	{Prefix, "r", false, "Redraw the current client", "refresh-client"},
	{Prefix, "z", false, "Zoom the active pane", "resize-pane -Z"},
	{Prefix, "{", false, "Swap the active pane with the pane above", "swap-pane -U"},
	{Prefix, "}", false, "Swap the active pane with the pane below", "swap-pane -D"},
	{Prefix, "PPage", false, "Enter copy mode and scroll up", "copy-mode -u"},
	{Prefix, "Up", true, "Select the pane above the active pane", "select-pane -U"},
	{Prefix, "Down", true, "Select the pane below the active pane", "select-pane -D"},
	{Prefix, "Left", true, "Select the pane to the left of the active pane", "select-pane -L"},
	{Prefix, "Right", true, "Select the pane to the right of the active pane", "select-pane -R"},
	{Prefix, "M-1", false, "Set the even-horizontal layout", "select-layout even-horizontal"},
	{Prefix, "M-2", false, "Set the even-vertical layout", "select-layout even-vertical"},
	{Prefix, "M-3", false, "Set the main-horizontal layout", "select-layout main-horizontal"},
	{Prefix, "M-4", false, "Set the main-vertical layout", "select-layout main-vertical"},
	{Prefix, "M-5", false, "Select the tiled layout", "select-layout tiled"},
	{Prefix, "M-6", false, "Set the main-horizontal-mirrored layout", "select-layout main-horizontal-mirrored"},
	{Prefix, "M-7", false, "Set the main-vertical-mirrored layout", "select-layout main-vertical-mirrored"},
	{Prefix, "M-n", false, "Select the next window with an alert", "next-window -a"},
	{Prefix, "M-o", false, "Rotate through the panes in reverse", "rotate-window -D"},
	{Prefix, "M-p", false, "Select the previous window with an alert", "previous-window -a"},
	{Prefix, "M-Up", true, "Resize the pane up by 5", "resize-pane -U 5"},
	{Prefix, "M-Down", true, "Resize the pane down by 5", "resize-pane -D 5"},
	{Prefix, "M-Left", true, "Resize the pane left by 5", "resize-pane -L 5"},
	{Prefix, "M-Right", true, "Resize the pane right by 5", "resize-pane -R 5"},
	{Prefix, "C-Up", true, "Resize the pane up", "resize-pane -U"},
	{Prefix, "C-Down", true, "Resize the pane down", "resize-pane -D"},
	{Prefix, "C-Left", true, "Resize the pane left", "resize-pane -L"},
	{Prefix, "C-Right", true, "Resize the pane right", "resize-pane -R"},
	{Prefix, "S-Up", true, "Move the visible part of the window up", "refresh-client -U 10"},
	{Prefix, "S-Down", true, "Move the visible part of the window down", "refresh-client -D 10"},
	{Prefix, "S-Left", true, "Move the visible part of the window left", "refresh-client -L 10"},
	{Prefix, "S-Right", true, "Move the visible part of the window right", "refresh-client -R 10"},
	{Prefix, "DC", true, "Reset so the visible part of the window follows the cursor", "refresh-client -c"},

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

// A Note is a default binding behind the prefix, and what it is for.
type Note struct{ Key, Note, Command string }

// Notes are the default bindings behind the prefix.
func Notes() []Note {
	var list []Note
	for _, d := range defaults {
		if d.table == Prefix && d.note != "" {
			list = append(list, Note{d.key, d.note, d.command})
		}
	}
	return list
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
