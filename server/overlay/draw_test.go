package overlay

import (
	"strings"
	"testing"

	"gmux/server/model"
	"gmux/server/style"
)

var plain = style.Style{Fg: style.Named(0), Bg: style.Named(3)}

func TestDraw(t *testing.T) {
	for _, tt := range []struct {
		name, label, text string
		at, width         int
		quote             bool
		want              string
		cursor            int
	}{
		{"behind its label", ":", "ls", 2, 10, false, ":ls.......", 3},
		{"over all of the line, where the style fills it", "#[fill=yellow]:", "ls", 2, 10, false, ":ls       ", 3},
		{"nothing typed", "(name) ", "", 0, 10, false, "(name) ...", 7},
		{"the cursor in the middle", ":", "ls", 0, 6, false, ":ls...", 1},
		{"as long as there is room", ":", "abc", 3, 5, false, ":abc.", 4},
		{"a longer one is shown up to the cursor", ":", "abcdef", 6, 5, false, ":def.", 4},
		{"from its beginning while the cursor is there", ":", "abcdef", 2, 5, false, ":abcd", 3},
		{"scrolled no further than needed", ":", "abcdef", 4, 5, false, ":bcde", 4},
		{"wide characters", ":", "日本", 6, 8, false, ":日本...", 5},
		{"half of one at the left is a space", ":", "日本", 6, 5, false, ": 本.", 4},
		{"half of one at the right is none", ":", "a日本", 1, 5, false, ":a日.", 2},
		{"control characters", ":", "a\x03\x7f", 3, 10, false, ":a^C^?....", 6},
		{"C-v shows that a key is awaited", ":", "ab", 1, 10, true, ":a^b......", 2},
		{"a label in style", "#[fg=red]x#[default]: ", "y", 1, 6, false, "x: y..", 4},
		{"a label that takes all", "much too long", "y", 1, 6, false, "much t", 5},
		{"three columns", ":", "abc", 3, 3, false, ":c.", 2},
		{"two", ":", "abc", 3, 2, false, ":.", 1},
		{"one", ":", "abc", 3, 1, false, ":", 0},
		{"none", ":", "abc", 3, 0, false, "", 0},
	} {
		p := &model.Prompt{Text: tt.text, At: tt.at, Quote: tt.quote}
		cells, cursor := Draw(p, tt.label, plain, tt.width)
		var b strings.Builder
		for _, c := range cells {
			if c.Clear() {
				b.WriteByte('.')
			}
			b.WriteString(c.Text)
			if c.Style.Bg != plain.Bg {
				t.Errorf("%s: %q is not in the prompt's style", tt.name, c.Text)
			}
		}
		if b.String() != tt.want || cursor != tt.cursor {
			t.Errorf("%s: |%s|@%d, want |%s|@%d", tt.name, b.String(), cursor, tt.want, tt.cursor)
		}
	}
}
