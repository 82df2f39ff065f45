// Package capture writes rows of a terminal's history and screen as text, for capture-pane.
package capture

import (
	"bytes"
	"strings"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/history"
)

// Options say which rows, and how.
type Options struct {
	From, To int  // rows; 0 is the top of the screen, history is negative; brought within what there is
	Escapes  bool // with SGR
	Octal    bool // the escape of sequences as \033, and backslashes doubled, as tmux does it
	Join     bool // soft-wrapped rows in one line
	Spaces   bool // keep blanks at the ends of lines
	Written  bool // nothing but the cells that were written to
	Main     bool // the main screen, without its history, while the alternate one is shown
	Numbers  bool // the number of its row before each
	Flags    bool // and letters for what the row is: rowFlags
	Links    bool // nothing but the hyperlinks of each row that has some, each once

	Progress func() // called now and then, since a long history takes a while; may be nil
}

// progressEvery is how many rows are written between two calls of Progress: some milliseconds.
const progressEvery = 1 << 14

// Text is those rows, each line with its newline.
func Text(t *vt.Terminal, o Options) string {
	rows, cols := t.Size()
	h := t.History()
	above, row := h.Rows(cols), t.Row
	if o.Main {
		above, row = 0, t.MainRow
	}
	o = o.within(above, rows)
	w := writer{o: o, cols: cols}
	if o.From < 0 { // about what it takes: a buffer that grows is copied again and again, which takes long if it is large
		w.buf.Grow(int(int64(h.Bytes()) * int64(-o.From) / int64(above)))
	}
	var line history.Line
	for i := o.From; i <= o.To; i++ {
		if o.Progress != nil && (i-o.From)%progressEvery == progressEvery-1 {
			o.Progress()
		}
		if i >= 0 {
			w.screen(t, i, row(i))
		} else if h.Row(cols, above+i, &line) {
			w.history(i, &line)
		}
	}
	w.newline(true)
	if o.Progress != nil {
		o.Progress()
	}
	return w.buf.String()
}

// Rows are what someone reads, wrapped for a width.
type Rows interface {
	Rows(cols int) int
	Row(cols, i int, l *history.Line) bool
}

// Read is the same of what someone reads in a window of that size: the last rows are its screen.
func Read(text Rows, rows, cols int, o Options) string {
	above := max(0, text.Rows(cols)-rows)
	o = o.within(above, rows)
	w := writer{o: o, cols: cols}
	for i := o.From; i <= o.To; i++ {
		var line history.Line // stays empty below the end
		text.Row(cols, above+i, &line)
		w.history(i, &line)
	}
	w.newline(true)
	return w.buf.String()
}

// within puts From before To and both within what there is.
func (o Options) within(above, rows int) Options {
	from, to := min(o.From, o.To), max(o.From, o.To)
	o.From, o.To = min(max(from, -above), rows-1), min(max(to, -above), rows-1)
	return o
}

type writer struct {
	o      Options
	cols   int
	buf    bytes.Buffer
	begun  int // where the line begins
	open   bool
	kept   int // the line's length without the blanks at its end
	style  grid.Style
	colBuf []byte
	links  map[grid.Link]bool // those that were written
}

func (w *writer) screen(t *vt.Terminal, i int, r *grid.Row) {
	flags := func() string { return screenFlags(t, r) }
	if w.o.Links {
		w.rowLinks(i, flags, screenLinks(t, r), r.Wrapped)
		return
	}
	w.startRow(i, flags)
	used := r.Len()
	if r.Wrapped && used > 0 && r.Cells[used-1].IsBlank() { // the wide character behind it had no room
		used--
	}
	for _, c := range r.Cells[:used] {
		if c.IsRight() {
			continue
		}
		w.colBuf = t.AppendText(w.colBuf[:0], c)
		w.cell(w.colBuf, t.StyleOf(c.Style()))
	}
	w.unwritten(used)
	w.endRow(r.Wrapped)
}

func (w *writer) history(i int, l *history.Line) {
	flags := func() string { return lineFlags(l) }
	if w.o.Links {
		w.rowLinks(i, flags, lineLinks(l), l.Wrapped)
		return
	}
	w.startRow(i, flags)
	if l.Plain && !w.o.Octal && w.style == (grid.Style{}) {
		w.plain(l.Text)
		w.unwritten(len(l.Text))
		w.endRow(l.Wrapped)
		return
	}
	used := 0
	for i, c := range l.Cells {
		w.cell(l.TextOf(i), c.Style)
		used += int(c.Width)
	}
	w.unwritten(used)
	w.endRow(l.Wrapped)
}

// plain is what cell does for each of many, at once: a long history is captured while others wait.
func (w *writer) plain(text []byte) {
	begun := w.buf.Len()
	w.buf.Write(text)
	if kept := bytes.TrimRight(text, " "); w.o.Spaces || w.o.Join {
		w.kept = w.buf.Len()
	} else if len(kept) > 0 {
		w.kept = begun + len(kept)
	}
}

func (w *writer) cell(text []byte, s grid.Style) {
	w.open = true
	if len(text) == 0 {
		text = []byte{' '}
	}
	if s.Link = 0; w.o.Escapes && s != w.style {
		codes := transition(w.style, s)
		if w.o.Octal {
			codes = strings.ReplaceAll(codes, "\x1b", `\033`)
		}
		w.buf.WriteString(codes)
		w.style = s
		w.kept = w.buf.Len()
	}
	w.text(text)
	if w.o.Spaces || w.o.Join || !(len(text) == 1 && text[0] == ' ') {
		w.kept = w.buf.Len()
	}
}

// unwritten adds the blanks behind the written cells of a row. tmux has room for a quarter, half or the whole of a row, and all of that
// is in what it prints: a look that the last character had ends there, and with Spaces it is seen.
func (w *writer) unwritten(used int) {
	if used == 0 || w.o.Written || w.o.Join || !w.o.Spaces && w.style == (grid.Style{}) {
		return
	}
	room := w.cols
	switch {
	case used <= w.cols/4:
		room = w.cols / 4
	case used <= w.cols/2:
		room = w.cols / 2
	}
	for ; used < room; used++ {
		w.cell([]byte{' '}, grid.Style{})
	}
}

func (w *writer) text(text []byte) {
	if w.o.Octal && len(text) == 1 && text[0] == '\\' {
		w.buf.WriteByte('\\')
	}
	w.buf.Write(text)
}

// endRow ends the line, unless it goes on in the next row.
func (w *writer) endRow(wrapped bool) {
	if wrapped && w.o.Join {
		w.open = true
		return
	}
	w.open = true
	w.newline(false)
}

// newline ends the line; at the very end only one that was begun.
func (w *writer) newline(last bool) {
	if last && !w.open {
		return
	}
	w.buf.Truncate(max(w.kept, w.begun))
	w.buf.WriteByte('\n')
	w.begun, w.kept, w.open = w.buf.Len(), w.buf.Len(), false
}
