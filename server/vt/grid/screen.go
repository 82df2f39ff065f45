package grid

// IDs gives rows their identity. One counter serves all screens of a Terminal.
type IDs struct{ last uint64 }

// Next is an ID no row has had.
func (ids *IDs) Next() uint64 {
	ids.last++
	return ids.last
}

// A Screen is a fixed number of rows in a ring.
type Screen struct {
	ring []*Row
	head int
	cols int
	ids  *IDs
}

// NewScreen is a blank screen.
func NewScreen(rows, cols int, ids *IDs) *Screen {
	s := &Screen{ring: make([]*Row, rows), cols: cols, ids: ids}
	cells := make([]Cell, rows*cols)
	for i := range s.ring {
		s.ring[i] = &Row{Cells: cells[i*cols : (i+1)*cols : (i+1)*cols], ID: ids.Next()}
	}
	return s
}

// Rows and Cols are the size.
func (s *Screen) Rows() int { return len(s.ring) }
func (s *Screen) Cols() int { return s.cols }

func (s *Screen) slot(i int) int {
	i += s.head
	if i >= len(s.ring) {
		i -= len(s.ring)
	}
	return i
}

// Row is row i, 0 at the top.
func (s *Screen) Row(i int) *Row { return s.ring[s.slot(i)] }

// SetRows replaces the screen. Each row must have cols cells.
func (s *Screen) SetRows(rows []*Row, cols int) {
	s.ring, s.head, s.cols = rows, 0, cols
}

// AllRows returns the rows from top to bottom, in a new slice.
func (s *Screen) AllRows() []*Row {
	rows := make([]*Row, 0, len(s.ring))
	rows = append(rows, s.ring[s.head:]...)
	return append(rows, s.ring[:s.head]...)
}

// ScrollUp moves rows top to bottom (inclusive) up by n; the n rows at the bottom become blank.
func (s *Screen) ScrollUp(top, bottom, n int, blank Cell, gen uint64) {
	n = min(n, bottom-top+1)
	if top == 0 && bottom == len(s.ring)-1 {
		if n < len(s.ring) {
			s.head = s.slot(n)
		}
	} else {
		s.rotate(top, bottom, n)
	}
	for i := bottom - n + 1; i <= bottom; i++ {
		s.renew(i, blank, gen)
	}
}

// ScrollDown moves rows top to bottom (inclusive) down by n; the n rows at the top become blank.
func (s *Screen) ScrollDown(top, bottom, n int, blank Cell, gen uint64) {
	n = min(n, bottom-top+1)
	s.rotate(top, bottom, bottom-top+1-n)
	for i := top; i < top+n; i++ {
		s.renew(i, blank, gen)
	}
}

// rotate turns the pointers of rows top to bottom by n towards the top: three reversals, no memory.
func (s *Screen) rotate(top, bottom, n int) {
	s.reverse(top, top+n-1)
	s.reverse(top+n, bottom)
	s.reverse(top, bottom)
}

func (s *Screen) reverse(i, j int) {
	Count(j - i)
	for ; i < j; i, j = i+1, j-1 {
		a, b := s.slot(i), s.slot(j)
		s.ring[a], s.ring[b] = s.ring[b], s.ring[a]
	}
}

// renew makes row i a blank row with a new identity.
func (s *Screen) renew(i int, blank Cell, gen uint64) {
	r := s.Row(i)
	r.Fill(0, s.cols, blank)
	r.ID, r.Gen, r.Wrapped, r.Mark = s.ids.Next(), gen, false, 0
}
