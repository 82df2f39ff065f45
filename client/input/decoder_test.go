package input

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"gmux/protocol/key"
)

// A recorder writes events down, one a line, with pastes and raw bytes joined where they follow each other.
type recorder struct {
	d     *Decoder
	lines []string
	paste []byte
	raw   []byte
	first bool
}

func newRecorder() *recorder {
	r := &recorder{d: &Decoder{}}
	r.d.OnReply = func(rep Reply) {
		r.endRaw()
		r.lines = append(r.lines, fmt.Sprintf("reply %d %v %q", rep.Kind, rep.Params, rep.Data))
	}
	return r
}

func (r *recorder) emit(e key.Event) {
	if raw, ok := e.(key.Raw); ok {
		r.raw = append(r.raw, raw...)
		return
	}
	r.endRaw()
	switch e := e.(type) {
	case key.Key:
		r.lines = append(r.lines, describe(e))
	case key.Text: // depends on how the bytes were cut
		for _, c := range string(e) {
			r.lines = append(r.lines, describe(key.Rune(c)))
		}
	case key.Paste:
		if e.First {
			r.first = true
		}
		r.paste = append(r.paste, e.Data...)
		if e.Last {
			r.lines = append(r.lines, fmt.Sprintf("paste %q first %v", r.paste, r.first))
			r.paste, r.first = nil, false
		}
	default:
		r.lines = append(r.lines, fmt.Sprintf("%T%+v", e, e))
	}
}

func (r *recorder) endRaw() {
	if r.raw != nil {
		r.lines = append(r.lines, fmt.Sprintf("raw %q", r.raw))
		r.raw = nil
	}
}

func (r *recorder) String() string {
	r.endRaw()
	if r.paste != nil {
		r.lines = append(r.lines, fmt.Sprintf("paste %q first %v, open", r.paste, r.first))
		r.paste = nil
	}
	return strings.Join(r.lines, ", ")
}

// describe writes a key as Code with modifiers as they were reported, and what else was told.
func describe(k key.Key) string {
	s := k.Code.String()
	if k.Mods != 0 {
		s += fmt.Sprintf("+%d", k.Mods)
	}
	if k.Action != key.Press {
		s += fmt.Sprintf(" action %d", k.Action)
	}
	if k.Shifted != 0 {
		s += fmt.Sprintf(" shifted %c", k.Shifted)
	}
	if k.Base != 0 {
		s += fmt.Sprintf(" base %c", k.Base)
	}
	if k.Text != "" {
		s += fmt.Sprintf(" text %s", k.Text)
	}
	return s
}

// decode feeds in in pieces of size, flushes, and describes what came out.
func decode(in string, size int) string {
	r := newRecorder()
	for p := []byte(in); len(p) > 0; {
		n := min(size, len(p))
		piece := bytes.Clone(p[:n])
		r.d.Feed(piece, r.emit)
		for i := range piece { // nothing may keep it
			piece[i] = '#'
		}
		p = p[n:]
	}
	r.d.Flush(r.emit)
	return r.String()
}

// check decodes in whole, and in pieces.
func check(t *testing.T, name, in, want string) {
	t.Helper()
	for _, size := range []int{len(in) + 1, 1, 2, 3, 7} {
		if got := decode(in, size); got != want {
			t.Errorf("%s: %q in pieces of %d is\n\t%s, want\n\t%s", name, in, size, got, want)
			return
		}
	}
}

func TestTyping(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"text", "aZ é中", "a, Z, Space, é, 中"},
		{"an emoji", "👩🏽", "👩, 🏽"},
		{"controls", "\x00\x01\x08\t\n\r\x1a\x1c\x1d\x1e\x1f\x7f", "Space+4, a+4, h+4, Tab, j+4, Enter, z+4, \\+4, ]+4, ^+4, _+4, BSpace"},
		{"Escape", "\x1b", "Escape"},
		{"Alt", "\x1ba\x1bZ\x1b1\x1bé\x1b中", "a+2, Z+2, 1+2, é+2, 中+2"},
		{"Alt and a control", "\x1b\x01\x1b\r\x1b\t\x1b\x7f\x1b\x00", "a+6, Enter+2, Tab+2, BSpace+2, Space+6"},
		{"Alt and what begins sequences", "\x1b[", "[+2"},
		{"Alt+O", "\x1bO", "O+2"},
		{"Alt+]", "\x1b]", "]+2"},
		{"Alt+P", "\x1bP", "P+2"},
		{"Alt+_", "\x1b_", "_+2"},
		{"Alt and what begins strings that no terminal sends", "\x1b^a\x1bXb\x1bNc\x1b\\d", "^+2, a, X+2, b, N+2, c, \\+2, d"},
		{"Alt+] and a word is typed, not a string", "\x1b]word", "]+2, w, o, r, d"},
		{"Alt+P and a word is typed, not a string", "\x1bPword\x1b_word", "P+2, w, o, r, d, _+2, w, o, r, d"},
		{"Alt+P and a digit, both at once", "\x1bP1", "P+2, 1"},
		{"Alt+] and a digit, both at once", "\x1b]1", "]+2, 1"},
		{"Alt+O and a letter that ends no SS3", "\x1bOz", "O+2, z"},
		{"two ESC are Alt+Escape", "\x1b\x1b", "Escape+2"},
		{"three are that and Escape", "\x1b\x1b\x1b", "Escape+2, Escape"},
		{"ESC ESC a", "\x1b\x1ba", "Escape+2, a"},
		{"a sequence that does not end", "\x1b[1;5", "[+2, 1, ;, 5"},
		{"invalid UTF-8 is kept", "a\xff\xfeb", `a, raw "\xff\xfe", b`},
		{"Latin-1 is kept", "\xe9t\xe9", `raw "\xe9", t, raw "\xe9"`},
		{"UTF-8 cut off is kept", "\xe4\xb8", `raw "\xe4\xb8"`},
		{"UTF-8 broken off is kept", "\xe4\xb8a", `raw "\xe4\xb8", a`},
		{"Escape and invalid UTF-8", "\x1b\xff", `Escape, raw "\xff"`},
		{"C1 controls in UTF-8 are no text", "\u009b", `raw "\u009b"`},
		{"U+FFFD may be typed", "\ufffd", "\ufffd"},
	} {
		check(t, tt.name, tt.in, tt.want)
	}
}

func TestSequences(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"cursor keys", "\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F\x1b[E", "Up, Down, Right, Left, Home, End, KPBegin"},
		{"application cursor keys", "\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF", "Up, Down, Right, Left, Home, End"},
		{"with modifiers", "\x1b[1;2A\x1b[1;3B\x1b[1;5C\x1b[1;8D\x1b[1;16H\x1b[1;5P", "Up+1, Down+2, Right+4, Left+7, Home+15, F1+4"},
		{"with modifiers as older xterms", "\x1b[5A\x1bO5A\x1bO2P", "Up+4, Up+4, F1+1"},
		{"F1 to F4", "\x1bOP\x1bOQ\x1bOR\x1bOS\x1b[P\x1b[Q\x1b[R\x1b[S", "F1, F2, F3, F4, F1, F2, F3, F4"},
		{"function keys", "\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~\x1b[25~\x1b[29~\x1b[34~\x1b[42~\x1b[56~", "F1, F5, F6, F10, F11, F12, F13, F16, F20, F21, F35"},
		{"with modifiers", "\x1b[15;5~\x1b[24;8~", "F5+4, F12+7"},
		{"editing keys", "\x1b[1~\x1b[2~\x1b[3~\x1b[4~\x1b[5~\x1b[6~\x1b[7~\x1b[8~\x1b[3;5~", "Home, IC, DC, End, PPage, NPage, Home, End, DC+4"},
		{"the Linux console's", "\x1b[[A\x1b[[E\x1b[[Z", "F1, F5, [+2, [, Z"},
		{"rxvt's", "\x1b[2$\x1b[3^\x1b[5@\x1b[a\x1bOd\x1b[7$", "IC+1, DC+4, PPage+5, Up+1, Left+4, Home+1"},
		{"Alt before a sequence", "\x1b\x1b[A\x1b\x1bOP\x1b\x1b[3~\x1b\x1b[Z", "Up+2, F1+2, DC+2, Tab+3"},
		{"Escape before a sequence that has its own Alt", "\x1b\x1b[1;3D", "Escape, Left+2"},
		{"Escape before a mouse event", "\x1b\x1b[<0;1;1M", "Escape, key.Mouse{Action:0 Button:1 Mods:0 Row:0 Col:0 PixelX:0 PixelY:0 HasPixels:false}"},
		{"Escape before a paste", "\x1b\x1b[200~x\x1b[201~", `Escape, paste "x" first true`},
		{"Escape before a reply", "\x1b\x1b[?1;2c", `Escape, reply 1 [1 2] ""`},
		{"Shift+Tab", "\x1b[Z\x1b[1;6Z", "Tab+1, Tab+5"},
		{"keypad", "\x1bOp\x1bOy\x1bOn\x1bOo\x1bOj\x1bOm\x1bOk\x1bOM\x1bOX\x1bOl\x1bOI\x1bO ", "KP0, KP9, KP., KP/, KP*, KP-, KP+, KPEnter, KP=, KP,, Tab, Space"},
		{"modifyOtherKeys", "\x1b[27;5;97~\x1b[27;6;65~\x1b[27;2;13~\x1b[27;5;9~\x1b[27;5;8~\x1b[27;3;27~\x1b[27;6;64~", "a+4, a+5 shifted A, Enter+1, Tab+4, BSpace+4, Escape+2, @+5"},
		{"formatOtherKeys", "\x1b[97;5u\x1b[65;6u\x1b[13;2u", "a+4, a+5 shifted A, Enter+1"},
		{"kitty", "\x1b[27u\x1b[97;5u\x1b[97;3:1u\x1b[97;1:2u\x1b[97;1:3u", "Escape, a+4, a+2, a action 1, a action 2"},
		{"kitty alternates", "\x1b[97:65;2u\x1b[1089::99;5u\x1b[1089:1057:99;6u", "a+1 shifted A, с+4 base c, с+5 shifted С base c"},
		{"kitty text", "\x1b[97;2;65u\x1b[97;;97u\x1b[0;;229u\x1b[97:65;2:2;65u\x1b[0;;103:776u", "a+1 text A, a text a, None text å, a+1 action 1 shifted A text A, None text g\u0308"},
		{"kitty text that is none", "\x1b[97;;27u\x1b[0u", `raw "\x1b[97;;27u\x1b[0u"`},
		{"kitty functional keys", "\x1b[57376u\x1b[57399;129u\x1b[57414u\x1b[57428u\x1b[57441;2u\x1b[13~\x1b[13;5~\x1b[57427~", "F13, KP0+128, KPEnter, MediaPlay, LeftShift+1, F3, F3+4, KPBegin"},
		{"kitty arrows with events", "\x1b[1;1:3A\x1b[1;5:2P\x1b[3;1:3~", "Up action 2, F1+4 action 1, DC action 2"},
		{"locks", "\x1b[97;65u\x1b[1;129A", "a+64, Up+128"},
		{"focus", "\x1b[I\x1b[O", "key.Focus{In:true}, key.Focus{In:false}"},
		{"unknown sequences are kept", "\x1b[99~\x1b[1;2y\x1b[57344u\x1b[1;999A\x1b[u\x1b[1!p", `raw "\x1b[99~\x1b[1;2y\x1b[57344u\x1b[1;999A\x1b[u\x1b[1!p"`},
		{"a sequence broken off is kept, what broke it counts", "\x1b[1;\x1b[A\x1b[5\rx", `raw "\x1b[1;", Up, raw "\x1b[5", Enter, x`},
		{"Alt+[ and Enter", "\x1b[\rx", "[+2, Enter, x"},
	} {
		check(t, tt.name, tt.in, tt.want)
	}
}

// TestTimeout has how long the client waits, and what for.
func TestTimeout(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want time.Duration // 0: nothing is pending
	}{
		{"a", 0}, {"\x1b[A", 0}, {"\x1b[200~x\x1b", 0},
		{"\x1b", 20 * time.Millisecond}, {"\x1b\x1b", 20 * time.Millisecond}, {"\xe4", 20 * time.Millisecond},
		{"\x1b[", introTime}, {"\x1bO", introTime}, {"\x1b]", introTime},
		{"\x1b[1", sequenceTime}, {"\x1b]11;", sequenceTime},
	} {
		d := Decoder{EscapeTime: 20 * time.Millisecond}
		d.Feed([]byte(tt.in), func(key.Event) {})
		if d.Pending() != (tt.want != 0) {
			t.Errorf("%q: pending is %v", tt.in, d.Pending())
		}
		if got := d.Timeout(); d.Pending() && got != tt.want {
			t.Errorf("%q waits %v, want %v", tt.in, got, tt.want)
		}
	}
	d := Decoder{}
	d.Feed([]byte("\x1b"), func(key.Event) {})
	if got := d.Timeout(); got != DefaultEscapeTime {
		t.Errorf("by default ESC waits %v", got)
	}
	d.Unambiguous = true
	if got := d.Timeout(); got != sequenceTime {
		t.Errorf("ESC that is no key waits %v", got)
	}
}

// TestSlowConnection: what arrives within the longer time is one sequence.
func TestSlowConnection(t *testing.T) {
	r := newRecorder()
	for _, s := range []string{"\x1b[", "1;", "5", "A"} {
		r.d.Feed([]byte(s), r.emit)
	}
	if got := r.String(); got != "Up+4" {
		t.Errorf("%s", got)
	}
}

func TestErase(t *testing.T) {
	r := newRecorder()
	r.d.Erase = '\b'
	r.d.Feed([]byte("\b\x7f\x1b\b"), r.emit)
	if got, want := r.String(), "BSpace, ?+4, BSpace+2"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestTypingAllocatesNothing holds for the bytes of a keyboard and for pastes.
func TestTypingAllocatesNothing(t *testing.T) {
	var d Decoder
	n := 0
	emit := func(key.Event) { n++ }
	in := []byte("ls -l\r\x03")
	if got := testing.AllocsPerRun(100, func() { d.Feed(in, emit) }); got != 0 {
		t.Errorf("%v allocations", got)
	}
}

// TestEventsFitTheWire: however much comes at once, what comes out can be sent.
func TestEventsFitTheWire(t *testing.T) {
	for _, in := range []string{strings.Repeat("\xff", 3*key.MaxRaw), strings.Repeat("\u009b", key.MaxRaw), "\x1b[200~" + strings.Repeat("x", 3*key.MaxPaste), "\x1b[" + strings.Repeat("1;", key.MaxRaw)} {
		var d Decoder
		var sent []byte
		emit := func(e key.Event) { sent = key.AppendEvent(sent[:0], e) } // panics beyond the limits
		d.Feed([]byte(in), emit)
		d.Flush(emit)
		if len(sent) == 0 {
			t.Errorf("%.10q: no event", in)
		}
	}
}

// FuzzFeed: wherever the bytes are cut, the same events come out; with one byte at a time none is kept
// or made up: what was typed is still there.
func FuzzFeed(f *testing.F) {
	for _, s := range []string{
		"a\x1b[1;5A\x1bOP\x1b[<0;10;5M\x1b[M !!", "\x1b[200~x\x1b[201~\x1b[20", "\x1b]11;rgb:00/00/00\x1b\\\x1bP>|x\x1b\\", "\xff\xfe\xe4\xb8",
		"\x1b\x1b[A\x1b\x1b\x1b", "\x1b[97:65;2:2;65u\x1b[27;5;9~", "\x1b[[A\x1b[2$\x1b[1;1$y", "\x1b_G=\x1b\x1b[", "\x1b]1\x1b[1\x1bO5", "\x1b\xc2\x9b\u009b",
	} {
		f.Add([]byte(s), byte(3))
	}
	f.Fuzz(func(t *testing.T, in []byte, size byte) {
		want := decode(string(in), len(in)+1)
		for _, n := range []int{1, int(size) + 1} {
			if got := decode(string(in), n); got != want {
				t.Errorf("%q in pieces of %d is\n\t%s, whole\n\t%s", in, n, got, want)
			}
		}
	})
}
