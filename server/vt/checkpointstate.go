package vt

import (
	"maps"
	"math"
	"slices"
	"unicode/utf8"

	"gmux/server/vt/grid"
	"gmux/server/vt/serial"
	"gmux/server/vt/width"
)

// maxNumber bounds what only counts, so that counting on does not overflow.
const maxNumber = math.MaxInt64 / 4

func (t *Terminal) encodeState(e *serial.Encoder) {
	e.Int(t.rows, t.cols)
	e.Uint(t.gen)
	t.ids.Encode(e)
	e.Bool(t.onAlt())
	t.cur.encode(e)
	e.Bool(t.last.ok, t.last.alone)
	e.Int(t.last.row, t.last.col)
	pen, blankOfBg := t.penID, t.blankOfBg
	if !t.penKnown {
		pen = 0 // of before a compaction
	}
	if t.blankBg.IsDefault() {
		blankOfBg = 0
	}
	e.Bool(t.penKnown)
	e.Uint(uint64(pen), uint64(t.blank.Style()))
	t.blankBg.Encode(e)
	e.Uint(uint64(blankOfBg.Style()))
	e.Int(t.linkWait, t.top, t.bottom, t.left, t.right)
	t.encodeTabs(e)
	e.Uint(uint64(t.modes), uint64(len(t.savedModes)))
	for _, n := range slices.Sorted(maps.Keys(t.savedModes)) {
		e.Int(n)
		e.Bool(t.savedModes[n])
	}
	e.Int(t.cursorStyle)
	e.Bool(t.blinkMode)
	e.Int(t.modifyKeys, t.pullFloor)
	e.Uint(uint64(t.protection))
	e.Int(t.extent, t.level)
}

func (t *Terminal) decodeState(d *serial.Decoder) error {
	t.rows, t.cols = d.Int(1, maxSize), d.Int(1, maxSize)
	if rows, cols := clampSize(t.rows, t.cols); rows != t.rows || cols != t.cols {
		d.Fail("%d rows and %d columns", t.rows, t.cols)
		return nil
	}
	t.opt.Rows, t.opt.Cols = t.rows, t.cols
	t.gen = d.Uint(maxNumber)
	t.ids.Decode(d)
	if t.on = &t.main; d.Bool() {
		t.on = &t.alt
	}
	t.cur.decode(d, t)
	t.last = lastPrinted{d.Bool(), d.Bool(), d.Int(0, maxSize), d.Int(0, maxSize)}
	if t.last.ok && (t.last.row >= t.rows || t.last.col >= t.cols) {
		d.Fail("something was printed at %d,%d", t.last.row, t.last.col)
	}
	t.penKnown = d.Bool()
	t.penID, t.blank = t.decodeStyleID(d), grid.Blank(t.decodeStyleID(d))
	t.blankBg = grid.DecodeColor(d)
	t.blankOfBg = grid.Blank(t.decodeStyleID(d))
	t.linkWait = d.Int(0, maxCells)
	t.top, t.bottom = d.Int(0, t.rows-1), d.Int(0, t.rows-1)
	t.left, t.right = d.Int(0, t.cols-1), d.Int(0, t.cols-1)
	t.decodeTabs(d)
	t.modes = modeSet(d.Uint(math.MaxUint64)) & knownModes
	t.savedModes = map[int]bool{}
	for range d.Count(1<<10, 2) {
		n := d.Int(0, math.MaxUint16)
		t.savedModes[n] = d.Bool()
	}
	t.cursorStyle = d.Int(0, 6)
	t.blinkMode = d.Bool()
	t.modifyKeys, t.pullFloor = d.Int(0, 2), d.Int(0, maxNumber)
	t.level = maxLevel
	if d.More() { // not in the first checkpoints
		t.protection = protection(d.Uint(uint64(numProtections - 1)))
		t.extent, t.level = d.Int(0, 2), d.Int(1, maxLevel)
	}
	return nil
}

func (t *Terminal) decodeStyleID(d *serial.Decoder) grid.StyleID {
	return grid.StyleID(d.Uint(uint64(t.tables.Styles() - 1)))
}

func (t *Terminal) encodeTabs(e *serial.Encoder) {
	e.Uint(uint64(len(t.tabs)+7) / 8)
	for i := 0; i < len(t.tabs); i += 8 {
		b := byte(0)
		for k, stop := range t.tabs[i:min(i+8, len(t.tabs))] {
			if stop {
				b |= 1 << k
			}
		}
		e.Out = append(e.Out, b)
	}
}

func (t *Terminal) decodeTabs(d *serial.Decoder) {
	p := d.Bytes(maxSize)
	t.tabs = make([]bool, t.cols)
	for i := range t.tabs {
		if i/8 < len(p) {
			t.tabs[i] = p[i/8]>>(i%8)&1 != 0
		}
	}
}

func (c *cursor) encode(e *serial.Encoder) {
	e.Int(c.row, c.col)
	e.Bool(c.pending, c.origin)
	c.pen.Encode(e)
	for _, g := range c.charsets.g {
		e.Uint(uint64(g))
	}
	e.Uint(uint64(c.charsets.gl), uint64(c.charsets.single))
}

// decode reads a cursor that is somewhere on a screen.
func (c *cursor) decode(d *serial.Decoder, t *Terminal) {
	c.row, c.col = d.Int(0, t.rows-1), d.Int(0, t.cols-1)
	c.pending, c.origin = d.Bool(), d.Bool()
	c.pen = grid.DecodeStyle(d, t.tables.Links())
	sets := &c.charsets
	for i := range sets.g {
		sets.g[i] = charset(d.Uint(uint64(charsetUK)))
	}
	sets.gl, sets.single = uint8(d.Uint(3)), uint8(d.Uint(3))
}

func (s *screen) encode(e *serial.Encoder, gen uint64) {
	s.grid.Encode(e, gen)
	s.saved.encode(e)
	s.left.encode(e)
	s.kitty.encode(e)
}

func (s *screen) decode(d *serial.Decoder, t *Terminal) error {
	s.grid = grid.DecodeScreen(d, t.rows, t.cols, &t.ids, t.gen, t.tables)
	s.saved.decode(d, t)
	s.left.decode(d, t)
	s.kitty.decode(d)
	s.exists = true
	return nil
}

func (k *kittyStack) encode(e *serial.Encoder) {
	e.Uint(uint64(len(k.below) + 1))
	e.Out = append(append(e.Out, k.below...), k.now)
}

func (k *kittyStack) decode(d *serial.Decoder) {
	p := d.Bytes(kittyDepth + 1)
	if len(p) == 0 {
		return
	}
	k.below = append(k.below, p...)
	for i, f := range k.below {
		k.below[i] = f & kittyMask
	}
	k.now, k.below = k.below[len(p)-1], k.below[:len(p)-1]
}

func (p titlePair) encode(e *serial.Encoder) { e.String(p.window, p.icon) }

func decodeTitlePair(d *serial.Decoder) titlePair {
	return titlePair{decodeText(d, maxTitle), decodeText(d, maxTitle)}
}

// decodeText reads text that is safe to show anywhere.
func decodeText(d *serial.Decoder, limit int) string {
	s := d.String(limit)
	if !utf8.ValidString(s) || clean(s, limit) != s {
		d.Fail("text %.50q", s)
		return ""
	}
	return s
}

func (t *Terminal) encodeTitles(e *serial.Encoder) {
	t.titles.now.encode(e)
	e.Uint(uint64(len(t.titles.stack)))
	for _, p := range t.titles.stack {
		p.encode(e)
	}
	e.String(t.cwd)
}

func (t *Terminal) decodeTitles(d *serial.Decoder) error {
	t.titles.now = decodeTitlePair(d)
	for range d.Count(maxTitles, 2) {
		t.titles.stack = append(t.titles.stack, decodeTitlePair(d))
	}
	t.cwd = decodeText(d, maxURL)
	return nil
}

// firstColors are those that the section of colours has; the others are in that of reports.
const firstColors = colorCursor + 1

func (c *colorSet) encode(e *serial.Encoder) {
	for _, v := range c.dynamic[:firstColors] {
		v.Encode(e)
	}
	c.encodePalette(e, 0, paletteSize)
}

// encodePalette writes the entries from first to end.
func (c *colorSet) encodePalette(e *serial.Encoder, first, end uint16) {
	var entries []uint16
	for _, i := range slices.Sorted(maps.Keys(c.palette)) {
		if i >= first && i < end {
			entries = append(entries, i)
		}
	}
	e.Uint(uint64(len(entries)))
	for _, i := range entries {
		e.Uint(uint64(i))
		c.palette[i].Encode(e)
	}
}

func (c *colorSet) decode(d *serial.Decoder) error {
	for i := range c.dynamic[:firstColors] {
		c.dynamic[i] = grid.DecodeColor(d)
	}
	c.decodePalette(d, paletteSize)
	return nil
}

func (c *colorSet) decodePalette(d *serial.Decoder, end uint64) {
	n := d.Count(int(end), 5)
	if n > 0 && c.palette == nil {
		c.palette = make(map[uint16]grid.Color, n)
	}
	for range n {
		i := uint16(d.Uint(end - 1))
		c.palette[i] = grid.DecodeColor(d)
	}
}

// encodeReports writes what is told and how.
func (t *Terminal) encodeReports(e *serial.Encoder) {
	e.Bool(t.titles.setHex, t.titles.queryHex)
	e.String(t.pointer)
	e.Int(int(t.progress.State), t.progress.Percent)
	for _, v := range t.colors.dynamic[firstColors:] {
		v.Encode(e)
	}
	t.colors.encodePalette(e, paletteSize, paletteSize+numSpecial)
	for _, v := range t.opt.Colors.Palette {
		v.Encode(e)
	}
	e.Int(int(t.opt.Colors.Scheme))
	e.Bool(t.opt.Allow.TitleReports, t.opt.Allow.ClipboardReads)
}

func (t *Terminal) decodeReports(d *serial.Decoder) error {
	t.titles.setHex, t.titles.queryHex = d.Bool(), d.Bool()
	t.pointer = decodeText(d, maxName)
	t.progress = Progress{ProgressState(d.Int(0, int(numProgress)-1)), d.Int(0, 100)}
	for i := range t.colors.dynamic[firstColors:] {
		t.colors.dynamic[firstColors+i] = grid.DecodeColor(d)
	}
	t.colors.decodePalette(d, paletteSize+numSpecial)
	for i := range t.opt.Colors.Palette {
		t.opt.Colors.Palette[i] = grid.DecodeColor(d)
	}
	t.opt.Colors.Scheme = Scheme(d.Int(0, int(SchemeLight)))
	t.opt.Allow = Allow{TitleReports: d.Bool(), ClipboardReads: d.Bool()}
	return nil
}

func (o *Options) encode(e *serial.Encoder) {
	e.Int(o.CellWidth, o.CellHeight)
	for _, c := range []grid.Color{o.Colors.Foreground, o.Colors.Background, o.Colors.Cursor} {
		c.Encode(e)
	}
	e.Bool(o.KeepOnClear)
}

func (o *Options) decode(d *serial.Decoder) error {
	o.CellWidth, o.CellHeight = d.Int(math.MinInt, math.MaxInt), d.Int(math.MinInt, math.MaxInt)
	o.Colors = Colors{Foreground: grid.DecodeColor(d), Background: grid.DecodeColor(d), Cursor: grid.DecodeColor(d)}
	o.KeepOnClear = d.Bool()
	return nil
}

func (o *Options) decodeRefused(d *serial.Decoder) error {
	o.Allow.NoAltScreen = d.Bool()
	return nil
}

func (o *Options) decodeWidths(d *serial.Decoder) error {
	o.Widths = width.Parse(d.String(width.MaxString))
	return nil
}
