package compose

import (
	"gmux/protocol"
	"gmux/server/copymode"
	"gmux/server/view"
	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/history"
)

// drawCells draws a terminal's cells. A wide character that does not fit leaves a blank.
func (p *painter) drawCells(dst []cell, src []grid.Cell, t *vt.Terminal, st *paneStyles) {
	for i, c := range src {
		out := cell{text: ' ', style: p.styleID(st, t, c.Style()), width: uint8(c.Width())}
		switch {
		case c.IsRight():
			out.text = 0
		case c.IsWide() && i+1 == len(src):
			out.width = 1
			dst[i] = out
			continue
		case c.IsCluster():
			p.text = t.AppendText(p.text[:0], c)
			out.text = p.clusterText(p.text)
		default:
			if r, ok := c.Rune(); ok {
				out.text = uint32(r)
			}
		}
		dst[i] = out
	}
}

// clusterText is a cluster as a cell holds it; one that no frame may carry becomes U+FFFD.
func (p *painter) clusterText(text []byte) uint32 {
	if !protocol.ValidCluster(text) {
		return 0xfffd
	}
	return p.in.text(text)
}

// drawMode draws what someone looks back at.
func (p *painter) drawMode(vp *view.Pane, t *vt.Terminal, st *paneStyles) {
	s := vp.Mode.Fit(Extent(t, vp.Whole))
	above, left := vp.Rect.Row-vp.Whole.Row, vp.Rect.Col-vp.Whole.Col
	cut := vp.Rect.Cols < vp.Whole.Cols
	var row []cell
	if cut {
		row = make([]cell, vp.Whole.Cols)
	}
	for i := range vp.Rect.Rows {
		dst := p.new.draw(vp.Rect.Row + i)[vp.Rect.Col : vp.Rect.Col+vp.Rect.Cols]
		if !cut {
			row = dst
		}
		fill(row, st.blank)
		n := s.Top() + above + i
		if text := s.Text(); text != nil {
			if text.Row(vp.Whole.Cols, n, &p.line) {
				p.drawLineCells(row, &p.line, t, st)
			}
		} else {
			p.drawHistory(row, n, t, st)
		}
		if cut {
			copy(dst, row[left:])
			mend(dst)
		}
	}
}

// Extent is what there is to look back at in a terminal shown in a rectangle.
func Extent(t *vt.Terminal, r view.Rect) copymode.Extent {
	rows, cols := t.Size()
	h := t.History()
	return copymode.Extent{Rows: r.Rows, Cols: r.Cols, Dropped: h.Dropped(), History: h.Rows(cols), Screen: rows, Lines: h}
}

// drawHistory draws a row counted as copymode counts them.
func (p *painter) drawHistory(dst []cell, row int, t *vt.Terminal, st *paneStyles) {
	h := t.History()
	rows, cols := t.Size()
	row -= h.Dropped()
	above := h.Rows(cols)
	if row >= above {
		if row -= above; row < rows {
			cells := t.Row(row).Cells
			p.drawCells(dst, cells[:min(len(cells), len(dst))], t, st)
		}
		return
	}
	if h.Row(cols, row, &p.line) {
		p.drawLineCells(dst, &p.line, t, st)
	}
}

func (p *painter) drawLineCells(dst []cell, l *history.Line, t *vt.Terminal, st *paneStyles) {
	col := 0
	for i, c := range l.Cells {
		w := int(c.Width)
		if col+w > len(dst) {
			return
		}
		uri := ""
		if n := c.Style.Link; n != 0 && int(n) < len(l.Links) {
			uri = l.Links[n].URI
		}
		p.put(dst[col:], l.TextOf(i), w, p.in.style(definition(st.recolored(t, c.Style), uri)))
		col += w
	}
}

// put draws one cluster of w columns.
func (p *painter) put(dst []cell, text []byte, w int, id uint32) {
	out := cell{text: ' ', style: id, width: uint8(w)}
	if len(text) == 1 {
		out.text = uint32(text[0])
	} else if len(text) > 1 {
		out.text = p.clusterText(text)
	}
	dst[0] = out
	if w == 2 {
		dst[1] = cell{style: id}
	}
}

// mend blanks the halves of wide characters that something was drawn over.
func mend(row []cell) {
	for i := range row {
		switch half := &row[i]; {
		case half.width == 2 && (i+1 == len(row) || row[i+1].width != 0), half.width == 0 && (i == 0 || row[i-1].width != 2):
			half.text, half.width = ' ', 1
		}
	}
}

// drawLine draws a status line or a message over whatever is there.
func (p *painter) drawLine(l *view.Line) {
	dst := p.new.draw(l.Row)[l.Col:]
	col := 0
	for _, c := range l.Cells {
		w := c.Width
		if w == 0 || col+w > len(dst) {
			break
		}
		if !c.Clear() {
			p.put(dst[col:], []byte(c.Text), w, p.in.style(lineStyle(c.Style)))
		}
		col += w
	}
	mend(p.new.row(l.Row))
}

// setLineCursor shows the cursor of a prompt in place of the active pane's, or none.
func (p *painter) setLineCursor(l *view.Line, f *protocol.Frame) {
	switch {
	case l.Cursor == view.HideCursor:
		f.Cursor.Visible, f.Cursor.Row, f.Cursor.Col = false, 0, 0
	case l.Cursor >= 0 && l.Cursor < p.new.cols-l.Col:
		f.Cursor = protocol.Cursor{
			Row: uint16(l.Row), Col: uint16(l.Col + l.Cursor), Visible: true, Shape: l.Look.Shape, Colour: l.Look.Colour,
		}
	}
}
