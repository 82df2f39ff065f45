//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strings"

	"gmux/cmd/gmux/usertest"
)

// A screenScript is what somebody does at an attached client, and the pictures of the outer terminal that tmux 3.7c left:
//
//	== zoomed                            a script; it begins with a server of its own
//	tty 6x20                             and a client on a terminal of that size, on session s with window w
//	$ split-window -h -t s: cat          what is typed behind tmux elsewhere
//	keys C-b z                           keys pressed at the client
//	type some text
//	resize 10x30
//	screen the zoomed pane               the picture that the terminal has in the end
//	|                    |               a row of it
//	* 4                                  and that many more like it
//	|[s] 0:w*Z           |
//	'aaaaaaaaaaaaaaaaaaaa                how its characters look, by letter
//	a fg=0 bg=2
//	@ 0,0                                row and column of the cursor, or @ hidden
//	gmux|...                             gmux's own picture, where differs.txt says why there is one
type screenScript struct {
	name  string
	steps []*screenStep
}

// A screenStep is a verb with its words; screen has a picture.
type screenStep struct {
	verb, words string
	want, ours  string
}

const ownPicture = "gmux"

// parseScreens reads a file of scripts and the comments above the first.
func parseScreens(text string) (header string, scripts []*screenScript, err error) {
	var script *screenScript
	var step *screenStep
	n := 0
	for line := range strings.Lines(text) {
		n++
		bare := strings.TrimSuffix(line, "\n")
		verb, words, _ := strings.Cut(bare, " ")
		own, isOwn := strings.CutPrefix(line, ownPicture)
		inPicture := step != nil && step.verb == "screen"
		switch {
		case verb == "==":
			script, step = &screenScript{name: words}, nil
			scripts = append(scripts, script)
		case script == nil:
			header += line
		case bare == "":
		case strings.Contains(" tty $ keys type resize screen ", " "+verb+" "):
			step = &screenStep{verb: verb, words: words}
			script.steps = append(script.steps, step)
		case inPicture && isOwn:
			step.ours += own
		case inPicture:
			step.want += line
		default:
			return "", nil, fmt.Errorf("line %d: %q belongs to nothing", n, bare)
		}
	}
	return header, scripts, nil
}

// saveScreens writes a file of scripts.
func saveScreens(path, header string, scripts []*screenScript) error {
	var b strings.Builder
	b.WriteString(strings.TrimRight(header, "\n") + "\n")
	for _, s := range scripts {
		fmt.Fprintf(&b, "\n== %s\n", s.name)
		for _, st := range s.steps {
			fmt.Fprintf(&b, "%s %s\n%s", st.verb, st.words, st.want)
			for line := range strings.Lines(st.ours) {
				b.WriteString(ownPicture + line)
			}
		}
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// picture draws a terminal as the files have it.
func picture(cells usertest.Cells, cursor string) string {
	var b, legend strings.Builder
	letters := make(map[string]byte)
	last, times := "", 0
	flush := func() {
		b.WriteString(last)
		if times > 1 {
			fmt.Fprintf(&b, "* %d\n", times-1)
		}
	}
	for _, row := range cells {
		var text, look strings.Builder
		for _, cell := range row {
			text.WriteString(cell.Text)
			letter := byte(' ')
			if cell.Style != "" {
				if letters[cell.Style] == 0 {
					letters[cell.Style] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[len(letters)]
					fmt.Fprintf(&legend, "%c %s\n", letters[cell.Style], cell.Style)
				}
				letter = letters[cell.Style]
			}
			look.WriteByte(letter)
		}
		drawn := "|" + text.String() + "|\n"
		if look := strings.TrimRight(look.String(), " "); look != "" {
			drawn += "'" + look + "\n"
		}
		if drawn == last {
			times++
			continue
		}
		flush()
		last, times = drawn, 1
	}
	flush()
	return b.String() + legend.String() + "@ " + cursor + "\n"
}
