package key

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Limits of what an event may carry. AppendEvent's callers keep them, DecodeEvent checks them.
const (
	MaxText  = 64      // bytes of Key.Text
	MaxPaste = 1 << 20 // bytes of one Paste.Data
	MaxRaw   = 1 << 16 // bytes of one Raw
	MaxTyped = 1 << 16 // bytes of one Text
	MaxCoord = 1 << 20 // rows, columns, pixels
)

// The first byte of an encoded event has the kind below and four flags above. What a flag announces
// follows in the order of the flags; numbers are unsigned LEB128.
//
//	Key    code [mods] [shifted base] [len text] [action]
//	Mouse  action button row col [mods] [x y]
//	Paste  len data
//	Focus
//	Raw    len data
//	Text   len data
const (
	kindKey   = 1
	kindMouse = 2
	kindPaste = 3
	kindFocus = 4
	kindRaw   = 5
	kindText  = 6

	flagMods       = 0x10 // Key, Mouse
	flagAlternates = 0x20 // Key
	flagText       = 0x40 // Key
	flagAction     = 0x80 // Key
	flagPixels     = 0x20 // Mouse
	flagFirst      = 0x10 // Paste
	flagLast       = 0x20 // Paste
	flagIn         = 0x10 // Focus
)

var (
	errShort = errors.New("event cut short")
	errLimit = errors.New("event beyond its limit")
	errValue = errors.New("event with an impossible value")
)

// AppendEvent appends the encoding of e. An event beyond the limits is the mistake of who made it, and
// would be refused by the other side: it panics.
func AppendEvent(dst []byte, e Event) []byte {
	switch e := e.(type) {
	case Key:
		return appendKey(dst, e)
	case Mouse:
		return appendMouse(dst, e)
	case Paste:
		dst = append(dst, kindPaste|bit(e.First, flagFirst)|bit(e.Last, flagLast))
		return appendBytes(dst, e.Data, MaxPaste)
	case Focus:
		return append(dst, kindFocus|bit(e.In, flagIn))
	case Raw:
		return appendBytes(append(dst, kindRaw), e, MaxRaw)
	case Text:
		return appendBytes(append(dst, kindText), e, MaxTyped)
	}
	panic(fmt.Sprintf("key: no encoding for event %T", e))
}

func appendKey(dst []byte, k Key) []byte {
	if len(k.Text) > MaxText {
		panic(fmt.Sprintf("key: text of %d bytes, limit %d", len(k.Text), MaxText))
	}
	dst = append(dst, kindKey|bit(k.Mods != 0, flagMods)|bit(k.Shifted != 0 || k.Base != 0, flagAlternates)|
		bit(k.Text != "", flagText)|bit(k.Action != Press, flagAction))
	dst = binary.AppendUvarint(dst, uint64(uint32(k.Code)))
	if k.Mods != 0 {
		dst = append(dst, byte(k.Mods))
	}
	if k.Shifted != 0 || k.Base != 0 {
		dst = binary.AppendUvarint(dst, uint64(uint32(k.Shifted)))
		dst = binary.AppendUvarint(dst, uint64(uint32(k.Base)))
	}
	if k.Text != "" {
		dst = append(append(dst, byte(len(k.Text))), k.Text...)
	}
	if k.Action != Press {
		dst = append(dst, byte(k.Action))
	}
	return dst
}

func appendMouse(dst []byte, m Mouse) []byte {
	dst = append(dst, kindMouse|bit(m.Mods != 0, flagMods)|bit(m.HasPixels, flagPixels), byte(m.Action), byte(m.Button))
	dst = appendCoords(dst, m.Row, m.Col)
	if m.Mods != 0 {
		dst = append(dst, byte(m.Mods))
	}
	if m.HasPixels {
		dst = appendCoords(dst, m.PixelX, m.PixelY)
	}
	return dst
}

func appendCoords(dst []byte, a, b int) []byte {
	if a < 0 || a > MaxCoord || b < 0 || b > MaxCoord {
		panic(fmt.Sprintf("key: mouse at %d,%d, limits 0 and %d", a, b, MaxCoord))
	}
	return binary.AppendUvarint(binary.AppendUvarint(dst, uint64(a)), uint64(b))
}

func appendBytes(dst, p []byte, limit int) []byte {
	if len(p) > limit {
		panic(fmt.Sprintf("key: event of %d bytes, limit %d", len(p), limit))
	}
	return append(binary.AppendUvarint(dst, uint64(len(p))), p...)
}

func bit(on bool, b byte) byte {
	if on {
		return b
	}
	return 0
}

// DecodeEvent decodes the event at the front of p and returns how many bytes it took. Paste.Data, Raw
// and Text are parts of p, not copies.
func DecodeEvent(p []byte) (e Event, n int, err error) {
	if len(p) == 0 {
		return nil, 0, fmt.Errorf("decode key event: %w", errShort)
	}
	d := decoder{p: p[1:]}
	flags := p[0] & 0xf0
	switch p[0] & 0x0f {
	case kindKey:
		e = d.key(flags)
	case kindMouse:
		e = d.mouse(flags)
	case kindPaste:
		e = Paste{Data: d.bytes(MaxPaste), First: flags&flagFirst != 0, Last: flags&flagLast != 0}
	case kindFocus:
		e = Focus{In: flags&flagIn != 0}
	case kindRaw:
		e = Raw(d.bytes(MaxRaw))
	case kindText:
		e = d.text()
	default:
		d.fail(fmt.Errorf("unknown kind %d", p[0]&0x0f))
	}
	if d.err != nil {
		return nil, 0, fmt.Errorf("decode key event: %w", d.err)
	}
	return e, len(p) - len(d.p), nil
}

// decoder reads fields from p; after the first error all fields are zero.
type decoder struct {
	p   []byte
	err error
}

func (d *decoder) key(flags byte) Event {
	k := Key{Code: Code(d.number(uint64(mouseBase) + 0xffff))}
	if flags&flagMods != 0 {
		k.Mods = Mods(d.byte(0xff))
	}
	if flags&flagAlternates != 0 {
		k.Shifted = rune(d.number(uint64(maxText)))
		k.Base = rune(d.number(uint64(maxText)))
	}
	if flags&flagText != 0 {
		k.Text = string(d.take(int(d.byte(MaxText))))
		if !utf8.ValidString(k.Text) {
			d.fail(errValue)
		}
	}
	if flags&flagAction != 0 {
		k.Action = Action(d.byte(byte(Release)))
	}
	return k
}

func (d *decoder) text() Event {
	t := Text(d.bytes(MaxTyped))
	if TextLen(t) != len(t) {
		d.fail(errValue)
	}
	return t
}

// TextLen is how many bytes at the front of p are characters of which a Text can be made.
func TextLen(p []byte) int {
	at := 0
	for at < len(p) {
		r, n := rune(p[at]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(p[at:])
		}
		if !Code(r).IsText() || r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

func (d *decoder) mouse(flags byte) Event {
	m := Mouse{
		Action: MouseAction(d.byte(byte(MouseWheel))), Button: Button(d.byte(byte(Button11))),
		Row: int(d.number(MaxCoord)), Col: int(d.number(MaxCoord)),
	}
	if flags&flagMods != 0 {
		m.Mods = Mods(d.byte(0xff))
	}
	if m.HasPixels = flags&flagPixels != 0; m.HasPixels {
		m.PixelX, m.PixelY = int(d.number(MaxCoord)), int(d.number(MaxCoord))
	}
	return m
}

func (d *decoder) byte(limit byte) byte {
	b := d.take(1)
	if len(b) == 0 {
		return 0
	}
	if b[0] > limit {
		d.fail(errLimit)
		return 0
	}
	return b[0]
}

func (d *decoder) number(limit uint64) uint64 {
	v, n := binary.Uvarint(d.p)
	switch {
	case n == 0:
		d.fail(errShort)
		return 0
	case n < 0 || v > limit:
		d.fail(errLimit)
		return 0
	}
	d.p = d.p[n:]
	return v
}

func (d *decoder) bytes(limit uint64) []byte { return d.take(int(d.number(limit))) }

func (d *decoder) take(n int) []byte {
	if d.err != nil {
		return nil
	}
	if n > len(d.p) {
		d.fail(errShort)
		return nil
	}
	b := d.p[:n:n]
	d.p = d.p[n:]
	return b
}

func (d *decoder) fail(err error) {
	if d.err == nil {
		d.err = err
	}
	d.p = nil
}
