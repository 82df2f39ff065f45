package screen

import (
	"io"
	"os"
	"unicode/utf8"

	"github.com/gdamore/tcell/v2"
	"github.com/rivo/uniseg"

	"gmux/protocol"
	"gmux/protocol/outer"
)

// A tcellPainter paints on terminals of which we only know that they can address their cursor. tcell keeps a picture of
// its own and finds the difference; it neither reads nor hears of signals.
type tcellPainter struct {
	*appearance
	w      io.Writer
	feed   *feed
	screen tcell.Screen

	changed bool // something was drawn since the last flush
	sync    bool // the terminal's content is not known
	shown   protocol.Cursor
	want    protocol.Cursor
	extra   []byte // what goes out with the frame
}

func newTcell(a *appearance, w io.Writer) *tcellPainter { return &tcellPainter{appearance: a, w: w} }

// start makes a new screen each time: tcell's own resume keeps a picture that may be another one by now.
func (p *tcellPainter) start(rows, cols int, preamble string) error {
	defer settle(p.terminal.utf8)()
	p.feed = newFeed(rows, cols)
	ti := terminfoOf(p.terminal)
	screen, err := tcell.NewTerminfoScreenFromTtyTerminfo(p.feed, &ti)
	if err != nil {
		return err
	}
	if err := screen.Init(); err != nil {
		return err
	}
	p.screen = screen
	p.shown = protocol.Cursor{}
	p.raw(preamble)
	if p.terminal.caps&outer.Paste != 0 {
		p.raw("\x1b[?2004h")
	}
	p.clear()
	return nil
}

// settle puts into this process's environment what tcell shall obey, and nothing else, and returns what puts back what
// was there: a command that takes our place is to find it.
func settle(unicode bool) (back func()) {
	old := make(map[string]string)
	for _, name := range []string{"LC_ALL", "LINES", "COLUMNS", "NO_COLOR", "TCELL_TRUECOLOR", "TCELL_ALTSCREEN"} {
		if v, ok := os.LookupEnv(name); ok {
			old[name] = v
		}
		os.Unsetenv(name)
	}
	os.Setenv("LC_ALL", "C.UTF-8") // else every cell beyond ASCII is a question mark
	if !unicode {
		os.Setenv("LC_ALL", "C") // and lines are the terminal's own graphics
	}
	return func() {
		os.Unsetenv("LC_ALL")
		for name, v := range old {
			os.Setenv(name, v)
		}
	}
}

func (p *tcellPainter) stop() {
	p.drain()
	p.screen.Fini()
	p.w.Write(p.feed.take()) // the reset sequence follows; an error shows there
}

func (p *tcellPainter) resize(rows, cols int) {
	p.feed.resize(rows, cols)
	p.clear()
}

func (p *tcellPainter) clear() {
	p.screen.Fill(' ', tcell.StyleDefault)
	p.changed, p.sync = true, true
}

func (p *tcellPainter) scroll(int, int, int, bool) bool { return false }

func (p *tcellPainter) draw(row, col int, cells []cell) {
	p.changed = true
	for i := 0; i < len(cells); {
		c := cells[i]
		style := p.style(c.style)
		for _, text := range p.pieces(c, style) {
			p.screen.Put(col+i, row, text, tcellStyle(style))
			i += uniseg.StringWidth(text)
		}
	}
}

// pieces is a cell's text as tcell takes it, which measures by itself: where it disagrees there are as many underscores as
// there are columns. It knows no concealed text, which is blank.
func (p *tcellPainter) pieces(c cell, s protocol.StyleDef) []string {
	width := max(1, int(c.width))
	if c.text >= 0x7f && !p.terminal.utf8 {
		return p.plainPieces(c, s, width)
	}
	text := string(p.text(nil, c))
	switch {
	case s.Attrs&protocol.AttrConceal != 0:
		return []string{" ", " "}[:width]
	case uniseg.StringWidth(text) != width || uniseg.GraphemeClusterCount(text) != 1:
		return []string{"_", "_"}[:width]
	}
	return []string{text}
}

// plainPieces is for terminals without UTF-8. tcell turns the characters of the special graphics set into graphics by
// itself, given those that are in the set.
func (p *tcellPainter) plainPieces(c cell, s protocol.StyleDef, width int) []string {
	cluster := string(rune(c.text))
	if c.text&clusterBit != 0 {
		cluster = p.pool.clusters[c.text&^clusterBit]
	}
	b, ok := graphic(cluster)
	switch {
	case s.Attrs&protocol.AttrConceal != 0:
		return []string{" ", " "}[:width]
	case arrows[cluster] != 0:
		return []string{string(rune(arrows[cluster]))}
	case !ok:
		return []string{"_", "_"}[:width]
	case p.terminal.caps&outer.Charsets == 0:
		return []string{string(rune(inASCII(b)))}
	}
	r, _ := utf8.DecodeRuneInString(graphics[b])
	return []string{string(r)}
}

func tcellStyle(s protocol.StyleDef) tcell.Style {
	style := tcell.StyleDefault.Foreground(tcellColour(s.Fg)).Background(tcellColour(s.Bg))
	style = style.Bold(s.Attrs&protocol.AttrBold != 0).Dim(s.Attrs&protocol.AttrDim != 0).
		Italic(s.Attrs&protocol.AttrItalic != 0).Blink(s.Attrs&protocol.AttrBlink != 0).
		Reverse(s.Attrs&protocol.AttrReverse != 0).StrikeThrough(s.Attrs&protocol.AttrStrike != 0)
	if s.Underline != 0 {
		style = style.Underline(tcell.UnderlineStyle(s.Underline), tcellColour(s.Ul))
	}
	return style
}

func tcellColour(c uint32) tcell.Color {
	switch {
	case c == 0:
		return tcell.ColorDefault
	case c >= protocol.ColourRGB:
		return tcell.NewHexColor(int32(c & 0xffffff))
	}
	return tcell.PaletteColor(int(c & 0xff))
}

func (p *tcellPainter) cursor(c protocol.Cursor) { p.want = c }

func (p *tcellPainter) raw(seq string) { p.extra = append(p.extra, seq...) }

// flush lets tcell paint only if there is something: each Show costs a third of a millisecond however little changed.
func (p *tcellPainter) flush() error {
	if p.want != p.shown {
		p.placeCursor()
		p.changed = true
	}
	switch {
	case p.sync:
		p.screen.Sync()
	case p.changed:
		p.screen.Show()
	}
	p.changed, p.sync = false, false
	p.drain()
	out := append(p.extra, p.feed.take()...)
	p.extra = p.extra[:0]
	if len(out) == 0 {
		return nil
	}
	_, err := p.w.Write(out)
	return err
}

func (p *tcellPainter) placeCursor() {
	p.shown = p.want
	if !p.want.Visible {
		p.screen.HideCursor()
		return
	}
	p.screen.ShowCursor(int(p.want.Col), int(p.want.Row))
}

// drain throws tcell's events away, which are about its size only: a full queue would hang Fini for good.
func (p *tcellPainter) drain() {
	for p.screen.HasPendingEvent() {
		p.screen.PollEvent()
	}
}
