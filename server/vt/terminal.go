package vt

import (
	"gmux/server/vt/grid"
	"gmux/server/vt/history"
	"gmux/server/vt/parser"
	"gmux/server/vt/width"
)

// maxSize bounds rows and columns, and maxCells both together, so that a size from outside cannot take all memory.
const (
	maxSize  = 10000
	maxCells = 1 << 22
)

// Options are what a Terminal is made with.
type Options struct {
	Rows, Cols            int
	HistoryLimit          int    // rows to keep above the screen; 0 for none
	CellWidth, CellHeight int    // pixels, 0 if not known
	TermVersion           string // the answer to XTVERSION
	Colors                Colors // what colour queries are answered with; the zero value is light grey on black
	KeepOnClear           bool   // ED 2 moves the screen into the history, as tmux's scroll-on-clear does
	Allow                 Allow
	Widths                width.Widths
	Effects               Effects

	// ColorName knows the colours of X11 by their names, in lower case and without spaces; nil: none. It must always give the
	// same answer.
	ColorName func(name string) (r, g, b uint8, ok bool)
}

// Allow is what a program may do only if the user wants it: to be told what a program, perhaps another one, chose; and
// what it may not do.
type Allow struct {
	TitleReports   bool // CSI 20 t and 21 t
	ClipboardReads bool // OSC 52 with ?, which then is an effect
	NoAltScreen    bool // modes 47, 1047 and 1049 do not go to the alternate screen
}

// A Terminal is the state of one pane's screen. See the package comment for who may use it and how.
type Terminal struct {
	opt     Options
	effects Effects
	parser  parser.Parser
	gen     uint64

	rows, cols int
	ids        grid.IDs
	tables     *grid.Tables
	main, alt  screen
	on         *screen // main or alt
	grid       *grid.Screen
	history    *history.History
	pullFloor  int // history.Seq of the lines that growing taller leaves there

	cur       cursor
	last      lastPrinted
	penID     grid.StyleID
	penKnown  bool       // penID is cur.pen's
	blank     grid.Cell  // what erasing leaves
	blankBg   grid.Color // the last background but the default, and its blank
	blankOfBg grid.Cell
	cluster   []byte // scratch
	linkWait  int    // see linkID

	top, bottom, left, right int // margins, inclusive
	tabs                     []bool
	modes                    modeSet
	savedModes               map[int]bool // by XTSAVE
	protection               protection
	extent                   int // DECSACE
	level                    int // of conformance, DECSCL

	cursorStyle int // DECSCUSR
	blinkMode   bool
	modifyKeys  int
	titles      titles
	colors      colorSet
	colorGen    uint64 // gen at which a colour was last changed
	cwd         string
	pointer     string   // OSC 22
	progress    Progress // OSC 9;4
}

// A screen is the main or the alternate one, with what each has for itself.
type screen struct {
	grid   *grid.Screen
	saved  cursor // DECSC
	left   cursor // where the cursor was when the other screen was switched to
	kitty  kittyStack
	exists bool
}

// New is a terminal in its initial state.
func New(o Options) *Terminal {
	t := &Terminal{opt: o, tables: grid.NewTables(), history: history.New(o.HistoryLimit)}
	t.rows, t.cols = clampSize(o.Rows, o.Cols)
	t.SetEffects(o.Effects)
	t.Reset()
	return t
}

func clampSize(rows, cols int) (int, int) {
	cols = min(max(cols, 1), maxSize)
	return min(max(rows, 1), maxSize, maxCells/cols), cols
}

// Reset is the initial state: RIS, and what is on the screens gone. The history stays.
func (t *Terminal) Reset() {
	t.gen++
	t.parser = parser.Parser{}
	t.fullReset()
}

// SetEffects changes where effects go; nil drops them.
func (t *Terminal) SetEffects(e Effects) {
	if e == nil {
		e = NoEffects{}
	}
	t.effects = e
}

// Write takes output of the program. It never fails.
func (t *Terminal) Write(p []byte) (int, error) {
	if len(p) > 0 {
		t.gen++
		t.parser.Feed((*sink)(t), p)
	}
	return len(p), nil
}

// Size is the size in cells.
func (t *Terminal) Size() (rows, cols int) { return t.rows, t.cols }

// Allowed is what the program may do.
func (t *Terminal) Allowed() Allow { return t.opt.Allow }

// SetAllowed says what the program may do from now on.
func (t *Terminal) SetAllowed(a Allow) { t.opt.Allow = a }

// KeepsOnClear reports whether ED 2 moves the screen into the history, and SetKeepOnClear says it for from now on.
func (t *Terminal) KeepsOnClear() bool     { return t.opt.KeepOnClear }
func (t *Terminal) SetKeepOnClear(on bool) { t.opt.KeepOnClear = on }

// SetWidths says how many columns characters take from now on. What is on the screens stays as it is, and the program
// would have to know.
func (t *Terminal) SetWidths(w width.Widths) { t.opt.Widths = w }

// Generation grows whenever something that can be seen may have changed. Rows changed since then have a
// greater Gen; rows that only moved keep theirs, with their ID.
func (t *Terminal) Generation() uint64 { return t.gen }

// Row is row i of the visible screen, for reading, until the next Write.
func (t *Terminal) Row(i int) *grid.Row { return t.grid.Row(i) }

// MainRow is row i of the main screen, which may be the one that is not visible.
func (t *Terminal) MainRow(i int) *grid.Row { return t.main.grid.Row(i) }

// Unfinished is a control sequence that the output so far has begun and not ended.
func (t *Terminal) Unfinished() []byte { return t.parser.Unfinished() }

// AppendText appends the text of a cell: its cluster, a space if it is blank, nothing if it is a right half.
func (t *Terminal) AppendText(dst []byte, c grid.Cell) []byte { return t.tables.AppendText(dst, c) }

// StyleOf is the style that a cell's id names.
func (t *Terminal) StyleOf(id grid.StyleID) grid.Style { return t.tables.Style(id) }

// StyleVersion changes when styles, clusters and links were given other numbers.
func (t *Terminal) StyleVersion() uint32 { return t.tables.Version() }

// Link is the hyperlink that a style's Link names.
func (t *Terminal) Link(id uint32) (uri, params string) {
	l := t.tables.Link(id)
	return l.URI, l.Params
}

// History is what left the top of the main screen.
func (t *Terminal) History() *history.History { return t.history }

// ClearHistory empties the history.
func (t *Terminal) ClearHistory() {
	t.history.Clear()
	t.pullFloor = 0
}

// SetHistoryLimit is the number of rows the history keeps.
func (t *Terminal) SetHistoryLimit(n int) {
	t.history.SetLimit(n)
	t.pullFloor = min(t.pullFloor, t.history.Seq())
}

// Title and IconTitle are what OSC 0, 1 and 2 set; Cwd is the URL of OSC 7.
func (t *Terminal) Title() string     { return t.titles.now.window }
func (t *Terminal) IconTitle() string { return t.titles.now.icon }
func (t *Terminal) Cwd() string       { return t.cwd }

// ScrollRegion is the first and the last row of the scroll region.
func (t *Terminal) ScrollRegion() (top, bottom int) { return t.top, t.bottom }

// TabStops are the columns with tab stops.
func (t *Terminal) TabStops() []int {
	var stops []int
	for col, stop := range t.tabs {
		if stop {
			stops = append(stops, col)
		}
	}
	return stops
}

// MainCursor is where the cursor was when the alternate screen took the place of the main one; ok is false while it has not.
func (t *Terminal) MainCursor() (row, col int, ok bool) {
	if !t.onAlt() {
		return 0, 0, false
	}
	return t.main.left.row, t.main.left.col, true
}

// touch marks row i as changed.
func (t *Terminal) touch(i int) *grid.Row {
	r := t.grid.Row(i)
	r.Gen = t.gen
	return r
}

// touchAll marks every row as changed, since all look different now.
func (t *Terminal) touchAll() {
	for i := range t.rows {
		t.touch(i)
	}
}

func (t *Terminal) reply(s string) { t.effects.Reply([]byte(s)) }
