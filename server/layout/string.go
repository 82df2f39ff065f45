package layout

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Limits of what Parse takes. tmux has none, and prints nothing longer than 8 KiB.
const (
	maxString = 16 << 10
	maxSize   = 10000 // rows and columns of the largest window
	maxDepth  = 500
)

// Errors of Parse, in tmux's words.
var (
	ErrInvalid = errors.New("invalid layout")
	ErrSizes   = errors.New("size mismatch after applying layout")
)

// A CountError says that a layout has fewer cells than there are panes.
type CountError struct{ Panes, Cells int }

func (e *CountError) Error() string {
	return fmt.Sprintf("have %d panes but need %d", e.Panes, e.Cells)
}

// String is the layout as select-layout takes it: a checksum and the cells, {} around those side by side, [] around those below
// each other.
func (t *Tree) String() string { return withChecksum(string(t.root.append(nil))) }

// Alone is the layout while one pane is zoomed.
func (t *Tree) Alone(pane int) string {
	c := cell{Rect: t.root.Rect, pane: pane}
	return withChecksum(string(c.append(nil)))
}

func withChecksum(text string) string { return fmt.Sprintf("%04x,%s", checksum(text), text) }

func checksum(text string) uint16 {
	var sum uint16
	for _, b := range []byte(text) {
		sum = sum>>1 | sum<<15
		sum += uint16(b)
	}
	return sum
}

// append writes a cell without fmt: a list of panes asks for the layout of each one's window.
func (c *cell) append(to []byte) []byte {
	to = strconv.AppendInt(to, int64(c.Cols), 10)
	to = append(to, 'x')
	to = strconv.AppendInt(to, int64(c.Rows), 10)
	to = appendNumber(to, c.Col)
	to = appendNumber(to, c.Row)
	if c.isLeaf() {
		return appendNumber(to, c.pane)
	}
	open, end := byte('{'), byte('}')
	if c.dir == TopBottom {
		open, end = '[', ']'
	}
	for _, child := range c.cells {
		to = append(to, open)
		to = child.append(to)
		open = ','
	}
	return append(to, end)
}

func appendNumber(to []byte, n int) []byte { return strconv.AppendInt(append(to, ','), int64(n), 10) }

// Parse reads a layout string and puts panes, in that order, into its cells; the numbers in the string are those of other
// panes. Cells too many are taken away from the end.
func Parse(s string, panes []int, status Status) (*Tree, error) {
	t, err := read(s)
	if err != nil {
		return nil, err
	}
	t.Status = status
	leaves := t.leaves()
	if len(leaves) < len(panes) {
		return nil, &CountError{len(panes), len(leaves)}
	}
	t.root.correct()
	if !t.root.consistent() {
		return nil, ErrSizes
	}
	for range len(leaves) - len(panes) {
		c := t.root
		for !c.isLeaf() {
			c = last(c.cells)
		}
		t.remove(c)
	}
	for i, c := range t.leaves() {
		c.pane = panes[i]
	}
	t.place()
	return t, nil
}

// Restore reads a layout string with its own panes, as String wrote it.
func Restore(s string, status Status) (*Tree, error) {
	t, err := read(s)
	if err != nil {
		return nil, err
	}
	t.Status = status
	if !t.root.consistent() {
		return nil, ErrSizes
	}
	t.place()
	return t, t.Check()
}

func read(s string) (*Tree, error) {
	sum, text, ok := strings.Cut(s, ",")
	n, err := strconv.ParseUint(sum, 16, 16)
	if !ok || len(sum) != 4 || err != nil || len(s) > maxString || uint16(n) != checksum(text) {
		return nil, ErrInvalid
	}
	r := reader{text: text}
	root := r.cell(0)
	if root == nil || r.text != "" {
		return nil, ErrInvalid
	}
	return &Tree{root: root}, nil
}

// reader takes a layout apart; what it has not read yet is text.
type reader struct{ text string }

// cell is the next cell with all in it, nil if there is none. One that holds a single cell is refused: nothing makes those, and
// tmux does not survive taking that cell away.
func (r *reader) cell(depth int) *cell {
	c := r.head()
	if c == nil || depth > maxDepth {
		return nil
	}
	end := byte('}')
	switch {
	case r.take('{'):
		c.dir = LeftRight
	case r.take('['):
		c.dir, end = TopBottom, ']'
	default:
		return c
	}
	for {
		child := r.cell(depth + 1)
		if child == nil {
			return nil
		}
		child.parent = c
		c.cells = append(c.cells, child)
		if r.take(end) {
			break
		}
		if !r.take(',') {
			return nil
		}
	}
	if len(c.cells) < 2 {
		return nil
	}
	return c
}

// head reads COLSxROWS,COL,ROW and, where there is one, the pane's number.
func (r *reader) head() *cell {
	var n [4]int
	for i, after := range []byte{'x', ',', ',', 0} {
		var ok bool
		if n[i], ok = r.number(); !ok || n[i] > maxSize || after != 0 && !r.take(after) {
			return nil
		}
	}
	c := &cell{Rect: Rect{Cols: n[0], Rows: n[1], Col: n[2], Row: n[3]}, pane: Nobody}
	if c.Cols < minPane || c.Rows < minPane {
		return nil
	}
	before := r.text
	if r.take(',') {
		pane, ok := r.number()
		if !ok || strings.HasPrefix(r.text, "x") { // it was the next cell
			r.text = before
		} else {
			c.pane = pane
		}
	}
	return c
}

func (r *reader) number() (int, bool) {
	n := 0
	for n < len(r.text) && r.text[n] >= '0' && r.text[n] <= '9' {
		n++
	}
	v, err := strconv.ParseInt(r.text[:n], 10, 32)
	r.text = r.text[n:]
	return int(v), err == nil
}

func (r *reader) take(b byte) bool {
	if r.text == "" || r.text[0] != b {
		return false
	}
	r.text = r.text[1:]
	return true
}

// correct gives the window the size of what is in it: old versions of tmux wrote another.
func (c *cell) correct() {
	if c.isLeaf() {
		return
	}
	total := len(c.cells) - 1
	for _, child := range c.cells {
		total += child.size(c.dir)
	}
	c.setSize(c.dir, total)
	c.setSize(c.dir.across(), last(c.cells).size(c.dir.across()))
}

// consistent reports whether the sizes of all cells add up.
func (c *cell) consistent() bool {
	if c.isLeaf() {
		return true
	}
	total := len(c.cells) - 1
	for _, child := range c.cells {
		if child.size(c.dir.across()) != c.size(c.dir.across()) || !child.consistent() {
			return false
		}
		total += child.size(c.dir)
	}
	return total == c.size(c.dir)
}
