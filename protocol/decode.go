package protocol

import (
	"bytes"
	"errors"
	"fmt"
	"math"

	"gmux/protocol/wire"
)

// Limits of single fields, in bytes or elements.
const (
	maxText       = 4 << 10 // names, paths, reasons
	maxLine       = 64 << 10
	maxTermios    = 256
	maxArgv       = 16 << 10
	maxCapable    = 64
	maxCapability = 64
	maxDECSCUSR   = 6
)

// ErrUnknownType is what Decode says of a type that this build does not know. Such a message is passed over.
var ErrUnknownType = errors.New("unknown message type")

// Decode reads one body. Byte slices of the message are parts of body.
func Decode(body []byte) (m Message, err error) {
	var d wire.Decoder
	return decode(&d, body)
}

func decode(d *wire.Decoder, body []byte) (m Message, err error) {
	d.Reset(body)
	kind := d.Kind()
	if err := d.Err(); err != nil {
		return nil, fmt.Errorf("decode message: %w", err)
	}
	t := Type(kind)
	if kind > math.MaxUint8 || typeNames[t] == "" {
		return nil, fmt.Errorf("decode message %d: %w", kind, ErrUnknownType)
	}
	if len(body) > t.limit() {
		return nil, fmt.Errorf("decode %v of %d bytes: %w", t, len(body), wire.ErrLimit)
	}
	m = decodeFields(d, t)
	if err := d.Finish(); err != nil {
		return nil, fmt.Errorf("decode %v: %w", t, err)
	}
	return m, nil
}

func decodeFields(d *wire.Decoder, t Type) Message {
	switch t {
	case TypeHello:
		return Hello{u32(d), u32(d), d.String(maxText), d.Strings(maxCapable, maxCapability)}
	case TypeIdentify:
		return decodeIdentify(d)
	case TypeCommand:
		return Command{d.Strings(maxArgv, MaxLarge)}
	case TypeReattach:
		return Reattach{d.String(maxText), d.String(maxText), d.Bool(), u64(d), u64(d)}
	case TypeStdin:
		return Stdin{d.Bytes(MaxLarge), d.Bool()}
	case TypeInput:
		return Input{u64(d), u32(d), d.Bytes(MaxLarge)}
	case TypeResize:
		return Resize{decodeSize(d)}
	case TypeFrameAck:
		return FrameAck{u64(d)}
	case TypeTerminalInfo:
		return decodeTerminalInfo(d)
	case TypeResumed:
		return Resumed{decodeSize(d)}
	case TypeBye:
		return Bye{d.String(maxText)}
	case TypeClipboard:
		return Clipboard{d.Bytes(MaxLarge)}
	case TypeRefused:
		return Refused{d.String(maxText)}
	case TypeStdout:
		return Stdout{d.Bytes(MaxServer)}
	case TypeStderr:
		return Stderr{d.Bytes(MaxServer), d.String(maxLine)}
	case TypeStdinWanted:
		return StdinWanted{}
	case TypeExit:
		return Exit{decodeStatus(d)}
	case TypeAttached:
		return Attached{d.String(maxText), d.String(maxText), d.String(maxText), d.Bool(), decodeOptions(d)}
	case TypeOptions:
		return Options{d.String(maxText), d.String(maxText), decodeOptions(d)}
	case TypeInputAck:
		return InputAck{u64(d)}
	case TypeSuspend:
		return Suspend{}
	case TypeGoodbye:
		return Goodbye{GoodbyeKind(d.Uint(math.MaxUint8)), d.String(maxLine)}
	case TypeOuter:
		return Outer{OuterKind(d.Uint(math.MaxUint8)), d.String(maxLine), d.Bytes(MaxServer)}
	case TypeFrame:
		return decodeFrame(d)
	}
	panic("protocol: no decoder for " + t.String()) // typeNames and this switch name the same types
}

func decodeIdentify(d *wire.Decoder) (m Identify) {
	if token := d.Bytes(len(m.Token)); len(token) == len(m.Token) {
		m.Token = Token(token)
	} else {
		d.Fail(fmt.Errorf("token of %d bytes", len(token)))
	}
	m.PID = int32(d.Uint(math.MaxInt32))
	m.TTY = d.String(maxText)
	m.HasTTY = d.Bool()
	m.Termios = bytes.Clone(d.Bytes(maxTermios)) // it outlives the body: the server keeps it until the client ends
	m.Size = decodeSize(d)
	m.Term = d.String(maxText)
	m.ColorTerm = d.String(maxText)
	m.Features = Features(u64(d))
	m.UTF8 = d.Bool()
	m.Cwd = d.String(maxText)
	m.Environ = d.Strings(MaxEnviron, MaxLarge)
	m.OutTTY = d.Bool()
	return m
}

func decodeFrame(d *wire.Decoder) Frame {
	return Frame{
		ID: u64(d), Base: u64(d),
		Rows: uint16(d.Uint(MaxRows)), Cols: uint16(d.Uint(MaxCols)),
		Pane:   u32(d),
		Styles: d.Bytes(MaxServer), Ops: d.Bytes(MaxServer),
		Cursor: decodeCursor(d), Modes: decodeModes(d),
	}
}

// ---- records inside messages

// decodeSize accepts no side of more than MaxRows and MaxCols. Zero is a terminal that does not know its size.
func decodeSize(d *wire.Decoder) (s Size) {
	d.Record()
	s = Size{uint16(d.Uint(MaxRows)), uint16(d.Uint(MaxCols)), u16(d), u16(d)}
	d.End()
	return s
}

func decodeOptions(d *wire.Decoder) (o ClientOptions) {
	d.Record()
	o = ClientOptions{u32(d), d.String(maxText), d.String(maxText), d.Bool(), d.Bool(), d.Bool(), Features(u64(d)), Features(u64(d))}
	d.End()
	return o
}

func decodeCursor(d *wire.Decoder) (c Cursor) {
	d.Record()
	c = Cursor{uint16(d.Uint(MaxRows)), uint16(d.Uint(MaxCols)), d.Bool(), uint8(d.Uint(maxDECSCUSR)), u32(d)}
	d.End()
	return c
}

func decodeModes(d *wire.Decoder) (m OuterModes) {
	d.Record()
	m = OuterModes{u16(d), d.Bool(), uint8(d.Uint(31)), uint8(d.Uint(2))}
	d.End()
	switch m.Mouse {
	case 0, 1000, 1002, 1003:
	default:
		d.Fail(fmt.Errorf("mouse mode %d", m.Mouse))
	}
	return m
}

func decodeStatus(d *wire.Decoder) int32 {
	v := d.Int()
	if v < math.MinInt32 || v > math.MaxInt32 {
		d.Fail(fmt.Errorf("exit status %d", v))
	}
	return int32(v)
}

func u64(d *wire.Decoder) uint64 { return d.Uint(math.MaxUint64) }
func u32(d *wire.Decoder) uint32 { return uint32(d.Uint(math.MaxUint32)) }
func u16(d *wire.Decoder) uint16 { return uint16(d.Uint(math.MaxUint16)) }

func decodeTerminalInfo(d *wire.Decoder) (m TerminalInfo) {
	m.Features, m.Name = Features(u64(d)), d.String(maxText)
	m.Foreground, m.Background = u32(d), u32(d)
	m.DarkScheme = uint8(d.Uint(2))
	m.Cursor = u32(d)
	for i := range m.Palette {
		m.Palette[i] = u32(d)
	}
	return m
}
