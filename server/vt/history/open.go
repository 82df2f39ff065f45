package history

import "gmux/server/vt/grid"

// open is the line that is being put together from rows.
type open struct {
	active     bool
	text, runs []byte
	run        run // the last one, not in runs yet
	columns    int
	rows       int
	mark       grid.Mark
}

// reset begins a new line. A buffer that one long line made big is not kept.
func (o *open) reset() {
	if cap(o.text) > 2*maxLine {
		o.text = nil
	}
	if cap(o.runs) > 2*maxRuns {
		o.runs = nil
	}
	o.active, o.text, o.runs, o.run = false, o.text[:0], o.runs[:0], run{}
	o.columns, o.rows, o.mark = 0, 0, 0
}

// line is what there is of the line. Its slices are the open line's own.
func (o *open) line() line {
	runs := o.runs
	if o.run.kind != 0 || o.run.style != 0 {
		runs = appendRun(runs, o.run)
		o.runs = runs[:len(o.runs)]
	}
	return line{text: o.text, runs: runs, columns: o.columns, rows: o.rows, mark: o.mark}
}

func (o *open) add(cells []grid.Cell, ids *styleIDs) {
	o.active = true
	for len(cells) > 0 {
		grid.Count(1)
		c := cells[0]
		r := run{style: ids.index(c.Style())}
		before := len(o.text)
		if c.IsCluster() {
			o.text, r.n = ids.tables.AppendText(o.text, c), 1
		} else {
			o.text, r.n = grid.AppendText(o.text, cells, c.Style())
		}
		if c.IsWide() {
			r.kind = kindWide
		}
		columns := r.n * r.width()
		if c.IsCluster() {
			r.n, r.kind = len(o.text)-before, r.kind|kindCluster
		}
		o.extend(r)
		o.columns += columns
		cells = cells[columns:]
	}
}

// extend adds a run, or makes the last one longer.
func (o *open) extend(r run) {
	if r.kind == o.run.kind && r.style == o.run.style && r.kind&kindCluster == 0 {
		o.run.n += r.n
		return
	}
	if o.run.n > 0 {
		o.runs = appendRun(o.runs, o.run)
	}
	o.run = r
}

// styleIDs translates the style ids of a Terminal's tables to a segment's. Both may change: the segment
// when it is full, the ids by a compaction. An entry is good if it was made in the present epoch.
type styleIDs struct {
	tables  *grid.Tables
	version uint32
	seg     *segment
	epoch   uint32
	entries []styleEntry
}

type styleEntry struct{ epoch, index uint32 }

func (m *styleIDs) bind(s *segment, tb *grid.Tables) {
	if m.seg != s || m.tables != tb || m.version != tb.Version() {
		m.seg, m.tables, m.version = s, tb, tb.Version()
		m.epoch++
		if cap(m.entries) > 2*tb.Styles()+1024 {
			m.entries = nil
		}
	}
}

func (m *styleIDs) index(id grid.StyleID) uint32 {
	if id == 0 {
		return 0
	}
	if int(id) >= len(m.entries) {
		m.entries = append(m.entries, make([]styleEntry, m.tables.Styles()-len(m.entries))...)
	}
	e := &m.entries[id]
	if e.epoch != m.epoch {
		*e = styleEntry{m.epoch, m.seg.style(m.tables.Style(id), m.tables)}
	}
	return e.index
}
