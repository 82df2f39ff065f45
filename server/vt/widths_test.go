package vt_test

import (
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
	"gmux/server/vt/width"
)

func TestWidthsOfTheUser(t *testing.T) {
	for _, tt := range []struct{ name, widths, in, want string }{
		{"as Unicode has it", "", "αβ\ue0b0日x", `
			|αβ` + "\ue0b0" + `日x  |@6
			|        |`},
		{"ambiguous ones wide, and wrapped as such", "ambiguous=2", "αβγxδ", `
			|αβγx \
			|δ      |@2`},
		{"private use", "U+E0B0=2", "α\ue0b0x", `
			|α` + "\ue0b0" + `x    |@4
			|        |`},
		{"no columns, no cell", "U+E0B0=0", "a\ue0b0x", `
			|ax      |@2
			|        |`},
		{"the terminal's graphics stay narrow", "ambiguous=2", "─\x1b(0qx\x1b(B─", `
			|──│─  |@6
			|        |`},
		{"with a mark", "ambiguous=2", "α\u0301x", `
			|α` + "\u0301" + `x     |@3
			|        |`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			term := vt.New(vt.Options{Rows: 2, Cols: 8, Widths: width.Parse(tt.widths)})
			vttest.Write(term, tt.in)
			vttest.Expect(t, term, tt.want)
			changed := vttest.New(2, 8, "")
			changed.SetWidths(width.Parse(tt.widths))
			vttest.Write(changed, tt.in)
			vttest.Expect(t, changed, tt.want)
			if err := term.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}
