package screen

// ops draws a frame's operations into the picture and onto the screen. Runs that follow each other in a row are drawn
// as one, since the end of each costs something where it is doubtful how wide the last cluster is.
type ops struct {
	s             *Screen
	row, from, to int // changed in the picture, to be drawn; empty if from is to
}

func (o *ops) Scroll(top, bottom, n int, down bool) {
	o.flush()
	s := o.s
	s.shadow.scroll(top, bottom, n, down)
	seen := min(bottom, s.rows)
	if top >= seen {
		return
	}
	if n >= seen-top || !s.paint.scroll(top, seen, n, down) {
		o.redraw(top, seen)
		return
	}
	if !down && seen < bottom { // rows come from below the outer screen
		o.redraw(seen-n, seen)
	}
}

func (o *ops) redraw(top, bottom int) {
	for row := top; row < bottom; row++ {
		o.s.drawSpan(row, 0, o.s.shadow.cols)
	}
}

func (o *ops) ASCII(row, col int, style uint32, text []byte) {
	index := o.style(style)
	cells := o.open(row, col, len(text))
	for i, c := range text {
		cells[i] = cell{uint32(c), index, 1}
	}
}

func (o *ops) Cluster(row, col int, style uint32, width int, text []byte) {
	cells := o.open(row, col, width)
	cells[0] = cell{o.s.pool.text(text), o.style(style), uint8(width)}
	if width == 2 {
		cells[1] = cell{' ', cells[0].style, 0}
	}
}

func (o *ops) Fill(row, col int, style uint32, n int, c byte) {
	fill(o.open(row, col, n), cell{uint32(c), o.style(style), 1})
}

// open returns n cells to draw into, and remembers to draw them with what is changed around them.
func (o *ops) open(row, col, n int) []cell {
	from, to := o.s.shadow.split(row, col, col+n)
	if row != o.row || from > o.to || from < o.from {
		o.flush()
		o.row, o.from = row, from
		o.to = to
	}
	o.to = max(o.to, to)
	return o.s.shadow.row(row)[col : col+n]
}

// flush draws what is to be drawn.
func (o *ops) flush() {
	if o.from < o.to {
		o.s.drawSpan(o.row, o.from, o.to)
	}
	o.from = o.to
}

// style is our index of the server's id. One that was never told is drawn as the default style: nothing worse can
// come of it.
func (o *ops) style(id uint32) uint32 { return o.s.pool.server[id] }
