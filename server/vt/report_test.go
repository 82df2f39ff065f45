package vt_test

import (
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/vttest"
)

func TestReports(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"DA1", "\x1b[c\x1b[0c\x1bZ\x1b[1c", strings.Repeat("\x1b[?64;6;21;22;52c", 3)},
		{"DA2", "\x1b[>c\x1b[>0c\x1b[>1c", "\x1b[>41;354;0c\x1b[>41;354;0c"},
		{"DA3", "\x1b[=c", "\x1bP!|00000000\x1b\\"},
		{"XTVERSION", "\x1b[>q\x1b[>0q", "\x1bP>|gmux 1.0\x1b\\\x1bP>|gmux 1.0\x1b\\"},
		{"DSR", "\x1b[5n", "\x1b[0n"},
		{"CPR", "\x1b[2;5H\x1b[6n", "\x1b[2;5R"},
		{"CPR with a pending wrap", "\x1b[2;10Hx\x1b[6n", "\x1b[2;10R"},
		{"CPR under DECOM", "\x1b[2;4r\x1b[?69h\x1b[3;8s\x1b[?6h\x1b[2;3H\x1b[6n\x1b[?6n", "\x1b[2;3R\x1b[?2;3;1R"},
		{"DECXCPR", "\x1b[?6n", "\x1b[?1;1;1R"},
		{"DECDSR", "\x1b[?15n\x1b[?25n\x1b[?26n\x1b[?53n\x1b[?55n\x1b[?56n\x1b[?99n", "\x1b[?13n\x1b[?20n\x1b[?27;1;0;0n\x1b[?50n\x1b[?50n\x1b[?57;0n"},
		{"XTWINOPS", "\x1b[14t\x1b[16t\x1b[18t\x1b[19t", "\x1b[4;100;90t\x1b[6;20;9t\x1b[8;5;10t\x1b[9;5;10t"},
		{"titles are not told", "\x1b]0;evil\a\x1b[20t\x1b[21t", ""},
		{"DECRQM, ANSI", "\x1b[4$p\x1b[4h\x1b[4$p\x1b[12$p\x1b[2$p\x1b[99$p", "\x1b[4;2$y\x1b[4;1$y\x1b[12;3$y\x1b[2;4$y\x1b[99;0$y"},
		{"DECRQM, DEC", "\x1b[?7$p\x1b[?25l\x1b[?25$p\x1b[?2027$p\x1b[?4$p\x1b[?9999$p", "\x1b[?7;1$y\x1b[?25;2$y\x1b[?2027;3$y\x1b[?4;4$y\x1b[?9999;0$y"},
		{"DECRQM, modes that are more than a bit", "\x1b[?6;69;1049h\x1b[?6$p\x1b[?69$p\x1b[?1049$p\x1b[?47$p\x1b[?12$p\x1b[?3$p\x1b[?1048$p",
			"\x1b[?6;1$y\x1b[?69;1$y\x1b[?1049;1$y\x1b[?47;1$y\x1b[?12;2$y\x1b[?3;2$y\x1b[?1048;1$y"},
		{"DECRQM, mouse", "\x1b[?1002;1006h\x1b[?1000$p\x1b[?1002$p\x1b[?1006$p", "\x1b[?1000;2$y\x1b[?1002;1$y\x1b[?1006;1$y"},
		{"DECRQM, synchronized output", "\x1b[?2026$p\x1b[?2026h\x1b[?2026$p", "\x1b[?2026;2$y\x1b[?2026;1$y"},
		{"DECRQSS, SGR", "\x1bP$qm\x1b\\\x1b[1;3;4:3;6;31;48;5;200;58;2;1;2;3m\x1bP$qm\x1b\\\x1b[m\x1b[9;21;38;2;1;2;3;102;53m\x1bP$qm\x1b\\",
			"\x1bP1$r0m\x1b\\\x1bP1$r0;1;3;5;4:3;31;48:5:200;58:2::1:2:3m\x1b\\\x1bP1$r0;9;4:2;53;38:2::1:2:3;102m\x1b\\"},
		{"DECRQSS, margins", "\x1b[2;3r\x1b[?69h\x1b[4;7s\x1bP$qr\x1b\\\x1bP$qs\x1b\\", "\x1bP1$r2;3r\x1b\\\x1bP1$r4;7s\x1b\\"},
		{"DECRQSS, the rest", "\x1b[5 q\x1b[1\"q\x1bP$q q\x1b\\\x1bP$q\"q\x1b\\\x1bP$q\"p\x1b\\\x1bP$qx\x1b\\",
			"\x1bP1$r5 q\x1b\\\x1bP1$r1\"q\x1b\\\x1bP1$r64;1\"p\x1b\\\x1bP0$r\x1b\\"},
		{"XTGETTCAP", "\x1bP+q544e;436F\x1b\\\x1bP+q6162;zz\x1b\\\x1bP+q5463\x1b\\",
			"\x1bP1+r544E=787465726D2D323536636F6C6F72\x1b\\\x1bP1+r436F=323536\x1b\\\x1bP0+r\x1b\\\x1bP0+r\x1b\\\x1bP1+r5463\x1b\\"},
		{"kitty keyboard", "\x1b[?u\x1b[>5u\x1b[?u", "\x1b[?0u\x1b[?5u"},
		{"XTQMODKEYS", "\x1b[?4m\x1b[>4;2m\x1b[?4m\x1b[?1m", "\x1b[>4;0m\x1b[>4;2m"},
		{"palette", "\x1b]4;1;?;16;?;231;?;232;?\x1b\\", "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\\x1b]4;16;rgb:0000/0000/0000\x1b\\\x1b]4;231;rgb:ffff/ffff/ffff\x1b\\\x1b]4;232;rgb:0808/0808/0808\x1b\\"},
		{"palette, changed", "\x1b]4;1;rgb:1/22/333;2;#123456;3;nonsense\a\x1b]4;1;?;2;?;3;?\a\x1b]104;1\a\x1b]4;1;?\a\x1b]104\a\x1b]4;2;?\a",
			"\x1b]4;1;rgb:1111/2222/3333\a\x1b]4;2;rgb:1212/3434/5656\a\x1b]4;3;rgb:cdcd/cdcd/0000\a\x1b]4;1;rgb:cdcd/0000/0000\a\x1b]4;2;rgb:0000/cdcd/0000\a"},
		{"the terminal's colours, as they were given", "\x1b]10;?\x1b\\\x1b]11;?\a\x1b]12;?\a", "\x1b]10;rgb:0101/0202/0303\x1b\\\x1b]11;rgb:0000/0000/eeee\a\x1b]12;rgb:e5e5/e5e5/e5e5\a"},
		{"several at once", "\x1b]10;?;?\a\x1b]11;#fff;?\a\x1b]11;?\a\x1b]111\a\x1b]11;?\a",
			"\x1b]10;rgb:0101/0202/0303\a\x1b]11;rgb:0000/0000/eeee\a\x1b]12;rgb:e5e5/e5e5/e5e5\a\x1b]11;rgb:f0f0/f0f0/f0f0\a\x1b]11;rgb:0000/0000/eeee\a"},
		{"the clipboard is not told", "\x1b]52;c;?\a", ""},
		{"in the order of the questions", "\x1b[5n\x1b]4;0;?\a\x1b[c\x1bP$qr\x1b\\\x1b[6n", "\x1b[0n\x1b]4;0;rgb:0000/0000/0000\a\x1b[?64;6;21;22;52c\x1bP1$r1;5r\x1b\\\x1b[1;1R"},
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
			continue
		}
		for _, state := range []string{"h", "l"} {
			got.Reset()
			vttest.Write(term, "\x1b["+n+state+"\x1b["+n+"$p")
			if want := "\x1b[" + n + ";" + map[string]string{"h": "1", "l": "2"}[state] + "$y"; got.String() != want {
				t.Errorf("mode %s after %s: %q", n, state, got.String())
			}
		}
	}
}
