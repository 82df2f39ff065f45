package overlay

import (
	"gmux/protocol/key"
	"gmux/server/model"
)

// typist is one key on its way into a line.
type typist struct {
	p    *model.Prompt
	e    Env
	line line
}

// changed is the answer to a key that has changed the text. An incremental prompt tells it behind a character: = for a
// text, - and + for the next one before or behind.
func changed(p *model.Prompt, how byte) Answer {
	if p.Takes != model.TakesIncremental {
		return Answer{Outcome: Moved}
	}
	return Answer{Outcome: Changed, Text: string(how) + p.Text}
}

// moved puts the line back, and says whether its text is another.
func (t *typist) moved() Answer {
	t.line.keep(t.p)
	return changed(t.p, '=')
}

func (t *typist) goTo(at int) Answer {
	t.line.at = at
	return t.moved()
}

// typed is a key that is text, or means nothing.
func (t *typist) typed(k key.Key) Answer {
	c := k.Canonical()
	if c.Code = c.Code.Keypad(); !c.Code.IsText() || c.Mods&^key.Shift != 0 {
		return Answer{}
	}
	insert(t.p, string(rune(c.Code)))
	return changed(t.p, '=')
}

// do carries a key out by its name in emacs' keys. Those with vi- before it are vi's alone.
func (t *typist) do(name string, k key.Key) Answer {
	l, words := &t.line, t.e.Separators
	switch name {
	case "Left", "C-b":
		return t.goTo(max(0, l.at-1))
	case "Right", "C-f":
		return t.goTo(min(l.size(), l.at+1))
	case "Home", "C-a":
		return t.goTo(0)
	case "End", "C-e":
		return t.goTo(l.size())
	case "C-Right", "M-f":
		return t.goTo(l.nextWord(false, words))
	case "C-Left", "M-b":
		return t.goTo(l.wordStart(words))
	case "vi-B":
		return t.goTo(l.wordStart(""))
	case "vi-w":
		return t.goTo(l.nextWord(true, words))
	case "vi-W":
		return t.goTo(l.nextWord(true, ""))
	case "vi-e":
		return t.goTo(l.wordEnd(words))
	case "vi-E":
		return t.goTo(l.wordEnd(""))
	case "BSpace", "C-h":
		if t.p.Again && l.size() == 0 {
			return Answer{Outcome: Cancelled}
		}
		l.cut(max(0, l.at-1), l.at)
		return t.moved()
	case "DC", "C-d":
		l.cut(l.at, min(l.size(), l.at+1))
		return t.moved()
	case "C-u":
		l.cut(0, l.size())
		return t.moved()
	case "C-k":
		l.cut(l.at, l.size())
		return t.moved()
	case "C-w":
		t.p.Cut = l.cut(l.wordStart(words), l.at)
		return t.moved()
	case "C-t":
		l.swap()
		return t.moved()
	case "C-y":
		return t.putBack()
	}
	return t.control(name, k)
}

// control is what concerns more than the text.
func (t *typist) control(name string, k key.Key) Answer {
	switch name {
	case "Tab":
		t.complete()
		return changed(t.p, '=')
	case "Up", "C-p":
		return t.recall(+1)
	case "Down", "C-n":
		return t.recall(-1)
	case "C-r":
		return t.again('-')
	case "C-s":
		return t.again('+')
	case "C-v":
		t.p.Quote = true
		return Answer{Outcome: Moved}
	case "Enter", "C-j":
		return Answer{Outcome: Answered, Text: t.p.Text}
	case "Escape", "C-c", "C-g":
		return Answer{Outcome: Cancelled}
	}
	return t.typed(k)
}

// putBack types what C-w took last, else the newest paste buffer.
func (t *typist) putBack() Answer {
	text := t.p.Cut
	if text == "" && t.e.Buffer != nil {
		text = printable(t.e.Buffer())
	}
	insert(t.p, text)
	return changed(t.p, '=')
}

// recall goes through the history. Below its newest line is an empty one.
func (t *typist) recall(step int) Answer {
	at := t.p.Index + step
	if at > len(t.e.History) {
		return Answer{}
	}
	t.p.Index = max(0, at)
	text := ""
	if t.p.Index > 0 {
		text = t.e.History[len(t.e.History)-t.p.Index]
	}
	setText(t.p, text)
	return changed(t.p, '=')
}

// again looks for the next place, or with nothing typed for what was looked for before.
func (t *typist) again(how byte) Answer {
	if t.p.Takes != model.TakesIncremental {
		return Answer{}
	}
	if t.p.Text == "" {
		setText(t.p, t.p.Began)
		how = '='
	}
	return changed(t.p, how)
}
