package screen

import (
	"errors"
	"fmt"
	"io"

	"gmux/protocol"
	"gmux/protocol/outer"
)

// ErrBase says that a frame changes another picture than the one that is shown.
var ErrBase = errors.New("frame changes another one")

// A Screen is the outer screen.
type Screen struct {
	appearance
	w     io.Writer
	paint painter
	modes modes

	rows, cols int // of the outer screen; the shadow's are the server's
	frame      protocol.Frame
	message    string
	started    bool
}

// New makes a Screen that writes to w. Nothing is written before Start.
func New(t Terminal, w io.Writer) *Screen {
	s := &Screen{appearance: appearance{terminal: t}, w: w}
	s.shadow.clear(0, 0)
	if t.Direct {
		s.paint = newDirect(&s.appearance, w)
	} else {
		s.paint = newTcell(&s.appearance, w)
	}
	return s
}

// Start takes the terminal, at first and after a suspension, and paints the picture there is. Queries are
// sent to a terminal that understands them.
func (s *Screen) Start(size protocol.Size, queries string) error {
	if s.started { // taken from us behind our back: what we turned on is turned off, since half of it is counted
		s.Stop()
		if _, err := io.WriteString(s.w, outer.ResetSequence(s.terminal.Term)); err != nil {
			return err
		}
	}
	s.rows, s.cols = int(size.Rows), int(size.Cols)
	if !s.terminal.Direct {
		queries = ""
	}
	if err := s.paint.start(s.rows, s.cols, queries); err != nil {
		return fmt.Errorf("open terminal failed: %w", err)
	}
	s.started = true
	s.modes.forget()
	s.redraw()
	return s.paint.flush()
}

// Stop lets go of the terminal; the tty's reset sequence does the rest.
func (s *Screen) Stop() {
	if s.started {
		s.paint.stop()
	}
	s.started = false
}

// Apply paints a frame.
func (s *Screen) Apply(f protocol.Frame) error {
	if err := s.begin(f); err != nil {
		return err
	}
	if s.message != "" && s.rows > 0 {
		s.drawRow(s.rows - 1) // so that a scroll moves the picture and not the message
	}
	err := protocol.DecodeStyles(f.Styles, s.pool.define)
	if err == nil {
		o := &ops{s: s}
		err = protocol.DecodeOps(f.Ops, s.shadow.rows, s.shadow.cols, o)
		o.flush()
	}
	if err != nil {
		s.frame.ID = 0 // half drawn: only a whole picture can follow
		return fmt.Errorf("frame %d: %w", f.ID, err)
	}
	s.frame = f
	s.frame.Styles, s.frame.Ops = nil, nil
	s.finish()
	return s.paint.flush()
}

// begin checks that f changes the picture that is there, or makes the blank one that it changes.
func (s *Screen) begin(f protocol.Frame) error {
	switch {
	case f.Base == 0:
		s.shadow.clear(int(f.Rows), int(f.Cols))
		s.paint.clear()
		return nil
	case f.Base != s.frame.ID:
		return fmt.Errorf("frame %d changes frame %d, shown is %d: %w", f.ID, f.Base, s.frame.ID, ErrBase)
	case int(f.Rows) != s.shadow.rows || int(f.Cols) != s.shadow.cols:
		return fmt.Errorf("frame %d changes the size: %w", f.ID, ErrBase)
	}
	s.compact()
	return nil
}

// finish draws what lies over the picture, and sends cursor and modes.
func (s *Screen) finish() {
	s.drawMessage()
	s.paint.cursor(s.clipped(s.frame.Cursor))
	s.paint.raw(s.modes.change(s.frame.Modes, s.terminal.Features))
}

// clipped hides a cursor that is not on the outer screen.
func (s *Screen) clipped(c protocol.Cursor) protocol.Cursor {
	if int(c.Row) >= s.rows || int(c.Col) >= s.cols {
		c.Visible = false
	}
	return c
}

// Shown returns the id of the frame that is shown, 0 at first, and the pane that was active in it.
func (s *Screen) Shown() (frame uint64, pane uint32) { return s.frame.ID, s.frame.Pane }

// Resize tells the outer screen's new size. What a terminal makes of its content then differs, so all is painted again.
func (s *Screen) Resize(size protocol.Size) error {
	s.rows, s.cols = int(size.Rows), int(size.Cols)
	s.paint.resize(s.rows, s.cols)
	s.redraw()
	return s.paint.flush()
}

// Message shows text of the client's own in the last line, over the picture; "" takes it away.
func (s *Screen) Message(text string) error {
	if text == s.message {
		return nil
	}
	s.message = text
	if s.rows > 0 {
		s.drawRow(s.rows - 1)
	}
	s.finish()
	return s.paint.flush()
}

// SetFeatures tells what more is known of the terminal. What is shown already is painted again if it can be shown better.
func (s *Screen) SetFeatures(f protocol.Features) error {
	old := s.terminal.Features
	s.terminal.Features = f
	s.terminal.colours()
	if (old^f)&looks != 0 {
		s.pool.epoch++
		s.redraw()
	} else {
		s.finish()
	}
	return s.paint.flush()
}

// looks are the features that a cell can show.
const looks = protocol.FeatureRGB | protocol.Feature256 | protocol.FeatureUnderlines | protocol.FeatureHyperlinks |
	protocol.FeatureOverline | protocol.FeatureStrike

// Outer carries out an effect that no cell shows.
func (s *Screen) Outer(o protocol.Outer) error {
	s.paint.raw(effect(o, s.terminal.Features))
	return s.paint.flush()
}

func (s *Screen) redraw() {
	for row := range min(s.rows, s.shadow.rows) {
		s.drawRow(row)
	}
	s.finish()
}

// drawRow draws one row of the outer screen as the picture has it.
func (s *Screen) drawRow(row int) {
	if row < s.shadow.rows {
		s.drawSpan(row, 0, s.shadow.cols)
	}
	if from := s.lastColumn(row); from < s.cols {
		s.paint.draw(row, from, blanks(s.cols-from))
	}
}

// lastColumn is where the picture ends in this row of the outer screen.
func (s *Screen) lastColumn(row int) int {
	if row >= s.shadow.rows {
		return 0
	}
	return s.shadow.cols
}

// drawSpan draws the columns [from,to) of a row of the picture, as far as they are on the outer screen.
func (s *Screen) drawSpan(row, from, to int) {
	to = min(to, s.cols)
	if row >= s.rows || from >= to {
		return
	}
	cells := s.shadow.row(row)
	to, spilt := s.reach(cells, from, to)
	if to < s.shadow.cols && cells[to].width == 0 { // the screen's edge cuts a wide cluster
		s.paint.draw(row, from, cells[from:to-1])
		s.paint.draw(row, to-1, blanks(1))
		return
	}
	s.paint.draw(row, from, cells[from:to])
	if spilt > to && to < s.cols {
		s.paint.draw(row, to, blanks(min(spilt, s.cols)-to))
	}
}

// reach extends a span by what the terminal covers if it draws clusters of it wider than they are: that has to be drawn
// again. spilt is how far that goes, perhaps beyond the picture.
func (s *Screen) reach(cells []cell, from, to int) (end, spilt int) {
	limit := min(s.shadow.cols, s.cols)
	for col := from; col < to; col++ {
		if c := cells[col]; s.contested(c) && c.width > 0 {
			spilt = max(spilt, col+int(c.width)+s.spill(c))
			to = max(to, min(spilt, limit))
			if to < limit && cells[to].width == 0 {
				to++
			}
		}
	}
	return to, spilt
}

func blanks(n int) []cell {
	cells := make([]cell, n)
	fill(cells, blank)
	return cells
}

// drawMessage draws the message over the last row.
func (s *Screen) drawMessage() {
	if s.message == "" || s.rows == 0 {
		return
	}
	cells := blanks(s.cols)
	style := s.pool.style(messageStyle)
	for i := range cells {
		cells[i].style = style
	}
	for i := range min(len(s.message), s.cols) {
		if c := s.message[i]; c >= 0x20 && c < 0x7f {
			cells[i].text = uint32(c)
		}
	}
	s.paint.draw(s.rows-1, 0, cells)
}

// messageStyle is tmux's message-style.
var messageStyle = protocol.StyleDef{Fg: protocol.ColourIndex, Bg: protocol.ColourIndex | 3}
