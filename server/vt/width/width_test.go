package width

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// clusters cuts s by Joins, as the emulator does.
func clusters(s string) []string {
	var out []string
	for _, r := range s {
		if n := len(out); n > 0 && Joins([]byte(out[n-1]), r) {
			out[n-1] += string(r)
		} else {
			out = append(out, string(r))
		}
	}
	return out
}

func TestClusters(t *testing.T) {
	for _, tt := range []struct {
		name, in string // clusters are separated by bars
		columns  []int
	}{
		{"plain text", "a|b| |~", []int{1, 1, 1, 1}},
		{"Latin with marks", "é|e\u0301|o\u0308\u0304", []int{1, 1, 1}},
		{"CJK", "中|文|。", []int{2, 2, 2}},
		{"half-width kana with a voiced mark takes two columns, as wcwidth has it", "ｶﾞ|ｱ", []int{2, 1}},
		{"Hangul syllables of jamo are as wide as composed ones", "한|\u1112\u1161\u11ab|\u1112\u1161", []int{2, 2, 2}},
		{"Thai SARA AM keeps its column", "ก\u0e33|น|\u0e17\u0e35\u0e48", []int{2, 1, 1}},
		{"Devanagari conjuncts and vowel signs", "\u0915\u094d\u0937|\u0915\u093e|\u0928\u094d\u0926\u0940", []int{2, 2, 2}},
		{"emoji", "😀|👍|x", []int{2, 2, 1}},
		{"skin tones, also on a narrow base", "👍🏽|☝🏽|🕵🏿\u200d♂\ufe0f", []int{2, 2, 2}},
		{"ZWJ sequences", "👩\u200d👩\u200d👧\u200d👦|👩🏽\u200d🚀|❤\ufe0f\u200d🔥", []int{2, 2, 2}},
		{"flags are pairs of regional indicators", "🇩🇪|🇫🇷|🇦", []int{2, 2, 1}},
		{"a flag of tags", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f|x", []int{2, 1}},
		{"keycaps", "1\ufe0f\u20e3|#\ufe0f\u20e3|1", []int{2, 2, 1}},
		{"presentation selectors", "❤|❤\ufe0f|⌚|⌚\ufe0e|❤\ufe0e", []int{1, 2, 2, 1, 1}},
		{"a selector that Unicode does not define changes nothing", "a\ufe0f|中\ufe0e", []int{1, 2}},
		{"ZERO WIDTH SPACE stands alone and takes no column", "a|\u200b|b", []int{1, 0, 1}},
		{"ZERO WIDTH JOINER joins without gluing letters", "a\u200d|b", []int{1, 1}},
		{"soft hyphen is seen", "a|\u00ad|b", []int{1, 1, 1}},
		{"an Arabic number sign is before its digit", "\u06001", []int{2}},
		{"marks newer than the Go library's Unicode", "ب\u0897|b\u1ace", []int{1, 1}},
		{"private use, box drawing, ambiguous", "\ue0b0|─|…|α", []int{1, 1, 1, 1}},
		{"hexagrams and Tai Xuan Jing are wide since Unicode 16", "䷀|\U0001d300", []int{2, 2}},
	} {
		want := strings.Split(tt.in, "|")
		got := clusters(strings.Join(want, ""))
		if strings.Join(got, "|") != tt.in {
			t.Errorf("%s: clusters %+q, want %+q", tt.name, got, want)
			continue
		}
		for i, c := range got {
			if n := Cluster([]byte(c)); n != tt.columns[i] {
				t.Errorf("%s: %+q has %d columns, want %d", tt.name, c, n, tt.columns[i])
			}
		}
	}
}

// TestEmoji takes every sequence of emoji-test.txt: one cluster each, and two columns unless it is
// not qualified, when the font's text form may be meant.
func TestEmoji(t *testing.T) {
	n := 0
	for _, line := range dataLines(t, "testdata/emoji-test.txt") {
		points, status, _ := strings.Cut(line, ";")
		s := string(codePoints(t, points))
		if got := clusters(s); len(got) != 1 {
			t.Errorf("%s is %d clusters", points, len(got))
		}
		if status == "U" {
			continue
		}
		n++
		if got := Cluster([]byte(s)); got != 2 {
			t.Errorf("%s (%s) has %d columns", points, status, got)
		}
	}
	if n != 3655+827+9 {
		t.Errorf("looked at %d sequences", n)
	}
}

// witnesses has characters of every class.
const witnesses = "a\u0301\u200c\u200d\ufe0f\U0001f1e6\u0600\u0903\u1100\u1160\u11a8\uac00\uac01😀❤\U0001f3fd\u0915\u094d\u0937\u093c\u0d4d\u0d15\u200b中"

// TestJoinsAsUAX29 compares with the package that implements UAX #29 on whole strings: all strings of
// three witnesses, and many longer ones.
func TestJoinsAsUAX29(t *testing.T) {
	all := []rune(witnesses)
	check := func(s string) {
		var want []string
		for g := graphemes.FromString(s); g.Next(); {
			want = append(want, g.Value())
		}
		if got := clusters(s); strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%+q: clusters %+q, uax29 says %+q", s, got, want)
		}
	}
	for _, a := range all {
		for _, b := range all {
			for _, c := range all {
				check(string([]rune{a, b, c}))
			}
		}
		if t.Failed() {
			return
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var s []rune
		for range 5 + rnd.IntN(8) {
			s = append(s, all[rnd.IntN(len(all))])
		}
		check(string(s))
	}
}

func TestRuneEdges(t *testing.T) {
	for r, want := range map[rune]int{0: 0, 0x1b: 0, 0x7f: 0, 0x9b: 0, ' ': 1, 0xa0: 1, 0xff: 1, 0xd800: 1, 0xfffd: 1, 0x10ffff: 1, -1: 1, 0x110000: 1, 0x3fffd: 2} {
		if got := Rune(r); got != want {
			t.Errorf("Rune(%#x) = %d, want %d", r, got, want)
		}
	}
	if Joins(nil, 0x301) {
		t.Error("a mark joins nothing")
	}
	if n := Cluster(nil); n != 0 {
		t.Errorf("no cluster has %d columns", n)
	}
}

// FuzzCluster: any bytes, cut anywhere, neither crash nor have more than two columns, and a prefix is
// never wider than 2 either.
func FuzzCluster(f *testing.F) {
	for c := range strings.SplitSeq(witnesses, "") {
		f.Add([]byte(c), 'x')
	}
	f.Add([]byte("\xff\xfe"), rune(0x301))
	f.Fuzz(func(t *testing.T, p []byte, r rune) {
		if n := Cluster(p); n < 0 || n > 2 {
			t.Errorf("Cluster(%+q) = %d", p, n)
		}
		if Joins(p, r) && len(p) == 0 {
			t.Error("joined nothing")
		}
		if n := Rune(r); n < 0 || n > 2 {
			t.Errorf("Rune(%#x) = %d", r, n)
		}
	})
}

// dataLines returns the lines of a file of testdata without comments.
func dataLines(t testing.TB, name string) []string {
	t.Helper()
	p, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(p)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

func codePoints(t testing.TB, s string) []rune {
	t.Helper()
	var rs []rune
	for _, f := range strings.Fields(s) {
		u, err := strconv.ParseUint(f, 16, 32)
		if err != nil {
			t.Fatalf("code points %q: %v", s, err)
		}
		rs = append(rs, rune(u))
	}
	return rs
}

var sink int

func BenchmarkRune(b *testing.B) {
	for _, bb := range []struct{ name, text string }{{"ascii", "the quick brown fox"}, {"latin", "äöüßéèñçøåþð"}, {"cjk", "日本語中文한국어"}, {"emoji", "😀👍🚀🎉"}} {
		b.Run(bb.name, func(b *testing.B) {
			rs := []rune(bb.text)
			for b.Loop() {
				n := 0
				for _, r := range rs {
					n += Rune(r)
				}
				sink = n
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rs)), "ns/rune")
		})
	}
}

func BenchmarkJoins(b *testing.B) {
	for _, bb := range []struct {
		name, prev string
		r          rune
	}{{"ascii", "a", 'b'}, {"latin", "a", 'é'}, {"latin after latin", "é", 'é'}, {"cjk", "日", '本'}, {"mark", "e", 0x301}, {"zwj emoji", "👩🏽\u200d", '🚀'}, {"flag", "🇩", '🇪'}} {
		b.Run(bb.name, func(b *testing.B) {
			prev := []byte(bb.prev)
			for b.Loop() {
				if Joins(prev, bb.r) {
					sink++
				}
			}
		})
	}
}

func BenchmarkCluster(b *testing.B) {
	for _, s := range []string{"a", "é", "日", "👩🏽\u200d🚀"} {
		b.Run(s, func(b *testing.B) {
			p := []byte(s)
			for b.Loop() {
				sink += Cluster(p)
			}
		})
	}
}
