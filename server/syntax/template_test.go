package syntax

import (
	"strings"
	"testing"
)

func TestFill(t *testing.T) {
	for _, tt := range []struct {
		template, words, want string
	}{
		{"%1", "ls", "ls"},
		{"rename '%%'", "a b", "rename 'a b'"},
		{"%1 %1 %%", "x", "x x x"},
		{"%% %%", "x", "x %%"},
		{"%% %% %%", "x|y", "x y %%"},
		{"%2 %1", "x|y", "y x"},
		{"%3 %0", "x|y", "%3 %0"},
		{"100% %", "x", "100% %"},
		{"%%%", `a"b\c$d;e~f`, `a\"b\\c\$d\;e\~f`},
		{`"%1%"`, `a"b`, `"a\"b"`},
		{"%1%1", "x", "x1"}, // as in tmux: %1% and a 1
		{"%%1", "x", "x1"},
		{"%%2", "x|y", "x2"},
		{"%1 %2", "%2|y", "%2 y"}, // not looked at again
		{"%% %%", "%%|y", "%% y"},
		{"", "x", ""},
	} {
		if got := Fill(tt.template, strings.Split(tt.words, "|")); got != tt.want {
			t.Errorf("%q with %q: %q, want %q", tt.template, tt.words, got, tt.want)
		}
	}
}

// TestFillList: in a block a word is one argument, whatever is in it, and never a flag.
func TestFillList(t *testing.T) {
	find := func(name string) (*Spec, error) {
		return Find([]*Spec{
			{Name: "rename", Flags: "at:", MaxArgs: 1},
			{Name: "if", MaxArgs: -1, Block: func(*Args, int) ArgKind { return CommandsOrString }},
		}, name)
	}
	for _, tt := range []struct{ list, word, want string }{
		{"rename '%%'", "a b; c", `rename "a b; c"`},
		{"rename '%%'", "-a", "rename -- -a"},
		{"rename -- '%%'", "-a", "rename -- -a"},
		{"rename -t ':%%' x", "-a", "rename -t :-a x"},
		{"if x { rename '%%' }", "-t", "if x { rename -- -t }"},
		{"unknown '%%' ; rename %1", "-a", "unknown -a ; rename -- -a"},
		{"rename x", "y", "rename x"},
	} {
		list, err := ParseString(tt.list, Input{})
		if err != nil {
			t.Fatal(err)
		}
		before := list.String()
		if got := list.Fill([]string{tt.word}, find).String(); got != tt.want {
			t.Errorf("%s with %q: %s, want %s", tt.list, tt.word, got, tt.want)
		}
		if list.String() != before {
			t.Errorf("%s became %s", before, list)
		}
	}
}

// FuzzFill: a word in escaped double quotes is read back as it is, and what is put in is not looked at again.
func FuzzFill(f *testing.F) {
	f.Add("x %% y", `a"b$c;d~e\f`, "%1%")
	f.Add("%%%%%", "%%", "%2")
	f.Add("%9%%1", "", "#{x}")
	f.Fuzz(func(t *testing.T, template, first, second string) {
		got := Fill(template, []string{first, second})
		if marked := Fill(template, []string{"<1>", "<2>"}); !strings.ContainsAny(template, "<>12") && !strings.Contains(template, "%%%") {
			want := strings.NewReplacer("<1>", first, "<2>", second).Replace(marked)
			if got != want {
				t.Errorf("%q with %q and %q: %q, want %q", template, first, second, got, want)
			}
		}
		if strings.ContainsAny(first, "\r\n\x00") || strings.ToValidUTF8(first, "") != first {
			return
		}
		list, err := ParseString(Fill(`name "%%%"`, []string{first}), Input{})
		if err != nil {
			t.Fatalf("%q in double quotes: %v", first, err)
		}
		if len(list) != 1 || len(list[0]) != 1 || len(list[0][0].Args) != 1 || list[0][0].Args[0].Text != first {
			t.Errorf("%q in double quotes is %v", first, list)
		}
	})
}
