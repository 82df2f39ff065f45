package option

import "strings"

// happens are the hooks of events that do happen; those of commands do if there is the command.
func happens() map[string]bool {
	set := make(map[string]bool)
	for _, name := range words(`alert-activity alert-bell alert-silence client-active client-attached client-detached
		client-dark-theme client-focus-in client-focus-out client-light-theme client-resized client-session-changed
		command-error pane-died pane-focus-in pane-focus-out pane-set-clipboard
		pane-exited pane-mode-changed pane-title-changed session-closed session-created session-renamed
		session-window-changed window-layout-changed window-linked window-pane-changed window-renamed
		window-resized window-unlinked`) {
		set[name] = true
	}
	return set
}

// hookTable are the hooks: arrays of command lists, each run when something has happened.
func hookTable() []Entry {
	var table []Entry
	happens := happens()
	add := func(scope Scope, help string, names ...string) {
		for _, name := range names {
			happens := happens[name] || strings.HasPrefix(name, "after-")
			table = append(table, Entry{
				Name: name, Type: Command, Scope: scope, Array: true, Hook: true, Help: help, Honoured: happens,
			})
		}
	}
	for _, name := range words(`bind-key capture-pane copy-mode display-message display-panes kill-pane list-buffers
		list-clients list-keys list-panes list-sessions list-windows load-buffer lock-server new-session new-window
		paste-buffer pipe-pane queue refresh-client rename-session rename-window resize-pane resize-window save-buffer
		select-layout select-pane select-window send-keys set-buffer set-environment set-hook set-option
		show-environment show-messages show-options split-window unbind-key`) {
		add(Session, "Commands that run after each "+name+".", "after-"+name)
	}
	add(Session, "Commands that run when a window has been active, has rung or has been silent.",
		"alert-activity", "alert-bell", "alert-silence")
	add(Session, "Commands that run when this has happened to a client.",
		"client-active", "client-attached", "client-detached", "client-focus-in", "client-focus-out", "client-resized",
		"client-session-changed", "client-light-theme", "client-dark-theme")
	add(Session, "Commands that run when a command has gone wrong.", "command-error")
	add(Window|Pane, "Commands that run when this has happened to a pane.",
		"pane-died", "pane-exited", "pane-focus-in", "pane-focus-out", "pane-mode-changed", "pane-set-clipboard",
		"pane-title-changed")
	add(Session, "Commands that run when this has happened to a session.",
		"session-closed", "session-created", "session-renamed", "session-window-changed")
	add(Window, "Commands that run when this has happened to a window.", "window-layout-changed")
	add(Session, "Commands that run when a window has come to a session.", "window-linked")
	add(Window, "Commands that run when this has happened to a window.", "window-pane-changed", "window-renamed",
		"window-resized")
	add(Session, "Commands that run when a window has left a session.", "window-unlinked")
	return table
}
