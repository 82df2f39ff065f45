package syntax

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// texts are the messages of errors.
func texts(errs []error) []string {
	var ss []string
	for _, err := range errs {
		ss = append(ss, err.Error())
	}
	return ss
}

func TestAssignments(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"a line sees those before it", "A=b\nx $A ${A}c", "x b bc"},
		{"so does the command behind it", "A=b x $A", "x b"},
		{"a value may be quoted", `A="b c"` + "\nx $A", `x "b c"`},
		{"a quoted name is no assignment", `"A=b" c`, `"A=b" c`},
		{"an argument is no assignment", "x A=b $A", "x A=b ''"},
		{"hidden ones count here too", "%hidden A=b\nx $A", "x b"},
		{"branches that do not hold assign nothing", "%if 0\nA=b\n%else\nB=c\n%endif\nx a$A $B", "x a c"},
		{"nor do those inside them", "%if 0\n%if 1\nA=b\n%endif\n%endif\nx a$A", "x a"},
		{"those behind one that was taken", "%if 1\n%elif 1\nA=b\n%else\nA=c\n%endif\nx a$A", "x a"},
		{"in a block they are carried out as it is read", "x { A=b y $A }\nz $A", "x { y b } ;; z b"},
	} {
		l, errs := Parse(tt.in, Input{Env: environ{}})
		if got := l.String(); got != tt.want || len(errs) > 0 {
			t.Errorf("%s: %s, want %s; errors %q", tt.name, got, tt.want, texts(errs))
		}
	}
}

// TestBadLines: what is wrong is said once, and everything else is read.
func TestBadLines(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
		errs           []string
	}{
		{"one line", "a\nb \"\\9\n\" }\nc", "a ;; c", []string{"f:3: syntax error"}},
		{"a stray brace", "a\n}\nb", "a ;; b", []string{"f:2: syntax error"}},
		{"its whole line goes", "a } x ; y\nb", "b", []string{"f:1: syntax error"}},
		{"a bad word in a line of a block spoils the command", "a {\n b \"\\477\"\n c\n}\nd", "d", []string{"f:2: invalid octal escape"}},
		{"and in a block on one line", `a { b "\u12" } ; c` + "\nd", "c ;; d", []string{`f:1: invalid \u argument`}},
		{"several", "%bad\na\n%else\nb\n${\nc", "a ;; b ;; c", []string{"f:1: syntax error", "f:3: syntax error", "f:5: invalid environment variable"}},
		{"a block that never closes, its lines indented", "a\nb {\n c\n d {\n  e\n }\nf\ng", "a ;; f ;; g", []string{"f:2: block is not closed"}},
		{"one on a line", "a\nb { c\nd", "a ;; d", []string{"f:2: block is not closed"}},
		{"one whose end cannot be guessed: what may be in it is not run", "a\nb {\nc\nd", "a", []string{"f:2: block is not closed"}},
		{"two, one in the other", "a {\n b {\n c\nd {\n e\nf", "f", []string{"f:1: block is not closed", "f:4: block is not closed"}},
		{"a quote that never closes", "a\nb 'x\nc\nd", "a ;; c ;; d", []string{"f:2: unterminated quote"}},
		{"a quote in a block", "a\nb {\n c 'x\n}\nd", "a ;; d", []string{"f:3: unterminated quote"}},
		{"a quote left open on the last line ends with it", "a\nb 'x y", `a ;; b "x y"`, nil},
		{"a condition that never ends keeps what it decided", "a\n%if 0\nb\n%else\nc", "a ;; c", []string{"f:2: %if without %endif"}},
		{"a condition without a format chooses nothing", "%if\na\n%else\nb\n%endif\nc", "c", []string{"f:1: syntax error"}},
		{"a bad one on one line", "%if %x a %endif\nb", "b", []string{"f:1: syntax error"}},
		{"a bad %elif", "%if 0\na\n%elif %x\nb\n%else\nc\n%endif\nd", "d", []string{"f:3: syntax error"}},
		{"a bad line inside a condition", "%if 1\na\n}\nb\n%else\nc\n%endif", "a ;; b", []string{"f:3: syntax error"}},
		{"an unclosed block inside a condition", "%if 1\na {\n b\n%endif\nc", "c", []string{"f:2: block is not closed"}},
		{"a home that is not there", "a ~nobody/x\nb", "b", []string{"f:1: no home directory: ~nobody"}},
		{"no such character", `a "\U00110000"` + "\n" + `b "\uD800"`, "", []string{`f:1: invalid \U argument`, `f:2: invalid \u argument`}},
		{"continued lines count", "a \\\n b\n}\n", "a b", []string{"f:3: syntax error"}},
	} {
		l, errs := Parse(tt.in, Input{File: "f", Env: environ{}})
		if got := l.String(); got != tt.want || !slices.Equal(texts(errs), tt.errs) {
			t.Errorf("%s:\n got %s\nwant %s\nerrors %q\n  want %q", tt.name, got, tt.want, texts(errs), tt.errs)
		}
	}
}

func TestLines(t *testing.T) {
	l, errs := Parse("a\n\n# x\nb \\\n c\nd { e\nf\n}\n", Input{File: "f", Line: 10})
	var got []int
	for c := range l.Commands() {
		got = append(got, c.Line)
	}
	inner := (*l[2][0].Args[0].Block)[1][0]
	if len(errs) > 0 || !slices.Equal(got, []int{10, 14, 17}) || inner.Name != "f" || inner.Line != 16 || inner.File != "f" {
		t.Errorf("lines %v, in the block %v; %q", got, inner, texts(errs))
	}
}

func TestGroups(t *testing.T) {
	for _, tt := range []struct{ in, lines, prompt string }{
		{"a ; b\nc", "a ; b ;; c", "a ; b ; c"},
		{"a\nb", "a ;; b", "a ; b"},
		{"a ;; b", "a ;; b", "a ;; b"},
		{"a ; ; b ;", "a ; b", "a ; b"},
		{"x { a\nb ; c }", "x { a ;; b ; c }", "x { a ; b ; c }"},
		{"a ;; %if 0 b %endif ; c", "a ;; c", "a ;; c"},
		{"", "", ""},
		{"x { }", "x {  }", "x {  }"},
	} {
		l, errs := Parse(tt.in, Input{})
		p, err := ParseString(tt.in, Input{})
		if l.String() != tt.lines || p.String() != tt.prompt || len(errs) > 0 || err != nil {
			t.Errorf("%q: %s and %s, %v %v", tt.in, l, p, errs, err)
		}
	}
	if _, err := ParseString("a\n}\nb", Input{File: "f"}); err == nil || err.Error() != "f:2: syntax error" {
		t.Errorf("a bad prompt: %v", err)
	}
}

func TestFromArgv(t *testing.T) {
	for _, tt := range []struct {
		name string
		argv []string
		want string
	}{
		{"one command", []string{"a", "b c"}, `a "b c"`},
		{"a word that is a semicolon", []string{"a", ";", "b"}, "a ; b"},
		{"a semicolon at the end of a word", []string{"a", "b;", "c"}, "a b ; c"},
		{"an escaped one", []string{"a", `b\;`, "c"}, `a "b;" c`},
		{"an escaped one alone", []string{"a", `\;`, "c"}, `a \; c`},
		{"one inside", []string{"a", "b;c"}, `a "b;c"`},
		{"at the end", []string{"a", ";"}, "a"},
		{"nothing", nil, ""},
		{"only semicolons", []string{";", ";;"}, `\;`},
		{"an empty word", []string{"a", ""}, "a ''"},
		{"braces are text here", []string{"a", "{ b }"}, `a "{ b }"`},
		{"an assignment is a name", []string{"A=b", "c"}, `"A=b" c`},
	} {
		if got := FromArgv(tt.argv).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestFromRest(t *testing.T) {
	c := Command{File: "f", Line: 3}
	block, _ := ParseString("a ; b", Input{})
	for _, tt := range []struct {
		name string
		args []Arg
		want string
	}{
		{"a block", []Arg{Block(block)}, "a ; b"},
		{"text", Texts("a ; b"), "a ; b"},
		{"words", Texts("a", ";", "b"), "a ; b"},
		{"words and a block", []Arg{Text("x"), Block(block), Text("y")}, "x { a ; b } y"},
	} {
		if got, err := FromRest(tt.args, c, Input{}); err != nil || got.String() != tt.want {
			t.Errorf("%s: %s, %v", tt.name, got, err)
		}
	}
	if _, err := FromRest(Texts("a }"), c, Input{}); err == nil || err.Error() != "f:3: syntax error" {
		t.Errorf("bad text: %v", err)
	}
}

func TestExpandAliases(t *testing.T) {
	alias := func(name string) (string, bool) {
		s, ok := map[string]string{
			"one": "first -a", "two": "x ; y", "self": "self z", "bad": "}", "none": "", "blk": "b { one }",
		}[name]
		return s, ok
	}
	for _, tt := range []struct{ in, want string }{
		{"one b c", "first -a b c"},
		{"two b", "x ; y b"},
		{"self b", "self z b"},
		{"q one", "q one"},
		{"q { one b } ; one", "q { first -a b } ; first -a"},
		{"none ; q", "q"},
		{"blk c", "b { one } c"},
	} {
		l, err := ParseString(tt.in, Input{})
		got, errs := l.ExpandAliases(alias, Input{})
		if err != nil || len(errs) > 0 || got.String() != tt.want {
			t.Errorf("%s: %s, want %s; %v", tt.in, got, tt.want, errs)
		}
		if l.String() != List(l).String() || tt.in == "q { one b } ; one" && l.String() != tt.in {
			t.Errorf("%s: the list itself was changed to %s", tt.in, l)
		}
	}
	l, _ := Parse("a\nbad\nb", Input{File: "f"})
	got, errs := l.ExpandAliases(alias, Input{})
	if got.String() != "a ;; b" || !slices.Equal(texts(errs), []string{"f:2: syntax error"}) {
		t.Errorf("a bad alias: %s, %q", got, texts(errs))
	}
}

func TestSubstitute(t *testing.T) {
	for _, tt := range []struct {
		template string
		values   []string
		want     string
	}{
		{"a %1 b %2", []string{"x", "y"}, "a x b y"},
		{"%% and %%", []string{"x", "y"}, "x and y"},
		{"%% and %%", []string{"x"}, "x and %%"},
		{"%1 %1 %3", []string{"x"}, "x x %3"},
		{"'%%%'", []string{`a"b$c;d~e\`}, `'a\"b\$c\;d\~e\\'`},
		{"%1%", []string{"a;"}, `a\;`},
		{"100% %0 %x %", []string{"a"}, "100% %0 %x %"},
		{"%1", []string{"%2", "no"}, "%2"},
	} {
		if got := Substitute(tt.template, tt.values...); got != tt.want {
			t.Errorf("%s with %q: %s, want %s", tt.template, tt.values, got, tt.want)
		}
	}
	l, _ := ParseString(`rename "%%" ; if x { y %1 }`, Input{})
	if got := l.Substitute("a b").String(); got != `rename "a b" ; if x { y "a b" }` {
		t.Errorf("in a list: %s", got)
	}
}

func TestArgs(t *testing.T) {
	spec := &Spec{Name: "c", Flags: "abe:n:o::", MaxArgs: -1}
	a, err := ParseArgs(spec, Texts("-aa", "-e", "1", "-be2", "-n", "-5", "--", "-b", "x"))
	if err != nil {
		t.Fatal(err)
	}
	n, nerr := a.Number('n', -10, 10)
	if a.Count('a') != 2 || !a.Has('b') || a.Has('c') || a.Value('e') != "2" || !slices.Equal(a.Values('e'), []string{"1", "2"}) ||
		!slices.Equal(a.Strings(), []string{"-b", "x"}) || n != -5 || nerr != nil {
		t.Errorf("%+v", a)
	}
	want := Command{Name: "c", Args: a.Canonical()}.String()
	if want != "c -aab -e 1 -e 2 -n -5 -- -b x" {
		t.Error(want)
	}
	if a, err = ParseArgs(spec, Texts("-o")); err != nil || !a.Has('o') {
		t.Errorf("an argument that may be missing: %v", err)
	}
	if _, ok := a.Get('o'); ok {
		t.Error("a missing argument has a value")
	}
	block, _ := ParseString("x", Input{})
	for _, tt := range []struct {
		kind ArgKind
		arg  Arg
		want string
	}{
		{StringArg, Block(block), `command c: argument 1 must be "string"`},
		{CommandsArg, Text("x"), "command c: argument 1 must be { commands }"},
		{CommandsOrString, Text("x"), ""}, {CommandsOrString, Block(block), ""},
	} {
		spec := &Spec{Name: "c", Flags: "e:", MaxArgs: 1, Block: func(*Args, int) ArgKind { return tt.kind }}
		if _, err := ParseArgs(spec, []Arg{tt.arg}); err == nil && tt.want != "" || err != nil && err.Error() != tt.want {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
	_, err = ParseArgs(&Spec{Name: "c", Flags: "e:"}, []Arg{Text("-e"), Block(block)})
	if err == nil || err.Error() != "command c: -e argument must be a string" {
		t.Error(err)
	}
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want int64
		err  string
	}{
		{"5", 5, ""}, {" +5", 5, ""}, {"-3", -3, ""}, {"", 0, "invalid"}, {"x", 0, "invalid"}, {"5x", 0, "invalid"},
		{"5 ", 0, "invalid"}, {"11", 0, "too large"}, {"-11", 0, "too small"}, {"99999999999999999999", 0, "too large"},
		{"-99999999999999999999", 0, "too small"}, {"0x5", 0, "invalid"}, {"1_0", 0, "invalid"},
	} {
		got, err := Number(tt.in, -10, 10)
		if got != tt.want || err == nil && tt.err != "" || err != nil && err.Error() != tt.err {
			t.Errorf("%q: %d, %v", tt.in, got, err)
		}
	}
	for _, tt := range []struct {
		in   string
		want int64
		err  string
	}{{"50%", 40, ""}, {"10", 10, ""}, {"101%", 0, "too large"}, {"0%", 0, "too small"}, {"%", 0, "invalid"}, {"", 0, "empty"}} {
		got, err := Percentage(tt.in, 1, 80, 80)
		if got != tt.want || err == nil && tt.err != "" || err != nil && err.Error() != tt.err {
			t.Errorf("%q: %d, %v", tt.in, got, err)
		}
	}
}

// TestHostile reads what is meant to take long or go deep.
func TestHostile(t *testing.T) {
	for _, in := range []string{
		strings.Repeat("x { ", 100000), strings.Repeat("x {\n", 100000), strings.Repeat("'\n", 100001),
		strings.Repeat("%if 1\n", 100000), strings.Repeat("%if 1 ", 100000), strings.Repeat("\\\n", 200000) + "x",
		strings.Repeat("}", 100000), strings.Repeat("}\n", 100000), "$" + strings.Repeat("A", 100000),
		"~" + strings.Repeat("a", 100000), "x " + strings.Repeat(`\`, 100001), "A=" + strings.Repeat("b", 100000),
	} {
		start := time.Now()
		l, _ := Parse(in, Input{Env: environ{}})
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%.10q... took %v", in, took)
		}
		_ = l.String()
	}
}

// FuzzParse: print then parse is a fixed point, for text and for argv; an error has a line of the text.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"a \"b\\tc\" 'd' ; e\\;f ;; g { h \\\n i }", "%if #{x}\na\n%elif 1\nb\n%else\nc\n%endif", "%if 1 a ; b %else c %endif",
		"A=b c $A ${A}~ ~/x", "%hidden A=b\n%1 %% a#b # c\n", "x {\n'\n\n #{a}\n # b\n'}\n}", "\xff\x00 \\377\\u00e9 é",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, errs := Parse(s, Input{Env: environ{"HOME": "/h"}})
		lines := 1 + strings.Count(s, "\n")
		for _, err := range errs {
			if e := err.(*Error); e.Line < 1 || e.Line > lines {
				t.Errorf("error of line %d of %d: %v", e.Line, lines, e)
			}
		}
		checkFixed(t, l)
		checkFixed(t, FromArgv(strings.Fields(s)))
		checkFixed(t, List{Group{{Name: s, Args: Texts(s, s+";")}}})
		if got, err := ParseString("x "+Quote(s), Input{}); err != nil || got[0][0].Args[0].Text != s {
			t.Errorf("%q quoted is %s and reads as %v, %v", s, Quote(s), got, err)
		}
	})
}

// checkFixed prints a list, reads that and prints it again.
func checkFixed(t *testing.T, l List) {
	t.Helper()
	once := l.String()
	read, errs := Parse(once, Input{})
	if twice := read.String(); twice != once || len(errs) > 0 {
		t.Errorf("printed once  %s\nand then once %s, %v", once, twice, errs)
	}
}
