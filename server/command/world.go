package command

import (
	"errors"

	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/vars"
)

// World answers what the model does not know. It answers at once.
type World interface {
	vars.World
	Capture(Capture) (string, error)
	AtOnce(model.Effect) bool               // does what a command behind it may ask about, of terminals; false: it is for later
	Takes(model.PaneID) bool                // false: so much waits for its program that a command shall not add to it
	Home(user string) (dir string, ok bool) // of another user, for ~name
}

// Capture asks for the text of a pane, each line with its newline.
type Capture struct {
	Pane      model.PaneID
	From, To  Line // both included, in any order
	Alternate bool // -a: the screen that is not shown now
	Pending   bool // -P: instead of text, the bytes of an unfinished sequence
	Escapes   bool // -e: with SGR and hyperlinks
	Octal     bool // -C: what does not print as \ooo
	Join      bool // -J: wrapped lines in one, their spaces kept
	Spaces    bool // -N: keep spaces at the ends of lines
	Trim      bool // -T: leave out cells that nothing was written to
	Numbers   bool // -L: its number before each row
	Flags     bool // -F: letters for what it is before each row
	Links     bool // -H: hyperlinks instead of text
	Mode      bool // -M: what the pane's mode shows, if it is in one
}

// A Line is counted from the top of the visible screen; history is negative.
type Line int

// The ends that "-" stands for; any other number is brought within them.
const (
	HistoryStart Line = -1 << 30
	ScreenEnd    Line = 1 << 30
)

// ErrNoAlternate is what Capture returns where -a finds no other screen.
var ErrNoAlternate = errors.New("no alternate screen")

// A Result is what became of an effect that a command waits for.
type Result struct {
	Err   error
	Files []File      // of ReadFile
	Text  string      // of Upgrade: what to say; of RunJob: its output
	Cut   bool        // of RunJob: it printed more
	List  syntax.List // of a prompt: what its answer runs

	Code, Signal int // how a job ended, Signal is 0 if it exited by itself; of a prompt 1 if it was cancelled
}

// A File is one that ReadFile was asked for; a pattern gives as many as match, or one with an error.
type File struct {
	Path string
	Data []byte
	Err  error
}
