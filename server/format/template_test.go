package format

import (
	"strings"
	"testing"
)

// TestTemplate: what was taken apart beforehand says the same as what was not, and reads and writes as much.
func TestTemplate(t *testing.T) {
	known := Map{"a": "1", "pane_id": "%3", "text": "x#{a}##,}", "empty": "", "loop_last_flag": "wrong"}
	resolve := func(name string) func(Vars) string {
		if name == "pane_id" {
			return func(v Vars) string { return v.(Map)["pane_id"] }
		}
		return nil
	}
	for _, text := range []string{
		"", "text", "#{a}", "#{a}#{a}", "#{pane_id}: #{text}|#{nothing}|#{empty}.", "#{loop_last_flag}", "#{}", "#{a", "#", "a#", "##{a}",
		"#{a}#[fg=red]#P#{b}", "#{?a,b,c}", "#{@user}#{a-b}", "#{a}\n\x00#{pane_id}", strings.Repeat("#{text}", 1000),
	} {
		for _, most := range []int{0, 10, 40, 1 << 20} {
			want, wantLeft := spendOn(most, known, func(c Context) string { return Expand(text, c) })
			template := NewTemplate(text, resolve)
			for range 2 {
				got, left := spendOn(most, known, template.Expand)
				if got != want || left != wantLeft {
					t.Errorf("%q within %d bytes is %q, %d bytes left, not %q and %d", text, most, got, left, want, wantLeft)
				}
			}
		}
	}
}

func spendOn(most int, vars Vars, expand func(Context) string) (text string, left int) {
	left = most
	text = expand(Context{Vars: vars, Work: &left})
	return text, left
}
