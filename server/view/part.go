package view

import (
	"gmux/server/model"
	"gmux/server/status"
)

// A Part says what a client shows of a window that does not fit. Rectangles of panes, and lines that move, are where they
// would be with the window's corner in that of Room; compose brings them to where they are, since the part follows the cursor and nobody
// makes a View for each step of that.
type Part struct {
	model.Part
	Room     Rect
	Row, Col int // the corner of what is shown, as it was for the status line
}

// Show is the view while the window's cell at row and col is in the corner of the room: nothing but what is on the screen.
func (v *View) Show(row, col int) *View {
	part := *v
	part.Panes = make([]Pane, len(v.Panes))
	for i, p := range v.Panes {
		p.Whole.Row, p.Whole.Col = p.Whole.Row-row, p.Whole.Col-col
		p.Rect = p.Whole.within(v.Part.Room)
		part.Panes[i] = p
	}
	part.Lines = make([]Line, 0, len(v.Lines))
	for _, l := range v.Lines {
		if l.Moves {
			l.Row, l.Col = l.Row-row, l.Col-col
			l = l.within(v.Part.Room)
		}
		if len(l.Cells) > 0 || !l.Moves {
			part.Lines = append(part.Lines, l)
		}
	}
	return &part
}

// within is the part of r that is in room; at its edge, and without rows or columns, if there is none.
func (r Rect) within(room Rect) Rect {
	top, left := min(max(r.Row, room.Row), room.Row+room.Rows), min(max(r.Col, room.Col), room.Col+room.Cols)
	bottom, right := min(r.Row+r.Rows, room.Row+room.Rows), min(r.Col+r.Cols, room.Col+room.Cols)
	return Rect{Row: top, Col: left, Rows: max(bottom-top, 0), Cols: max(right-left, 0)}
}

// within cuts a line to what is in room. Half of a wide character is a blank.
func (l Line) within(room Rect) Line {
	cells := l.Cells
	l.Cells = nil
	if l.Row < room.Row || l.Row >= room.Row+room.Rows {
		return l
	}
	left, right := room.Col, room.Col+room.Cols
	col, begin := l.Col, l.Col
	l.Col = max(begin, left)
	for _, c := range cells {
		from, to := max(col, left), min(col+c.Width, right)
		if col += c.Width; from >= to {
			continue
		}
		if to-from < c.Width {
			c = status.Cell{Text: " ", Width: to - from, Style: c.Style}
		}
		l.Cells = append(l.Cells, c)
	}
	return l
}
