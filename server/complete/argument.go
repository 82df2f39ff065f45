package complete

import (
	"strings"

	"gmux/server/option"
)

// asked is what a server tells of the arguments whose names end so.
var asked = []struct {
	suffix string
	ask    []string
}{
	{"-session", []string{"list-sessions", "-F", "#{session_name}\t#{session_windows} windows"}},
	{"-window", []string{"list-windows", "-a", "-F", "#{session_name}:#{window_index}\t#{window_name}"}},
	{"-pane", []string{"list-panes", "-a", "-F", "#{session_name}:#{window_index}.#{pane_index}\t#{pane_current_command}"}},
	{"-client", []string{"list-clients", "-F", "#{client_name}\t#{session_name}"}},
	{"buffer-name", []string{"list-buffers", "-F", "#{buffer_name}\t#{buffer_sample}"}},
	{"key-table", []string{"list-keys", "-F", "#{key_table}"}},
}

// argument answers for an argument by its name in the usage. Before are the arguments before it.
func argument(name string, before []string) Answer {
	for _, a := range asked {
		if strings.HasSuffix(name, a.suffix) && name != "new-session" {
			return Answer{Ask: a.ask}
		}
	}
	switch name {
	case "path", "file":
		return Answer{Files: AnyFiles}
	case "start-directory", "working-directory":
		return Answer{Files: Directories}
	case "command":
		return Answer{Words: commands("")}
	case "option":
		return Answer{Words: options(false)}
	case "hook":
		return Answer{Words: options(true)}
	case "value":
		return Answer{Words: values(before)}
	case "layout-name":
		return words("even-horizontal even-vertical main-horizontal main-horizontal-mirrored main-vertical main-vertical-mirrored tiled")
	case "order":
		return words("activity creation index name size")
	}
	return Answer{}
}

func words(list string) (a Answer) {
	for w := range strings.FieldsSeq(list) {
		a.Words = append(a.Words, Candidate{Text: w})
	}
	return a
}

func options(hooks bool) []Candidate {
	var list []Candidate
	for _, e := range option.Table() {
		if e.Hook == hooks {
			list = append(list, Candidate{e.Name, strings.TrimSuffix(e.Help, ".")})
		}
	}
	return list
}

// values are those that the option named before may have.
func values(before []string) []Candidate {
	if len(before) == 0 {
		return nil
	}
	ref, err := option.Match(before[0])
	if err != nil || ref.Entry == nil {
		return nil
	}
	switch ref.Entry.Type {
	case option.Flag:
		return words("on off").Words
	case option.Choice:
		return words(strings.Join(ref.Entry.Choices, " ")).Words
	}
	return nil
}
