package vt

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"gmux/server/vt/grid"
	"gmux/server/vt/history"
	"gmux/server/vt/history/memorytest"
	"gmux/server/vt/width"
)

// Every exported method of a Terminal is one of these. Log and change records together are the Terminal, so that
// a recovering server can do again what was done: whoever adds a method that changes something adds a change
// record for it.

// output is in the log.
var output = []string{"Write"}

// changes need a change record.
var changes = []string{"Resize", "Trim", "Reset", "ClearHistory", "SetHistoryLimit", "SetAllowed", "SetKeepOnClear", "SetSize", "SetColors", "SetWidths", "EndSync"}

// reads change nothing that a program or a user could tell.
var reads = map[string]func(*Terminal){
	"Allowed":          func(t *Terminal) { t.Allowed() },
	"KeepsOnClear":     func(t *Terminal) { t.KeepsOnClear() },
	"AppendText":       func(t *Terminal) { t.AppendText(nil, t.Row(0).Cells[0]) },
	"AppendCheckpoint": func(t *Terminal) { t.AppendCheckpoint(nil, &memorytest.Memory{}) },
	"Colors":           func(t *Terminal) { t.Colors() },
	"CellSize":         func(t *Terminal) { t.CellSize() },
	"ColorVersion":     func(t *Terminal) { t.ColorVersion() },
	"Cursor":           func(t *Terminal) { t.Cursor() },
	"Cwd":              func(t *Terminal) { t.Cwd() },
	"Digest":           func(t *Terminal) { t.Digest() },
	"DigestIn":         func(t *Terminal) { t.DigestIn(OldestForm) },
	"Generation":       func(t *Terminal) { t.Generation() },
	"History":          func(t *Terminal) { t.History() },
	"IconTitle":        func(t *Terminal) { t.IconTitle() },
	"Link":             func(t *Terminal) { t.Link(1) },
	"MainCursor":       func(t *Terminal) { t.MainCursor() },
	"ScrollRegion":     func(t *Terminal) { t.ScrollRegion() },
	"TabStops":         func(t *Terminal) { t.TabStops() },
	"MainRow":          func(t *Terminal) { t.MainRow(1) },
	"Modes":            func(t *Terminal) { t.Modes() },
	"OwnColors":        func(t *Terminal) { t.OwnColors() },
	"Palette":          func(t *Terminal) { t.Palette(1) },
	"PaletteChanged":   func(t *Terminal) { t.PaletteChanged() },
	"Pointer":          func(t *Terminal) { t.Pointer() },
	"Progress":         func(t *Terminal) { t.Progress() },
	"Row":              func(t *Terminal) { t.Row(1) },
	"SetEffects":       func(t *Terminal) { t.SetEffects(NoEffects{}) }, // who is told is no part of it
	"Size":             func(t *Terminal) { t.Size() },
	"StyleOf":          func(t *Terminal) { t.StyleOf(1) },
	"StyleVersion":     func(t *Terminal) { t.StyleVersion() },
	"Unfinished":       func(t *Terminal) { t.Unfinished() },
	"Title":            func(t *Terminal) { t.Title() },
}

// historyReads are the methods of a History that others than the Terminal may call.
var historyReads = map[string]func(*history.History){
	"Bytes":     func(h *history.History) { h.Bytes() },
	"Check":     func(h *history.History) { h.Check() },
	"Dropped":   func(h *history.History) { h.Dropped() },
	"FirstLine": func(h *history.History) { h.FirstLine() },
	"Freed":     func(h *history.History) { h.Freed() },
	"Limit":     func(h *history.History) { h.Limit() },
	"Lines":     func(h *history.History) { h.Lines() },
	"LineText":  func(h *history.History) { h.LineText(nil, 3) },
	"MemoryEnd": func(h *history.History) { h.MemoryEnd() },
	"Open":      func(h *history.History) { h.Open() },
	"PosAt":     func(h *history.History) { h.PosAt(7, 3, 2) },
	"Row":       func(h *history.History) { h.Row(7, 3, new(history.Line)) },
	"RowOf":     func(h *history.History) { h.RowOf(7, history.Pos{Line: 3}) },
	"Rows":      func(h *history.History) { h.Rows(9) },
	"Search": func(h *history.History) {
		for range h.Search(history.Literal("e", true), history.Pos{}, false) {
		}
	},
	"Seq": func(h *history.History) { h.Seq() },
}

// historyChanges are for the Terminal alone: it owns its history. Canonical and Encode are parts of what it does.
var historyChanges = []string{"Append", "Canonical", "Clear", "Close", "Encode", "PopLine", "SetLimit", "SetSegmentSize"}

func TestEveryMethodReadsOrIsRecorded(t *testing.T) {
	others := slices.Concat(output, changes, []string{"Check"}) // Check is export_test.go's
	methods(t, reflect.TypeFor[*Terminal](), slices.Concat(others, slices.Collect(maps.Keys(reads))))
	methods(t, reflect.TypeFor[*history.History](), slices.Concat(historyChanges, slices.Collect(maps.Keys(historyReads))))
	for i, term := range states() {
		want := term.Digest()
		for name, f := range reads {
			if f(term); term.Digest() != want {
				t.Errorf("state %d: %s changes the digest", i, name)
			}
		}
		for name, f := range historyReads {
			if f(term.History()); term.Digest() != want {
				t.Errorf("state %d: %s of the history changes the digest", i, name)
			}
		}
	}
}

// methods compares the methods of a type with a list.
func methods(t *testing.T, typ reflect.Type, listed []string) {
	var there []string
	for m := range typ.Methods() {
		there = append(there, m.Name)
	}
	slices.Sort(there)
	slices.Sort(listed)
	if !slices.Equal(there, listed) {
		t.Errorf("methods of %s are %q, listed are %q", typ, there, listed)
	}
}

// The digest sees what the methods that need a record change.
func TestChangesChangeTheDigest(t *testing.T) {
	for name, f := range map[string]func(*Terminal){
		"Resize":          func(t *Terminal) { t.Resize(3, 9) },
		"Reset":           (*Terminal).Reset,
		"Trim":            (*Terminal).Trim,
		"ClearHistory":    (*Terminal).ClearHistory,
		"SetHistoryLimit": func(t *Terminal) { t.SetHistoryLimit(4) },
		"SetKeepOnClear":  func(t *Terminal) { t.SetKeepOnClear(!t.KeepsOnClear()) },
		"SetAllowed":      func(t *Terminal) { t.SetAllowed(Allow{TitleReports: true}) },
		"SetSize":         func(t *Terminal) { t.SetSize(2, 8, 1, 2) },
		"SetColors":       func(t *Terminal) { t.SetColors(Colors{Cursor: grid.Indexed(1)}) },
		"SetWidths":       func(t *Terminal) { t.SetWidths(width.Parse("ambiguous=2")) },
		"EndSync":         (*Terminal).EndSync,
	} {
		term := terminalOf(2, 8)
		term.Write([]byte("some\r\nlines\r\nof text\x1b[H\x1b[?2026h"))
		before := term.Digest()
		if f(term); term.Digest() == before {
			t.Errorf("%s does not", name)
		}
		if !slices.Contains(changes, name) {
			t.Errorf("%s is not listed", name)
		}
	}
}
