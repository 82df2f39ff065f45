package input

import (
	"bytes"
	"unicode/utf8"

	"gmux/protocol/key"
)

// ascii holds the events of single bytes, so that typing allocates nothing.
var ascii = func() (t [utf8.RuneSelf]key.Event) {
	for i := range t {
		t[i] = key.Rune(rune(i))
	}
	return
}()

// plain decodes a character that is no escape sequence, with modifiers that were before it: those of
// ESC. Bytes that are not UTF-8 come out as they are.
func (d *Decoder) plain(p []byte, mods key.Mods, final bool) int {
	if n := d.textLen(p); n >= minText && mods == 0 {
		d.emit(key.Text(p[:n]))
		return n
	}
	if p[0] < utf8.RuneSelf {
		if e := d.byteKey(p[0]); mods == 0 {
			d.emit(e)
		} else {
			k := e.(key.Key)
			k.Mods |= mods
			d.emit(k)
		}
		return 1
	}
	if !final && !utf8.FullRune(p) {
		return 0
	}
	r, n := utf8.DecodeRune(p)
	if key.Code(r).IsText() && (r != utf8.RuneError || n > 1) {
		d.emit(key.Key{Code: key.Code(r), Mods: mods})
		return n
	}
	if mods != 0 { // no character after ESC: that is a key of its own
		d.emit(key.Key{Code: key.Escape})
		return -1
	}
	n = rawLen(p)
	d.emit(key.Raw(p[:n]))
	return n
}

// minText is how many characters nobody types at once: they are a paste that the terminal does not mark, of which
// megabytes are not to be made a Key each.
const minText = 16

// textLen is how many bytes at the front of p are characters that Backspace does not send.
func (d *Decoder) textLen(p []byte) int {
	p = p[:min(len(p), key.MaxTyped)]
	n := key.TextLen(p)
	if i := bytes.IndexByte(p[:n], d.Erase); i >= 0 {
		return i
	}
	return n
}

// byteKey is the key of a byte below 0x80. What the tty's erase character is, is Backspace, as
// in tmux: terminfo does not know.
func (d *Decoder) byteKey(b byte) key.Event {
	switch {
	case d.Erase == 0 || d.Erase == 0x7f:
	case b == d.Erase:
		return ascii[0x7f]
	case b == 0x7f:
		return key.Key{Code: '?', Mods: key.Ctrl}
	}
	return ascii[b]
}

// rawLen returns how many bytes at the front of p are not UTF-8, or are C1 controls, and decided to be so
// whatever follows.
func rawLen(p []byte) int {
	at := 0
	for at < len(p) && at+utf8.UTFMax <= key.MaxRaw {
		if p[at] < utf8.RuneSelf || at > 0 && !utf8.FullRune(p[at:]) {
			break
		}
		r, n := utf8.DecodeRune(p[at:])
		if key.Code(r).IsText() && (r != utf8.RuneError || n > 1) {
			break
		}
		at += n
	}
	return max(at, 1)
}
