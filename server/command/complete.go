package command

import (
	"slices"
	"strconv"
	"strings"

	"gmux/server/layout"
	"gmux/server/model"
	"gmux/server/option"
)

// completions are what Tab may make of a word at a prompt, sorted. The only one has a space behind it, where nothing more
// can come.
func (q *Queue) completions(c *model.Client, t model.PromptType, word string, first bool) []string {
	switch {
	case t == model.PromptWindowTarget:
		return windowIndexes(c.Session, "", word)
	case t == model.PromptTarget:
		return q.targets(c, "", word)
	case word == "":
		return nil
	case strings.HasPrefix(word, "-t") || strings.HasPrefix(word, "-s"):
		return q.targets(c, word[:2], word[2:])
	}
	list := q.commandNames()
	if !first {
		for _, e := range option.Table() {
			if !e.Hook {
				list = append(list, e.Name)
			}
		}
		list = append(list, layout.Presets...)
	}
	list = slices.DeleteFunc(list, func(s string) bool { return !strings.HasPrefix(s, word) })
	slices.Sort(list)
	if list = slices.Compact(list); len(list) == 1 {
		list[0] += " "
	}
	return list
}

// commandNames are commands, their aliases, and those of command-alias.
func (q *Queue) commandNames() []string {
	list := names()
	for _, a := range q.m.Options.Strings("command-alias") {
		if name, _, ok := cutAlias(a); ok {
			list = append(list, name)
		}
	}
	return list
}

// targets are sessions, or behind a colon the windows of one, with the flag before them.
func (q *Queue) targets(c *model.Client, flag, word string) []string {
	session, window, isWindow := strings.Cut(word, ":")
	if isWindow {
		s := c.Session
		if session != "" {
			s = q.m.SessionByName(session)
		}
		if s == nil || strings.Contains(window, ".") {
			return nil
		}
		return windowIndexes(s, flag+session+":", window)
	}
	var list []string
	for _, s := range q.m.SessionList() {
		for _, name := range []string{s.Name, s.ID.String()} {
			if strings.HasPrefix(name, word) && (name == s.Name || word != "") {
				list = append(list, flag+name+":")
				break
			}
		}
	}
	return list
}

func windowIndexes(s *model.Session, before, word string) []string {
	var list []string
	for _, l := range s.Links {
		if index := strconv.Itoa(l.Index); strings.HasPrefix(index, word) {
			list = append(list, before+index)
		}
	}
	return list
}
