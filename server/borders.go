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
	kind       string          // pane-border-lines
	inside     [][]*model.Pane // by row and column
	looks      map[borderLook]style.Style
	lines      []view.Line
}

// A borderLook is whose options a style comes from, and which.
type borderLook struct {
	pane   *model.Pane
	option string
}

// borderLines draws the borders of what a client shows.
func (s *Server) borderLines(mc *model.Client, top int) []view.Line {
	w := mc.Session.Current.Window
	b := borders{
		s: s, mc: mc, w: w, top: top, kind: w.Options.Choice("pane-border-lines"),
		inside: make([][]*model.Pane, w.Size.Rows), looks: make(map[borderLook]style.Style),
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
	fill := status.Cell{Text: b.fill(), Width: 1, Style: b.look(b.mc.Pane(), "pane-border-style")}
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
			cell := fill
			switch p := b.owner(row, col); {
			case b.at(row, col) == outside:
			case row == b.w.Size.Rows || col == b.w.Size.Cols:
				cell.Text = b.frame(row, col)
			case p != nil:
				cell = b.cell(p, row, col)
			}
			run = append(run, cell)
		}
	}
}

// cell is a cell of p's border, in its style.
func (b *borders) cell(p *model.Pane, row, col int) status.Cell {
	option := "pane-border-style"
	if b.side(b.mc.Pane(), row, col) > within {
		option = "pane-active-border-style"
	}
	text := b.char(p, row, col)
	if arrow := b.arrow(p, row, col); arrow != 0 {
		text = arrow
	}
	cell := status.Cell{Text: string(text), Width: 1, Style: b.look(p, option)}
	if mark, ok := b.s.model.Marked(); ok && mark.Link == b.mc.Session.Current && b.side(mark.Pane, row, col) > within {
		cell.Style.Attr ^= style.Reverse
	}
	return cell
}

// frame is what stands around a window that is smaller than the screen. It is nobody's, and so looks the same whichever pane is active.
func (b *borders) frame(row, col int) string {
	if b.kind == "number" {
		return "*"
	}
	return string(borderSets[b.kind][b.goes(row, col)])
}

// owner is the first pane whose border a cell is.
func (b *borders) owner(row, col int) *model.Pane {
	for _, p := range b.w.Visible() {
		if b.side(p, row, col) > within {
			return p
		}
	}
	return nil
}

// char is the character of p's border at a cell.
func (b *borders) char(p *model.Pane, row, col int) rune {
	if b.kind == "number" {
		return rune('0' + p.Index()%10)
	}
	return borderSets[b.kind][b.goes(row, col)]
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

// fill is the character of what is outside of the window: that of fill-character, else a middle dot, or what goes with plain borders.
func (b *borders) fill() string {
	for _, r := range b.w.Options.String("fill-character") {
		if width.Rune(r) == 1 {
			return string(r)
		}
		break
	}
	switch b.kind {
	case "simple":
		return "."
	case "spaces":
		return " "
	}
	return "·"
}

func (b *borders) look(p *model.Pane, option string) style.Style {
	key := borderLook{p, option}
	st, ok := b.looks[key]
	if !ok {
		ctx := b.context(p)
		st = p.Options.Style(option, func(text string) string { return format.Expand(text, ctx) }).Look()
		b.looks[key] = st
	}
	return st
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

// A side is where a cell is, seen from a pane.
type side int

const (
	away side = iota
	within
	onLeft // the others are its border
	onRight
	onTop
	onBottom
)

// side says where a cell is. Of two panes each has one half of what is between them, or nobody could tell which is active.
func (b *borders) side(p *model.Pane, row, col int) side {
	right, bottom := p.Left+p.Size.Cols, p.Top+p.Size.Rows
	if row >= p.Top && row < bottom && col >= p.Left && col < right {
		return within
	}
	beside, stacked := false, false
	if i := b.w.Options.Choice("pane-border-indicators"); i == "colour" || i == "both" {
		beside, stacked = b.two()
	}
	if row >= p.Top-1 && row <= bottom {
		half := row > p.Size.Rows/2
		switch {
		case p.Left == 0 && col == right:
			if !beside || !half {
				return onRight
			}
		case p.Left != 0 && col == p.Left-1:
			if !beside || half {
				return onLeft
			}
		case p.Left != 0 && col == right:
			return onRight
		}
	}
	return b.aboveOrBelow(p, row, col, stacked)
}

func (b *borders) aboveOrBelow(p *model.Pane, row, col int, stacked bool) side {
	right, bottom := p.Left+p.Size.Cols, p.Top+p.Size.Rows
	title := b.w.Layout.Status
	if stacked && title == layout.StatusOff {
		half := col > p.Size.Cols/2
		switch {
		case p.Top == 0 && row == bottom && !half:
			return onBottom
		case p.Top != 0 && row == p.Top-1 && half:
			return onTop
		}
		return away
	}
	switch {
	case p.Left != 0 && col < p.Left || col > right:
	case title != layout.StatusBottom && p.Top != 0 && row == p.Top-1:
		return onTop
	case title != layout.StatusTop && row == bottom:
		return onBottom
	}
	return away
}

// two reports whether there are two panes, and whether they are side by side or one above the other.
func (b *borders) two() (beside, stacked bool) {
	if len(b.w.Panes) != 2 || b.w.Zoomed {
		return false, false
	}
	beside = b.w.Panes[0].Top == b.w.Panes[1].Top
	return beside, !beside
}

// arrows point from a border into the active pane.
var arrows = [...]rune{onLeft: '→', onRight: '←', onTop: '↓', onBottom: '↑'}

// joins are where another border that leads away from the active pane begins.
var joins = [...]int{
	onLeft: goesUp | goesDown | goesLeft, onRight: goesUp | goesDown | goesRight,
	onTop: goesLeft | goesRight | goesUp, onBottom: goesLeft | goesRight | goesDown,
}

// arrow is what stands at a cell of p's border to show which pane is active, 0 for nothing.
func (b *borders) arrow(p *model.Pane, row, col int) rune {
	if i := b.w.Options.Choice("pane-border-indicators"); i != "arrows" && i != "both" {
		return 0
	}
	inRow, inCol := row == p.Top+1, col == p.Left+1
	at := b.side(b.mc.Pane(), row, col)
	if !inRow && !inCol || at == within {
		return 0
	}
	goes := b.goes(row, col)
	if at == away {
		beside, stacked := b.two()
		if !beside && !stacked {
			return 0
		}
		first := b.mc.Pane() == b.w.Panes[0]
		switch { // the half that is the other pane's shows it too
		case inRow && first:
			return arrows[onRight]
		case inRow:
			return arrows[onLeft]
		case first:
			return arrows[onBottom]
		}
		return arrows[onTop]
	}
	const across, down = goesLeft | goesRight, goesUp | goesDown
	plain := inCol && goes&down == 0 || inRow && goes&across == 0
	if plain || goes == joins[at] {
		return arrows[at]
	}
	return 0
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
	if p == b.mc.Pane() {
		option = "pane-active-border-style"
	}
	base := b.look(p, option)
	text := format.ExpandTime(p.Options.String("pane-border-format"), b.context(p))
	cells, col := status.DrawOver(text, base, width).Cells, p.Left+2
	for i, c := range cells {
		if c.Clear() {
			cells[i] = status.Cell{Text: string(b.char(p, row, col)), Width: 1, Style: base}
		}
		col += c.Width
	}
	b.lines = append(b.lines, view.Line{Row: b.top + row, Col: p.Left + 2, Cells: cells, Cursor: -1})
}
