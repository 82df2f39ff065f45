package main

import "fmt"

// answers finds the terminal's answers in the input: CSI … c and CSI … R.
type answers struct {
	state    int // 0 outside, 1 behind ESC, 2 behind CSI
	complete bool
}

// take says whether a byte belongs to an answer, and sets complete with the last one of it.
func (a *answers) take(c byte) bool {
	a.complete = false
	switch {
	case a.state == 0 && c == 0x1b:
		a.state = 1
		return true
	case a.state == 1 && c == '[':
		a.state = 2
		return true
	case a.state == 2:
		if c >= 0x40 && c <= 0x7e {
			a.state, a.complete = 0, true
		}
		return true
	}
	a.state = 0
	return false
}

// words are what two users type at the same time, each in letters of their own.
type words struct{ lower, upper []byte }

// take returns what to print for a byte: the word that it ends.
func (w *words) take(c byte) string {
	switch {
	case c == 'k':
		word := string(w.lower)
		w.lower = nil
		return fmt.Sprintf("small %s", word)
	case c == 'K':
		word := string(w.upper)
		w.upper = nil
		return fmt.Sprintf("large %s", word)
	case c >= 'a' && c <= 'j':
		w.lower = append(w.lower, c)
	case c >= 'A' && c <= 'J':
		w.upper = append(w.upper, c)
	}
	return ""
}
