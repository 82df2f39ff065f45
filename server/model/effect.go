package model

import (
	"time"

	"gmux/protocol/key"
)

// An Effect is something the world must do. The loop performs effects in the order given.
type Effect interface{ effect() }

// A Token names something that waits; the loop hands it back with the answer (command.Queue.Resume).
type Token int

// A Reason is why a client is sent away.
type Reason int

const (
	Detached     Reason = iota // [detached (from session NAME)]
	DetachedHUP                // the same, and the client's parent gets SIGHUP (detach-client -P)
	Exited                     // [exited]: the session ended
	ServerExited               // [server exited]
)

type (
	// Spawn starts a child in a pane. The answer is PaneSpawned or SpawnFailed, then Resume of Token.
	Spawn struct {
		Pane  PaneID
		Path  string   // the program; without a slash it is looked for in Env's PATH
		Argv  []string // what the child sees; Argv[0] has a leading - for a login shell
		Env   []string // NAME=value, all of it
		Cwd   []string // directories to try in turn
		Size  Size
		Token Token // NoToken if nobody waits
	}

	// Write types into a pane. The loop encodes events as the pane's modes ask; key.Raw goes as it is.
	Write struct {
		Pane   PaneID
		By     ClientID // whose key or command it is, or NoClient
		Events []key.Event
	}

	// Resize gives a pane another size.
	Resize struct {
		Pane PaneID
		Size Size
	}

	// ClosePane forgets a pane. If its child lives, its session gets SIGHUP and SIGCONT.
	ClosePane struct{ Pane PaneID }

	// ReplaceChild ends a pane's child, if any, and empties its terminal; a Spawn for it follows.
	ReplaceChild struct{ Pane PaneID }

	// Print sends text, newline included, to stdout or stderr of a command client.
	Print struct {
		Client ClientID
		Text   string
		Err    bool
		Hint   string // for stderr: a second line, shown only when stderr is a terminal
	}

	// Exit ends a command client.
	Exit struct {
		Client ClientID
		Status int
	}

	// Attach turns a command client into one that shows a session. A client that already shows one is
	// only marked dirty.
	Attach struct {
		Client  ClientID
		Session SessionID
	}

	// Detach sends an attached client away.
	Detach struct {
		Client  ClientID
		Reason  Reason
		Session string // its name, for the message
		Exec    string // detach-client -E: the shell command that replaces the client
		Shell   string // what runs Exec: default-shell
	}

	// Suspend stops a client as C-z would (suspend-client).
	Suspend struct{ Client ClientID }

	// ReadFile reads files for source-file and the configuration. Paths may be patterns; "-" is the
	// client's stdin. The answer is Resume with the files in order.
	ReadFile struct {
		Token  Token
		Client ClientID
		Paths  []string
	}

	// WriteFile writes a file for save-buffer; "-" is the client's stdout. The answer is Resume.
	WriteFile struct {
		Token  Token
		Client ClientID
		Path   string
		Data   string
		Append bool
	}

	// RunJob runs a shell command that is no pane: if-shell, run-shell. The answer is Resume with its output and status.
	RunJob struct {
		Token   Token
		Command string
		Cwd     string
		Env     []string // NAME=value, all of it
		Stderr  bool     // its errors are output too
	}

	// Delay asks for Resume after some time.
	Delay struct {
		Token Token
		For   time.Duration
	}

	// Upgrade replaces this server by the build at Path; where that is empty by that of the client. The answer is Resume,
	// of this server in any case.
	Upgrade struct {
		Token  Token
		Client ClientID
		Path   string
	}

	// Ring rings the bell of a client's terminal.
	Ring struct{ Client ClientID }

	// Redraw repaints a client from nothing (refresh-client).
	Redraw struct{ Client ClientID }

	// AskClipboard asks a client's terminal for its clipboard, which becomes a paste buffer.
	AskClipboard struct{ Client ClientID }

	// SetClipboard gives text to the clipboard of a client's terminal.
	SetClipboard struct {
		Client ClientID
		Text   string
	}

	// View shows text in a scrollable view over a pane: what a command printed for an attached client.
	// The model has marked the pane with view-mode; if it was in it before, the lines go behind those
	// that are there.
	View struct {
		Pane  PaneID
		Lines []string
	}

	// EnterMode puts a pane that the model has marked with a mode into it. One that is in that mode
	// already only does what PageUp and PageDown say.
	EnterMode struct {
		Pane       PaneID
		Mode       string // copy-mode
		Source     PaneID // whose text is looked at; mostly Pane
		PageUp     bool   // -u
		PageDown   bool   // -d
		ExitBottom bool   // -e: leave when scrolled back to the bottom
		HideInfo   bool   // -H
	}

	// LeaveMode takes a pane out of its mode.
	LeaveMode struct{ Pane PaneID }

	// ModeCommand is send-keys -X.
	ModeCommand struct {
		Pane   PaneID
		Client ClientID
		Args   []string
		Count  int
	}

	// Show writes text into the terminal of a pane without a program.
	Show struct {
		Pane PaneID
		Text string
	}

	// ShowStdin writes what a command client has on its stdin there, as it comes. The answer is Resume, at its end, or when the
	// pane has gone.
	ShowStdin struct {
		Token  Token
		Client ClientID
		Pane   PaneID
	}

	// Trim has a pane's rows below the cursor make room for lines of its history.
	Trim struct{ Pane PaneID }

	// ClearHistory empties a pane's history.
	ClearHistory struct {
		Pane       PaneID
		Hyperlinks bool // -H
	}

	// Reset puts a pane's terminal into its first state (send-keys -R).
	Reset struct{ Pane PaneID }

	// Follow says that a pane has moved to where other options hold for its terminal.
	Follow struct{ Pane PaneID }

	// OptionChanged says that an option has changed which something outside of the model follows
	// (history-limit, escape-time, default-terminal…). Whoever cares reads the new value.
	OptionChanged struct{ Name string }

	// Shutdown ends the server: all clients have been sent away, all panes closed.
	Shutdown struct{}
)

// NoToken is the token of an effect that nobody waits for.
const NoToken Token = 0

func (Spawn) effect()         {}
func (Write) effect()         {}
func (Resize) effect()        {}
func (ClosePane) effect()     {}
func (ReplaceChild) effect()  {}
func (Print) effect()         {}
func (Exit) effect()          {}
func (SetClipboard) effect()  {}
func (Attach) effect()        {}
func (Detach) effect()        {}
func (Suspend) effect()       {}
func (ReadFile) effect()      {}
func (WriteFile) effect()     {}
func (RunJob) effect()        {}
func (Delay) effect()         {}
func (Upgrade) effect()       {}
func (Ring) effect()          {}
func (Redraw) effect()        {}
func (AskClipboard) effect()  {}
func (View) effect()          {}
func (EnterMode) effect()     {}
func (LeaveMode) effect()     {}
func (ModeCommand) effect()   {}
func (Show) effect()          {}
func (ShowStdin) effect()     {}
func (Trim) effect()          {}
func (ClearHistory) effect()  {}
func (Reset) effect()         {}
func (Follow) effect()        {}
func (OptionChanged) effect() {}
func (Shutdown) effect()      {}
