package vt

import (
	"strconv"
	"strings"

	"gmux/server/vt/grid"
)

// shellMark is OSC 133: what a shell does.
//
//	OSC 133 ; A ST    a prompt starts         OSC 133 ; C ST             output starts
//	OSC 133 ; B ST    the user's input starts OSC 133 ; D [; status] ST  the command ended
//
// See https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md.
// P is a prompt too, and N is A after D. Of the options after the letter aid=, which tells shells within shells apart, is kept.
func (t *Terminal) shellMark(s []byte, _ bool) {
	parts := strings.Split(string(s), ";")
	if len(parts[0]) != 1 {
		return
	}
	m := PromptMark{Kind: parts[0][0], Status: -1}
	mark := grid.Mark(0)
	switch m.Kind {
	case 'A', 'P', 'N':
		m.Kind, mark = 'A', grid.MarkPrompt
	case 'B':
		mark = grid.MarkInput
	case 'C':
		mark = grid.MarkOutput
	case 'D':
		mark = grid.MarkEnd
		if len(parts) > 1 {
			if n, err := strconv.ParseUint(parts[1], 10, 8); err == nil {
				if m.Status = int(n); n != 0 {
					mark = grid.MarkFailure
				}
			}
		}
	default:
		return
	}
	for _, p := range parts[1:] {
		if aid, ok := strings.CutPrefix(p, "aid="); ok {
			m.Aid = clean(aid, maxName)
		}
	}
	t.grid.Row(t.cur.row).Mark |= mark
	t.effects.Prompt(m)
}

// setCwd is OSC 7.
//
//	OSC 7 ; URL ST
func (t *Terminal) setCwd(s []byte, _ bool) {
	if len(s) <= maxURL && printable(s) {
		t.cwd = string(s)
		t.effects.Cwd(t.cwd)
	}
}

// setPointer is OSC 22: the shape of the mouse's pointer, for whoever can show it; empty for the usual one.
//
//	OSC 22 ; name ST
//
// See https://sw.kovidgoyal.net/kitty/pointer-shapes. A stack of shapes and questions are not supported.
func (t *Terminal) setPointer(s []byte, _ bool) {
	name := strings.TrimPrefix(string(s), "=")
	if len(name) > maxName || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_-0123456789") != "" || name == t.pointer {
		return
	}
	t.pointer = name
	t.effects.Pointer(name)
}

// Pointer is the shape of the mouse's pointer that the program chose, empty for the usual one.
func (t *Terminal) Pointer() string { return t.pointer }
