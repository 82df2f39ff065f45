package model

import (
	"slices"
	"time"

	"gmux/server/syntax"
)

// A Prompt is a line that a client is asked for, with all that is needed to carry on from the answer. Package overlay moves
// and draws it, package command asks and answers. It is values only, so that the next server goes on with it.
type Prompt struct {
	Label string // what is asked now, a format
	Text  string // what was typed
	At    int    // bytes of it before the cursor
	Type  PromptType
	Takes Takes
	Again bool // -e: Backspace with nothing typed leaves

	Command bool   // in vi's command mode
	Quote   bool   // C-v: the next key is text
	Index   int    // how far back in the history; 0 is not in it
	Cut     string // what C-w took
	Began   string // the text that an incremental prompt began with
	Heard   uint64 // the last of the client's messages that is in it

	Confirm    bool // confirm-before: runs Commands for Key alone
	Key        byte
	DefaultYes bool // and for Enter

	More     []Question // asked after this one
	Answers  []string   // to those before it
	Template string     // commands with %1, %2 and so on
	Commands syntax.List
	IsBlock  bool // Commands, instead of Template
	File     string
	Line     int // where the command was written

	Session SessionID // what formats are about
	Window  WindowID
	Pane    PaneID

	Token Token // of the command that waits for the answer, NoToken if none does
}

// Confirmed reports whether what was typed at confirm-before is a yes.
func (p *Prompt) Confirmed(text string) bool {
	return text == string(rune(p.Key)) || p.DefaultYes && text == "\r"
}

// A Question is one of several of a prompt.
type Question struct{ Label, Text string }

// Takes is what a prompt takes for an answer.
type Takes int

const (
	TakesLine        Takes = iota
	TakesKey               // the name of one key (-k)
	TakesCharacter         // one character (-1)
	TakesNumber            // digits; another key ends it and is a key of its own (-N)
	TakesIncremental       // each change is an answer already (-i)
)

// A PromptType says whose history a prompt has, and what Tab completes.
type PromptType int

const (
	PromptCommand PromptType = iota
	PromptSearch
	PromptTarget
	PromptWindowTarget
	PromptTypes // how many there are
)

var promptTypes = [PromptTypes]string{"command", "search", "target", "window-target"}

func (t PromptType) String() string { return promptTypes[t] }

// ParsePromptType is the inverse of String.
func ParsePromptType(name string) (PromptType, bool) {
	i := slices.Index(promptTypes[:], name)
	return PromptType(max(i, 0)), i >= 0
}

// Prompt is what c is being asked for, nil if nothing.
func (m *Model) Prompt(c *Client) *Prompt { return m.Prompts[c.Token] }

// OpenPrompt asks c for something. The caller has ended what it was asked for before.
func (m *Model) OpenPrompt(c *Client, p *Prompt) {
	m.Prompts[c.Token] = p
	m.PromptMoved(c)
}

// PromptMoved tells that c's prompt has changed.
func (m *Model) PromptMoved(c *Client) {
	m.touched[Ref{Kind: KindPrompt, Name: c.Token}] = true
	m.DirtyClient(c)
}

// ClosePrompt takes c's prompt away.
func (m *Model) ClosePrompt(c *Client) {
	if m.Prompts[c.Token] != nil {
		delete(m.Prompts, c.Token)
		m.PromptMoved(c)
	}
}

// dropPrompt forgets the prompt of a connection that has ended, unless its client has another one.
func (m *Model) dropPrompt(c *Client) {
	again := func(o *Client) bool { return o != c && o.Token == c.Token }
	if !slices.ContainsFunc(m.Clients, again) {
		m.ClosePrompt(c)
	}
}

// dropLostPrompts forgets the prompts of clients that did not come back to this server.
func (m *Model) dropLostPrompts() {
	for token := range m.Prompts {
		if !slices.ContainsFunc(m.Clients, func(c *Client) bool { return c.Token == token }) {
			delete(m.Prompts, token)
			m.touched[Ref{Kind: KindPrompt, Name: token}] = true
		}
	}
}

// AddHistory remembers a line that was typed at a prompt, once in a row, and no more than prompt-history-limit of them.
func (m *Model) AddHistory(t PromptType, line string) {
	h := m.History[t]
	if n := len(h); n == 0 || h[n-1] != line {
		h = append(slices.Clone(h), line)
	}
	if over := len(h) - m.Options.Number("prompt-history-limit"); over > 0 {
		h = h[over:]
	}
	m.SetHistory(t, h)
}

// SetHistory replaces what was typed at the prompts of a type.
func (m *Model) SetHistory(t PromptType, lines []string) {
	m.History[t] = lines
	m.touch(KindHistory, int(t))
}

// A LogEntry is something that was done or told, for show-messages.
type LogEntry struct {
	Number int
	At     time.Time
	Text   string
}

// Note adds to the log, of which message-limit entries are kept.
func (m *Model) Note(text string) {
	m.Log = append(m.Log, LogEntry{Number: m.NextNote, At: m.Now, Text: text})
	m.touch(KindNote, m.NextNote)
	m.NextNote++
	old := 0
	for old < len(m.Log) && m.Log[old].Number+m.Options.Number("message-limit") < m.NextNote {
		m.touch(KindNote, m.Log[old].Number)
		old++
	}
	m.Log = m.Log[old:]
}

// NoteAt returns an entry of the log by its number, nil if it is not there.
func (m *Model) NoteAt(number int) *LogEntry {
	i, ok := slices.BinarySearchFunc(m.Log, number, func(e LogEntry, n int) int { return e.Number - n })
	if !ok {
		return nil
	}
	return &m.Log[i]
}
