package input

import "gmux/protocol/key"

// escape decodes what begins with ESC: a sequence, Alt and a key, or the key Escape.
func (d *Decoder) escape(p []byte, final bool) int {
	if len(p) == 1 {
		if final {
			d.emit(ascii[0x1b])
			return 1
		}
		return 0
	}
	n, known := 0, true
	switch p[1] {
	case '[':
		n, known = d.control(p)
	case 'O':
		n, known = d.ss3(p)
	case ']', 'P', '_':
		n, known = d.string(p, final)
	case 0x1b:
		return d.escapeEscape(p, final)
	default:
		known = false
	}
	switch {
	case n > 0:
		return n
	case known && !final:
		return 0
	}
	return d.alt(p, final)
}

// alt decodes ESC and a key that is no sequence.
func (d *Decoder) alt(p []byte, final bool) int {
	switch n := d.plain(p[1:], key.Alt, final); n {
	case 0:
		return 0
	case -1:
		return 1
	default:
		return 1 + n
	}
}

// escapeEscape decodes two ESC. Before a key's sequence the first is Alt, as rxvt and others have it,
// unless the sequence can say so itself; before anything else of the terminal it is the key Escape. Else
// the two are Alt+Escape.
func (d *Decoder) escapeEscape(p []byte, final bool) int {
	if len(p) == 2 && !final {
		return 0
	}
	if len(p) > 2 && (p[2] == '[' || p[2] == 'O') {
		emit, n, alone := d.emit, 0, false
		d.emit = func(e key.Event) {
			if k, ok := e.(key.Key); ok && k.Mods&^key.Shift == 0 && k.Action == key.Press && k.Text == "" {
				k.Mods |= key.Alt
				emit(k)
				return
			}
			if !alone {
				alone = true
				emit(ascii[0x1b])
			}
			emit(e)
		}
		onReply := d.OnReply
		d.OnReply = func(r Reply) {
			emit(ascii[0x1b])
			if onReply != nil {
				onReply(r)
			}
		}
		n = d.step(p[1:], false)
		d.emit, d.OnReply = emit, onReply
		if n > 0 && !d.pasting {
			return 1 + n
		}
		if n > 0 { // the mark of a paste says nothing by itself
			emit(ascii[0x1b])
			return 1 + n
		}
		if !final {
			return 0
		}
	}
	d.emit(key.Key{Code: key.Escape, Mods: key.Alt})
	return 2
}

// ss3 decodes SS3, ESC O: a final byte, perhaps after a modifier, as older terminals put it.
func (d *Decoder) ss3(p []byte) (n int, known bool) {
	at, mods := 2, 0
	for ; at < len(p) && at < 4 && p[at] >= '0' && p[at] <= '9'; at++ {
		mods = mods*10 + int(p[at]-'0')
	}
	if at == len(p) {
		return 0, true
	}
	k, ok := ss3Key(p[at])
	if !ok || mods > 256 {
		return 0, false
	}
	if mods > 1 {
		k.Mods |= key.Mods(mods - 1)
	}
	d.emit(k)
	return at + 1, true
}
