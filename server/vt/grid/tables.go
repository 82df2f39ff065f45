package grid

import "unicode/utf8"

// Bounds of the tables. A table that is full is compacted; what is then still too much is not taken in:
// a style falls back to the default one, a link to none, a cluster to its first code point.
const (
	minLimit      = 1 << 12 // a table this small is not worth a compaction
	maxStyles     = 1 << 20
	maxClusters   = 1 << 20
	maxLinks      = 1 << 14
	maxLinkBytes  = 1 << 22
	MaxCluster    = 64 // bytes of one cluster: the longest emoji sequences have 41
	emptySlot     = 0
	slotsPerEntry = 2
	spareEntries  = 8 // that a compaction always leaves room for: the pen, its blank
	initialSlots  = 256
)

// Tables turns styles, clusters and links into small numbers and back.
type Tables struct {
	version uint32
	held    bool // the limits do not count for now
	least   int  // the limits are not below this

	styles     []Style
	slots      []uint32 // open addressing by Style.hash, the StyleID or 0
	styleLimit int

	clusters     []string
	clusterIndex map[string]uint32
	clusterLimit int

	links     []Link
	linkIndex map[Link]uint32
	linkBytes int
}

// NewTables has only the default style in it.
func NewTables() *Tables {
	return &Tables{
		styles: make([]Style, 1, 16), slots: make([]uint32, initialSlots), styleLimit: minLimit,
		clusterIndex: map[string]uint32{}, clusterLimit: minLimit, least: minLimit,
		links: make([]Link, 1), linkIndex: map[Link]uint32{},
	}
}

// SetLimit makes the tables full at n styles or clusters already. Tests use it to have compactions all the time.
func (t *Tables) SetLimit(n int) { t.least, t.styleLimit, t.clusterLimit = n, n, n }

// Version changes whenever a compaction gave styles, clusters and links other numbers.
func (t *Tables) Version() uint32 { return t.version }

// Style returns the style that id names.
func (t *Tables) Style(id StyleID) Style {
	if int(id) >= len(t.styles) {
		return Style{}
	}
	return t.styles[id]
}

// Styles is one more than the greatest StyleID in use.
func (t *Tables) Styles() int { return len(t.styles) }

// Links is one more than the greatest number of a link in use.
func (t *Tables) Links() int { return len(t.links) }

// Full reports whether one more style has no place even after a compaction.
func (t *Tables) Full() bool { return len(t.styles) >= maxStyles }

// StyleID returns the number of s, and false if the table is full and s not in it.
func (t *Tables) StyleID(s Style) (StyleID, bool) {
	if s == (Style{}) {
		return 0, true
	}
	mask := uint32(len(t.slots) - 1)
	i := s.hash() & mask
	for ; t.slots[i] != emptySlot; i = (i + 1) & mask {
		Count(1)
		if id := t.slots[i]; t.styles[id] == s {
			return StyleID(id), true
		}
	}
	if len(t.styles) >= t.styleLimit && !t.held {
		return 0, false
	}
	id := uint32(len(t.styles))
	t.styles = append(t.styles, s)
	t.slots[i] = id
	if len(t.styles)*slotsPerEntry > len(t.slots) {
		t.rehash(len(t.slots) * 2)
	}
	return StyleID(id), true
}

func (t *Tables) rehash(n int) {
	Count(n)
	t.slots = make([]uint32, n)
	mask := uint32(n - 1)
	for id := 1; id < len(t.styles); id++ {
		i := t.styles[id].hash() & mask
		for t.slots[i] != emptySlot {
			i = (i + 1) & mask
		}
		t.slots[i] = uint32(id)
	}
}

// ClusterCell is a cell that shows text, of one code point or more; false if the table is full.
func (t *Tables) ClusterCell(text []byte, width int, id StyleID) (Cell, bool) {
	r, n := utf8.DecodeRune(text)
	if n == len(text) {
		return NewCell(r, width, id), true
	}
	i, ok := t.clusterIndex[string(text)]
	if !ok {
		if len(t.clusters) >= t.clusterLimit && !t.held {
			return NewCell(r, width, id), false
		}
		i = uint32(len(t.clusters))
		s := string(text)
		t.clusters = append(t.clusters, s)
		t.clusterIndex[s] = i
	}
	return clusterCell(i, width, id), true
}

// AppendText appends what a cell shows: a space for a blank one, nothing for a right half.
func (t *Tables) AppendText(dst []byte, c Cell) []byte {
	switch {
	case c.IsBlank():
		return append(dst, ' ')
	case c.IsRight():
		return dst
	case c.IsCluster():
		return append(dst, t.clusters[c.value()]...)
	}
	return utf8.AppendRune(dst, rune(c.value()))
}

// LinkID returns the number of l, and false if the table is full and l not in it.
func (t *Tables) LinkID(l Link) (uint32, bool) {
	if l == (Link{}) {
		return 0, true
	}
	if id, ok := t.linkIndex[l]; ok {
		return id, true
	}
	size := len(l.URI) + len(l.Params)
	if (len(t.links) >= maxLinks || t.linkBytes+size > maxLinkBytes) && !t.held {
		return 0, false
	}
	id := uint32(len(t.links))
	t.links = append(t.links, l)
	t.linkIndex[l] = id
	t.linkBytes += size
	return id, true
}

// Link returns the link that id names.
func (t *Tables) Link(id uint32) Link {
	if int(id) >= len(t.links) {
		return Link{}
	}
	return t.links[id]
}
