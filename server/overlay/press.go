package overlay

import (
	"unicode/utf8"

	"gmux/protocol/key"
	"gmux/server/model"
)

// Env is what a prompt asks for while somebody types at it.
type Env struct {
	Vi         bool   // status-keys
	Separators string // word-separators
	History    []string
	Buffer     func() string                          // the newest paste buffer
	Complete   func(word string, first bool) []string // what a word may become, with a space where it ends; first: it is the command
}

// An Outcome is what a key did.
type Outcome int

const (
	Ignored   Outcome = iota
	Moved             // it looks otherwise
	Changed           // and Answer.Text is what an incremental prompt tells now
	Answered          // Answer.Text is the line
	Cancelled         // there is no answer
)

// An Answer is what came of a key.
type Answer struct {
	Outcome Outcome
	Text    string
	Pass    bool // the key means something of its own too
}

// Press is one key at a prompt.
func Press(p *model.Prompt, k key.Key, e Env) Answer {
	switch p.Takes {
	case model.TakesKey:
		return Answer{Outcome: Answered, Text: k.String()}
	case model.TakesNumber:
		if c := k.Canonical(); c.Mods == 0 && digit(c.Code) != 0 {
			insert(p, string(digit(c.Code)))
			return Answer{Outcome: Moved}
		}
		return Answer{Outcome: Answered, Text: p.Text, Pass: true}
	case model.TakesCharacter:
		r, ok := character(k)
		switch {
		case !ok:
			return Answer{}
		case p.Text != "":
			return Answer{Outcome: Cancelled}
		}
		return Answer{Outcome: Answered, Text: string(r)}
	}
	if p.Quote {
		if r, ok := character(k); ok {
			p.Quote = false
			insert(p, string(r))
			return changed(p, '=')
		}
		return Answer{}
	}
	t := typist{p: p, e: e, line: lineOf(p)}
	name := nameOf(k)
	if e.Vi {
		var typed bool
		if name, typed = t.vi(name); name == "" {
			return Answer{Outcome: Moved}
		} else if typed {
			return t.typed(k)
		}
	}
	return t.do(name, k)
}

// digit is the digit on a key, also of the keypad, 0 if it is another.
func digit(c key.Code) rune {
	if c = c.Keypad(); c >= '0' && c <= '9' {
		return rune(c)
	}
	return 0
}

// nameOf is the key's name; one that only an extended protocol tells apart is what other terminals send.
func nameOf(k key.Key) string {
	c := k.Canonical()
	if c.Code.IsKeypad() {
		c.Code = c.Code.Keypad()
	}
	switch c.Mods {
	case key.Ctrl:
		switch c.Code {
		case 'i', 'm', '[': // as Tab, Enter and Escape
			c = c.Legacy()
		}
	case key.Shift, key.Ctrl | key.Shift:
		if l := c.Legacy(); l.Code == key.Enter || l.Code == key.Backspace || l.Code == key.Escape {
			c = l
		}
	}
	return c.String()
}

// character is what a key types where any is taken: control characters too.
func character(k key.Key) (rune, bool) {
	c := k.Canonical()
	c.Code = c.Code.Keypad()
	switch c.Code {
	case key.Enter:
		return '\r', true
	case key.Tab:
		return '\t', true
	case key.Escape:
		return 0x1b, true
	case key.Backspace:
		return 0x7f, true
	}
	if !c.Code.IsText() {
		return 0, false
	}
	if c.Mods&key.Ctrl != 0 {
		b, ok := key.Control(rune(c.Code))
		return rune(b), ok && b != 0
	}
	return rune(c.Code), true
}

// Type is characters that came at once. rest is what comes behind the answer, if they gave one.
func Type(p *model.Prompt, text []byte, e Env) (a Answer, rest []byte) {
	if (p.Takes == model.TakesLine || p.Takes == model.TakesIncremental) && !p.Quote && !p.Command {
		insert(p, string(text))
		return changed(p, '='), nil
	}
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		b := Press(p, key.Rune(r), e)
		if b.Outcome == Answered && b.Pass {
			return b, text
		}
		text = text[n:]
		if b.Outcome >= Answered {
			return b, text
		}
		a = Answer{Outcome: max(a.Outcome, b.Outcome), Text: b.Text}
	}
	return a, nil
}

// Paste is text that the terminal says was pasted.
func Paste(p *model.Prompt, text []byte) Answer {
	if p.Takes != model.TakesLine && p.Takes != model.TakesIncremental {
		return Answer{}
	}
	insert(p, oneLine(string(text)))
	return changed(p, '=')
}
