package vttest

import (
	"fmt"
	"strings"

	"gmux/server/vt"
)

// stateModes are the modes that State asks for: ANSI ones and, with a question mark, those of DEC and xterm.
var stateModes = strings.Fields("4 20 ?1 ?5 ?6 ?7 ?25 ?45 ?47 ?66 ?67 ?69 ?1000 ?1002 ?1003 ?1004 ?1005 ?1006 ?1015 ?2004")

// State asks a terminal for what else a program may have left set, and writes it down:
//
//	modes: ?1 ?7 ?25
//	margins: 1;24
//	pen: bold fg=colour4
func State(ask func(question string) (answer string, err error)) (string, error) {
	var b strings.Builder
	b.WriteString("modes:")
	for _, m := range stateModes {
		a, err := ask("\x1b[" + m + "$p")
		if err != nil {
			return "", err
		}
		if strings.HasSuffix(a, ";1$y") {
			b.WriteString(" " + m)
		}
	}
	margins, err := setting(ask, "r")
	if err != nil {
		return "", err
	}
	pen, err := setting(ask, "m")
	if err != nil {
		return "", err
	}
	t := New(1, 1, "\x1b["+pen+"m ")
	fmt.Fprintf(&b, "\nmargins: %s\npen: %s\n", margins, Describe(t, t.StyleOf(t.Row(0).Cells[0].Style())))
	return b.String(), nil
}

// setting asks for a setting by DECRQSS.
func setting(ask func(string) (string, error), final string) (string, error) {
	a, err := ask("\x1bP$q" + final + "\x1b\\")
	if err != nil {
		return "", err
	}
	value, ok := strings.CutPrefix(a, "\x1bP1$r")
	if !ok {
		return "", fmt.Errorf("asked for the setting of %s it says %q", final, a)
	}
	return strings.TrimSuffix(value, final+"\x1b\\"), nil
}

// replies takes what a Terminal answers.
type replies struct {
	vt.NoEffects
	b []byte
}

func (r *replies) Reply(p []byte) { r.b = append(r.b, p...) }

// StateOf is the State of t, which then has no Effects.
func StateOf(t *vt.Terminal) (string, error) {
	defer t.SetEffects(nil)
	return State(func(q string) (string, error) {
		r := &replies{}
		t.SetEffects(r)
		Write(t, q)
		return string(r.b), nil
	})
}
