//go:build linux

package main_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestOuterLocale: whether the terminal takes UTF-8 is found out as tmux does, from LC_ALL, LC_CTYPE and LANG, the first
// that is set, and -u says so against all of them. Where it does not, lines are drawn with the terminal's own graphics
// and all else is an underscore a column, as in a real tmux.
func TestOuterLocale(t *testing.T) {
	for _, tt := range []struct {
		all, ctype, lang string
		flags            []string
		utf8             bool
	}{
		{all: "C.UTF-8", lang: "C", utf8: true},
		{ctype: "en_GB.utf8", lang: "C", utf8: true},
		{lang: "de_DE.UTF-8", utf8: true},
		{all: "C", lang: "C.UTF-8"},
		{ctype: "POSIX", lang: "C.UTF-8"},
		{lang: "de_DE.ISO-8859-1"},
		{},
		{all: "C", flags: []string{"-u"}, utf8: true},
	} {
		name := fmt.Sprintf("LC_ALL=%s LC_CTYPE=%s LANG=%s %q", tt.all, tt.ctype, tt.lang, tt.flags)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const rows, cols = 5, 30
			const text = `printf '─│┌┐└┘├┤┴┼ é世x\r\n┬±≤\r\nend'; exec cat`
			argv := append(append([]string{"gmux"}, tt.flags...), "new", "-s", "work", "sh", "-c", text)
			show := func(w *usertest.World) (*usertest.Screen, usertest.Cells) {
				w.Setenv("LC_ALL", tt.all)
				w.Setenv("LC_CTYPE", tt.ctype)
				w.Setenv("LANG", tt.lang)
				s := w.Start(rows, cols, argv...)
				s.WaitFor("^end$")
				s.WaitFor(`^\[work\]`)
				var cells usertest.Cells
				w.Eventually("the view to follow", func() (bool, string) {
					cells = s.Cells()
					return regexp.MustCompile(`(?m)^end$`).MatchString(cells.Text()), cells.Text()
				})
				return s, cells[:rows-1]
			}
			_, want := show(usertest.NewTmux(t))
			s, got := show(usertest.New(t))
			want[1] = nil // of these graphics tmux knows but some
			if diff := (usertest.Cells{got[0], nil, got[2], got[3]}).Diff(want); diff != "" {
				t.Errorf("differs from tmux:\n%stmux:\n%sgmux:\n%s", diff, want.Text(), got.Text())
			}
			shows := "─│┌┐└┘├┤┴┼ ___x\n┬±≤\nend\n"
			if tt.utf8 {
				shows = "─│┌┐└┘├┤┴┼ é世x\n┬±≤\nend\n"
			}
			if got := got.Text(); !strings.HasPrefix(got, shows) && !usertest.UnderTmux() {
				t.Errorf("shows\n%swant\n%s", got, shows)
			}
			s.Keys("C-b", "d")
			s.WaitFor(`\[detached \(from session work\)\]`)
		})
	}
}

// TestOuterLocalePlain: the same on terminals that are painted in the plain way; one without a set of graphics has lines
// of ASCII.
func TestOuterLocalePlain(t *testing.T) {
	for term, want := range map[string]string{
		"vt100": `^─│┼ _ __x$`, "a-terminal-nobody-knows": `^─│┼ _ __x$`, "ansi": `^-\|\+ _ __x$`,
	} {
		t.Run(term, func(t *testing.T) {
			t.Parallel()
			usertest.NeedGmux(t, "its terminal's database decides")
			w := usertest.New(t)
			w.Setenv("TERM", term)
			w.Setenv("LC_ALL", "C")
			judge, paper := w.Judge(5, 30)
			s := w.StartTerminal(5, 30, usertest.Manner{Shows: paper}, "gmux", "new", "-s", "work", "sh", "-c", `printf '─┃┼ é 世x'; exec cat`)
			w.Eventually("the lines", func() (bool, string) {
				text := judge.Cells().Text()
				return regexp.MustCompile("(?m)" + want).MatchString(text), text
			})
			for _, b := range []byte(s.Output()) {
				if b >= 0x80 {
					t.Fatalf("sent %#x", b)
				}
			}
			s.Keys("C-b", "d")
			s.WaitFor(`\[detached \(from session work\)\]`)
		})
	}
}
