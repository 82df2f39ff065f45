package persist

import (
	"maps"
	"slices"

	"gmux/server/model"
	"gmux/server/option"
)

// rowOf is the row of an object, nil if it is gone.
func rowOf(m *model.Model, ref model.Ref) any {
	switch ref.Kind {
	case model.KindServer:
		return &serverRow{
			NextSession: int(m.NextSession), NextWindow: int(m.NextWindow),
			NextPane: int(m.NextPane), NextClient: int(m.NextClient),
			Served: m.Served, Causes: m.Causes,
			NextBuffer: m.NextBuffer, BufferOrder: m.BufferOrder, Channels: channelRows(m), Mark: markRows(m), NextNote: m.NextNote,
			Since:    nanos(m.Since),
			laterRow: newLaterRow(),
		}
	case model.KindOptions:
		return &optionsRow{Options: optionRows(globalSet(m, ref.ID))}
	case model.KindEnviron:
		return &environRow{Vars: varRows(m.Env)}
	case model.KindTable:
		if t := m.Tables[ref.Name]; t != nil {
			return rowOfTable(t)
		}
	case model.KindSession:
		if s := m.Sessions[model.SessionID(ref.ID)]; s != nil {
			return rowOfSession(s)
		}
	case model.KindActivity:
		if s := m.Sessions[model.SessionID(ref.ID)]; s != nil {
			return &activityRow{Activity: nanos(s.Activity), LastAttached: nanos(s.LastAttached)}
		}
	case model.KindWindow:
		if w := m.Windows[model.WindowID(ref.ID)]; w != nil {
			return rowOfWindow(m, w)
		}
	case model.KindOutput:
		if w := m.Windows[model.WindowID(ref.ID)]; w != nil {
			return &outputRow{Activity: nanos(w.Activity)}
		}
	case model.KindPane:
		if p := m.Panes[model.PaneID(ref.ID)]; p != nil {
			return rowOfPane(p)
		}
	case model.KindPrinted:
		if p := m.Panes[model.PaneID(ref.ID)]; p != nil && p.Printed != nil {
			return &printedRow{Lines: p.Printed}
		}
	case model.KindBuffer:
		if b := m.Buffers[ref.Name]; b != nil {
			return &bufferRow{Data: b.Data, Automatic: b.Automatic, Order: b.Order, Created: nanos(b.Created)}
		}
	case model.KindPrompt:
		if p := m.Prompts[ref.Name]; p != nil {
			return rowOfPrompt(p)
		}
	case model.KindPan:
		if p := m.Pans[ref.Name]; p != nil {
			return &panRow{Window: int(p.Window), Row: p.Row, Col: p.Col}
		}
	case model.KindClient:
		if c := m.KnownOf(ref.Name); c != nil {
			return &clientRow{
				IgnoreSize: c.IgnoreSize, NoDetachOnDestroy: c.NoDetachOnDestroy, Blurred: c.Blurred,
				LastSession: int(c.LastSession), Created: nanos(c.Created),
				ActivePane: c.ActivePane, Own: ownRows(c.Own),
				KeyTable: c.Keys.Table, KeysSince: nanos(c.Keys.Since),
				Repeating: c.Keys.Repeating, RepeatUntil: nanos(c.Keys.RepeatUntil),
				LastKey: int32(c.Keys.Last.Code), LastMods: uint8(c.Keys.Last.Mods),
			}
		}
	case model.KindHistory:
		return &historyRow{Lines: m.History[ref.ID]}
	case model.KindNote:
		if n := m.NoteAt(ref.ID); n != nil {
			return &noteRow{At: nanos(n.At), Text: n.Text}
		}
	}
	return nil
}

// ownRows are in the order of the windows, so that equal states are equal bytes.
func ownRows(own map[model.WindowID]model.PaneID) [][2]int {
	var rows [][2]int
	for _, w := range slices.Sorted(maps.Keys(own)) {
		rows = append(rows, [2]int{int(w), int(own[w])})
	}
	return rows
}

func markRows(m *model.Model) []markRow {
	k, ok := m.Marked()
	if !ok {
		return nil
	}
	return []markRow{{Session: int(k.Link.Session.ID), Index: k.Link.Index, Pane: int(k.Pane.ID)}}
}

func channelRows(m *model.Model) []channelRow {
	var rows []channelRow
	for _, name := range slices.Sorted(maps.Keys(m.Channels)) {
		ch := m.Channels[name]
		rows = append(rows, channelRow{Name: name, Woken: ch.Woken, Locked: ch.Locked})
	}
	return rows
}

func globalSet(m *model.Model, which int) *option.Set {
	switch which {
	case model.SessionOptions:
		return m.SessionOption
	case model.WindowOptions:
		return m.WindowOption
	}
	return m.Options
}

func rowOfTable(t *model.Table) *tableRow {
	row := &tableRow{Default: t.Default}
	for _, b := range t.BindingList() {
		row.Bindings = append(row.Bindings, bindingRow{
			Code: int32(b.Key.Code), Mods: uint8(b.Key.Mods), List: b.List.String(), Note: b.Note, Repeat: b.Repeat,
		})
	}
	return row
}

func rowOfSession(s *model.Session) *sessionRow {
	row := &sessionRow{
		Name: s.Name, Cwd: s.Cwd, Current: s.Current.Index,
		Options: optionRows(s.Options), Env: varRows(s.Env),
		Created: nanos(s.Created), Activity: nanos(s.Activity), LastAttached: nanos(s.LastAttached),
		Group: s.Group,
	}
	for _, l := range s.Links {
		row.Links = append(row.Links, linkRow{Index: l.Index, Window: int(l.Window.ID), Alerts: uint8(l.Alerts)})
	}
	for _, l := range s.Last {
		row.Last = append(row.Last, l.Index)
	}
	return row
}

func rowOfWindow(m *model.Model, w *model.Window) *windowRow {
	return &windowRow{
		Name: w.Name, Size: rowOfSize(w.Size),
		Panes: paneIDs(w.Panes), Active: int(w.Active.ID), Last: paneIDs(w.Last),
		Options: optionRows(w.Options), Created: nanos(w.Created), Activity: nanos(w.Activity),
		Layout: w.Layout.String(), Zoomed: w.Zoomed, Preset: w.Preset + 1, OldLayout: w.OldLayout,
		Manual: rowOfSize(w.Manual), Latest: m.LatestToken(w),
	}
}

func paneIDs(panes []*model.Pane) []int {
	var ids []int
	for _, p := range panes {
		ids = append(ids, int(p.ID))
	}
	return ids
}

func rowOfPane(p *model.Pane) *paneRow {
	row := &paneRow{
		Top: p.Top, Left: p.Left, Size: rowOfSize(p.Size),
		PID: p.PID, TTY: p.TTY, Title: p.Title, Argv: p.Argv, Shell: p.Shell, Cwd: p.Cwd,
		Options: optionRows(p.Options), Command: p.Command, Path: p.Path,
		Dead: p.Dead, ExitKnown: p.Exit.Known, ExitCode: p.Exit.Code, ExitSignal: p.Exit.Signal,
		DeadAt: nanos(p.DeadAt), Point: p.Point, InputOff: p.InputOff, Empty: p.Empty,
	}
	if p.Mode != nil && p.Mode.Memo != "" {
		row.Mode, row.Memo = p.Mode.Name, p.Mode.Memo
	}
	return row
}
