package input

import "gmux/protocol/key"

// maxValues is the most numbers a sequence may have: kitty's text has up to key.MaxText.
const maxValues = key.MaxText + 8

// A sequence is a CSI taken apart. Values are in a row; joined says which belong to the parameter
// before them (a colon). An empty value is none.
type sequence struct {
	bytes  []byte // all of it
	leader byte   // one of < = > ? or 0
	inter  byte   // the last intermediate byte or 0
	final  byte
	values [maxValues]int
	joined [maxValues]bool
	n      int // values
}

const (
	none     = -1
	maxValue = 1 << 24 // larger numbers stay here
)

// param returns the first value of parameter i, or def if it is empty or missing.
func (s *sequence) param(i, def int) int { return s.sub(i, 0, def) }

// sub returns value j of parameter i, or def.
func (s *sequence) sub(i, j, def int) int {
	at := s.start(i)
	if at < 0 {
		return def
	}
	for ; j > 0; j-- {
		if at++; at >= s.n || !s.joined[at] {
			return def
		}
	}
	if s.values[at] == none {
		return def
	}
	return s.values[at]
}

// start returns where parameter i begins, or -1.
func (s *sequence) start(i int) int {
	for at := range s.n {
		if s.joined[at] {
			continue
		}
		if i == 0 {
			return at
		}
		i--
	}
	return -1
}

// params is the number of parameters.
func (s *sequence) params() int {
	n := 0
	for _, joined := range s.joined[:s.n] {
		if !joined {
			n++
		}
	}
	return n
}

// control decodes a CSI. It returns 0 and known if p is cut short, 0 and unknown if this is no CSI.
// See ECMA-48, 5.4.
func (d *Decoder) control(p []byte) (n int, known bool) {
	switch {
	case len(p) > 2 && p[2] == '[': // the Linux console's F1 to F5: CSI [ A
		return d.linuxKey(p)
	case len(p) > 2 && p[2] == 'M':
		return d.mouseX10(p)
	}
	s := &d.csi
	at, ok := s.parse(p)
	switch {
	case !ok && at == 2: // nothing of it has come: Alt+[ and something else
		return 0, false
	case !ok: // a byte that no sequence has: what is before it was none
		d.emit(key.Raw(p[:at]))
		return at, true
	case at == 0:
		return 0, true
	}
	s.bytes = p[:at]
	if !d.dispatch(s) {
		d.emit(key.Raw(s.bytes))
	}
	return at, true
}

// parse takes apart the CSI at the front of p. It returns its length, 0 if it is cut short, or false
// and where the fault is.
func (s *sequence) parse(p []byte) (int, bool) {
	s.leader, s.inter, s.n = 0, 0, 0
	at := 2
	if at < len(p) && p[at] >= '<' && p[at] <= '?' {
		s.leader = p[at]
		at++
	}
	begun, negative := false, false
	for ; at < len(p) && at < maxSequence; at++ {
		switch c := p[at]; {
		case c >= '0' && c <= '9' && s.inter == 0:
			s.begin(&begun)
			s.digit(int(c - '0'))
			if negative {
				s.values[s.n-1] = 0
			}
		case (c == ';' || c == ':') && s.inter == 0:
			s.begin(&begun)
			if s.n == maxValues {
				return at, false
			}
			s.values[s.n], s.joined[s.n] = none, c == ':'
			s.n++
			negative = false
		case c == '-' && s.leader == '<': // a mouse left of the window or above it, in pixels
			s.begin(&begun)
			negative = true
		case c >= ' ' && c <= '/':
			s.inter = c
			if c == '$' && s.leader == 0 && s.n == 1 && rxvtShift(s.param(0, 0)) {
				s.final = c
				return at + 1, true
			}
		case c >= '@' && c <= '~':
			s.final = c
			return at + 1, true
		default:
			return at, false
		}
	}
	if at >= maxSequence {
		return at, false
	}
	return 0, true
}

// begin makes the first value, which exists only if something of it is there.
func (s *sequence) begin(begun *bool) {
	if !*begun {
		*begun = true
		s.values[0], s.joined[0], s.n = none, false, 1
	}
}

func (s *sequence) digit(v int) {
	at := &s.values[s.n-1]
	if *at == none {
		*at = 0
	}
	*at = min(*at*10+v, maxValue)
}

// rxvtShift reports whether CSI n $ is a key of rxvt's with Shift. The final byte would be an
// intermediate to everyone else, so only these are taken.
func rxvtShift(n int) bool {
	_, ok := tildeKey(n)
	return ok
}

// dispatch emits the event of s, or hands on the reply. It returns false for what it does not know.
func (d *Decoder) dispatch(s *sequence) bool {
	if s.leader == '<' && s.inter == 0 && (s.final == 'M' || s.final == 'm') {
		return d.mouseSGR(s)
	}
	if d.replyCSI(s) {
		return true
	}
	if s.leader != 0 { // keys have no leader, so it is a reply to a question we do not know of
		d.reply(Reply{Kind: ReplyUnknown, Data: s.bytes})
		return true
	}
	if s.inter != 0 && s.final != '$' {
		return false
	}
	switch s.final {
	case '~', '$', '^', '@':
		return d.tilde(s)
	case 'u':
		return d.kitty(s)
	case 'I', 'O':
		if s.n > 0 {
			return false
		}
		d.emit(key.Focus{In: s.final == 'I'})
		return true
	case 'M': // with parameters: mode 1015
		return d.mouseURXVT(s)
	}
	return d.letter(s)
}

// letter emits the key of CSI A, CSI 1 ; Pm A, or the older CSI Pm A.
func (d *Decoder) letter(s *sequence) bool {
	k, ok := letterKey(s.final)
	if !ok {
		if k, ok = rxvtArrow(s.final, key.Shift); ok && s.n == 0 {
			d.emit(k)
			return true
		}
		return false
	}
	mods := s.param(1, 1)
	if s.params() == 1 {
		mods = s.param(0, 1)
	}
	return d.function(k, mods, s.sub(1, 1, 1))
}

// function emits a key with the protocol's modifiers and event.
func (d *Decoder) function(k key.Key, mods, event int) bool {
	if mods > 256 || event > 3 {
		return false
	}
	k.Mods |= key.Mods(max(mods, 1) - 1)
	k.Action = key.Action(max(event, 1) - 1)
	d.emit(k)
	return true
}

// tilde emits the key of CSI n ~, begins a paste, or takes modifyOtherKeys. In place of ~ rxvt
// has $ for Shift, ^ for Ctrl and @ for both.
func (d *Decoder) tilde(s *sequence) bool {
	n := s.param(0, 0)
	if s.final == '~' {
		switch {
		case n == 200 && s.params() == 1:
			d.pasting, d.pasteBegun = true, false
			return true
		case n == 201 && s.params() == 1: // of no paste
			return true
		case n == 27 && s.params() == 3:
			return d.otherKey(s)
		case n >= 57344: // kitty's alternative for some of its keys
			return d.kitty(s)
		}
	}
	c, ok := tildeKey(n)
	if !ok {
		return false
	}
	k := key.Key{Code: c}
	switch s.final {
	case '$':
		k.Mods = key.Shift
	case '^':
		k.Mods = key.Ctrl
	case '@':
		k.Mods = key.Shift | key.Ctrl
	default:
		if n == 13 && s.params() > 1 { // kitty's F3; CSI 1 ; Pm R looks like a cursor position
			k.Code = key.F3
		}
		return d.function(k, s.param(1, 1), s.sub(1, 1, 1))
	}
	if s.params() != 1 {
		return false
	}
	d.emit(k)
	return true
}

// linuxKey decodes the Linux console's CSI [ A to CSI [ E, F1 to F5.
func (d *Decoder) linuxKey(p []byte) (int, bool) {
	if len(p) < 4 {
		return 0, true
	}
	if p[3] < 'A' || p[3] > 'E' {
		return 0, false
	}
	d.emit(key.Key{Code: key.F1 + key.Code(p[3]-'A')})
	return 4, true
}
