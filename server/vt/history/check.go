package history

import "fmt"

// Check returns what is wrong with the invariants.
func (h *History) Check() error {
	rows, lines := h.open.rows, 0
	number := h.seq
	for _, s := range h.segs {
		number -= len(s.starts)
	}
	for n, s := range h.segs {
		if s.number != number {
			return fmt.Errorf("segment %d begins with line %d, not %d", n, s.number, number)
		}
		number += len(s.starts)
		for i := s.first; i < len(s.starts); i++ {
			l := s.line(i)
			if err := checkLine(l, s); err != nil {
				return fmt.Errorf("segment %d, line %d: %w", n, i, err)
			}
			rows += l.rows
			lines++
		}
		for _, c := range s.counts {
			if err := s.checkCount(c); err != nil {
				return fmt.Errorf("segment %d: %w", n, err)
			}
		}
	}
	if rows != h.rows || lines != h.lines {
		return fmt.Errorf("history has %d lines of %d rows, counted as %d of %d", lines, rows, h.lines, h.rows)
	}
	if h.limit == 0 && h.Lines() > 0 {
		return fmt.Errorf("history without a limit has %d lines", h.Lines())
	}
	return nil
}

// checkCount compares remembered rows with the lines'.
func (s *segment) checkCount(c count) error {
	rows := 0
	for i := s.first; i < c.upto; i++ {
		l := s.line(i)
		rows += l.rowsAt(c.width)
	}
	if rows != c.rows {
		return fmt.Errorf("%d rows at width %d, counted as %d", rows, c.width, c.rows)
	}
	return nil
}

func checkLine(l line, s *segment) error {
	c := chars{text: l.text, runs: l.runs}
	columns := 0
	for {
		_, w, style, ok := c.next()
		if !ok {
			break
		}
		if int(style) >= len(s.styles) {
			return fmt.Errorf("no style %d", style)
		}
		columns += w
	}
	if columns != l.columns {
		return fmt.Errorf("%d columns, counted as %d", columns, l.columns)
	}
	return nil
}
