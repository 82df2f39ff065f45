package vt

// Effects is what a Terminal does to the world. The calls are made during Write, on its goroutine, in the
// order of the bytes that caused them; they must neither block nor call the Terminal. Strings are bounded
// and free of control characters; slices are valid during the call only.
type Effects interface {
	Reply(p []byte)                     // bytes for the program, as if typed
	Bell()                              // BEL
	Title(s string)                     // the window's title changed
	IconTitle(s string)                 // the icon's title changed
	Cwd(url string)                     // OSC 7: the program's directory, as it says
	Clipboard(sel string, data []byte)  // OSC 52: set these selections ("c", "p", ...; "" for the default)
	ClipboardRead(sel string, bel bool) // OSC 52: tell them; the answer is ClipboardAnswer
	Notify(title, body string)          // OSC 9, 99 and 777
	Progress(p Progress)                // OSC 9;4
	Prompt(mark PromptMark)             // OSC 133
	Pointer(shape string)               // OSC 22
	UserVar(name, value string)         // OSC 1337
	Name(name string)                   // ESC k: the window's name
	Passthrough(p []byte)               // DCS tmux; bytes for the terminal outside
}

// A PromptMark is a shell telling what it does (OSC 133).
type PromptMark struct {
	Kind   byte   // 'A' prompt, 'B' input, 'C' output, 'D' command finished
	Status int    // of 'D', or -1 if it was not told
	Aid    string // which shell, if it said so
}

// NoEffects does nothing. Embed it to be told of some things only.
type NoEffects struct{}

func (NoEffects) Reply([]byte)               {}
func (NoEffects) Bell()                      {}
func (NoEffects) Title(string)               {}
func (NoEffects) IconTitle(string)           {}
func (NoEffects) Cwd(string)                 {}
func (NoEffects) Clipboard(string, []byte)   {}
func (NoEffects) Notify(_, _ string)         {}
func (NoEffects) Prompt(PromptMark)          {}
func (NoEffects) ClipboardRead(string, bool) {}
func (NoEffects) Progress(Progress)          {}
func (NoEffects) Pointer(string)             {}
func (NoEffects) UserVar(_, _ string)        {}
func (NoEffects) Name(string)                {}
func (NoEffects) Passthrough([]byte)         {}
