package vt_test

import (
	"testing"

	"gmux/server/vt/vttest"
)

// grid of letters on a screen of four rows and six columns, the cursor at 2,3.
const letters = "abcdef\r\nghijkl\r\nmnopqr\r\nstuvwx\x1b[2;3H"

func TestRectangles(t *testing.T) {
	pictures(t, 4, 6, letters, []picture{
		{"DECERA", "\x1b[2;2;3;4$z", `
			|abcdef|
			|g   kl|@2
			|m   qr|
			|stuvwx|`},
		{"without sides it is the screen, and the cursor stays", "\x1b[$z", `
			|      |
			|      |@2
			|      |
			|      |`},
		{"a missing side is that of the screen", "\x1b[3;;;2$z", `
			|abcdef|
			|ghijkl|@2
			|  opqr|
			|  uvwx|`},
		{"beyond the screen there is nothing", "\x1b[4;5;99;99$z", `
			|abcdef|
			|ghijkl|@2
			|mnopqr|
			|stuv  |`},
		{"an area that ends before it begins is none", "\x1b[3;3;2;4$z\x1b[3;3;4;2$z\x1b[65;3;3;2;4$x\x1b[3;3;2;4;1;1;1$v\x1b[3;3;2;4${", `
			|abcdef|
			|ghijkl|@2
			|mnopqr|
			|stuvwx|`},
		{"margins are no bounds", "\x1b[?69h\x1b[2;3s\x1b[2;3r\x1b[1;1;4;2$z", `
			|  cdef|@0
			|  ijkl|
			|  opqr|
			|  uvwx|`},
		{"under DECOM they are where it counts from", "\x1b[?69h\x1b[2;3s\x1b[2;3r\x1b[?6h\x1b[1;1;3;3$z", `
			|abcdef|
			|g   kl|@1
			|m   qr|
			|s   wx|`},
		{"DECFRA", "\x1b[42;2;2;3;4$x", `
			|abcdef|
			|g***kl|@2
			|m***qr|
			|stuvwx|`},
		{"DECFRA with spaces by default", "\x1b[;4$x", `
			|abcdef|
			|ghijkl|@2
			|mnopqr|
			|      |`},
		{"DECFRA in the character set", "\x1b(0\x1b[113;2;2;2;4$x", `
			|abcdef|
			|g───kl|@2
			|mnopqr|
			|stuvwx|`},
		{"DECFRA beyond ASCII", "\x1b[233;2;2;2;3$x\x1b[9472;3;2;3;3$x", `
			|abcdef|
			|gééjkl|@2
			|m──pqr|
			|stuvwx|`},
		{"DECFRA with no character that fits", "\x1b[10$x\x1b[127$x\x1b[155$x\x1b[769$x\x1b[26085$x", `
			|abcdef|
			|ghijkl|@2
			|mnopqr|
			|stuvwx|`},
		{"DECCRA", "\x1b[1;1;2;2;1;3;4;1$v", `
			|abcdef|
			|ghijkl|@2
			|mnoabr|
			|stughx|`},
		{"DECCRA onto itself, downwards", "\x1b[1;1;3;3;1;2;2;1$v", `
			|abcdef|
			|gabckl|@2
			|mghiqr|
			|smnowx|`},
		{"DECCRA onto itself, upwards", "\x1b[2;2;4;4;1;1;1;1$v", `
			|hijdef|
			|nopjkl|@2
			|tuvpqr|
			|stuvwx|`},
		{"DECCRA goes to the corner by default", "\x1b[3;3;4;4$v", `
			|opcdef|
			|uvijkl|@2
			|mnopqr|
			|stuvwx|`},
		{"DECCRA is cut at the edges", "\x1b[1;1;3;3;1;4;5$v", `
			|abcdef|
			|ghijkl|@2
			|mnopqr|
			|stuvab|`},
		{"DECCRA under DECOM", "\x1b[?69h\x1b[2;3s\x1b[2;3r\x1b[?6h\x1b[1;1;1;2;1;3;3;1$v", `
			|abcdef|
			|ghijkl|@1
			|mnopqr|
			|stuhix|`},
		{"DECSERA leaves what DECSCA protects", "\x1b[1\"qXY\x1b[0\"q\x1b[1;2;2;6${", `
			|a     |
			|g XY  |@4
			|mnopqr|
			|stuvwx|`},
		{"DECSERA does not leave what SPA guards", "\x1bVXY\x1bW\x1b[1;2;2;6${", `
			|a     |
			|g     |@4
			|mnopqr|
			|stuvwx|`},
		{"not below level 4", "\x1b[63\"p\x1b[1;1;1;1$z\x1b[1;1;1;1${\x1b[65;1;1;1;1$x\x1b[2;2;2;2$v", `
			|abcdef|
			|ghijkl|@2
			|mnopqr|
			|stuvwx|`},
	})
	pictures(t, 3, 8, "日本語\x1b[2;1Hab語de\x1b[3;1H", []picture{
		{"wide characters on the edges are cut", "\x1b[1;2;1;4$z", `
			|    語  |
			|ab語de  |
			|        |@0`},
		{"and in what is copied", "\x1b[1;2;1;5;1;3;1$v", `
			|日本語  |
			|ab語de  |
			| 本     |@0`},
		{"and where it goes", "\x1b[2;1;2;2;1;1;2$v", `
			| ab 語  |
			|ab語de  |
			|        |@0`},
	})
	pictures(t, 2, 4, "abcdef\x1b[1;1H", []picture{
		{"what goes over the end of a wrapped row ends the line", "\x1b[1;3;1;4$z", `
			|ab  |@0
			|ef  |`},
		{"what does not leaves it", "\x1b[1;2;1;3$z", `
			|a  d\@0
			|ef  |`},
	})
}

func TestRectangleStyles(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"DECERA takes the background alone", "\x1b[1;44m\x1b[1;2;2;3$z", `
			|.aa...|
			|.aa...|
			|......|
			a: bg=colour4`},
		{"DECFRA takes all of the pen", "\x1b[1;44m\x1b[120;1;2;2;3$x", `
			|.aa...|
			|.aa...|
			|......|
			a: bold bg=colour4`},
		{"DECCRA takes styles along", "\x1b[7mX\x1b[2;3;2;3;1;1;1$v", `
			|a.....|
			|..a...|
			|......|
			a: reverse`},
		{"DECCARA along the text", "\x1b[1;3;2;4;1;4$r", `
			|..aaaa|
			|aaaa..|
			|......|
			a: bold underscore`},
		{"leaves what was never written", "\x1b[2;4H\x1b[K\x1b[1;3;2;5;7$r", `
			|..aaaa|
			|aaa...|
			|......|
			a: reverse`},
		{"DECCARA in the rectangle", "\x1b[2*x\x1b[1;3;2;4;5$r", `
			|..aa..|
			|..aa..|
			|......|
			a: blink`},
		{"marks what was never written too", "\x1b[2*x\x1b[3;3H\x1b[J\x1b[2;3;3;4;4$r", `
			|......|
			|..aa..|
			|..aa..|
			a: underscore`},
		{"DECCARA leaves colours and italics", "\x1b[3;31mXY\x1b[1;1;3;6;8;5;25$r\x1b[2*x\x1b[2;4;2;4;0$r", `
			|aaaaaa|
			|aabcaa|
			|aaaaaa|
			a: hidden
			b: italics hidden fg=colour1
			c: italics fg=colour1`},
		{"DECCARA turns off", "\x1b[1;4;5;7;8mXY\x1b[2;3;2;3;22;25$r\x1b[2;4;2;4;24;27;28$r", `
			|......|
			|..ab..|
			|......|
			a: reverse hidden underscore
			b: bold blink`},
		{"DECSACE 1 is the text again", "\x1b[2*x\x1b[1*x\x1b[1;3;2;4;1$r", `
			|..aaaa|
			|aaaa..|
			|......|
			a: bold`},
		{"DECRARA", "\x1b[1;4mXY\x1b[m\x1b[2;4;2;5;1;4;7$t", `
			|......|
			|..abc.|
			|......|
			a: bold underscore
			b: reverse
			c: bold reverse underscore`},
		{"DECRARA of all", "\x1b[1;5mX\x1b[m\x1b[2;3;2;4;0$t", `
			|......|
			|..ab..|
			|......|
			a: reverse hidden underscore
			b: bold blink reverse hidden underscore`},
		{"without an attribute nothing changes", "\x1b[1;1;3;6$r\x1b[1;1;3;6$t", `
			|......|
			|......|
			|......|`},
		{"not below level 4", "\x1b[63\"p\x1b[1;1;3;6;1$r\x1b[1;1;3;6;1$t", `
			|......|
			|......|
			|......|`},
		{"a wide character is marked whole", "\x1b[1;1H日本\x1b[2*x\x1b[1;2;1;3;7$r", `
			|aaaa..|
			|......|
			|......|
			a: reverse`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := vttest.New(3, 6, "abcdef\r\nghijkl\r\nmnopqr\x1b[2;3H"+tt.in)
			vttest.ExpectStyles(t, term, tt.want)
			if err := term.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}
