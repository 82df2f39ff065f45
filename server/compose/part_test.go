package compose

import (
	"testing"

	"gmux/protocol"
	"gmux/server/copymode"
	"gmux/server/model"
	"gmux/server/view"
)

// partOf is a view of a client of 3 rows and 10 columns with a status line, at whose window two panes of 4x12 are side by side.
func partOf(left, right *screen, pan *model.Pan) *view.View {
	window, room := model.Size{Rows: 4, Cols: 25}, model.Size{Rows: 2, Cols: 10}
	v := &view.View{Rows: 3, Cols: 10, Part: &view.Part{
		Part: model.Part{Window: window, Room: room}, Room: view.Rect{Rows: room.Rows, Cols: room.Cols},
	}}
	if pan != nil {
		v.Part.Fixed, v.Part.Part.Row, v.Part.Part.Col = true, pan.Row, pan.Col
	}
	for i, s := range []*screen{left, right} {
		rect := view.Rect{Col: i * 13, Rows: 4, Cols: 12}
		v.Panes = append(v.Panes, view.Pane{ID: uint32(i), Screen: s, Active: i == 0, Rect: rect, Whole: rect})
	}
	for row := range window.Rows {
		l := lineOf(row, 12, "│")
		l.Moves = true
		v.Lines = append(v.Lines, l)
	}
	v.Lines = append(v.Lines, lineOf(2, 0, "[status]  "))
	return v
}

func TestPart(t *testing.T) {
	const text = "日0123456789\r\nabcdefghijkl\r\nABCDEFGHIJKL\r\nlast line"
	for _, tt := range []struct {
		name, cursor string
		pan          *model.Pan
		mode         bool
		want         string
		row, col     int // of the cursor; -1: it is not shown
	}{
		{"the corner while the cursor is there", "\x1b[2;3H", nil, false, `
|日01234567|
|abcdefghij|
|[status]  |
`, 1, 2},
		{"below, the cursor is in the last row", "\x1b[3;1H", nil, false, `
|abcdefghij|
|ABCDEFGHIJ|
|[status]  |
`, 1, 0},
		{"to the right, it is in the middle", "\x1b[1;12H", nil, false, `
|456789│rig|
|ghijkl│   |
|[status]  |
`, 0, 5},
		{"one that is hidden is not followed", "\x1b[4;12H\x1b[?25l", nil, false, `
|日01234567|
|abcdefghij|
|[status]  |
`, -1, 0},
		{"at a place of one's own, without it", "\x1b[1;1H", &model.Pan{Row: 1, Col: 9}, false, `
|jkl│      |
|JKL│      |
|[status]  |
`, -1, 0},
		{"half of a wide character is a blank", "\x1b[1;3H", &model.Pan{Col: 1}, false, `
| 012345678|
|bcdefghijk|
|[status]  |
`, 0, 1},
		{"and no further than the window goes", "\x1b[1;1H", &model.Pan{Row: 2, Col: 15}, false, `
|          |
|          |
|[status]  |
`, -1, 0},
		{"what is looked back at", "\x1b[3;12H", nil, true, `
|ghijkl│   |
|GHIJKL│   |
|[status]  |
`, 1, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			left, right := newScreen(4, 12), newScreen(4, 12)
			left.t.Write([]byte(text + tt.cursor))
			right.t.Write([]byte("right"))
			v := partOf(left, right, tt.pan)
			if tt.mode {
				c := left.t.Cursor()
				state := copymode.Enter(Extent(left.t, v.Panes[0].Whole), c.Row, c.Col, copymode.Options{})
				v.Panes[0].Mode = &state
			}
			p, g := newPainter(), &glass{t: t}
			f, _ := p.paint(v, true)
			g.apply(f)
			if got := "\n" + g.String(); got != tt.want {
				t.Errorf("got%s", got)
			}
			if row, col := int(f.Cursor.Row), int(f.Cursor.Col); f.Cursor.Visible != (tt.row >= 0) || tt.row >= 0 && (row != tt.row || col != tt.col) {
				t.Errorf("cursor %+v, want %d,%d", f.Cursor, tt.row, tt.col)
			}
			if f, changed := p.paint(v, false); changed {
				t.Errorf("it is drawn again: %+v", f)
			}
		})
	}
}

// TestPartFollows: what is drawn after the cursor has moved is the same as what is drawn anew, and the server is told once that the
// status line is of another part.
func TestPartFollows(t *testing.T) {
	left, right := newScreen(4, 12), newScreen(4, 12)
	right.t.Write([]byte("right"))
	v := partOf(left, right, nil)
	p, g := newPainter(), &glass{t: t}
	for _, out := range []string{"one", "\r\ntwo", "\r\nthree three", "\r\nfour", "\x1b[H", "日日日日日日", "\x1b[?25l", "\x1b[?25h\x1b[4;4H"} {
		left.t.Write([]byte(out))
		f, _ := p.paint(v, false)
		g.apply(f)
		whole := &glass{t: t}
		anew, _ := newPainter().paint(v, true)
		whole.apply(anew)
		if g.String() != whole.String() || f.Cursor != anew.Cursor {
			t.Errorf("after %q\n%s%+v\nand anew\n%s%+v", out, g, f.Cursor, whole, anew.Cursor)
		}
	}
	moved := 0
	c := New(func(f protocol.Frame) {}, func() { moved++ })
	c.Close()
	c.Show(v)
	for range 2 {
		c.frame()
	}
	if moved != 1 {
		t.Errorf("told %d times", moved)
	}
}
