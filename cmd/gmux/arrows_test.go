package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed is the table of who may import whom: folder -> what of ours its files may import. A name that
// ends in /... means the folder and all below it. The longest entry that fits a folder counts, so
// server/model is ruled by its own line although server/... fits it too. Tests of a folder may also use
// vttest and usertest.
var allowed = map[string][]string{
	"cmd/gmux":          {"client/...", "server/...", "ptyhost/...", "protocol/..."},
	"cmd/gmux/usertest": {},

	// The three roles never import each other; they meet in protocol.
	"client/...":  {"protocol/...", "client/..."},
	"ptyhost/...": {"protocol/hostmsg", "protocol/osproc", "protocol/recovery", "protocol/transport", "protocol/wire", "ptyhost/..."},
	"server/...":  {"protocol/...", "server/..."},

	"protocol":           {"protocol/key", "protocol/wire", "protocol/outer", "protocol/transport"},
	"protocol/wire":      {},
	"protocol/instant":   {},
	"protocol/key":       {},
	"protocol/osproc":    {},
	"protocol/outer":     {"protocol/key", "protocol/wire"},
	"protocol/hostmsg":   {"protocol/wire", "protocol/recovery", "protocol/transport"},
	"protocol/recovery":  {"protocol/wire", "protocol/osproc", "protocol/instant"},
	"protocol/transport": {"protocol/wire", "protocol/instant"},

	// The emulator knows keys and nothing else of ours.
	"server/vt/...": {"protocol/key", "server/vt/..."},

	// Pure: values in, values out (see impure).
	"server/layout":   {},
	"server/syntax":   {},
	"server/format":   {"server/style", "server/syntax", "server/vt/width"},
	"server/style":    {},
	"server/option":   {"server/style", "server/syntax", "server/format", "protocol/key"},
	"server/model":    {"server/layout", "server/option", "server/syntax", "server/format", "server/style", "protocol/key"},
	"server/vars":     {"server/model", "server/format", "server/option", "server/layout", "server/style", "server/syntax", "server/keytable", "protocol/key"},
	"server/target":   {"server/model", "server/layout", "server/format", "server/syntax"},
	"server/keytable": {"server/model", "server/option", "server/syntax", "protocol/key"},
	"server/command/...": {"server/model", "server/target", "server/vars", "server/syntax", "server/layout", "server/option",
		"server/format", "server/style", "server/keytable", "server/overlay", "server/command/...", "protocol/key"},
	"server/complete": {"server/command", "server/option"},
	"server/copymode": {"server/vt/...", "server/model", "server/view", "server/style", "server/format", "protocol/key"},
	"server/overlay":  {"server/model", "server/status", "server/format", "server/style", "protocol/key"},
	"server/status":   {"server/model", "server/option", "server/format", "server/style", "server/view", "server/vt/..."},

	// Nothing that the tests run is part of the house.
	"testdata/probes/...":    {},
	"testdata/probes/record": {"server/vt/..."}, // draws what a real xterm shows as vttest draws a Terminal
	"testdata/script/...":    {},
	"testdata/golden/...":    {},
	"testdata/bench/...":     {"server/vt/..."}, // a module of its own
}

// impure is what the pure folders may not import, for they open nothing and ask nobody.
var impure = map[string][]string{
	"server/layout": impureOS, "server/syntax": impureOS, "server/format": impureOS, "server/style": impureOS,
	"server/option": impureOS, "server/model": impureOS, "server/target": impureOS, "server/vars": impureOS,
	"server/keytable": impureOS, "server/overlay": impureOS,
}

var impureOS = []string{"os", "os/exec", "os/signal", "net", "syscall", "golang.org/x/sys/unix"}

// outsiders is who may import a module that is not ours.
var outsiders = map[string][]string{
	"github.com/gdamore/tcell/v2":       {"client/..."},
	"github.com/rogpeppe/go-internal":   {"cmd/gmux", "cmd/gmux/usertest"},
	"github.com/vmihailenco/msgpack/v5": {"protocol/...", "server/persist"},
	"github.com/creack/pty":             {"ptyhost/...", "client/...", "protocol/..."},
	"golang.org/x/term":                 {"client/...", "cmd/gmux", "testdata/probes/..."},
	"github.com/rivo/uniseg":            {"server/vt/...", "client/screen", "testdata/bench/..."}, // there to know what tcell will think
}

// testsMayUse is what any folder's tests may import beside that: tools made for tests, and
// the emulator, which plays their outer tty.
var testsMayUse = []string{"server/vt/...", "cmd/gmux/usertest"}

// TestImportArrows: every import of ours points the way the table says.
func TestImportArrows(t *testing.T) {
	const root = "../.."
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		files++
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(rel))
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rule, ok := ruleFor(folder)
		if !ok {
			t.Errorf("%s: the table of import arrows has no line for %s", rel, folder)
			return nil
		}
		may := append([]string{folder}, allowed[rule]...)
		if strings.HasSuffix(path, "_test.go") {
			may = append(may, testsMayUse...)
		}
		for _, imp := range file.Imports {
			name, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			ours, ok := strings.CutPrefix(name, "gmux/")
			if ok && !anyFits(may, ours) {
				t.Errorf("%s imports %s, which the line %q does not allow", rel, ours, rule)
			}
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			if slices.Contains(impure[folder], name) {
				t.Errorf("%s imports %s, but %s is pure", rel, name, folder)
			}
			for module, users := range outsiders {
				if fits(module+"/...", name) && !anyFits(users, folder) {
					t.Errorf("%s imports %s, which only %q may", rel, name, users)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Errorf("only %d files were looked at", files)
	}
}

// ruleFor is the longest entry of the table that fits the folder.
func ruleFor(folder string) (rule string, ok bool) {
	for entry := range allowed {
		if fits(entry, folder) && len(entry) > len(rule) {
			rule, ok = entry, true
		}
	}
	return rule, ok
}

func anyFits(entries []string, folder string) bool {
	for _, e := range entries {
		if fits(e, folder) {
			return true
		}
	}
	return false
}

func fits(entry, folder string) bool {
	if base, ok := strings.CutSuffix(entry, "/..."); ok {
		return folder == base || strings.HasPrefix(folder, base+"/")
	}
	return folder == entry
}

// TestFits is the table's own test: a rule that fits nothing would allow nothing and hold nothing.
func TestFits(t *testing.T) {
	for _, tt := range []struct {
		entry, folder string
		want          bool
	}{
		{"server/vt/...", "server/vt", true},
		{"server/vt/...", "server/vt/parser", true},
		{"server/vt/...", "server/vtx", false},
		{"server/vt", "server/vt/parser", false},
		{"protocol/key", "protocol/key", true},
	} {
		if got := fits(tt.entry, tt.folder); got != tt.want {
			t.Errorf("fits(%q, %q) is %v", tt.entry, tt.folder, got)
		}
	}
	for folder, want := range map[string]string{"server/vt/grid": "server/vt/...", "server/pane": "server/...", "server/model": "server/model"} {
		if rule, _ := ruleFor(folder); rule != want {
			t.Errorf("%s is ruled by %q, want %q", folder, rule, want)
		}
	}
}
