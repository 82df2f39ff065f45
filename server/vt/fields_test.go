package vt

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"gmux/server/vt/grid"
	"gmux/server/vt/history/memorytest"
	"gmux/server/vt/width"
)

// written are the fields that checkpoints have: another value gives another checkpoint.
var written = words(`
	vt.Terminal: opt parser gen rows cols ids tables main alt on history pullFloor cur last penID penKnown blank blankBg
		blankOfBg linkWait top bottom left right tabs modes savedModes protection extent level cursorStyle blinkMode modifyKeys titles colors cwd
		pointer progress
	vt.Options: CellWidth CellHeight Colors KeepOnClear Allow Widths
	vt.Colors: Foreground Background Cursor Palette Scheme
	vt.Allow: TitleReports ClipboardReads NoAltScreen
	vt.Progress: State Percent
	width.Widths: wide ranges
	width.Range: First Last Columns
	vt.screen: grid saved left kitty exists
	vt.cursor: row col pending pen charsets origin
	vt.charsets: g gl single
	vt.lastPrinted: ok alone row col
	vt.kittyStack: now below
	vt.titles: now stack setHex queryHex
	vt.titlePair: window icon
	vt.colorSet: dynamic palette
	grid.IDs: last
	grid.Screen: ring
	grid.Row: Cells ID Gen Wrapped Mark used
	grid.Tables: version least styles styleLimit clusters clusterLimit links
	grid.Style: Fg Bg Ul Attrs Underline Link
	grid.Link: URI Params
	history.History: limit dropped seq segs open stored
	history.stored: end
	history.segment: buf first styles links in sum
	history.Extent: At Len
	history.open: active text runs run columns rows mark
	history.run: n kind style
	parser.Parser: state from leader inter ninter final params str overflow partial npartial pendingC1Lead
	parser.Params: n value sub full`)

// derived are the others, and why they may be.
var derived = map[string]string{
	"vt.Terminal.effects":  "who restores says who is told",
	"vt.Terminal.grid":     "on's",
	"vt.Terminal.cluster":  "scratch",
	"vt.Terminal.colorGen": "tells two pictures by one process apart",

	"vt.Options.Rows":         "only New reads it",
	"vt.Options.Cols":         "only New reads it",
	"vt.Options.HistoryLimit": "only New reads it",
	"vt.Options.TermVersion":  "of the program that answers",
	"vt.Options.Effects":      "who restores says who is told",
	"vt.Options.ColorName":    "always gives the same answer",

	"grid.Screen.head": "rows are written from the top",
	"grid.Screen.cols": "the Terminal's",
	"grid.Screen.ids":  "the Terminal's",

	"grid.Tables.held":         "false but during Resize",
	"grid.Tables.slots":        "found from styles",
	"grid.Tables.clusterIndex": "found from clusters",
	"grid.Tables.linkIndex":    "found from links",
	"grid.Tables.linkBytes":    "counted in links",

	"history.History.rows":       "counted in lines",
	"history.History.lines":      "counted in segments",
	"history.History.spare":      "a buffer",
	"history.History.ids":        "a cache",
	"history.History.memo":       "a cache",
	"history.History.full":       "a constant but in tests",
	"history.stored.freed":       "a checkpoint makes them unneeded",
	"history.stored.unneeded":    "found as gaps between the segments",
	"history.segment.number":     "counted back from seq",
	"history.segment.starts":     "found in buf; how many there are is written",
	"history.segment.styleIndex": "found from styles; nil: sealed, and so written as a reference",
	"history.segment.linkIndex":  "found from links",
	"history.segment.linkBytes":  "counted in links",
	"history.segment.counts":     "a cache",

	"parser.Parser.tooMany": "ninter says so",
}

func words(list string) map[string]bool {
	all := map[string]bool{}
	name := ""
	for _, w := range strings.Fields(list) {
		if strings.HasSuffix(w, ":") {
			name = strings.TrimSuffix(w, ":")
		} else {
			all[name+"."+w] = true
		}
	}
	return all
}

// states between them have something in every field.
func states() (all []*Terminal) {
	for _, in := range []string{
		"\x1b]22;text\a\x1b]9;4;1;50\a\x1b]13;#123\a\x1b]5;1;#123\a\x1b[>0t\x1b]0;7469\a\x1b[22t\x1b]7;file://h/\a\x1b]4;1;#fff\a\x1b]11;#123456\a\x1b[?25s\x1b[>1u\x1b[>2u\x1b[41m\x1b7e\u0301\x1b]8;id=1;http://a\a日\x1b]133;A\ax\x1b[m",
		strings.Repeat("\x1b[1;4;58;5;9mstyled\x1b]8;;http://b\a and linked\x1b]8;;\a e\u0301\r\n", 40) + "\x1b[32mgreen\x1b[m" + strings.Repeat("over many rows ", 30) + "日\x1b[31mx",
		strings.Repeat("0123456789", 30) + "\x1b[1;2:3;4$",
		"\x1bP1$qabc", "\x1bP1$qabc\x1b", "\x1b]2;abc\xc2", "\x1b]2;" + strings.Repeat("x", 1<<20+1), "\xe2\x82", "\x1b[>1", "\x1b[?1049hx\x1b[?1049ly",
		"\x1b[?1049hx\x1b[31m", "\x1b[" + strings.Repeat(";", 40), "\x1b[44mx", "\x1b]8;;http://c\a\x1b[4:3;33;44;58;5;3mx",
	} {
		t := New(Options{Rows: 4, Cols: 20, HistoryLimit: 1000, Widths: width.Parse("ambiguous=2,U+E000-U+E010=2")})
		t.history.SetSegmentSize(300)
		t.Write([]byte(in))
		all = append(all, t)
	}
	return all
}

// Every field of what a Terminal is made of is in one of the lists, and those that are written are. Who adds one
// decides which, here and in checkpoint.go.
func TestEveryFieldIsWrittenOrDerived(t *testing.T) {
	f := fields{tb: t, seen: map[string]bool{}, changed: map[string]bool{}}
	for _, term := range states() {
		m := &memorytest.Memory{}
		f.before = checkpoint(t, term, m)
		f.checkpoint = func() []byte { p, _ := term.AppendCheckpoint(nil, m); return p }
		f.visited = map[unsafe.Pointer]bool{}
		f.walk(reflect.ValueOf(term).Elem())
	}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		if !f.seen[name] {
			t.Errorf("%s is listed and is no field", name)
		} else if !f.changed[name] {
			t.Errorf("%s is listed as written, but no other value of it changes a checkpoint", name)
		}
	}
	for name, why := range derived {
		if !f.seen[name] || why == "" {
			t.Errorf("%s (%q) is listed as derived", name, why)
		}
	}
}

// fields walks through values and changes what it comes by, one thing at a time and back again.
type fields struct {
	tb            testing.TB
	seen, changed map[string]bool
	before        []byte
	checkpoint    func() []byte
	visited       map[unsafe.Pointer]bool
}

// walk visits the fields of a struct and reports whether changing anything there changed the checkpoint.
func (f *fields) walk(v reflect.Value) (changed bool) {
	typ := v.Type()
	for i := range typ.NumField() {
		name := typ.String() + "." + typ.Field(i).Name
		f.seen[name] = true
		if _, ok := derived[name]; ok {
			continue
		}
		if !written[name] {
			f.tb.Errorf("%s is neither written nor derived", name)
			continue
		}
		field := reflect.NewAt(typ.Field(i).Type, v.Field(i).Addr().UnsafePointer()).Elem()
		if f.change(field) {
			f.changed[name] = true
			changed = true
		}
	}
	return changed
}

// change reports whether another value changed the checkpoint.
func (f *fields) change(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Struct:
		return f.walk(v)
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*screen]() { // on is main or alt
			return f.swap(v, reflect.ValueOf(&screen{grid: grid.NewScreen(1, 1, &grid.IDs{})}))
		}
		if v.IsNil() || f.visited[v.UnsafePointer()] {
			return false
		}
		f.visited[v.UnsafePointer()] = true
		return f.change(v.Elem())
	case reflect.Slice, reflect.Array:
		changed := false
		for i := range min(v.Len(), 400) { // enough for a whole screen
			changed = f.change(v.Index(i)) || changed
			if changed && v.Index(i).Kind() != reflect.Struct && v.Index(i).Kind() != reflect.Pointer {
				break
			}
		}
		return changed
	case reflect.Map:
		if v.Len() == 0 {
			return false
		}
		fewer := reflect.MakeMap(v.Type())
		return f.swap(v, fewer)
	}
	other := reflect.New(v.Type()).Elem()
	switch {
	case v.Kind() == reflect.Bool:
		other.SetBool(!v.Bool())
	case v.Kind() == reflect.String:
		other.SetString(v.String() + "x")
	case v.Type() == reflect.TypeFor[grid.Cell]():
		other.SetUint(v.Uint() ^ uint64(grid.Blank(1)) ^ 1)
	case v.CanUint():
		other.SetUint(v.Uint() ^ 1)
	case v.CanInt():
		other.SetInt(v.Int() ^ 1)
	default:
		f.tb.Fatalf("no idea how to change a %s", v.Type())
	}
	return f.swap(v, other)
}

// swap puts another value in for one checkpoint. A value that makes no sense may make it panic.
func (f *fields) swap(v, other reflect.Value) (changed bool) {
	saved := reflect.New(v.Type()).Elem()
	saved.Set(v)
	v.Set(other)
	defer func() {
		v.Set(saved)
		if recover() != nil {
			changed = false
		}
	}()
	return !bytes.Equal(f.checkpoint(), f.before)
}
