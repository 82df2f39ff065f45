package vt

import "gmux/server/vt/grid"

// pen is the id of the pen's style. A full table is compacted; if that is no help, text is in the default
// style.
func (t *Terminal) pen() grid.StyleID {
	if !t.penKnown {
		t.penID, t.penKnown = t.styleID(t.cur.pen), true
	}
	return t.penID
}

func (t *Terminal) styleID(s grid.Style) grid.StyleID {
	id, ok := t.tables.StyleID(s)
	if !ok {
		link := s
		t.compact(&link)
		id, _ = t.tables.StyleID(link)
	}
	return id
}

func (t *Terminal) clusterCell(w int, id grid.StyleID) grid.Cell {
	c, ok := t.tables.ClusterCell(t.cluster, w, id)
	if !ok {
		s := t.tables.Style(id)
		t.compact(&s)
		c, _ = t.tables.ClusterCell(t.cluster, w, t.styleID(s))
	}
	return c
}

// compact rids the tables of what is on no screen and in no pen. extra is one more style to keep the link of.
func (t *Terminal) compact(extra *grid.Style) {
	rows := t.main.grid.AllRows()
	styles := []*grid.Style{extra, &t.cur.pen, &t.main.saved.pen, &t.main.left.pen}
	if t.alt.exists {
		rows = append(rows, t.alt.grid.AllRows()...)
		styles = append(styles, &t.alt.saved.pen, &t.alt.left.pen)
	}
	t.tables.Compact(rows, styles)
	t.penKnown, t.blankBg = false, grid.ColorDefault
	for _, r := range rows {
		r.Gen = t.gen
	}
	id, _ := t.tables.StyleID(grid.Style{Bg: t.cur.pen.Bg})
	t.blank = grid.Blank(id)
}

// setBlank makes what erasing leaves: a blank in the pen's background colour and nothing else of it, which
// is what the bce of xterm-256color promises.
//
// It is kept up to date with the pen, not looked up when it is needed: then cells on their way to the screen
// may have style ids that a compaction would change. Programs mostly go to and fro between the default and
// one other background; that one is remembered.
func (t *Terminal) setBlank() {
	bg := t.cur.pen.Bg
	if bg.IsDefault() {
		t.blank = 0
		return
	}
	if bg != t.blankBg {
		id := t.styleID(grid.Style{Bg: bg})
		t.blankBg, t.blankOfBg = bg, grid.Blank(id)
	}
	t.blank = t.blankOfBg
}

// linkID is the number of a hyperlink, 0 if there are too many. A table that a compaction did not help is
// not compacted again until as many links came as the screen has cells.
func (t *Terminal) linkID(l grid.Link) uint32 {
	id, ok := t.tables.LinkID(l)
	if ok {
		return id
	}
	if t.linkWait > 0 {
		t.linkWait--
		return 0
	}
	t.compact(&grid.Style{})
	if id, ok = t.tables.LinkID(l); !ok {
		t.linkWait = t.rows * t.cols
	}
	return id
}
