package protocol

import "fmt"

// Type is the number that opens a message's body. Numbers below 64 go from the client to the server, the
// others back; Hello, which goes both ways, is frozen at 1.
type Type uint8

const (
	TypeHello Type = iota + 1
	TypeIdentify
	TypeCommand
	TypeReattach
	TypeStdin
	TypeInput
	TypeResize
	TypeFrameAck
	TypeTerminalInfo
	TypeResumed
	TypeBye
	TypeClipboard
)

const (
	TypeRefused Type = iota + 64
	TypeStdout
	TypeStderr
	TypeStdinWanted
	TypeExit
	TypeAttached
	TypeOptions
	TypeInputAck
	TypeSuspend
	TypeGoodbye
	TypeOuter
	TypeFrame
)

// Limits of a body, in bytes, checked before memory is taken for it.
const (
	MaxSmall  = 64 << 10 // what a client sends, unless it carries outside data
	MaxLarge  = 1 << 20  // Identify, Command, Stdin, Input, Clipboard
	MaxServer = 8 << 20  // what a server sends
)

// MaxData is the most outside data (a paste's events, standard input, output) that one message carries; longer
// data is cut by the sender. It leaves room for the envelope within MaxLarge.
const MaxData = MaxLarge - 4<<10

// MaxEnviron is the most variables that Identify carries.
const MaxEnviron = 16 << 10

// typeNames also says which types there are.
var typeNames = map[Type]string{
	TypeHello: "hello", TypeIdentify: "identify", TypeCommand: "command", TypeReattach: "reattach",
	TypeStdin: "stdin", TypeInput: "input", TypeResize: "resize", TypeFrameAck: "frame-ack",
	TypeTerminalInfo: "terminal-info", TypeResumed: "resumed", TypeBye: "bye",
	TypeClipboard: "clipboard",
	TypeRefused:   "refused", TypeStdout: "stdout", TypeStderr: "stderr", TypeStdinWanted: "stdin-wanted",
	TypeExit: "exit", TypeAttached: "attached", TypeOptions: "options", TypeInputAck: "input-ack",
	TypeSuspend: "suspend", TypeGoodbye: "goodbye", TypeOuter: "outer", TypeFrame: "frame",
}

func (t Type) String() string {
	if name, ok := typeNames[t]; ok {
		return name
	}
	return fmt.Sprintf("message %d", uint8(t))
}

// limit is the longest body of this type.
func (t Type) limit() int {
	switch {
	case t >= TypeRefused:
		return MaxServer
	case t == TypeIdentify, t == TypeCommand, t == TypeStdin, t == TypeInput, t == TypeClipboard:
		return MaxLarge
	}
	return MaxSmall
}

// from says whether a peer on side may send this type.
func (t Type) from(side Side) bool {
	return t == TypeHello || (t >= TypeRefused) == (side == ServerSide)
}
