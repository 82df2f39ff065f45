package vt

import (
	"errors"
	"fmt"

	"gmux/server/vt/grid"
	"gmux/server/vt/history"
	"gmux/server/vt/serial"
	"gmux/server/vt/width"
)

// A checkpoint is all that a Terminal is, so that a later process, perhaps of a later version, goes on with it.
//
// # Format, version 1
//
// The words are those of package serial.
//
//	uint      version
//	sections  as below, those that hold nothing may be missing
//
//	1 state       int rows, cols; uint generation; last row id; bool on the alternate screen; cursor;
//	              last printed: bool there is one, alone; int row, col;
//	              bool the pen has an id; uint id of the pen, of the blank; background of the remembered blank; its id;
//	              int wait for links; margins: int top, bottom, left, right; list of bytes, tab stops, 8 in one;
//	              uint modes (bits, see modes.go); list of saved modes: int number, bool on;
//	              int cursor style; bool blinking; int modifyOtherKeys;
//	              int number of the history's first line that growing does not take back; uint kind of protection;
//	              int DECSACE, DECSCL
//	2 tables      see grid.Tables.Encode
//	3 main        rows, see grid.Screen.Encode; saved cursor; cursor when it was left; kitty flags: bytes, the last in force
//	4 alternate   the same; missing if it was never used
//	5 history     see package history
//	6 parser      see parser.Parser.Encode
//	7 titles      string window, icon; list of pairs, the stack; string directory
//	8 colours     the program's foreground, background, cursor; list of palette entries: uint index, colour
//	9 options     int cell width, height; colours foreground, background, cursor; bool KeepOnClear
//	10 reports    bool titles set, told in hexadecimal; string pointer; int progress, percent;
//	              the program's colours of OSC 13 to 19; list of special colours: uint index, colour; the terminal's palette,
//	              16 colours; int scheme; bool title reports, clipboard reads allowed
//	11 widths     string, see package width; missing if they are Unicode's
//	12 refused    bool alternate screen; missing if nothing is
//
// A cursor is int row, col; bool pending wrap, origin; style of the pen; bytes: the sets in G0 to G3, GL, single shift.
const (
	secState = 1 + iota
	secTables
	secMain
	secAlt
	secHistory
	secParser
	secTitles
	secColors
	secOptions
	secReports
	secWidths
	secRefused
	numSections
)

const checkpointVersion = 1

// ErrVersion says that a checkpoint was written by a version that this one cannot read.
var ErrVersion = errors.New("checkpoint of an unknown version")

// AppendCheckpoint appends all that the Terminal is, for Restore. Sealed segments of the history that are not in
// m yet are put there first, once; the checkpoint refers to them. The Terminal must have one Memory all its life.
// An error is m's, and dst is then as it was. What the user and the program see of the Terminal does not change.
func (t *Terminal) AppendCheckpoint(dst []byte, m history.Memory) ([]byte, error) {
	e := serial.Encoder{Out: dst}
	e.Uint(checkpointVersion)
	e.Section(secState, func() { t.encodeState(&e) })
	e.Section(secTables, func() { t.tables.Encode(&e) })
	e.Section(secMain, func() { t.main.encode(&e, t.gen) })
	if t.alt.exists {
		e.Section(secAlt, func() { t.alt.encode(&e, t.gen) })
	}
	var err error
	e.Section(secHistory, func() { err = t.history.Encode(&e, m) })
	if err != nil {
		return dst, err
	}
	e.Section(secParser, func() { t.parser.Encode(&e) })
	e.Section(secTitles, func() { t.encodeTitles(&e) })
	e.Section(secColors, func() { t.colors.encode(&e) })
	e.Section(secOptions, func() { t.opt.encode(&e) })
	e.Section(secReports, func() { t.encodeReports(&e) })
	if w := t.opt.Widths.String(); w != "" {
		e.Section(secWidths, func() { e.String(w) })
	}
	if t.opt.Allow.NoAltScreen {
		e.Section(secRefused, func() { e.Bool(true) })
	}
	for n := range later {
		e.Section(uint64(numSections+n), func() { e.String("of a later version") })
	}
	return e.Out, nil
}

// Restore is the Terminal of a checkpoint. Of o it takes Effects, TermVersion and ColorName; all else is the checkpoint's.
// p is not kept.
func Restore(o Options, p []byte, m history.Memory) (*Terminal, error) {
	t, err := decodeCheckpoint(o, p, m)
	if err != nil {
		return nil, fmt.Errorf("restore terminal: %w", err)
	}
	return t, nil
}

func decodeCheckpoint(o Options, p []byte, m history.Memory) (*Terminal, error) {
	all := serial.NewDecoder(p)
	if v := all.Uint(1 << 32); all.Err() == nil && v != checkpointVersion {
		return nil, fmt.Errorf("%w: %d", ErrVersion, v)
	}
	sections := all.Sections(numSections)
	if all.Err() != nil {
		return nil, all.Err()
	}
	o.Widths = width.Widths{}
	t := &Terminal{opt: o, tables: grid.NewTables(), history: history.New(0)}
	t.SetEffects(o.Effects)
	for _, s := range []struct {
		tag    int
		needed bool
		decode func(*serial.Decoder) error
	}{ // a later one may need those before it
		{secOptions, false, t.opt.decode},
		{secTables, false, func(d *serial.Decoder) error { t.tables = grid.DecodeTables(d); return nil }},
		{secHistory, false, func(d *serial.Decoder) (err error) { t.history, err = history.Decode(d, m); return err }},
		{secState, true, t.decodeState},
		{secMain, true, func(d *serial.Decoder) error { return t.main.decode(d, t) }},
		{secAlt, false, func(d *serial.Decoder) error { return t.alt.decode(d, t) }},
		{secParser, false, func(d *serial.Decoder) error { t.parser.Decode(d); return nil }},
		{secTitles, false, t.decodeTitles},
		{secColors, false, t.colors.decode},
		{secReports, false, t.decodeReports},
		{secWidths, false, t.opt.decodeWidths},
		{secRefused, false, t.opt.decodeRefused},
	} {
		d := sections[s.tag]
		if d == nil && !s.needed {
			continue
		}
		if d == nil {
			return nil, fmt.Errorf("%w: no section %d", serial.ErrDamaged, s.tag)
		}
		if err := errors.Join(s.decode(d), d.Err()); err != nil {
			return nil, fmt.Errorf("section %d: %w", s.tag, err)
		}
	}
	if t.on == &t.alt && !t.alt.exists {
		return nil, fmt.Errorf("%w: on an alternate screen that is not there", serial.ErrDamaged)
	}
	t.grid = t.on.grid
	t.on.left = cursor{} // as setAlt has it: nobody keeps it within the screen
	t.opt.HistoryLimit = t.history.Limit()
	if err := t.checkScreens(); err != nil {
		return nil, fmt.Errorf("%w: %w", serial.ErrDamaged, err)
	}
	return t, nil
}
