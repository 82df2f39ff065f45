package manual

import (
	"fmt"
	"math"
	"strings"

	"gmux/server/command"
	"gmux/server/option"
	"gmux/server/target"
	"gmux/server/vars"
)

// Help says what the things named are; of none it lists the commands.
func Help(names []string) (string, error) {
	var b strings.Builder
	if len(names) == 0 {
		width := 0
		for _, e := range command.Entries() {
			width = max(width, len(e.Name))
		}
		for _, e := range command.Entries() {
			fmt.Fprintf(&b, "%-*s  %s\n", width, e.Name, e.Help)
		}
		b.WriteString("\ngmux help NAME says more of a command, an option, a format variable or a hook; man gmux says all.\n")
		return b.String(), nil
	}
	for i, name := range names {
		text, err := helpOf(name)
		if err != nil {
			return "", err
		}
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// helpOf is about one name: a variable's in full, an option's in full, else whatever command it may mean.
func helpOf(name string) (string, error) {
	if text, ok := vars.Help(name); ok {
		return fmt.Sprintf("%s: a format variable\n%s.\n", name, text), nil
	}
	if e, ok := option.Lookup(name); ok {
		return optionHelp(e), nil
	}
	e, err := command.Find(name)
	if err == nil {
		return commandHelp(e), nil
	}
	var all []string
	for _, e := range command.Entries() {
		all = append(all, e.Name)
	}
	for _, e := range option.Table() {
		all = append(all, e.Name)
	}
	if near := target.Near(name, append(all, vars.Names()...)); near != "" {
		return "", fmt.Errorf("%w\nhint: did you mean %s?", err, near)
	}
	return "", err
}

func commandHelp(e *command.Entry) string {
	head := e.Name
	if e.Alias != "" {
		head += ", " + e.Alias
	}
	text := fmt.Sprintf("%s: %s.\nusage: %s\n", head, e.Help, synopsis(e))
	return text
}

// synopsis is a command with all that it takes.
func synopsis(e *command.Entry) string {
	text := e.Name
	if e.JSON() {
		text += " [--json]"
	}
	return strings.TrimSpace(text + " " + strings.ReplaceAll(e.Usage, "][", "] ["))
}

func optionHelp(e *option.Entry) string {
	kind := "an option"
	if e.Hook {
		return fmt.Sprintf("%s: a hook\n%s\n", e.Name, e.Help)
	}
	text := fmt.Sprintf("%s: %s of %s\n%s\n%s\n", e.Name, kind, scopes(e.Scope), e.Help, optionType(e))
	if !e.Honoured {
		text += "Taken, so that configurations load; nothing acts on it yet.\n"
	}
	return text
}

func scopes(s option.Scope) string {
	var names []string
	for _, n := range []struct {
		scope option.Scope
		name  string
	}{{option.Server, "the server"}, {option.Session, "sessions"}, {option.Window, "windows"}, {option.Pane, "panes"}} {
		if s&n.scope != 0 {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, " and ")
}

// optionType says what may be set, and what is without that.
func optionType(e *option.Entry) string {
	var kind string
	switch e.Type {
	case option.Number:
		kind = numberRange(e)
	case option.Key:
		kind = "A key"
	case option.Colour:
		kind = "A colour"
	case option.Flag:
		kind = "on or off"
	case option.Choice:
		kind = "One of " + strings.Join(e.Choices, ", ")
	case option.Command:
		kind = "Commands"
	default:
		kind = "Text"
		if e.Style {
			kind = "A style"
		}
	}
	if e.Array {
		return kind + "; an array."
	}
	if e.Default == "" {
		return kind + "; empty by default."
	}
	return kind + "; default " + e.Default + "."
}

func numberRange(e *option.Entry) string {
	unit := ""
	if e.Unit != "" {
		unit = " of " + e.Unit
	}
	if e.Max >= math.MaxInt32 {
		return fmt.Sprintf("A number%s from %d on", unit, e.Min)
	}
	return fmt.Sprintf("A number%s from %d to %d", unit, e.Min, e.Max)
}
