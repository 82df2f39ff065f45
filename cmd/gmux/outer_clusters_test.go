//go:build linux

package main_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"gmux/cmd/gmux/usertest"
)

// clusterCases are texts, and the columns that a pane gives them. One that is lost is wider for the outer terminal: there
// it goes where what is behind it is drawn.
var clusterCases = []struct {
	text    string
	columns int
	lost    bool
}{
	{text: "日本語", columns: 6}, {text: "e\u0301", columns: 1}, {text: "👍", columns: 2}, {text: "👍🏽", columns: 2},
	{text: "☝🏽", columns: 2}, {text: "❤", columns: 1}, {text: "❤\ufe0f", columns: 2},
	{text: "⌚\ufe0e", columns: 1, lost: true}, {text: "1\ufe0f\u20e3", columns: 2}, {text: "🇩🇪🇫🇷", columns: 4},
	{text: "🇩", columns: 1}, {text: "👩\u200d🚀", columns: 2}, {text: "👩\u200d👩\u200d👧\u200d👦", columns: 2},
	{text: "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", columns: 2},
	{text: "\u1112\u1161\u11ab", columns: 2}, {text: "\u0915\u094d\u0937", columns: 2}, {text: "ก\u0e33", columns: 2},
	{text: "ｶﾞ", columns: 2}, {text: "\ue0b0─α", columns: 3}, {text: "👩🏽\u200d❤\ufe0f\u200d💋\u200d👨🏿", columns: 2},
}

// TestOuterClusters: whatever the outer terminal, which is not ours and not of one mind with us about all of these, makes
// of a cluster, what comes behind it stands in the column that the pane has it in: the cursor is right after each line,
// after text behind the cluster, and after that was drawn again.
func TestOuterClusters(t *testing.T) {
	usertest.NeedGmux(t, "it measures some of these otherwise")
	w := usertest.New(t)
	var lines strings.Builder
	for _, c := range clusterCases {
		lines.WriteString(c.text + "\n")
	}
	writeFile(t, w.Path("lines"), lines.String(), 0o600)
	s := w.Start(8, 40, "gmux", "new", "-s", "work", "sh", "-c", `stty -echo; echo ready
		while IFS= read -r line; do
			read -r key <&3; printf '\033[3H\033[K%s' "$line"
			read -r key <&3; printf 'x'
			read -r key <&3; printf '\033[21Gyy\033[2D'
			read -r key <&3; printf '\033[1G%sx' "$line"
		done 3<&0 <"$0"; exec cat`, w.Path("lines"))
	s.WaitFor("^ready$")
	s.WaitFor(`^\[work\]`)
	for _, c := range clusterCases {
		r, _ := utf8.DecodeRuneInString(c.text)
		first := regexp.QuoteMeta(string(r))
		if c.lost {
			first = ""
		}
		for i, column := range []int{c.columns, c.columns + 1, 20, c.columns + 1} {
			s.Keys("Enter")
			want := fmt.Sprintf("cursor at row 2 column %d", column)
			shows := []string{"", ".*x", ".*x +yy", ".*x +yy"}[i]
			row := regexp.MustCompile("(?m)^" + first + shows)
			w.Eventually(fmt.Sprintf("step %d of %+q", i, c.text), func() (bool, string) {
				at, screen := s.Cursor(), s.Screen()
				return at == want && row.MatchString(screen), fmt.Sprintf("%s, want %s, and %s\n%s", at, want, row, screen)
			})
		}
	}
}

// TestOuterWidths: what the options say of columns holds in panes at once, and on a terminal that has not heard of it.
func TestOuterWidths(t *testing.T) {
	usertest.NeedGmux(t, "it has no such option for what is ambiguous")
	w := usertest.New(t)
	s := w.Start(8, 40, "gmux", "new", "-s", "work", "sh", "-c", `stty -echo; printf ready; while read -r key; do printf '\r\033[Kα\356\202\260é日x'; done`)
	s.WaitFor(`^ready`)
	s.WaitFor(`^\[work\]`)
	for _, tt := range []struct {
		set     []string
		columns int
	}{
		{nil, 6},
		{[]string{"ambiguous-width", "wide"}, 9},
		{[]string{"codepoint-widths[0]", "U+E000-U+F8FF=1"}, 8},
		{[]string{"codepoint-widths[1]", "日=1"}, 7},
		{[]string{"ambiguous-width", "narrow"}, 5},
	} {
		if tt.set != nil {
			w.Gmux(append([]string{"set", "-s"}, tt.set...)...)
		}
		s.Keys("Enter")
		want := fmt.Sprintf("cursor at row 0 column %d", tt.columns)
		w.Eventually(fmt.Sprintf("%v", tt.set), func() (bool, string) {
			at, screen := s.Cursor(), s.Screen()
			return at == want && strings.Contains(screen, "x"), fmt.Sprintf("%s, want %s\n%s", at, want, screen)
		})
	}
}
