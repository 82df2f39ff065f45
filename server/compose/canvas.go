package compose

// A cell is one column of a client's picture.
type cell struct {
	text  uint32 // a code point, or clusterBit and an index into the client's interner
	style uint32 // the style's id on this connection
	width uint8  // 1, 2, or 0 for the right half of a wide cluster
}

// blank is what a cleared screen holds.
var blank = cell{text: ' ', width: 1}

// A source says which terminal row a whole line of the picture came from, so that a scroll is seen as one.
// The zero source matches nothing.
type source struct {
	pane uint32
	row  uint64 // grid.Row's identity; 0 none
}

// A canvas is one picture: rows x cols cells in row order.
type canvas struct {
	rows, cols int
	cells      []cell
	sources    []source // one for each row
	drawn      []bool   // rows that may differ from the picture before
}

func newCanvas(rows, cols int) *canvas {
	c := &canvas{rows: rows, cols: cols, cells: make([]cell, rows*cols), sources: make([]source, rows), drawn: make([]bool, rows)}
	c.clear(0, rows)
	return c
}

func (c *canvas) row(i int) []cell { return c.cells[i*c.cols : (i+1)*c.cols] }

// draw is a row to draw on.
func (c *canvas) draw(i int) []cell {
	c.drawn[i] = true
	return c.row(i)
}

// clear blanks the rows from top up to bottom.
func (c *canvas) clear(top, bottom int) {
	fill(c.cells[top*c.cols:bottom*c.cols], blank)
	clear(c.sources[top:bottom])
	fill(c.drawn[top:bottom], true)
}

// scroll moves the rows of [top, bottom) by n, up when n is positive, and blanks those that are exposed.
func (c *canvas) scroll(top, bottom, n int) {
	w := c.cols
	if n > 0 {
		copy(c.cells[top*w:], c.cells[(top+n)*w:bottom*w])
		copy(c.sources[top:], c.sources[top+n:bottom])
		c.clear(bottom-n, bottom)
		return
	}
	n = -n
	copy(c.cells[(top+n)*w:bottom*w], c.cells[top*w:(bottom-n)*w])
	copy(c.sources[top+n:bottom], c.sources[top:bottom-n])
	c.clear(top, top+n)
}

func fill[T any](all []T, with T) {
	for i := range all {
		all[i] = with
	}
}
