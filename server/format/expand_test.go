package format

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"
)

func TestTime(t *testing.T) {
	zone := time.FixedZone("X", 3600)
	now := time.Date(2026, 11, 22, 12, 34, 56, 0, zone)
	for _, tt := range []struct{ name, in, want string }{
		{"strftime goes first", "%H:%M %d-%b-%y", "12:34 22-Nov-26"},
		{"formats see its result", "#{?@percent,%M,none}", "34"},
		{"a doubled percent sign is one", "100%%", "100%"},
		{"a value is not formatted", "#{@percent}", "100%H"},
		{"but a value that is expanded is", "#{E:@percent}", "10012"},
		{"T formats inside a format", "#{T:@percent}", "10012"},
	} {
		c := Context{Vars: Map{"@percent": "100%H"}, Time: now}
		if got := ExpandTime(tt.in, c); got != tt.want {
			t.Errorf("%s: %s gives %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
	if got := Expand("%H", Context{Time: now}); got != "%H" {
		t.Errorf("Expand formatted the time: %q", got)
	}
}

func TestPrettyTime(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		then time.Time
		want string
	}{
		{"within a day", now.Add(-23 * time.Hour), "13:00"},
		{"in the future", now.Add(time.Hour), "13:00"},
		{"this month", now.AddDate(0, 0, -5), "Tue17"},
		{"within four weeks", now.AddDate(0, 0, -27), "Mon26"},
		{"this year", now.AddDate(0, -5, 0), "22Jun"},
		{"within a year", now.AddDate(0, -11, 0), "22Dec"},
		{"before", now.AddDate(-2, 0, 0), "Nov24"},
	} {
		c := Context{Vars: Map{"t": fmt.Sprint(tt.then.Unix())}, Time: now}
		if got := Expand("#{t/p:t}", c); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

type jobs map[string]string

func (j jobs) Job(command string) string { return j[command] }

func TestJobs(t *testing.T) {
	c := Context{
		Vars: Map{"@w": "word", "@job": "#(date)"},
		Jobs: jobs{"date": "noon", "echo word": "w", "a (b) c": "brackets", "fmt": "#{@w}", "loop": "#(date)"},
	}
	for _, tt := range []struct{ name, in, want string }{
		{"what the command printed", "[#(date)]", "[noon]"},
		{"nothing yet", "[#(sleep)]", "[]"},
		{"the command is a format", "#(echo #{@w})", "w"},
		{"brackets nest", "#(a (b) c)!", "brackets!"},
		{"what it printed is a format", "#(fmt)", "word"},
		{"but runs no jobs", "#(loop)", ""},
		{"jobs in options run", "#{E:@job}", "noon"},
		{"a bracket that never closes ends the text", "a#(date", "a"},
	} {
		if got := Expand(tt.in, c); got != tt.want {
			t.Errorf("%s: %s gives %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
	if got := Expand("[#(date)]", Context{}); got != "[]" {
		t.Errorf("without jobs: %q", got)
	}
}

// TestBounded expands what has no end or grows without one.
func TestBounded(t *testing.T) {
	vars := Map{"@self": "#{E:@self}", "@double": "#{E:@double}#{E:@double}", "@a": "x#{E:@b}#{E:@b}", "@b": "y#{E:@a}#{E:@a}"}
	deep := strings.Repeat("#{?1,", 5000) + "x" + strings.Repeat(",}", 5000)
	for _, in := range []string{
		"#{E:@self}", "#{E:@double}", "#{E:@a}", deep, strings.Repeat("#{E:", 5000) + "@self" + strings.Repeat("}", 5000),
		"#{R:#{R:#{R:x,10000},10000},10000}", "#{s/x/#{R:y,10000}/:#{R:x,10000}}", "#{p10000:#{R:x,10000}}",
		"#{R:#{R:#[fg=red]x,10000},10000}",
	} {
		start := processorTime(t)
		out := Expand(in, Context{Vars: vars})
		if took := processorTime(t) - start; took > 5*time.Second {
			t.Errorf("%.40s took %v", in, took)
		}
		if len(out) > maxWork {
			t.Errorf("%.40s grew to %d bytes", in, len(out))
		}
	}
}

// processorTime is what this process has used: unlike the clock it does not count what others do meanwhile.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		t.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func TestCluster(t *testing.T) {
	for _, tt := range []struct {
		in, want string
		columns  int
	}{
		{"abc", "a", 1}, {"日本", "日", 2}, {"e\u0301x", "e\u0301", 1}, {"\x1b[", "\x1b", 0}, {"\xff", "\xff", 0},
		{"a\xff", "a", 1}, {"\u0085", "\u0085", 0}, {"👩‍👩‍👧x", "👩‍👩‍👧", 2}, {"", "", 0}, {"\u200b", "\u200b", 0},
	} {
		if got, n := Cluster(tt.in); got != tt.want || n != tt.columns {
			t.Errorf("%q: %q of %d columns, want %q of %d", tt.in, got, n, tt.want, tt.columns)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"*", "", true}, {"", "", true}, {"?", "", false}, {"a*b", "ab", true}, {"a*b*c", "abxbc", true},
		{"a*b*c", "abxb", false}, {"[a-c]x", "bx", true}, {"[^a-c]x", "bx", false}, {"[]]", "]", true},
		{"[a", "[a", true}, {`\*`, "*", true}, {`\*`, "a", false}, {"[[:digit:]]*", "1a", true}, {"日?", "日本", true},
		{"*.*", "a.b", true}, {"[!]]", "a", true}, {`[\]]`, "]", true}, {"[a-]", "-", true}, {"abc", "ab", false},
		{strings.Repeat("a*", 50) + "b", strings.Repeat("a", 2000), false},
	} {
		if got := Match(tt.pattern, tt.text, false); got != tt.want {
			t.Errorf("%.20s on %.20s: %v", tt.pattern, tt.text, got)
		}
	}
	if !Match("ABC*", "abcd", true) || Match("ABC*", "abcd", false) {
		t.Error("fold")
	}
}

// FuzzExpand: any template comes to an end, twice the same; a text without # is itself; a trimmed text is
// no wider than asked for.
func FuzzExpand(f *testing.F) {
	for _, s := range []string{
		"#{?#{==:a,b},#[fg=red],x}#S", "#{=/-5/..:#{E:@self}}", "#{s/(a)|b/\\1x/i:@word}", "##[#{p-10:@word}#(x)",
		"#{W:#I,[#I]}#{e|/|f|3:1,0}", "#{t/f/%%H#:%M:@stamp}", "#{R:x,100}#{m/ri:[,a}", "#{;;=;p:x}#[list=on]%-5H",
	} {
		f.Add(s, 5)
	}
	vars := loopWorld{world}
	now := time.Unix(1700000000, 0).UTC()
	f.Fuzz(func(t *testing.T, s string, n int) {
		c := Context{Vars: vars, Time: now, Jobs: jobs{"x": "#{@word}"}}
		got := ExpandTime(s, c)
		if again := ExpandTime(s, c); again != got {
			t.Errorf("%q and then %q", got, again)
		}
		if !strings.ContainsRune(s, '#') && Expand(s, c) != s {
			t.Errorf("text without formats changed")
		}
		if n %= 100; n != 0 {
			cut := trim(got, n, "", false)
			if limit := max(n, -n); Width(cut) > limit && Width(got) > 0 {
				t.Errorf("%q cut to %d is %q, %d wide", got, n, cut, Width(cut))
			}
		}
		if utf8.ValidString(s) && Width(s) < 0 {
			t.Errorf("width %d", Width(s))
		}
	})
}

// FuzzMatch: a pattern without special characters matches itself only, and * in front of it any ending.
func FuzzMatch(f *testing.F) {
	f.Add("a[b-d]*", "acx")
	f.Add("[[:alpha:]", "日")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		Match(pattern, text, true)
		if strings.ContainsAny(pattern, `*?[\`) {
			return
		}
		if got := Match(pattern, text, false); got != (pattern == text) {
			t.Errorf("%q on %q: %v", pattern, text, got)
		}
		if !Match("*"+pattern, text+pattern, false) && utf8.ValidString(text+pattern) {
			t.Errorf("*%q does not match %q", pattern, text+pattern)
		}
	})
}

// BenchmarkPanes is a long template, as libtmux asks with, over 500 panes.
func BenchmarkPanes(b *testing.B) {
	vars := Map{}
	var template strings.Builder
	for i := range 150 {
		name := fmt.Sprintf("variable_number_%d_name", i)
		vars[name] = fmt.Sprint("value ", i)
		template.WriteString("#{" + name + "}\t")
	}
	s := template.String()
	b.SetBytes(int64(500 * len(s)))
	b.ReportAllocs()
	for b.Loop() {
		for range 500 {
			Expand(s, Context{Vars: vars})
		}
	}
}
