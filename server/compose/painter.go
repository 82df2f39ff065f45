package compose

import (
	"bytes"
	"maps"
	"slices"

	"gmux/protocol"
	"gmux/server/view"
	"gmux/server/vt"
	"gmux/server/vt/history"
)

// A painter turns views into frames, each the difference from the one before. It belongs to one goroutine.
type painter struct {
	in     *interner
	differ differ
	old    *canvas    // what the client shows
	new    *canvas    // what it shall show; between frames equal to old
	drawn  *view.View // paint's, or what it shows of that
	whole  *view.View // paint's, if drawn is a part of it
	row    int        // and of which, in its window
	col    int
	stamps [][]stamp              // by pane of the view, and its row
	lapped []bool                 // rows of the screen where lines lie over panes: what is there is drawn each time
	panes  map[uint32]*paneStyles // of the view's panes
	cursor protocol.Cursor
	modes  protocol.OuterModes
	pane   uint32
	serial uint32
	text   []byte       // one cluster at a time
	line   history.Line // one row of history at a time
}

// A stamp says what a pane's row in the new canvas was drawn from. A row whose stamp would be the same is not drawn again.
type stamp struct {
	row    uint64 // grid.Row's identity
	gen    uint64
	styles uint32 // paneStyles.serial
}

func newPainter() *painter {
	in := newInterner()
	return &painter{in: in, differ: differ{clusters: in}, panes: map[uint32]*paneStyles{}}
}

// paint composes v. changed is false if the client shows it already. With whole, or where it must be, the frame has
// Base 0 and draws everything; else Base is 1 and the caller's to fill in.
func (p *painter) paint(v *view.View, whole bool) (f protocol.Frame, changed bool) {
	if p.old == nil || p.old.rows != v.Rows || p.old.cols != v.Cols {
		p.old, p.new = newCanvas(v.Rows, v.Cols), newCanvas(v.Rows, v.Cols)
		whole = true
	}
	if whole || p.in.full() {
		whole = true
		p.forget()
	}
	v = p.partOf(v)
	fresh := v != p.drawn
	if fresh {
		p.layOut(v)
	}
	f = protocol.Frame{Base: 1, Rows: uint16(v.Rows), Cols: uint16(v.Cols), Modes: outerModes(v.Input)}
	if whole {
		f.Base = 0
	}
	for i := range v.Panes {
		p.drawPane(i, fresh, &f)
	}
	for i := range v.Lines {
		if l := &v.Lines[i]; p.onScreen(l) {
			if fresh || p.lapped[l.Row] {
				p.drawLine(l)
			}
			p.setLineCursor(l, &f)
		}
	}
	ops := p.differ.diff(p.old, p.new)
	seen := whole || len(ops) > 0 || f.Cursor != p.cursor || f.Modes != p.modes || f.Pane != p.pane
	if !seen && len(p.in.told) <= maxTold {
		return f, false // styles that nothing shows yet wait for the next frame: they are told once
	}
	p.cursor, p.modes, p.pane = f.Cursor, f.Modes, f.Pane
	f.Ops, f.Styles = bytes.Clone(ops), bytes.Clone(p.in.told)
	p.in.told = p.in.told[:0]
	return f, true
}

// partOf is v, or the part of it that the cursor is in now where its window is larger than the screen.
func (p *painter) partOf(v *view.View) *view.View {
	if v.Part == nil {
		p.whole = nil
		return v
	}
	row, col := v.Part.At(0, 0, false)
	if a := v.Active(); a != nil {
		a.Screen.Draw(func(t *vt.Terminal) {
			r, c, shown := cursorOf(a, t)
			row, col = v.Part.At(a.Whole.Row-v.Part.Room.Row+r, a.Whole.Col-v.Part.Room.Col+c, shown)
		})
	}
	if v == p.whole && row == p.row && col == p.col && p.drawn != nil {
		return p.drawn
	}
	p.whole, p.row, p.col = v, row, col
	return v.Show(row, col)
}

// forget makes the picture and all ids void.
func (p *painter) forget() {
	p.in.reset()
	clear(p.panes)
	p.old.clear(0, p.old.rows)
	p.drawn = nil
}

// layOut begins a picture of another view: nothing that was drawn is taken to be there still.
func (p *painter) layOut(v *view.View) {
	p.new.clear(0, p.new.rows)
	p.drawn = v
	maps.DeleteFunc(p.panes, func(id uint32, _ *paneStyles) bool { // it would keep a closed pane's terminal, history and all
		return !slices.ContainsFunc(v.Panes, func(vp view.Pane) bool { return vp.ID == id })
	})
	p.stamps = make([][]stamp, len(v.Panes))
	for i := range v.Panes {
		p.stamps[i] = make([]stamp, v.Panes[i].Rect.Rows)
	}
	p.lapped = make([]bool, v.Rows)
	for i := range v.Lines {
		if l := &v.Lines[i]; p.onScreen(l) && overPanes(v, l) {
			p.lapped[l.Row] = true
		}
	}
}

// overPanes reports whether a line lies over part of a pane.
func overPanes(v *view.View, l *view.Line) bool {
	end := l.Col
	for _, c := range l.Cells {
		end += c.Width
	}
	return slices.ContainsFunc(v.Panes, func(p view.Pane) bool {
		r := p.Rect
		return l.Row >= r.Row && l.Row < r.Row+r.Rows && l.Col < r.Col+r.Cols && end > r.Col
	})
}

func (p *painter) onScreen(l *view.Line) bool {
	return l.Row >= 0 && l.Row < p.new.rows && l.Col >= 0 && l.Col <= p.new.cols
}

// drawPane draws what has changed. In a fresh view, where nothing is drawn yet, a program that holds its output back is not
// waited for: its pane would be blank meanwhile.
func (p *painter) drawPane(i int, fresh bool, f *protocol.Frame) {
	vp := &p.drawn.Panes[i]
	vp.Screen.Draw(func(t *vt.Terminal) {
		st := p.stylesOf(vp, t)
		switch {
		case vp.Rect.Rows == 0 || vp.Rect.Cols == 0: // it is not in the part that is shown
		case vp.Mode != nil:
			p.drawMode(vp, t, st)
		case fresh || !vp.Screen.Held():
			p.drawScreen(vp, t, st, p.stamps[i])
		}
		addModes(&f.Modes, vp, t.Modes(), p.drawn.Input)
		if vp.Active {
			p.setCursor(vp, t, f)
			f.Pane = vp.ID
		}
	})
}

func (p *painter) drawScreen(vp *view.Pane, t *vt.Terminal, st *paneStyles, stamps []stamp) {
	rows, cols := t.Size()
	above, left := vp.Rect.Row-vp.Whole.Row, vp.Rect.Col-vp.Whole.Col
	for i := range max(0, min(rows-above, vp.Rect.Rows)) {
		at, r := vp.Rect.Row+i, t.Row(above+i)
		mark := stamp{r.ID, r.Gen, st.serial}
		if stamps[i] == mark {
			continue
		}
		n := max(0, min(cols-left, vp.Rect.Cols)) // the terminal may have another size still
		dst := p.new.draw(at)[vp.Rect.Col : vp.Rect.Col+vp.Rect.Cols]
		p.drawCells(dst, r.Cells[min(left, cols):][:n], t, st)
		fill(dst[n:], st.blank)
		if left > 0 {
			mend(dst)
		}
		if p.lapped[at] {
			continue
		}
		stamps[i] = mark
		if vp.Rect.Col == 0 && vp.Rect.Cols == p.new.cols {
			p.new.sources[at] = source{pane: vp.ID + 1, row: r.ID}
		}
	}
}

// setCursor shows the active pane's cursor, unless something hides it or it is outside of what is shown.
func (p *painter) setCursor(vp *view.Pane, t *vt.Terminal, f *protocol.Frame) {
	c := t.Cursor()
	row, col, visible := cursorOf(vp, t)
	row, col = vp.Whole.Row+row, vp.Whole.Col+col
	if row < vp.Rect.Row || row >= vp.Rect.Row+vp.Rect.Rows || col < vp.Rect.Col || col >= vp.Rect.Col+vp.Rect.Cols {
		visible = false
	}
	f.Cursor = protocol.Cursor{Visible: visible, Shape: cursorShape(c)}
	if f.Cursor.Shape == 0 {
		f.Cursor.Shape = vp.Look.CursorShape
	}
	r, g, b, ok := t.Colors().Cursor.RGB()
	if !ok {
		r, g, b, ok = vp.Look.Cursor.Components()
	}
	if ok {
		f.Cursor.Colour = 1<<24 | uint32(r)<<16 | uint32(g)<<8 | uint32(b)
	}
	if visible {
		f.Cursor.Row, f.Cursor.Col = uint16(row), uint16(col)
	}
}

// cursorOf is where in its pane the cursor is that is shown.
func cursorOf(vp *view.Pane, t *vt.Terminal) (row, col int, visible bool) {
	if vp.Mode != nil {
		row, col = vp.Mode.Cursor()
		return row, col, !vp.Mode.HidesCursor()
	}
	c := t.Cursor()
	return c.Row, c.Col, c.Visible
}
