package vttest

import (
	"fmt"
	"testing"
)

// recorder is a test that notes that it failed.
type recorder struct {
	testing.TB
	failed string
}

func (r *recorder) Helper()                           {}
func (r *recorder) Errorf(format string, args ...any) { r.failed = fmt.Sprintf(format, args...) }

func TestExpect(t *testing.T) {
	term := New(2, 4, "abcde\x1b[1;31mf")
	for _, tt := range []struct {
		name, want string
		equal      bool
	}{
		{"as it is", "|abcd\\\n|ef  |@2", true},
		{"without the cursor", "\t|abcd\\\n\n\t|ef  |", true},
		{"another text", "|abcx\\\n|ef  |@2", false},
		{"another column", "|abcd\\\n|ef  |@1", false},
		{"the cursor in another row", "|abcd\\@2\n|ef  |", false},
		{"no soft wrap", "|abcd|\n|ef  |@2", false},
		{"a row less", "|abcd\\", false},
	} {
		r := &recorder{TB: t}
		Expect(r, term, tt.want)
		if (r.failed == "") != tt.equal {
			t.Errorf("%s: %q", tt.name, r.failed)
		}
	}
}

func TestExpectStyles(t *testing.T) {
	term := New(1, 3, "a\x1b[1;31mb")
	for want, equal := range map[string]bool{
		"|.a.|\na: bold fg=colour1": true,
		"|.a.|\na: fg=colour1":      false,
		"|..a|\na: bold fg=colour1": false,
	} {
		r := &recorder{TB: t}
		ExpectStyles(r, term, want)
		if (r.failed == "") != equal {
			t.Errorf("%s: %q", want, r.failed)
		}
	}
}

func TestDrawHistory(t *testing.T) {
	term := New(1, 4, "abcdef\r\ng")
	ExpectHistory(t, term, 4, "|abcd\\\n|ef|")
	ExpectHistory(t, term, 9, "|abcdef|")
	if got := Text(term); got != "g\n" {
		t.Errorf("%q", got)
	}
	vtDraw := Draw(New(1, 2, "ab"))
	if vtDraw != "|ab|@1+\n" {
		t.Errorf("%q", vtDraw)
	}
}
