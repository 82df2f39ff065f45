package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gmux/server/vt/vttest"
)

// judge replays a recording in a real xterm and returns what it leaves: the size, a picture of the text with the soft
// wraps and the cursor, one of the styles, and the modes, margins and pen.
func judge(height, width int, recording []byte) (string, error) {
	x, err := openXterm(height, width)
	if err != nil {
		return "", err
	}
	defer x.close()
	if _, err := x.until(string(recording) + marker); err != nil {
		return "", err
	}
	state, err := vttest.State(func(q string) (string, error) {
		a, err := x.until(q + marker)
		return string(a), err
	})
	if err != nil {
		return "", err
	}
	at, err := x.cursor()
	if err != nil {
		return "", err
	}
	cells, err := x.cells(height, width)
	if err != nil {
		return "", err
	}
	text, err := x.text()
	if err != nil {
		return "", err
	}
	all, err := rows(cells, text)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %d\n%s%s", height, width, draw(all, at), state), nil
}

// A position is where the cursor is, from 0 in the whole screen, and whether a wrap is pending.
type position struct {
	row, col int
	pending  bool
}

var cursorReport = regexp.MustCompile(`^\x1bP1\$u(\d+);(\d+);1;.;.;(.);`)

// cursor asks for DECCIR.
func (x *xterm) cursor() (position, error) {
	a, err := x.until("\x1b[1$w" + marker)
	if err != nil {
		return position{}, err
	}
	m := cursorReport.FindSubmatch(a)
	if m == nil {
		return position{}, fmt.Errorf("no cursor report: %q", a)
	}
	row, _ := strconv.Atoi(string(m[1]))
	col, _ := strconv.Atoi(string(m[2]))
	return position{row - 1, col - 1, m[3][0]&8 != 0}, nil
}

// A cell is what xterm tells of one: its style as SGR has it, and the low 16 bits of its first code point, or one of these.
type cell struct {
	code  int
	style string
}

const (
	never     = 0      // nothing was drawn there since it was erased
	rightHalf = 0xffff // of a wide character
)

var cellReport = regexp.MustCompile(`\x1bP0!~([0-9A-F]{4})\x1b\\\x1b\[([0-9;:]*)m`)

// cells asks for each cell's checksum (DECRQCRA, of nothing but the code point) and style (XTREPORTSGR). Before that all
// that moves rectangles is reset.
func (x *xterm) cells(height, width int) ([][]cell, error) {
	if _, err := x.until("\x1b[?6l\x1b[?69l\x1b[r" + marker); err != nil {
		return nil, err
	}
	all := make([][]cell, height)
	for row := range all {
		var q strings.Builder
		for col := range width {
			fmt.Fprintf(&q, "\x1b[0;1;%d;%d;%d;%d*y\x1b[%d;%d;%d;%d#|", row+1, col+1, row+1, col+1, row+1, col+1, row+1, col+1)
		}
		a, err := x.until(q.String() + marker)
		if err != nil {
			return nil, err
		}
		reports := cellReport.FindAllSubmatch(a, -1)
		if len(reports) != width {
			return nil, fmt.Errorf("%d reports of %d cells in row %d: %q", len(reports), width, row, a)
		}
		for _, r := range reports {
			code, err := strconv.ParseUint(string(r[1]), 16, 16)
			if err != nil {
				return nil, err
			}
			all[row] = append(all[row], cell{int(code), string(r[2])})
		}
	}
	return all, nil
}

// text has xterm print its screen: the rows as far as something was drawn there, a soft wrap without line feed. The printer
// is a process that xterm does not wait for.
func (x *xterm) text() ([]byte, error) {
	if _, err := x.until("\x1b[i" + marker); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		text, err := os.ReadFile(x.printed())
		if err == nil || time.Now().After(deadline) {
			return text, err
		}
	}
}

// A row is one of the screen: its text, whether a soft wrap ends it, and each column's style in vttest's words.
type row struct {
	text    string
	wrapped bool
	styles  []string
}

// rows puts together what the cells and the print say.
func rows(screen [][]cell, text []byte) ([]row, error) {
	all := make([]row, len(screen))
	for i, cells := range screen {
		r := &all[i]
		drawn := len(cells)
		for drawn > 0 && cells[drawn-1].code == never {
			drawn--
		}
		for col, c := range cells {
			r.styles = append(r.styles, describe(c))
			switch {
			case col >= drawn:
				r.text += " "
				continue
			case c.code == rightHalf:
				text = bytes.TrimPrefix(text, []byte("\uffff"))
				continue
			}
			n := clusterLen(text)
			first, _ := utf8.DecodeRune(text)
			if c.code == never {
				first, c.code = ' ', ' '
			}
			if int(first)&0xffff != c.code {
				return nil, fmt.Errorf("row %d, column %d: printed %q, but U+%04X is there", i, col, text[:n], c.code)
			}
			r.text += string(text[:n])
			text = text[n:]
		}
		var hard bool
		text, hard = bytes.CutPrefix(text, []byte{'\n'})
		r.wrapped = !hard && i+1 < len(screen)
	}
	if len(text) > 0 {
		return nil, fmt.Errorf("printed %q after the last row", text)
	}
	return all, nil
}

// clusterLen is the length of a character with the marks on it.
func clusterLen(text []byte) int {
	_, n := utf8.DecodeRune(text)
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			break
		}
		n += size
	}
	return n
}

// describe says what can be seen of a cell's style. Hidden text is not even stored: xterm writes blanks.
func describe(c cell) string {
	t := vttest.New(1, 1, "\x1b["+c.style+"m ")
	text := string(rune(c.code))
	if c.code == never {
		text = " "
	}
	_, style := vttest.Shown(text, t.StyleOf(t.Row(0).Cells[0].Style()))
	return vttest.Describe(t, style)
}

// draw is vttest's pictures of rows.
func draw(rows []row, at position) string {
	var b strings.Builder
	var styles [][]string
	for i, r := range rows {
		edge := "|"
		if r.wrapped {
			edge = "\\"
		}
		b.WriteString("|" + r.text + edge)
		if i == at.row {
			b.WriteString(vttest.CursorMark(at.col, at.pending))
		}
		b.WriteByte('\n')
		styles = append(styles, r.styles)
	}
	return b.String() + vttest.StylePicture(styles)
}
