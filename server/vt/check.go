package vt

import (
	"errors"
	"fmt"

	"gmux/server/vt/grid"
)

// check returns what is wrong with the terminal's invariants. Tests and fuzz targets call it.
func (t *Terminal) check() error {
	return errors.Join(t.checkScreens(), t.tables.Check(), t.history.Check())
}

// checkScreens is the part of check that Restore needs: tables and history are checked while they are decoded.
func (t *Terminal) checkScreens() error {
	errs := []error{t.checkScreen("main", &t.main), t.checkCursor()}
	if t.alt.exists {
		errs = append(errs, t.checkScreen("alternate", &t.alt))
	}
	if t.top >= t.bottom && t.rows > 1 || t.top < 0 || t.bottom >= t.rows {
		errs = append(errs, fmt.Errorf("margins %d to %d of %d rows", t.top, t.bottom, t.rows))
	}
	if t.left >= t.right && t.cols > 1 || t.left < 0 || t.right >= t.cols {
		errs = append(errs, fmt.Errorf("margins %d to %d of %d columns", t.left, t.right, t.cols))
	}
	if len(t.tabs) != t.cols {
		errs = append(errs, fmt.Errorf("%d tab stops for %d columns", len(t.tabs), t.cols))
	}
	return errors.Join(errs...)
}

func (t *Terminal) checkCursor() error {
	c := t.cur
	if c.row < 0 || c.row >= t.rows || c.col < 0 || c.col >= t.cols {
		return fmt.Errorf("cursor at %d,%d of %d,%d", c.row, c.col, t.rows, t.cols)
	}
	if c.pending && !t.modes.has(modeAutowrap) {
		return errors.New("pending wrap without autowrap")
	}
	if t.penKnown && !t.names(t.penID, c.pen) {
		return errors.New("id of the pen is of another style")
	}
	if !t.names(t.blank.Style(), grid.Style{Bg: c.pen.Bg}) {
		return errors.New("blank is not in the pen's background")
	}
	if bg := t.blankBg; !bg.IsDefault() && !t.names(t.blankOfBg.Style(), grid.Style{Bg: bg}) {
		return errors.New("remembered blank is in another background")
	}
	if t.last.ok {
		if cell := t.grid.Row(t.last.row).Cells[t.last.col]; cell.IsBlank() || cell.IsRight() {
			return fmt.Errorf("nothing was printed at %d,%d", t.last.row, t.last.col)
		}
	}
	return nil
}

// names reports whether id is of style s, or of the default one because there was no room for s.
func (t *Terminal) names(id grid.StyleID, s grid.Style) bool {
	return t.tables.Style(id) == s || id == 0 && t.tables.Full()
}

func (t *Terminal) checkScreen(name string, s *screen) error {
	if s.grid.Rows() != t.rows || s.grid.Cols() != t.cols {
		return fmt.Errorf("%s screen is %dx%d, terminal %dx%d", name, s.grid.Rows(), s.grid.Cols(), t.rows, t.cols)
	}
	ids := map[uint64]bool{}
	for i := range t.rows {
		r := s.grid.Row(i)
		if err := t.checkRow(r); err != nil {
			return fmt.Errorf("%s screen, row %d: %w", name, i, err)
		}
		if ids[r.ID] {
			return fmt.Errorf("%s screen, row %d: id %d twice", name, i, r.ID)
		}
		ids[r.ID] = true
	}
	return nil
}

func (t *Terminal) checkRow(r *grid.Row) error {
	if len(r.Cells) != t.cols {
		return fmt.Errorf("%d cells for %d columns", len(r.Cells), t.cols)
	}
	if r.Gen > t.gen {
		return fmt.Errorf("generation %d of %d", r.Gen, t.gen)
	}
	for col, c := range r.Cells {
		if col >= r.Len() && c != 0 {
			return fmt.Errorf("column %d: not blank, and the row's length is %d", col, r.Len())
		}
		if int(c.Style()) >= t.tables.Styles() {
			return fmt.Errorf("column %d: no style %d", col, c.Style())
		}
		if c.IsWide() && (col+1 == t.cols || !r.Cells[col+1].IsRight()) {
			return fmt.Errorf("column %d: wide without a right half", col)
		}
		if c.IsRight() && (col == 0 || !r.Cells[col-1].IsWide()) {
			return fmt.Errorf("column %d: right half without a wide character", col)
		}
		t.cluster = t.tables.AppendText(t.cluster[:0], c)
		if len(t.cluster) > grid.MaxCluster {
			return fmt.Errorf("column %d: %d bytes of text", col, len(t.cluster))
		}
	}
	return nil
}
