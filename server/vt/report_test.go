package vt_test

import (
	"slices"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/vttest"
)

func TestReports(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"DA1", "\x1b[c\x1b[0c\x1bZ\x1b[1c", strings.Repeat("\x1b[?65;6;21;22;28;52c", 3)},
		{"DA2", "\x1b[>c\x1b[>0c\x1b[>1c", "\x1b[>64;354;0c\x1b[>64;354;0c"},
		{"DA3", "\x1b[=c", "\x1bP!|00000000\x1b\\"},
		{"XTVERSION", "\x1b[>q\x1b[>0q", "\x1bP>|gmux 1.0\x1b\\\x1bP>|gmux 1.0\x1b\\"},
		{"DSR", "\x1b[5n", "\x1b[0n"},
		{"CPR", "\x1b[2;5H\x1b[6n", "\x1b[2;5R"},
		{"CPR with a pending wrap", "\x1b[2;10Hx\x1b[6n", "\x1b[2;10R"},
		{"CPR under DECOM", "\x1b[2;4r\x1b[?69h\x1b[3;8s\x1b[?6h\x1b[2;3H\x1b[6n\x1b[?6n", "\x1b[2;3R\x1b[?2;3;1R"},
		{"DECXCPR", "\x1b[?6n", "\x1b[?1;1;1R"},
		{"DECDSR", "\x1b[?15n\x1b[?25n\x1b[?26n\x1b[?53n\x1b[?55n\x1b[?56n\x1b[?62n\x1b[?63;9n\x1b[?75n\x1b[?85n\x1b[?99n", "\x1b[?13n\x1b[?20n\x1b[?27;1;0;0n\x1b[?50n\x1b[?50n\x1b[?57;0n\x1b[0*{\x1bP9!~0000\x1b\\\x1b[?70n\x1b[?83n"},
		{"DECREQTPARM", "\x1b[x\x1b[1x\x1b[2x", "\x1b[2;1;1;128;128;1;0x\x1b[3;1;1;128;128;1;0x"},
		{"DECCIR", "\x1b[2;10Hx\x1b[1;4;5;7m\x1b[1\"q\x1b)0\x0e\x1bO\x1b[1$w", "\x1bP1$u2;10;1;O;A;L;1;2;@;B0BB\x1b\\"},
		{"DECCIR under DECOM", "\x1b[2;4r\x1b[?6h\x1b[2;3H\x1b[1$w", "\x1bP1$u2;3;1;@;@;A;0;2;@;BBBB\x1b\\"},
		{"DECTABSR", "\x1b[2$w\x1b[3g\x1b[2$w\x1b[4G\x1bH\x1b[2$w\x1b[3$w", "\x1bP2$u9\x1b\\\x1bP2$u\x1b\\\x1bP2$u4\x1b\\"},
		{"DECRSPS, cursor", "\x1bP1$t2;10;1;O;A;L;1;2;@;B0BB\x1b\\\x1b[1$w\x1bP$qm\x1b\\", "\x1bP1$u2;10;1;O;A;L;1;2;@;B0BB\x1b\\\x1bP1$r0;1;5;7;4m\x1b\\"},
		{"DECRSPS, tab stops", "\x1bP2$t3/5/99\x1b\\\x1b[2$w", "\x1bP2$u3/5\x1b\\"},
		{"DECRSPS that is not whole", "\x1bP1$t2;10;1;O;A;L;9;2;@;B0BB\x1b\\\x1bP1$t2\x1b\\\x1bP2$t3/x\x1b\\\x1bP3$t\x1b\\\x1b[1$w\x1b[2$w", "\x1bP1$u1;1;1;@;@;@;0;2;@;BBBB\x1b\\\x1bP2$u9\x1b\\"},
		{"XTSMGRAPHICS", "\x1b[?1;1;0S\x1b[?2;1;0S", "\x1b[?1;3;0S\x1b[?2;3;0S"},
		{"a picture and its question", "a\x1bPq#0;2;0;0;0#0~~\x1b\\\x1b_Gi=1,a=q,s=1,v=1;AAAA\x1b\\\x1b[6n", "\x1b[1;2R"},

		{"XTWINOPS", "\x1b[11t\x1b[13t\x1b[14t\x1b[15t\x1b[16t\x1b[18t\x1b[19t", "\x1b[1t\x1b[3;0;0t\x1b[4;100;90t\x1b[5;100;90t\x1b[6;20;9t\x1b[8;5;10t\x1b[9;5;10t"},
		{"titles are not told", "\x1b]0;evil\a\x1b[20t\x1b[21t", ""},
		{"DECRQM, ANSI", "\x1b[4$p\x1b[4h\x1b[4$p\x1b[12$p\x1b[1$p\x1b[99$p", "\x1b[4;2$y\x1b[4;1$y\x1b[12;1$y\x1b[1;4$y\x1b[99;0$y"},
		{"DECRQM, DEC", "\x1b[?7$p\x1b[?25l\x1b[?25$p\x1b[?2027$p\x1b[?60$p\x1b[?9999$p", "\x1b[?7;1$y\x1b[?25;2$y\x1b[?2027;3$y\x1b[?60;4$y\x1b[?9999;0$y"},
		{"DECRQM, modes that are more than a bit", "\x1b[?6;69;1049h\x1b[?6$p\x1b[?69$p\x1b[?1049$p\x1b[?47$p\x1b[?12$p\x1b[?3$p\x1b[?1048$p",
			"\x1b[?6;1$y\x1b[?69;1$y\x1b[?1049;1$y\x1b[?47;1$y\x1b[?12;2$y\x1b[?3;2$y\x1b[?1048;1$y"},
		{"DECRQM, DECCOLM as it was set", "\x1b[?3h\x1b[?3$p\x1b[?40;3h\x1b[?3$p\x1b[?3l\x1b[?3$p", "\x1b[?3;2$y\x1b[?3;1$y\x1b[?3;2$y"},
		{"DECRQM, mouse", "\x1b[?1002;1006h\x1b[?1000$p\x1b[?1002$p\x1b[?1006$p", "\x1b[?1000;2$y\x1b[?1002;1$y\x1b[?1006;1$y"},
		{"DECRQM, synchronized output", "\x1b[?2026$p\x1b[?2026h\x1b[?2026$p", "\x1b[?2026;2$y\x1b[?2026;1$y"},
		{"DECCOLM, if 40 allows it", "\x1b[?3h\x1b[?3$p\x1b[?40h\x1b[?3h\x1b[?3$p\x1b[?3l\x1b[?3$p", "\x1b[?3;2$y\x1b[?3;1$y\x1b[?3;2$y"},
		{"DECSCL", "\x1b[64\"p\x1b[?95$p\x1b[?69$p\x1b[63\"p\x1b[?69h\x1b[?69$p\x1bP$q\"p\x1b\\\x1b[62\"p\x1b[4$p\x1b[66\"p\x1b[4$p\x1bc\x1b[?69$p",
			"\x1b[?95;0$y\x1b[?69;2$y\x1b[?69;0$y\x1bP1$r63;1\"p\x1b\\\x1b[?69;2$y"},
		{"the scheme", "\x1b[?996n\x1b]11;#fff\a\x1b[?996n", "\x1b[?997;1n\x1b[?997;1n"},
		{"the size, when 2048 is set", "\x1b[?2048h\x1b[?2048l\x1b[?2048$p", "\x1b[48;5;10;100;90t\x1b[?2048;2$y"},
		{"DECRQSS, SGR", "\x1bP$qm\x1b\\\x1b[1;3;4:3;6;31;48;5;200;58;2;1;2;3m\x1bP$qm\x1b\\\x1b[m\x1b[9;21;38;2;1;2;3;102;53m\x1bP$qm\x1b\\",
			"\x1bP1$r0m\x1b\\\x1bP1$r0;1;3;5;4:3;31;48:5:200;58:2::1:2:3m\x1b\\\x1bP1$r0;9;4:2;53;38:2::1:2:3;102m\x1b\\"},
		{"DECRQSS, margins", "\x1b[2;3r\x1b[?69h\x1b[4;7s\x1bP$qr\x1b\\\x1bP$qs\x1b\\", "\x1bP1$r2;3r\x1b\\\x1bP1$r4;7s\x1b\\"},
		{"DECRQSS, the rest", "\x1b[5 q\x1b[1\"q\x1bP$q q\x1b\\\x1bP$q\"q\x1b\\\x1bP$q\"p\x1b\\\x1bP$qx\x1b\\\x1bP$qt\x1b\\\x1bP$q$|\x1b\\\x1bP$q*|\x1b\\\x1bP$q*x\x1b\\\x1bP$q$}\x1b\\\x1bP$q$~\x1b\\",
			"\x1bP1$r5 q\x1b\\\x1bP1$r1\"q\x1b\\\x1bP1$r65;1\"p\x1b\\\x1bP0$r\x1b\\\x1bP1$r5t\x1b\\\x1bP1$r10$|\x1b\\\x1bP1$r5*|\x1b\\\x1bP1$r0*x\x1b\\\x1bP1$r0$}\x1b\\\x1bP1$r0$~\x1b\\"},
		{"XTGETTCAP", "\x1bP+q544e;436F\x1b\\\x1bP+q6162;zz\x1b\\\x1bP+q5463\x1b\\",
			"\x1bP1+r544E=787465726D2D323536636F6C6F72\x1b\\\x1bP1+r436F=323536\x1b\\\x1bP0+r\x1b\\\x1bP0+r\x1b\\\x1bP1+r5463\x1b\\"},
		{"kitty keyboard", "\x1b[?u\x1b[>5u\x1b[?u", "\x1b[?0u\x1b[?5u"},
		{"XTQMODKEYS", "\x1b[?4m\x1b[>4;2m\x1b[?4m\x1b[?1m", "\x1b[>4;0m\x1b[>4;2m"},
		{"palette", "\x1b]4;1;?;16;?;231;?;232;?\x1b\\", "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\\x1b]4;16;rgb:0000/0000/0000\x1b\\\x1b]4;231;rgb:ffff/ffff/ffff\x1b\\\x1b]4;232;rgb:0808/0808/0808\x1b\\"},
		{"palette, changed", "\x1b]4;1;rgb:1/22/333;2;#123456;3;nonsense\a\x1b]4;1;?;2;?;3;?\a\x1b]104;1\a\x1b]4;1;?\a\x1b]104\a\x1b]4;2;?\a",
			"\x1b]4;1;rgb:1111/2222/3333\a\x1b]4;2;rgb:1212/3434/5656\a\x1b]4;3;rgb:cdcd/cdcd/0000\a\x1b]4;1;rgb:cdcd/0000/0000\a\x1b]4;2;rgb:0000/cdcd/0000\a"},
		{"the terminal's colours, as they were given", "\x1b]10;?\x1b\\\x1b]11;?\a\x1b]12;?\a", "\x1b]10;rgb:0101/0202/0303\x1b\\\x1b]11;rgb:0000/0000/eeee\a\x1b]12;rgb:0101/0202/0303\a"},
		{"several at once", "\x1b]10;?;?\a\x1b]11;#fff;?\a\x1b]11;?\a\x1b]111\a\x1b]11;?\a",
			"\x1b]10;rgb:0101/0202/0303\a\x1b]11;rgb:0000/0000/eeee\a\x1b]12;rgb:0101/0202/0303\a\x1b]11;rgb:f0f0/f0f0/f0f0\a\x1b]11;rgb:0000/0000/eeee\a"},
		{"special colours", "\x1b]5;1;?\a\x1b]5;1;#abc\a\x1b]5;1;?;5;?\a\x1b]4;257;?;261;?\a\x1b]105;1\a\x1b]4;257;?\x1b\\",
			"\x1b]5;1;rgb:0101/0202/0303\a\x1b]5;1;rgb:a0a0/b0b0/c0c0\a\x1b]4;257;rgb:a0a0/b0b0/c0c0\a\x1b]4;257;rgb:0101/0202/0303\x1b\\"},
		{"OSC 104 and 105 leave each other's alone", "\x1b]4;7;#010203\a\x1b]5;0;#040506\a\x1b]105\a\x1b]4;7;?;256;?\a\x1b]5;0;#040506\a\x1b]104\a\x1b]4;7;?;256;?\a",
			"\x1b]4;7;rgb:0101/0202/0303\a\x1b]4;256;rgb:0101/0202/0303\a\x1b]4;7;rgb:e5e5/e5e5/e5e5\a\x1b]4;256;rgb:0404/0505/0606\a"},
		{"OSC 13 to 19", "\x1b]13;?;?;?;?;?;?;?;?\a\x1b]17;#112233\a\x1b]17;?\a\x1b]117\a\x1b]17;?\a",
			"\x1b]13;rgb:0101/0202/0303\a\x1b]14;rgb:0000/0000/eeee\a\x1b]15;rgb:0101/0202/0303\a\x1b]16;rgb:0000/0000/eeee\a" +
				"\x1b]17;rgb:0101/0202/0303\a\x1b]18;rgb:0101/0202/0303\a\x1b]19;rgb:0000/0000/eeee\a\x1b]17;rgb:1111/2222/3333\a\x1b]17;rgb:0101/0202/0303\a"},
		{"OSC 21", "\x1b]21;foreground=#102030;7=#405060;cursor=?;evil=?\x1b\\\x1b]21;foreground=?;7=?\a\x1b]21;foreground=;7\a\x1b]21;foreground=?;7=?\a",
			"\x1b]21;cursor=rgb:10/20/30\x1b\\\x1b]21;foreground=rgb:10/20/30;7=rgb:40/50/60\a\x1b]21;foreground=rgb:01/02/03;7=rgb:e5/e5/e5\a"},
		{"the clipboard is not told", "\x1b]52;c;?\a", ""},
		{"in the order of the questions", "\x1b[5n\x1b]4;0;?\a\x1b[c\x1bP$qr\x1b\\\x1b[6n", "\x1b[0n\x1b]4;0;rgb:0000/0000/0000\a\x1b[?65;6;21;22;28;52c\x1bP1$r1;5r\x1b\\\x1b[1;1R"},
		{"unknown ones are not answered", "\x1b[99n\x1b[?5$q\x1b]9999;?\a\x1bPzzz\x1b\\\x05", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got replies
			term := vt.New(vt.Options{
				Rows: 5, Cols: 10, CellWidth: 9, CellHeight: 20, TermVersion: "gmux 1.0", Effects: &got,
				Colors: vt.Colors{Foreground: grid.RGB(1, 2, 3), Background: grid.Indexed(4)},
			})
			vttest.Write(term, tt.in)
			if got.String() != tt.want {
				t.Errorf("got  %q\nwant %q", got.String(), tt.want)
			}
		})
	}
}

// Every mode of the table answers DECRQM, and setting and resetting shows in the answer.
func TestEveryModeAnswers(t *testing.T) {
	for _, m := range vt.ModeNumbers() {
		prefix := ""
		if m.DEC {
			prefix = "?"
		}
		n := prefix + itoa(m.Number)
		var got replies
		term := vt.New(vt.Options{Rows: 4, Cols: 4, Effects: &got})
		vttest.Write(term, "\x1b["+n+"$p")
		if strings.HasSuffix(got.String(), ";0$y") || got.Len() == 0 {
			t.Errorf("mode %s: %q", n, got.String())
		}
		if m.Fixed || m.Number == 3 || m.Number == 1048 {
			continue // 3 needs 40, 1048 is no state
		}
		for _, state := range []string{"h", "l"} {
			vttest.Write(term, "\x1b["+n+state)
			got.Reset() // 2048 says something by itself
			vttest.Write(term, "\x1b["+n+"$p")
			if want := "\x1b[" + n + ";" + map[string]string{"h": "1", "l": "2"}[state] + "$y"; got.String() != want {
				t.Errorf("mode %s after %s: %q", n, state, got.String())
			}
		}
	}
}

// What the user's terminal or an option says later is told, and to who wants it at once.
func TestTerminalsOwn(t *testing.T) {
	var got replies
	term := vt.New(vt.Options{Rows: 2, Cols: 4, Effects: &got})
	said := func(want string) {
		t.Helper()
		if got.String() != want {
			t.Errorf("got  %q\nwant %q", got.String(), want)
		}
		got.Reset()
	}
	vttest.Write(term, "\x1b[?2031;2048h")
	said("\x1b[48;2;4;32;32t")
	term.SetSize(3, 5, 10, 20)
	term.SetSize(3, 5, 10, 20)
	term.SetSize(3, 5, 11, 20)
	term.Resize(1, 5)
	said("\x1b[48;3;5;60;50t\x1b[48;3;5;60;55t\x1b[48;1;5;20;55t")
	light := vt.Colors{Background: grid.RGB(0xff, 0xff, 0xee), Palette: [16]grid.Color{3: grid.RGB(1, 2, 3)}}
	term.SetColors(light)
	term.SetColors(light)
	vttest.Write(term, "\x1b]11;?\a\x1b]4;3;?;4;?\a\x1b]4;3;#fff\a\x1b]4;3;?\a")
	said("\x1b[?997;2n\x1b]11;rgb:ffff/ffff/eeee\a\x1b]4;3;rgb:0101/0202/0303\a\x1b]4;4;rgb:0000/0000/eeee\a\x1b]4;3;rgb:f0f0/f0f0/f0f0\a")
	light.Scheme = vt.SchemeDark
	term.SetColors(light)
	vttest.Write(term, "\x1b[?2031l")
	term.SetColors(vt.Colors{Scheme: vt.SchemeLight})
	vttest.Write(term, "\x1b[?996n")
	said("\x1b[?997;1n\x1b[?997;2n")
}

// Titles and clipboard are told only where the user allows it.
func TestAllowed(t *testing.T) {
	e := &events{}
	term := vt.New(vt.Options{Rows: 2, Cols: 4, Effects: e})
	ask := "\x1b[20t\x1b[21t\x1b]52;c;?\a"
	vttest.Write(term, "\x1b]1;i\a\x1b]2;w\a"+ask)
	term.SetAllowed(vt.Allow{TitleReports: true, ClipboardReads: true})
	vttest.Write(term, ask+"\x1b[>1t\x1b[21t\x1b[>0t\x1b]2;6162\a\x1b]2;xyz\a\x1b[>1T\x1b[21t\x1b[>T\x1b]2;63\a\x1b[21t")
	want := []string{
		"icon i", "title w", `reply "\x1b]Li\x1b\\"`, `reply "\x1b]lw\x1b\\"`, "clipboard c?",
		`reply "\x1b]l77\x1b\\"`, "title ab", `reply "\x1b]lab\x1b\\"`, "title 63", `reply "\x1b]l63\x1b\\"`,
	}
	if !slices.Equal(e.log, want) {
		t.Errorf("got  %q\nwant %q", e.log, want)
	}
	if got := vt.ClipboardAnswer("c", []byte("hi"), true); got != "\x1b]52;c;aGk=\a" {
		t.Errorf("answer %q", got)
	}
}
