package layout

import "fmt"

// Check returns the first broken invariant, nil if all hold: sizes add up, nothing is below 1x1, every cell is where its parent
// says and no pane is there twice.
func (t *Tree) Check() error {
	if t.root.parent != nil || t.root.Row != 0 || t.root.Col != 0 {
		return fmt.Errorf("the root is at %d,%d or has a parent", t.root.Col, t.root.Row)
	}
	if !t.root.consistent() {
		return fmt.Errorf("sizes do not add up: %s", t)
	}
	seen := make(map[int]bool)
	for _, c := range t.leaves() {
		if seen[c.pane] {
			return fmt.Errorf("pane %d is there twice: %s", c.pane, t)
		}
		seen[c.pane] = true
	}
	moved := t.Clone()
	moved.place()
	if moved.String() != t.String() {
		return fmt.Errorf("%s should be %s", t, moved)
	}
	return t.root.check()
}

func (c *cell) check() error {
	if c.Rows < minPane || c.Cols < minPane {
		return fmt.Errorf("a cell is %dx%d", c.Cols, c.Rows)
	}
	if len(c.cells) == 1 {
		return fmt.Errorf("a cell at %d,%d holds one", c.Col, c.Row)
	}
	for _, child := range c.cells {
		if child.parent != c {
			return fmt.Errorf("the cell at %d,%d has another parent", child.Col, child.Row)
		}
		if err := child.check(); err != nil {
			return err
		}
	}
	return nil
}
