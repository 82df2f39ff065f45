package parser

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gmux/server/vt/serial"
)

// trace writes down what the parser says, one call a word.
type trace struct {
	strings.Builder
	text []byte // joined: how text is cut does not matter
}

func (t *trace) flush() {
	if len(t.text) > 0 {
		fmt.Fprintf(&t.Builder, "%q ", t.text)
		t.text = t.text[:0]
	}
}

func (t *trace) add(format string, args ...any) {
	t.flush()
	fmt.Fprintf(&t.Builder, format+" ", args...)
}

func (t *trace) ASCII(p []byte) { t.text = append(t.text, p...) }
func (t *trace) Rune(r rune)    { t.text = append(t.text, string(r)...) }
func (t *trace) Execute(c byte) { t.add("%#02x", c) }
func (t *trace) ESC(s Sequence) { t.add("ESC%s", s) }
func (t *trace) CSI(s Sequence, p *Params) {
	t.add("CSI%s%s", s, p)
}
func (t *trace) OSC(p []byte, bel bool) { t.add("OSC(%q,%v)", p, bel) }
func (t *trace) DCS(s Sequence, p *Params, str []byte) {
	t.add("DCS%s%s%q", s, p, str)
}

func (t *trace) Collects(s Sequence) bool { return s.Final != 'p' }

func (s Sequence) String() string {
	return strings.ReplaceAll(string([]byte{'<', s.Leader, s.Intermediate, s.Final, '>'}), "\x00", "")
}

func (p *Params) String() string {
	var b strings.Builder
	for i := range p.Len() {
		switch {
		case p.IsSub(i):
			b.WriteByte(':')
		case i > 0:
			b.WriteByte(';')
		}
		if v := p.Get(i, -1); v >= 0 {
			fmt.Fprint(&b, v)
		}
	}
	return b.String()
}

func parse(in string, cut func(rest int) int) (string, []byte) {
	var ps Parser
	var t trace
	for p := []byte(in); len(p) > 0; {
		n := cut(len(p))
		ps.Feed(&t, p[:n])
		p = p[n:]
	}
	t.flush()
	return strings.TrimSpace(t.String()), encoded(&ps)
}

func encoded(ps *Parser) []byte {
	var e serial.Encoder
	ps.Encode(&e)
	return e.Out
}

func whole(rest int) int { return rest }

func TestParser(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"text", "hello, world ~", `"hello, world ~"`},
		{"controls", "a\r\nb\x7fc\x00", `"a" 0x0d 0x0a "bc" 0x00`},
		{"UTF-8", "é日👍", `"é日👍"`},
		{"U+FFFD for each maximal part that is not UTF-8", "a\xffb\xc3(\xe2\x82c\xf0\x9f\x98d\xed\xa0\x80e\xc0\x80\xf5", `"a�b�(�c�d���e���"`},
		{"an unfinished character before a control", "\xe2\x82\r", `"�" 0x0d`},
		{"C1 controls are code points", "\u0085\u0084\u009b3A\u009d0;x\u009c\x9b", `0x85 0x84 CSI<A>3 OSC("0;x",false) "�"`},

		{"CSI", "\x1b[m\x1b[1;22H\x1b[?25l\x1b[>c\x1b[!p\x1b[?5$p", `CSI<m> CSI<H>1;22 CSI<?l>25 CSI<>c> CSI<!p> CSI<?$p>5`},
		{"parameters left out", "\x1b[;m\x1b[;5H\x1b[5;m", `CSI<m>; CSI<H>;5 CSI<m>5;`},
		{"subparameters", "\x1b[4:3m\x1b[38:2::1:2:3;1m", `CSI<m>4:3 CSI<m>38:2::1:2:3;1`},
		{"great numbers", "\x1b[99999999999999999999A\x1b[65535B\x1b[0000000000001C", `CSI<A>65535 CSI<B>65535 CSI<C>1`},
		{"too many parameters", "\x1b[" + strings.Repeat("1;", 100) + "2m", `CSI<m>` + strings.TrimSuffix(strings.Repeat("1;", 32), ";")},
		{"a control inside is executed", "\x1b[1\r2A", `0x0d CSI<A>12`},
		{"CAN and SUB end it", "\x1b[1\x18A\x1b[1\x1aB\x1b\x18C", `"ABC"`},
		{"ESC begins another", "\x1b[1\x1b[2A\x1b\x1b[B", `CSI<A>2 CSI<B>`},
		{"a leader in the wrong place", "\x1b[1?2A\x1b[1<Ax", `"x"`},
		{"a parameter behind an intermediate", "\x1b[1$2Ax", `"x"`},
		{"two intermediates", "\x1b[1$$px\x1b $Ax\x1b[\x20\x20\x20\x20px", `"xxx"`},
		{"text in it", "\x1b[1éAx\x1bé日", `"x日"`},
		{"DEL in it is nothing", "\x1b[1\x7f2A\x1b\x7fD", `CSI<A>12 ESC<D>`},

		{"ESC", "\x1b7\x1b(0\x1b#8\x1b\\\x1bM", `ESC<7> ESC<(0> ESC<#8> ESC<\> ESC<M>`},

		{"OSC", "\x1b]0;title\a\x1b]2;x\x1b\\", `OSC("0;title",true) OSC("2;x",false)`},
		{"OSC with UTF-8, of which some has a byte like ST", "\x1b]0;“日”\u00a0\x1b\\", `OSC("0;“日”\u00a0",false)`},
		{"controls in an OSC are left out", "\x1b]0;a\r\nb\x00\a", `OSC("0;ab",true)`},
		{"an OSC that ESC interrupts is dropped", "\x1b]0;a\x1b[1mb\x1b]0;c\x1b\x1b\\\a", `CSI<m>1 "b" ESC<\> 0x07`},
		{"CAN and SUB drop it", "\x1b]0;a\x18b\x1b]0;a\x1ac\x1b]0;a\x1b\x18d", `"bcd"`},
		{"too long an OSC is swallowed", "\x1b]0;" + strings.Repeat("x", MaxString) + "\aok\x1b]0;a\a", `"ok" OSC("0;a",true)`},
		{"as long as it may be", "\x1b]" + strings.Repeat("x", MaxString) + "\a", `OSC("` + strings.Repeat("x", MaxString) + `",true)`},

		{"DCS", "\x1bP$qm\x1b\\\x1bP1;2+q54\u009c\x1bP>|a\x1b\\", `DCS<$q>"m" DCS<+q>1;2"54" DCS<>|>"a"`},
		{"a DCS that nobody has use for is swallowed", "\x1bP1p" + strings.Repeat("x\n\xc2\xa0é", MaxString/4) + "\a\x1b\\y\x1bPpx\u009cz", `"yz"`},
		{"BEL does not end a DCS", "\x1bPqa\ab\x1b\\", `DCS<q>"a\ab"`},
		{"a DCS that is none", "\x1bP1?2qabc\x1b\\x\x1bP1$2q\x1b\\y\x1bP$$qz\x1b\\", `"xy"`},
		{"an unfinished DCS", "\x1bP1$\x1b\\x\x1bP\x18y", `"xy"`},
		{"SOS, PM and APC are swallowed", "\x1bXa\ab\x1b\\\x1b^c\x1b\\\x1b_Gd\u009cx", `"x"`},
		{"and dropped", "\x1b_a\x1b[1mb\x1b_\x18c", `CSI<m>1 "bc"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, state := parse(tt.in, whole)
			if got != tt.want {
				t.Errorf("%.200q:\ngot  %.500s\nwant %.500s", tt.in, got, tt.want)
			}
			if bytewise, s := parse(tt.in, func(int) int { return 1 }); bytewise != got || string(s) != string(state) {
				t.Errorf("%.200q: byte by byte it is %.500s", tt.in, bytewise)
			}
		})
	}
}

func TestCount(t *testing.T) {
	var p Params
	for _, b := range []byte("0;;7") {
		if b == ';' {
			p.separator(b)
		} else {
			p.digit(b)
		}
	}
	if p.Count(0) != 1 || p.Count(1) != 1 || p.Count(2) != 7 || p.Count(3) != 1 {
		t.Error("0 and nothing are not 1")
	}
	if p.Get(0, 9) != 0 || p.Get(1, 9) != 9 || p.Get(3, 9) != 9 {
		t.Error("what is there and what is not is mixed up")
	}
}

// What Decode takes of any state is the state that was encoded.
func TestEncode(t *testing.T) {
	for _, in := range []string{"", "\x1b", "\x1b[1;2:3", "\x1b[?1$", "\x1bP1$qab", "\x1bP1$qab\x1b", "\x1b]2;a\xc2", "\xe2\x82", "\x1b[;;;" + strings.Repeat(";", 40)} {
		var ps, again Parser
		var whole, cut trace
		ps.Feed(&whole, []byte(in))
		d := serial.NewDecoder(encoded(&ps))
		again.Decode(d)
		if d.Err() != nil || d.More() {
			t.Fatalf("%q: %v", in, d.Err())
		}
		whole.Reset()
		for _, p := range []*struct {
			ps *Parser
			t  *trace
		}{{&ps, &whole}, {&again, &cut}} {
			p.ps.Feed(p.t, []byte("\xacx\x1b\\m\x9c"))
			p.t.flush()
		}
		if whole.String() != cut.String() || string(encoded(&ps)) != string(encoded(&again)) {
			t.Errorf("%q: got %q, want %q", in, cut.String(), whole.String())
		}
	}
}

// FuzzParser: how the bytes are cut makes no difference.
func FuzzParser(f *testing.F) {
	for i, s := range []string{"a\x1b[1;2:3mb", "\x1b]0;é\u009c\x1bPq\x1b\\", "\xe2\x82\xff\xf0\x9f\x98\u009b1A", "\x1b_x\x1b\x1b\\\x18"} {
		f.Add([]byte(s), uint64(i))
	}
	f.Fuzz(func(t *testing.T, in []byte, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		a, sa := parse(string(in), whole)
		b, sb := parse(string(in), func(rest int) int { return 1 + rnd.IntN(rest) })
		if a != b || string(sa) != string(sb) {
			t.Fatalf("cut:\n%s\nwhole:\n%s", b, a)
		}
	})
}
