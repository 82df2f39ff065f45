package server

import (
	"gmux/server/format"
	"gmux/server/layout"
	"gmux/server/model"
	"gmux/server/status"
	"gmux/server/style"
	"gmux/server/vars"
	"gmux/server/view"
	"gmux/server/vt/width"
)

// The directions in which a border goes on from a cell.
const (
	goesDown = 1 << iota
	goesUp
	goesRight
	goesLeft
)

// borderSets are the characters of borders by pane-border-lines and the directions they go on in, from none to all four.
var borderSets = map[string][]rune{
	"single": []rune(" ││││┌└├─┐┘┤─┬┴┼"),
	"double": []rune(" ║║║║╔╚╠═╗╝╣═╦╩╬"),
	"heavy":  []rune(" ┃┃┃┃┏┗┣━┓┛┫━┳┻╋"),
	"simple": []rune(" |||-+++-+++-+++"),
	"spaces": []rune("                "),
}

// borders are what is between the panes of a window, the titles on it, and what is around a window that is smaller than the screen,
// from a row of the screen down.
type borders struct {
	s          *Server
	mc         *model.Client
	w          *model.Window
	top        int
	rows, cols int             // of window and screen, whichever is larger
	inside     [][]*model.Pane // by row and column
	lines      []view.Line
}

// borderLines draws the borders of what a client shows.
func (s *Server) borderLines(mc *model.Client, top int) []view.Line {
	w := mc.Session.Current.Window
	b := borders{
		s: s, mc: mc, w: w, top: top, inside: make([][]*model.Pane, w.Size.Rows),
		rows: max(w.Size.Rows, mc.Size.Rows-s.model.StatusLines(mc)), cols: max(w.Size.Cols, mc.Size.Cols),
	}
	covered := b.rows == w.Size.Rows && b.cols == w.Size.Cols
	if covered && (len(w.Panes) == 1 || w.Zoomed) && w.Layout.Status == layout.StatusOff {
		return nil
	}
	for row := range b.inside {
		b.inside[row] = make([]*model.Pane, w.Size.Cols)
	}
	for _, p := range w.Visible() {
		for row := p.Top; row < p.Top+p.Size.Rows; row++ {
			for col := p.Left; col < p.Left+p.Size.Cols; col++ {
				b.inside[row][col] = p
			}
		}
	}
	b.draw()
	for _, p := range w.Visible() {
		b.title(p)
	}
	return b.lines
}

func (b *borders) draw() {
	active, others := b.look(b.w.Active, "pane-active-border-style"), b.look(b.w.Active, "pane-border-style")
	set := borderSets[b.w.Options.Choice("pane-border-lines")]
	if set == nil {
		set = borderSets["single"]
	}
	fill := b.fill()
	mark, marked := b.s.model.Marked()
	marked = marked && mark.Link == b.mc.Session.Current
	for row := range b.rows {
		var run []status.Cell
		for col := 0; col <= b.cols; col++ {
			if col == b.cols || b.at(row, col) == ofPane {
				if run != nil {
					b.lines = append(b.lines, view.Line{Row: b.top + row, Col: col - len(run), Cells: run, Cursor: -1})
				}
				run = nil
				continue
			}
			cell := status.Cell{Text: fill, Width: 1, Style: others}
			if b.at(row, col) == onBorder {
				cell.Text = string(set[b.goes(row, col)])
				if b.touches(b.w.Active, row, col) {
					cell.Style = active
				}
				if marked && b.touches(mark.Pane, row, col) {
					cell.Style.Attr ^= style.Reverse
				}
			}
			run = append(run, cell)
		}
	}
}

// What a cell of the screen is.
type place int

const (
	ofPane   place = iota
	onBorder       // between panes, or around a window that does not reach the edge of the screen
	outside
)

func (b *borders) at(row, col int) place {
	rows, cols := b.w.Size.Rows, b.w.Size.Cols
	switch {
	case row < rows && col < cols:
		if b.inside[row][col] == nil {
			return onBorder
		}
		return ofPane
	case row > rows || col > cols, row == rows && b.w.Layout.Status == layout.StatusBottom: // there the titles are the border
		return outside
	}
	return onBorder
}

// fill is the character of what is outside of the window: a middle dot, or that of fill-character.
func (b *borders) fill() string {
	for _, r := range b.w.Options.String("fill-character") {
		if width.Rune(r) == 1 {
			return string(r)
		}
		break
	}
	return "·"
}

func (b *borders) look(p *model.Pane, option string) style.Style {
	ctx := b.context(p)
	return p.Options.Style(option, func(text string) string { return format.Expand(text, ctx) }).Look()
}

func (b *borders) context(p *model.Pane) format.Context {
	scope := vars.Scope{Client: b.mc, Session: b.mc.Session, Link: b.mc.Session.Current, Pane: p}
	return vars.New(b.s.model, b.s, scope).Context()
}

// goes says where the border at a cell goes on. The edge of the screen counts as border, except above and below titles.
func (b *borders) goes(row, col int) int {
	to := 0
	for _, d := range []struct{ row, col, bit int }{{-1, 0, goesUp}, {1, 0, goesDown}, {0, -1, goesLeft}, {0, 1, goesRight}} {
		r, c := row+d.row, col+d.col
		switch {
		case r < 0 && b.w.Layout.Status == layout.StatusTop:
		case r < 0 || c < 0 || b.at(r, c) == onBorder:
			to |= d.bit
		}
	}
	return to
}

// touches reports whether a cell is of a pane's border. Of two panes each has one half of what is between them, or
// nobody could tell which is active.
func (b *borders) touches(p *model.Pane, row, col int) bool {
	two := len(b.w.Panes) == 2 && !b.w.Zoomed
	if i := b.w.Options.Choice("pane-border-indicators"); i != "colour" && i != "both" {
		two = false
	}
	right, bottom := p.Left+p.Size.Cols, p.Top+p.Size.Rows
	if row >= p.Top-1 && row <= bottom {
		half := row > p.Size.Rows/2
		switch {
		case p.Left == 0 && col == right:
			return !two || !half
		case p.Left != 0 && col == p.Left-1:
			return !two || half
		case p.Left != 0 && col == right:
			return true
		}
	}
	if col < p.Left || col > right {
		return false
	}
	title := b.w.Layout.Status
	above := p.Top != 0 && row == p.Top-1 && title != layout.StatusBottom
	below := row == bottom && title != layout.StatusTop
	if two && title == layout.StatusOff && p.Size.Cols == b.w.Size.Cols {
		half := col > p.Size.Cols/2
		return above && half || below && p.Top == 0 && !half
	}
	return above || below
}

// title writes pane-border-format on a pane's border, two columns from its corner.
func (b *borders) title(p *model.Pane) {
	row := p.Top - 1
	switch b.w.Layout.Status {
	case layout.StatusOff:
		return
	case layout.StatusBottom:
		row = p.Top + p.Size.Rows
	}
	width := min(p.Size.Cols-2, b.w.Size.Cols-p.Left-2)
	if p.Size.Cols < 4 || width <= 0 || row < 0 || row >= b.w.Size.Rows {
		return
	}
	option := "pane-border-style"
	if p == b.w.Active {
		option = "pane-active-border-style"
	}
	base := b.look(p, option)
	text := format.ExpandTime(p.Options.String("pane-border-format"), b.context(p))
	cells := status.Draw(text, base, width).Cells
	col := 0
	for i := 0; i < len(cells); {
		n := i
		for n < len(cells) && !(blank(cells, n, base) && blank(cells, n+1, base)) {
			n++
		}
		if n > i {
			b.lines = append(b.lines, view.Line{Row: b.top + row, Col: p.Left + 2 + col, Cells: cells[i:n], Cursor: -1})
		}
		for _, c := range cells[i:min(n+1, len(cells))] {
			col += max(c.Width, 0)
		}
		i = n + 1
	}
}

// blank reports whether nothing is drawn at a cell, or it is the end: there the border shows.
func blank(cells []status.Cell, i int, base style.Style) bool {
	return i >= len(cells) || cells[i].Text == " " && cells[i].Style == base
}
