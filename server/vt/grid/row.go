package grid

// Mark says what a shell told about a row (OSC 133).
type Mark uint8

// The marks. A row may have several: prompt and input are often on one row. Checkpoints have these bits.
const (
	MarkPrompt  Mark = 1 << iota // a prompt starts here (A)
	MarkInput                    // what the user types starts here (B)
	MarkOutput                   // a command's output starts here (C)
	MarkEnd                      // a command ended here with status 0 or an unknown one (D)
	MarkFailure                  // a command ended here with another status (D)
)

// A Row is one line of a screen. Readers must not change it.
type Row struct {
	Cells   []Cell
	ID      uint64 // stays with the row when it scrolls; a cleared-by-scrolling row gets a new one
	Gen     uint64 // the generation at which the cells last changed
	Wrapped bool   // the text goes on in the next row: a soft wrap
	Mark    Mark

	used int // columns from here on are zero Cells
}

// NewRow is a blank row.
func NewRow(cols int, ids *IDs) *Row {
	Count(cols)
	return &Row{Cells: make([]Cell, cols), ID: ids.Next()}
}

// Set makes column col show c.
func (r *Row) Set(col int, c Cell) {
	Count(1)
	r.Cells[col] = c
	r.used = max(r.used, col+1)
}

// Fill sets columns from to to (exclusive) to c.
func (r *Row) Fill(from, to int, c Cell) {
	Count(to - from)
	if c != 0 {
		for i := range r.Cells[from:to] {
			r.Cells[from+i] = c
		}
		r.used = max(r.used, to)
		return
	}
	if from < r.used {
		clear(r.Cells[from:min(to, r.used)])
	}
	if to >= r.used {
		r.used = min(r.used, from)
	}
}

// Copy copies columns from to to (exclusive) of src to column col.
func (r *Row) Copy(col int, src *Row, from, to int) {
	Count(to - from)
	copy(r.Cells[col:], src.Cells[from:to])
	r.used = max(r.used, col+min(to, max(src.used, from))-from)
}

// Resize makes the row wider, or narrower by cutting it.
func (r *Row) Resize(cols int) {
	if cols == len(r.Cells) {
		return
	}
	r.Split(cols)
	cells := make([]Cell, cols)
	copy(cells, r.Cells)
	r.Cells, r.used, r.Wrapped = cells, min(r.used, cols), false
}

// Len is the number of columns up to the last one that is not blank in the default style.
func (r *Row) Len() int {
	n := r.used
	for n > 0 && r.Cells[n-1] == 0 {
		n--
	}
	return n
}

// Split makes the boundary to the left of column col one between whole characters: a wide character
// that lies across it becomes two blanks, each in its own style.
func (r *Row) Split(col int) {
	if col <= 0 || col >= len(r.Cells) || !r.Cells[col].IsRight() {
		return
	}
	r.Cells[col-1] = Blank(r.Cells[col-1].Style())
	r.Cells[col] = Blank(r.Cells[col].Style())
}

// Joined returns the cells that belong to a logical line when the row is joined with the next one: all of
// them but a pad if it is wrapped, else those up to the last that shows anything.
func (r *Row) Joined() []Cell {
	if !r.Wrapped {
		return r.Cells[:r.Len()]
	}
	if n := len(r.Cells); n > 0 && r.Cells[n-1].IsPad() {
		return r.Cells[:n-1]
	}
	return r.Cells
}
