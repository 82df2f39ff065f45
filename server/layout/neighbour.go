package layout

// A Side is where to look for a neighbour.
type Side uint8

const (
	Left Side = iota
	Right
	Up
	Down
)

// Neighbours are those of panes that touch the pane on a side; at the edge of the window those at the other edge. They come in the
// order of panes. Which of several is meant, the one used last, is for the model to know.
func (t *Tree) Neighbours(pane int, side Side, panes []int) []int {
	if !t.Has(pane) {
		return nil
	}
	me, _ := t.Pane(pane)
	top, bottom := 0, t.root.Rows
	switch t.Status {
	case StatusTop:
		top = 1
	case StatusBottom:
		bottom--
	}
	var found []int
	for _, p := range panes {
		if p == pane || !t.Has(p) {
			continue
		}
		r, _ := t.Pane(p)
		var touches bool
		switch side {
		case Left:
			touches = r.Col+r.Cols+1 == wrap(me.Col, me.Col == 0, t.root.Cols+1)
		case Right:
			touches = r.Col == wrap(me.Col+me.Cols+1, me.Col+me.Cols+1 >= t.root.Cols, 0)
		case Up:
			touches = r.Row+r.Rows+1 == wrap(me.Row, me.Row == top, bottom+1)
		case Down:
			touches = r.Row == wrap(me.Row+me.Rows+1, me.Row+me.Rows+1 >= bottom, top)
		}
		if side == Left || side == Right {
			touches = touches && overlap(r.Row, r.Rows, me.Row, me.Rows)
		} else {
			touches = touches && overlap(r.Col, r.Cols, me.Col, me.Cols)
		}
		if touches {
			found = append(found, p)
		}
	}
	return found
}

// wrap is where to look: at the edge, or beyond the end of the window at the other one.
func wrap(edge int, beyond bool, other int) int {
	if beyond {
		return other
	}
	return edge
}

// overlap reports whether two stretches have a place in common, the border behind the second counting as its own, as in tmux.
func overlap(at, n, mine, len int) bool {
	end := at + n - 1
	switch {
	case at < mine && end > mine+len:
		return true
	case at >= mine && at <= mine+len:
		return true
	}
	return end >= mine && end <= mine+len
}
