package protocol

import "gmux/protocol/wire"

// A Message is one body on the wire: one of the types of this file, which are passed as values.
type Message interface {
	Type() Type
	encode(*wire.Encoder)
}

// Limits of a screen, in cells: what a client may claim and a server may draw.
const (
	MaxRows = 4096
	MaxCols = 4096
)

// Size is a terminal's size in character cells and, where known, in pixels (0: unknown).
type Size struct {
	Rows, Cols     uint16
	XPixel, YPixel uint16
}

// Hello opens the stream in both directions; its encoding is frozen for good. Each side names the range of
// protocol versions that it speaks; the highest common one is spoken. Build is the text of gmux -V.
type Hello struct {
	MinVersion, MaxVersion uint32
	Build                  string
	Capabilities           []string
}

// Token names a client process for as long as it lives, over any number of connections.
type Token [16]byte

// Identify tells the server who asks: it follows Hello and comes before Command or Reattach. The client's terminal
// comes as a descriptor with this message when HasTTY is set, so that the server can restore it to Termios
// when the client dies without a goodbye.
type Identify struct {
	Token     Token
	PID       int32
	TTY       string // path of the outer tty; "" without one
	HasTTY    bool
	Termios   []byte // the outer tty's struct termios as the client found it, in the machine's own layout
	Size      Size
	Term      string // TERM
	ColorTerm string // COLORTERM
	Features  Features
	UTF8      bool
	Cwd       string
	Environ   []string // NAME=value
	OutTTY    bool     // standard output is a terminal: lists are tables
}

// Features are what the outer terminal is known to do. They may arrive again in a TerminalInfo message, once it
// has answered the client's queries.
type Features uint64

const (
	FeatureRGB Features = 1 << iota
	Feature256
	FeatureSync        // synchronized output, DEC private mode 2026
	FeatureKitty       // kitty keyboard protocol
	FeatureOtherKeys   // xterm's modifyOtherKeys
	FeatureFocus       // focus reports, 1004
	FeatureMouse       // SGR mouse
	FeatureTitle       // OSC 0 and 2
	FeatureClipboard   // OSC 52
	FeatureHyperlinks  // OSC 8
	FeatureUnderlines  // 4:3 and 58
	FeatureCursorStyle // DECSCUSR
	FeatureOverline
	FeatureStrike
	FeatureMargins // DECLRMM
)

// TerminalInfo is sent when the outer terminal's answers have changed what is known of it.
type TerminalInfo struct {
	Features   Features
	Name       string // XTVERSION, sanitised
	Foreground uint32 // 1<<24|rgb, 0 unknown
	Background uint32
	DarkScheme uint8 // 0 unknown, 1 dark, 2 light
	Cursor     uint32
	Palette    [16]uint32
}

// Command runs one command line; its output comes back as Stdout and Stderr and ends with Exit, unless the
// command makes the client an attached one: then Attached follows, and frames.
type Command struct {
	Argv []string // after gmux's own flags; empty means new-session
}

// Reattach comes in place of Command when a client returns after its connection dropped.
type Reattach struct {
	Session   string // the session's id, as Attached told it ("$3")
	Name      string // the session's name, if the id is no longer known
	ReadOnly  bool
	LastFrame uint64
	Away      uint64 // milliseconds since the connection dropped
}

// Stdin carries the client's standard input after StdinWanted.
type Stdin struct {
	Data []byte
	EOF  bool
}

// Input is what the user did at the outer terminal: key, mouse, paste and focus events as package key packs them.
// Sequence numbers start at 1 and grow by one for each message of a Token; a client that reconnects sends again
// what was not acknowledged. Pane is the pane that was active in the last frame shown when the events were made.
type Input struct {
	Seq    uint64
	Pane   uint32
	Events []byte
}

// MaxUnacknowledged is how many bytes of Input's Events a client may have sent without an acknowledgement: more
// stays unread in its terminal, which is how a pane whose child does not read holds back the typist. A client that
// sends more is refused.
const MaxUnacknowledged = 4 << 20

// Resize tells the outer terminal's new size.
type Resize struct{ Size Size }

// FrameAck says that the frame has been painted.
type FrameAck struct{ ID uint64 }

// Resumed says that a suspended client is in the foreground again: it wants a whole picture.
type Resumed struct{ Size Size }

// Clipboard is what the outer terminal says its clipboard has, after OuterReadClipboard.
type Clipboard struct{ Data []byte }

// Bye is a client's goodbye: it has restored its terminal itself.
type Bye struct{ Reason string }

// ---- server to client

// Refused ends a connection whose peer broke a rule or has no common version; Text is one line.
type Refused struct{ Text string }

// Stdout and Stderr carry a command's output.
type (
	Stdout struct{ Data []byte }
	Stderr struct {
		Data []byte
		Hint string // shown on a second line only where standard error is a terminal
	}
)

// StdinWanted asks for the client's standard input, as messages of Stdin.
type StdinWanted struct{}

// Exit ends a command client with this status.
type Exit struct{ Status int32 }

// Attached makes the client an attached one: it sets its terminal up and paints frames from now on.
type Attached struct {
	Client   string // the client's name, "/dev/pts/3"
	Session  string // "$3"
	Name     string
	ReadOnly bool
	Options  ClientOptions
}

// ClientOptions are the options that the client itself has to honour. They arrive again when one changes.
type ClientOptions struct {
	EscapeTime uint32 // milliseconds a lone ESC waits
	Prefix     string // key name; with no server the client itself obeys Prefix d
	Prefix2    string
	Mouse      bool
	Focus      bool
	SetTitles  bool
	Features   Features // what the user says that the terminal can do
	Without    Features // and what it cannot, whatever it says
}

// Options tells changed ClientOptions (and the session's new name, for the reconnect and messages).
type Options struct {
	Session string
	Name    string
	Options ClientOptions
}

// InputAck acknowledges every Input up to Seq.
type InputAck struct{ Seq uint64 }

// Suspend asks the client to stop itself as Ctrl-Z does (suspend-client).
type Suspend struct{}

// GoodbyeKind says why the server ends an attached client.
type GoodbyeKind uint8

const (
	GoodbyeDetached     GoodbyeKind = iota + 1 // [detached (from session NAME)]
	GoodbyeDetachedHUP                         // the same, and the client sends SIGHUP to its parent (detach-client -P)
	GoodbyeExited                              // [exited]
	GoodbyeServerExited                        // [server exited]
	GoodbyeTooFar                              // the peer broke a rule
	GoodbyeExec                                // detach-client -E: the client execs Text with the shell
	GoodbyeAskAgain                            // another server has taken over; of what was not acknowledged nothing was done
)

// Goodbye ends an attached client. Text is the session's name, the command of GoodbyeExec, or the reason.
type Goodbye struct {
	Kind GoodbyeKind
	Text string
}

// OuterKind says what Outer carries.
type OuterKind uint8

const (
	OuterBell OuterKind = iota + 1
	OuterTitle
	OuterClipboard     // Text is the selection's letter, Data the bytes
	OuterReadClipboard // Text is the selection's letter; the terminal's answer comes back as Clipboard
	OuterRaw           // Data is written as it is: a program's way past us, which the user has allowed
)

// Outer is an effect on the outer terminal that no cell shows. The client encodes and sanitises it.
type Outer struct {
	Kind OuterKind
	Text string
	Data []byte
}

// Frame is a picture, as the difference from the frame before it: see frame.go.
type Frame struct {
	ID         uint64
	Base       uint64 // the frame this one changes; 0: the client clears its screen first and forgets all styles
	Rows, Cols uint16
	Pane       uint32 // the active pane's id
	Styles     []byte // packed StyleDefs (AppendStyle), told before their first use
	Ops        []byte // packed operations (AppendScroll, AppendText, AppendFill), in order
	Cursor     Cursor
	Modes      OuterModes
}

// Cursor is where and how the outer cursor is shown.
type Cursor struct {
	Row, Col uint16
	Visible  bool
	Shape    uint8  // DECSCUSR: 0 the user's own, 1 and 2 block, 3 and 4 underline, 5 and 6 bar; odd ones blink
	Colour   uint32 // 1<<24|rgb; 0: the terminal's own
}

// OuterModes are the modes that the outer terminal should be in for the active pane.
type OuterModes struct {
	Mouse      uint16 // 0 or the tracking mode: 1000, 1002, 1003; reports are always asked for in SGR form
	Focus      bool
	KittyFlags uint8
	OtherKeys  uint8
}
