package manual

import (
	"fmt"
	"slices"
	"strings"

	"gmux/server/command"
	"gmux/server/complete"
	"gmux/server/keytable"
	"gmux/server/option"
	"gmux/server/vars"
)

// Page is the manual page gmux(1).
func Page() string {
	r := new(roff)
	r.WriteString(".\\\" Written by go test ./server/manual -update from the tables of gmux.\n")
	r.request("TH", "GMUX", "1", "2026-11-28", "gmux", "User Commands")
	r.WriteString(".ad l\n.nh\n") // long names do not fill lines well
	r.request("SH", "NAME")
	r.WriteString("gmux \\- terminal multiplexer and session keeper\n")
	r.request("SH", "SYNOPSIS")
	r.WriteString(".B gmux\n")
	r.WriteString("[\\fB\\-2hlNuvV\\fR] [\\fB\\-f\\fR \\fIfile\\fR] [\\fB\\-L\\fR \\fIsocket\\-name\\fR] [\\fB\\-S\\fR \\fIsocket\\-path\\fR]\n" +
		"[\\fB\\-T\\fR \\fIfeatures\\fR] [\\fIcommand\\fR [\\fIflags\\fR]]\n")
	r.section("DESCRIPTION", description)
	r.programFlags()
	r.section("TARGETS", targets)
	r.commands()
	r.lists()
	r.section("FORMATS", formats)
	r.variables()
	r.options()
	r.hooks()
	r.keys()
	r.section("ENVIRONMENT", environment)
	r.section("FILES", files)
	r.section("EXIT STATUS", exitStatus)
	r.section("SEE ALSO", seeAlso)
	return r.String()
}

// section writes paragraphs, which an empty line parts; one that begins with a line ending in a colon and a tab has a tag.
func (r *roff) section(name, text string) {
	r.request("SH", name)
	for i, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		tag, body, ok := strings.Cut(p, " ::\n")
		switch {
		case ok:
			r.item(tag, body)
		case i > 0:
			r.WriteString(".PP\n")
			r.text(p)
		default:
			r.text(p)
		}
	}
}

func (r *roff) programFlags() {
	for _, f := range complete.ProgramFlags {
		tag := bold("-" + string(f.Letter))
		if f.Arg != "" {
			tag += ` \fI` + escape(f.Arg) + `\fR`
		}
		r.tagged(tag, f.Help+".")
	}
}

// tagged is item for a tag that is roff already.
func (r *roff) tagged(tag, text string) {
	r.WriteString(".TP\n" + tag + "\n")
	r.text(text)
}

func (r *roff) commands() {
	r.section("COMMANDS", commandsIntro)
	for _, c := range complete.Local {
		tag := bold(c.Text)
		if c.Text == "help" {
			tag += ` [\fIname\fR ...]`
		} else {
			tag += ` \fB` + strings.Join(complete.Shells, `\fR|\fB`) + `\fR`
		}
		r.tagged(tag, c.Help+".")
	}
	for _, e := range command.Entries() {
		tag := bold(e.Name)
		if rest := strings.TrimPrefix(synopsis(e), e.Name); rest != "" {
			tag += escape(rest)
		}
		text := e.Help + "."
		if e.Alias != "" {
			text += "\nAlias: *" + e.Alias + "*."
		}
		r.tagged(tag, text)
	}
}

// lists says what --json prints.
func (r *roff) lists() {
	r.section("LISTS", listsIntro)
	for _, l := range command.JSONFields() {
		r.tagged(bold(l.Command), strings.Join(l.Fields, ", ")+".")
	}
}

func (r *roff) variables() {
	r.section("VARIABLES", "These are the variables of formats.")
	for _, name := range vars.Names() {
		text, ok := vars.Help(name)
		if !ok {
			text = "See tmux(1)"
		}
		r.tagged(bold(name), text+".")
	}
}

func (r *roff) options() {
	r.section("OPTIONS", optionsIntro)
	for _, part := range []struct {
		head  string
		scope option.Scope
	}{{"Of the server", option.Server}, {"Of sessions", option.Session}, {"Of windows and panes", option.Window}} {
		r.request("SS", part.head)
		var list []*option.Entry
		for _, e := range option.Table() {
			if e.Scope&part.scope != 0 && !e.Hook {
				list = append(list, e)
			}
		}
		slices.SortFunc(list, func(a, b *option.Entry) int { return strings.Compare(a.Name, b.Name) })
		for _, e := range list {
			text := e.Help + "\n" + optionType(e)
			if e.Scope&option.Pane != 0 {
				text += "\nPanes may have their own."
			}
			if !e.Honoured {
				text += "\nTaken, so that configurations load; nothing acts on it yet."
			}
			r.WriteString(".TP\n" + bold(e.Name) + "\n")
			r.plain(text)
		}
	}
}

// breakable lets a line end within a long format.
var breakable = strings.NewReplacer("},", `},\:`, ",#", `,\:#`, "#[", `\:#[`)

// plain is text without other fonts: what is in it comes from a table.
func (r *roff) plain(s string) {
	for line := range strings.Lines(strings.TrimSpace(s) + "\n") {
		line = breakable.Replace(escape(strings.TrimSpace(line)))
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		r.WriteString(line + "\n")
	}
}

func (r *roff) hooks() {
	r.section("HOOKS", hooksIntro)
	for _, e := range option.Table() {
		if e.Hook && e.Honoured && !strings.HasPrefix(e.Name, "after-") {
			r.tagged(bold(e.Name), e.Help)
		}
	}
}

func (r *roff) keys() {
	r.section("KEYS", keysIntro)
	for _, d := range keytable.Notes() {
		r.tagged(bold(d.Key), d.Note+fmt.Sprintf(" (*%s*).", d.Command))
	}
}
