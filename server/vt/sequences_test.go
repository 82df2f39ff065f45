package vt

import (
	"bytes"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sequencesPage is written by go test -update.
const sequencesPage = "../../docs/sequences.md"

// The page says what the tables say, with the names in full that comments have.
func TestSequencesPage(t *testing.T) {
	page := renderSequences(t)
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(sequencesPage, page, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	there, err := os.ReadFile(sequencesPage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(there, page) {
		t.Errorf("%s is not what the tables say: go test ./server/vt -run SequencesPage -update", sequencesPage)
	}
}

// Every abbreviation of a standard is written out in a comment where it is done.
func TestEveryControlIsNamedInFull(t *testing.T) {
	full := fullNames(t)
	for _, s := range Sequences() {
		if s.Kind > KindDCS || strings.HasPrefix(s.Name, "XT") { // xterm's are names by themselves
			continue
		}
		for _, name := range abbreviation.FindAllString(s.Name, -1) {
			if full[name] == "" {
				t.Errorf("%s (%s): no comment says what %s is in full", s.Form, s.Name, name)
			}
		}
	}
}

var chapters = []struct {
	kind  Kind
	title string
	head  string
}{
	{KindControl, "Control characters", "| code | name | |"},
	{KindESC, "Escape sequences", "| form | name | |"},
	{KindCSI, "Control sequences", "| form, without parameters | name | |"},
	{KindDCS, "Device control strings", "| form, before the string and ST | name | |"},
	{KindOSC, "Operating system commands", "| number | | |"},
	{KindMode, "Modes (SM, RM, DECRQM)", "| mode | name | |"},
	{KindPrivateMode, "Modes of DEC and xterm (DECSET, DECRST, XTSAVE, XTRESTORE, DECRQM)", "| mode | name | |"},
}

func renderSequences(t *testing.T) []byte {
	full := fullNames(t)
	var b bytes.Buffer
	b.WriteString("# What a pane's terminal understands\n\n" +
		"Made from the tables of `server/vt` by `go test ./server/vt -run SequencesPage -update`. What each one does, with its source and\n" +
		"with what was chosen where terminals differ, is said at its handler there. An escape sequence with a final character from @ to _\n" +
		"may be written as a C1 control, U+0080 to U+009F, too. What is not listed is swallowed whole.\n")
	for _, ch := range chapters {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n|---|---|---|\n", ch.title, ch.head)
		var fixed []string
		for _, s := range Sequences() {
			switch {
			case s.Kind != ch.kind:
			case s.Fixed != 0 && s.Name == "":
				fixed = append(fixed, s.Form)
			default:
				fmt.Fprintf(&b, "| %s | %s | %s |\n", code(s.Form), s.Name, remark(s, full))
			}
		}
		if len(fixed) > 0 {
			fmt.Fprintf(&b, "\nKnown, and permanently reset: %s.\n", strings.Join(fixed, ", "))
		}
	}
	return b.Bytes()
}

// code is text in the type for code, which a backquote needs two of.
func code(s string) string {
	if strings.Contains(s, "`") {
		return "`` " + s + " ``"
	}
	return "`" + s + "`"
}

// remark is what there is to say of a sequence: its name in full, and what it depends on.
func remark(s Sequence, full map[string]string) string {
	var parts []string
	for _, name := range abbreviation.FindAllString(s.Name, -1) {
		if full[name] != "" {
			parts = append(parts, full[name])
		}
	}
	if s.Level > 0 {
		parts = append(parts, fmt.Sprintf("from conformance level %d on", s.Level))
	}
	switch s.Fixed {
	case 3:
		parts = append(parts, "permanently set")
	case 4:
		parts = append(parts, "permanently reset")
	}
	return strings.Join(parts, "; ")
}

var (
	abbreviation = regexp.MustCompile(`\b[A-Z][A-Z0-9]+\b`)
	nameInFull   = regexp.MustCompile(`\b([A-Z][A-Z0-9]+), ([A-Z][A-Za-z0-9 ]+[a-z0-9])`)
)

// fullNames are the names that comments write out, "CUU, Cursor Up", by their abbreviations.
func fullNames(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	full := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range parsed.Comments {
			for _, m := range nameInFull.FindAllStringSubmatch(strings.Join(strings.Fields(c.Text()), " "), -1) {
				if full[m[1]] == "" {
					full[m[1]] = m[2]
				}
			}
		}
	}
	return full
}

// A level is that of a control in the tables.
func TestLevelsAreOfControls(t *testing.T) {
	for name, n := range levels {
		if !slices.ContainsFunc(Sequences(), func(s Sequence) bool { return s.Name == name && s.Level == n }) {
			t.Errorf("%s has a level and is in no table", name)
		}
	}
}
