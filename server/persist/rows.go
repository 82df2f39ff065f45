package persist

import (
	"gmux/server/model"
	"gmux/server/option"
)

// entry is one object in a snapshot or record: its row, or nothing if it is gone.
type entry struct {
	_msgpack struct{} `msgpack:",as_array"`
	Kind     model.Kind
	ID       int
	Name     string
	Row      []byte
}

type serverRow struct {
	_msgpack                                      struct{} `msgpack:",as_array"`
	NextSession, NextWindow, NextPane, NextClient int
	Served                                        bool
	Causes                                        []string
	NextBuffer, BufferOrder                       int
	Channels                                      []channelRow
	Mark                                          []markRow // one or none
	NextNote                                      int
	Since                                         int64
	laterRow                                      `form:"2"`
}

type markRow struct {
	_msgpack             struct{} `msgpack:",as_array"`
	Session, Index, Pane int
}

type channelRow struct {
	_msgpack      struct{} `msgpack:",as_array"`
	Name          string
	Woken, Locked bool
}

type panRow struct {
	_msgpack         struct{} `msgpack:",as_array"`
	Window, Row, Col int
}

type clientRow struct {
	_msgpack          struct{} `msgpack:",as_array"`
	IgnoreSize        bool
	NoDetachOnDestroy bool
	Blurred           bool
	LastSession       int
	Created           int64
	ActivePane        bool
	Own               [][2]int // window and pane
	KeyTable          string
	KeysSince         int64
	Repeating         bool
	RepeatUntil       int64
	LastKey           int32
	LastMods          uint8
}

type promptRow struct {
	_msgpack              struct{} `msgpack:",as_array"`
	Label, Text           string
	At, Type, Takes       int
	Again                 bool
	Command, Quote        bool
	Index                 int
	Cut, Began            string
	Heard                 uint64
	Confirm               bool
	Key                   uint8
	DefaultYes            bool
	More                  []questionRow
	Answers               []string
	Template, Commands    string
	IsBlock               bool
	File                  string
	Line                  int
	Session, Window, Pane int
}

type questionRow struct {
	_msgpack    struct{} `msgpack:",as_array"`
	Label, Text string
}

type historyRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Lines    []string
}

type noteRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	At       int64
	Text     string
}

type bufferRow struct {
	_msgpack  struct{} `msgpack:",as_array"`
	Data      string
	Automatic bool
	Order     int
	Created   int64
}

type optionsRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Options  []optionRow
}

type optionRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Name     string
	Value    string
	Array    bool
	Items    []itemRow
}

type itemRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Index    int
	Value    string
}

type environRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Vars     []varRow
}

type varRow struct {
	_msgpack        struct{} `msgpack:",as_array"`
	Name, Value     string
	Hidden, Removed bool
}

type tableRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Default  bool
	Bindings []bindingRow
}

type bindingRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Code     int32
	Mods     uint8
	List     string
	Note     string
	Repeat   bool
}

type sessionRow struct {
	_msgpack     struct{} `msgpack:",as_array"`
	Name         string
	Cwd          string
	Links        []linkRow
	Current      int   // index of the winlink
	Last         []int // the same
	Options      []optionRow
	Env          []varRow
	Created      int64 // nanoseconds since 1970, 0 for never
	Activity     int64
	LastAttached int64
	Group        string
}

type linkRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Index    int
	Window   int
	Alerts   uint8
}

type activityRow struct {
	_msgpack     struct{} `msgpack:",as_array"`
	Activity     int64
	LastAttached int64
}

type outputRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Activity int64
}

type windowRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Name     string
	Size     sizeRow
	Panes    []int
	Active   int
	Last     []int
	Options  []optionRow
	Created  int64
	Activity int64

	Layout    string // empty: one pane
	Zoomed    bool
	Preset    int // and one
	OldLayout string
	Manual    sizeRow // no rows: Size
	Latest    string  // the token of the client that it follows
}

type sizeRow struct {
	_msgpack                   struct{} `msgpack:",as_array"`
	Rows, Cols, XPixel, YPixel int
}

type paneRow struct {
	_msgpack             struct{} `msgpack:",as_array"`
	Top, Left            int
	Size                 sizeRow
	PID                  int
	TTY, Title           string
	Argv                 []string
	Shell, Cwd           string
	Options              []optionRow
	Command, Path        string
	Dead                 bool
	ExitKnown            bool
	ExitCode, ExitSignal int
	DeadAt               int64
	Mode, Memo           string
	Point                int
	InputOff, Empty      bool
}

type printedRow struct {
	_msgpack struct{} `msgpack:",as_array"`
	Lines    []string
}

func optionRows(s *option.Set) []optionRow {
	var rows []optionRow
	for _, v := range s.Saved() {
		row := optionRow{Name: v.Name, Value: v.Value, Array: v.Array}
		for _, it := range v.Items {
			row.Items = append(row.Items, itemRow{Index: it.Index, Value: it.Value})
		}
		rows = append(rows, row)
	}
	return rows
}

// restoreOptions puts saved options into a new set. What this version cannot take any more is told.
func restoreOptions(s *option.Set, rows []optionRow) error {
	var saved []option.Saved
	for _, row := range rows {
		v := option.Saved{Name: row.Name, Value: row.Value, Array: row.Array}
		for _, it := range row.Items {
			v.Items = append(v.Items, option.Item{Index: it.Index, Value: it.Value})
		}
		saved = append(saved, v)
	}
	return s.Restore(saved)
}

func varRows(e model.Environ) []varRow {
	var rows []varRow
	for _, name := range e.Names() {
		v := e[name]
		rows = append(rows, varRow{Name: name, Value: v.Value, Hidden: v.Hidden, Removed: v.Removed})
	}
	return rows
}

func environOf(rows []varRow) model.Environ {
	e := make(model.Environ, len(rows))
	for _, r := range rows {
		e[r.Name] = model.Var{Value: r.Value, Hidden: r.Hidden, Removed: r.Removed}
	}
	return e
}

func sizeOf(r sizeRow) model.Size {
	return model.Size{Rows: r.Rows, Cols: r.Cols, XPixel: r.XPixel, YPixel: r.YPixel}
}

func rowOfSize(s model.Size) sizeRow {
	return sizeRow{Rows: s.Rows, Cols: s.Cols, XPixel: s.XPixel, YPixel: s.YPixel}
}
