package command_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gmux/server/command"
	"gmux/server/option"
	"gmux/server/vars"
)

const surfaceDoc = "../../docs/tmux.md"

// surfaces are the real tables: what there is of each section of docs/tmux.md.
func surfaces() map[string]map[string]bool {
	commands, variables := make(map[string]bool), make(map[string]bool)
	options, hooks := make(map[string]bool), make(map[string]bool)
	for _, e := range command.Entries() {
		commands[e.Name] = true
	}
	for _, name := range vars.Names() {
		variables[name] = true
	}
	for _, e := range option.Table() {
		after, isAfter := strings.CutPrefix(e.Name, "after-")
		switch {
		case e.Hook && isAfter:
			hooks[e.Name] = commands[after]
		case e.Hook:
			hooks[e.Name] = e.Honoured
		default:
			options[e.Name] = e.Honoured
		}
	}
	return map[string]map[string]bool{"Commands": commands, "Options": options, "Format variables": variables, "Hooks": hooks}
}

// surfaceRow is a row of a table of docs/tmux.md: tier, state and count, names.
var surfaceRow = regexp.MustCompile(`^\| (1|2|3|gmux) \| (have|not yet|own) \d+ \| (.*)\|$`)

// TestSurface: what docs/tmux.md says is there is there, what it says is not yet is not, and of gmux's own commands, options and variables none
// is left out.
func TestSurface(t *testing.T) {
	data, err := os.ReadFile(surfaceDoc)
	if err != nil {
		t.Fatal(err)
	}
	got := string(data)
	want := rewriteSurface(t, got)
	if *update {
		if err := os.WriteFile(surfaceDoc, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	lines := strings.Split(got, "\n")
	for i, line := range strings.Split(want, "\n") {
		if lines[i] != line {
			t.Errorf("docs/tmux.md, line %d says\n%s\nand the tables say\n%s\nTo mend it: go test ./server/command -run TestSurface -update", i+1, lines[i], line)
		}
	}
}

// rewriteSurface puts each name of the document into the row that the tables say.
func rewriteSurface(t *testing.T, doc string) string {
	real := surfaces()
	lines := strings.Split(doc, "\n")
	tiers := make(map[string][]string) // section and tier -> its names, in their order
	ranked := make(map[string]map[string]bool)
	section := ""
	each := func(do func(i int, tier, state, names string)) {
		for i, line := range lines {
			if title, ok := strings.CutPrefix(line, "## "); ok {
				section = title
			}
			if m := surfaceRow.FindStringSubmatch(line); m != nil && real[section] != nil {
				do(i, m[1], m[2], m[3])
			}
		}
	}
	each(func(_ int, tier, _, names string) {
		if ranked[section] == nil {
			ranked[section] = make(map[string]bool)
		}
		for name := range strings.FieldsSeq(strings.ReplaceAll(names, "`", "")) {
			if tier == "gmux" {
				continue
			}
			if ranked[section][name] {
				t.Errorf("%s: %s is there twice", section, name)
			}
			ranked[section][name] = true
			tiers[section+tier] = append(tiers[section+tier], name)
		}
	})
	if len(ranked) != len(real) {
		t.Fatalf("sections %v", ranked)
	}
	each(func(i int, tier, state, _ string) {
		var names []string
		if tier == "gmux" {
			for name, there := range real[section] {
				if there && !ranked[section][name] {
					names = append(names, name)
				}
			}
			slices.Sort(names)
		}
		for _, name := range tiers[section+tier] {
			if real[section][name] == (state == "have") {
				names = append(names, name)
			}
		}
		lines[i] = surfaceLine(tier, state, names)
	})
	return strings.Join(lines, "\n")
}

func surfaceLine(tier, state string, names []string) string {
	quoted := ""
	for _, name := range names {
		quoted += "`" + name + "` "
	}
	return fmt.Sprintf("| %s | %s %d | %s|", tier, state, len(names), quoted)
}
