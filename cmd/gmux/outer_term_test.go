//go:build linux

package main_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// samples is what the program shows, one look a row, and in the last row what is not ASCII.
const samples = `printf 'plain\r\n\033[31mred\033[m\r\n\033[92mbright\033[m\r\n\033[38;5;196mindexed\033[m\r\n` +
	`\033[38;2;0;0;255mrgb\033[m\r\n\033[7mreverse\033[m\r\n\033[1mbold\033[m\r\n\033[4munder\033[m\r\n` +
	`\033[44mback\033[m\r\n─┼│±é世e'; exec cat`

// looks are the styles of the rows that samples prints, then of the status line.
type looks [10]string

var (
	trueColours = looks{"", "fg=1", "fg=10", "fg=196", "fg=#0000ff", "reverse", "bold", "underline=1", "bg=4", "fg=0 bg=2"}
	colours256  = looks{"", "fg=1", "fg=10", "fg=196", "fg=21", "reverse", "bold", "underline=1", "bg=4", "fg=0 bg=2"}
	eightBold   = looks{"", "fg=1", "fg=2 bold", "fg=1 bold", "fg=4", "reverse", "bold", "underline=1", "bg=4", "fg=0 bg=2"}
	monochrome  = looks{"", "", "", "", "", "reverse", "bold", "underline=1", "reverse", "reverse"}
)

// The sequences that leave for terminals which do not take whatever xterm does: what is in their terminfo entries (of
// ncurses 6.4), or in the manual of the terminal where that says more. U+... stands for text.
const (
	addressing = `\x1b\[[HJK]|\x1b\[\d+(;\d+)?H|\r|\n|\x08`
	vt100Takes = addressing + `|\x1b\[(0|1|4|5|7)?m` + // cup clear el ed; sgr0 bold smul blink rev
		`|\x1b\[\?[17][hl]|\x1b[=>]|\x1b\([B0]|\x0f` // smkx rmkx smam rmam; SCS and SI
	linuxTakes = addressing + `|\x1b\[(0|1|2|4|5|7|3[0-79]|4[0-79]|39;49)?m` + // and setaf setab op
		`|\x1b\[\?(7|25)[hl]|\x1b\([B0]|\x0f` // civis cnorm, no smcup, no smkx
	// No entry says anything of a terminal that nobody has heard of: ECMA-48, and DEC's private modes.
	unknownTakes = linuxTakes + `|\x1b\[\?(1|1049|2004)[hl]|\x1b[=>]`
)

// TestOuterTerm: for each TERM the picture is right, with colours as far as it can have them, nothing is sent that it
// does not take, and all is as before afterwards. The terminal says nothing of itself, so that TERM alone decides; what it was
// sent is judged by one that is not ours.
func TestOuterTerm(t *testing.T) {
	for _, tt := range []struct {
		term, colorterm string
		looks           looks
		takes           string // nothing else is sent; "" for terminals that ignore what they do not know
		alternate       bool
	}{
		{"xterm", "", eightBold, "", true},
		{"xterm-256color", "", colours256, "", true},
		{"xterm-256color", "truecolor", trueColours, "", true},
		{"screen", "", eightBold, "", true},
		{"screen-256color", "", colours256, "", true},
		{"tmux", "", trueColours, "", true},
		{"tmux-256color", "", trueColours, "", true},
		{"foot", "", trueColours, "", true},
		{"kitty", "", trueColours, "", true},
		{"xterm-kitty", "", trueColours, "", true},
		{"linux", "", eightBold, linuxTakes, false},
		{"vt100", "", monochrome, vt100Takes, false},
		{"vt100", "truecolor", monochrome, vt100Takes, false}, // left over from the terminal around it
		{"a-terminal-nobody-knows", "", eightBold, unknownTakes, true},
	} {
		t.Run(tt.term+tt.colorterm, func(t *testing.T) {
			t.Parallel()
			usertest.NeedGmux(t, "it knows but the terminals of its database, and what that says")
			w := usertest.New(t)
			w.Setenv("TERM", tt.term)
			w.Setenv("COLORTERM", tt.colorterm)
			const rows, cols = 13, 40
			judge, paper := w.Judge(rows, cols)
			s := w.StartTerminal(rows, cols, usertest.Manner{Shows: paper, Answers: onlyDA1},
				"sh", "-c", "echo before; gmux new -s work sh -c \"$0\"; echo after; exec cat", samples)
			settings := s.SettingsBefore()

			var seen usertest.Cells
			w.Eventually("the picture to be whole", func() (bool, string) {
				seen = judge.Cells()
				text := seen.Text()
				return regexp.MustCompile(`(?m)^─┼│±é世e$`).MatchString(text) && strings.Contains(text, "[work]"), text
			})
			w.Eventually("every look to be right", func() (bool, string) {
				wrong := tt.looks.wrong(judge.Cells())
				return wrong == "", wrong
			})
			if during := judge.Format("#{alternate_on}"); (during == "1") != tt.alternate {
				t.Errorf("alternate screen: %s", during)
			}

			s.Keys("C-b", "d")
			judge.WaitFor(`^\[detached \(from session work\)\]\nafter$`)
			if before := strings.Contains(judge.Screen(), "before\n"); before != tt.alternate {
				t.Errorf("what was there before gmux: %v\n%s", before, judge.Screen())
			}
			if strings.Contains(judge.Screen(), "[work]") {
				t.Errorf("something of gmux is left:\n%s", judge.Screen())
			}
			if left := s.Left(); left != "" {
				t.Errorf("left on: %s", left)
			}
			w.Eventually("the settings from before", func() (bool, string) {
				now := s.Settings()
				return now == settings, now + "\nwere\n" + settings
			})
			if tt.takes != "" {
				onlySent(t, s.Output(), tt.takes)
			}
		})
	}
}

// onlyDA1 answers as a VT220 does, and to nothing else.
func onlyDA1(query string) string {
	if query == "\x1b[c" {
		return "\x1b[?62;1;6c"
	}
	return ""
}

// wrong describes the rows that do not look as they should.
func (l looks) wrong(seen usertest.Cells) string {
	var b strings.Builder
	for row, want := range l {
		if row == len(l)-1 {
			row = len(seen) - 1 // the status line
		}
		if got := seen[row][0]; got.Style != want {
			fmt.Fprintf(&b, "row %d, %q: %q, want %q\n", row, got.Text, got.Style, want)
		}
	}
	return b.String()
}

// onlySent checks that nothing but text and the sequences of the list was sent.
func onlySent(t *testing.T, output, list string) {
	t.Helper()
	takes := regexp.MustCompile(`\A(` + list + `)\z`)
	tokens, rest := usertest.Tokens([]byte(output))
	if len(rest) > 0 {
		tokens = append(tokens, string(rest))
	}
	bad := make(map[string]bool)
	for _, s := range tokens {
		if (s[0] < 0x20 || s[0] == 0x7f) && !takes.MatchString(s) && !bad[s] {
			bad[s] = true
			t.Errorf("sent %q", s)
		}
	}
}
