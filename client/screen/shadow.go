package screen

import (
	"unicode/utf8"

	"gmux/protocol"
)

// A cell is one column of the picture.
type cell struct {
	text  uint32 // a code point, or clusterBit and an index into the pool
	style uint32 // an index into the pool
	width uint8  // 1, 2, or 0 for the right half of a wide cluster
}

const clusterBit = 1 << 31

var blank = cell{text: ' ', width: 1}

// A shadow is the server's picture.
type shadow struct {
	rows, cols int
	cells      []cell
	pool       pool
}

// clear makes a blank picture of a new size.
func (s *shadow) clear(rows, cols int) {
	if n := rows * cols; n != len(s.cells) {
		s.cells = make([]cell, n)
	}
	s.rows, s.cols = rows, cols
	fill(s.cells, blank)
	s.pool.reset()
}

func (s *shadow) row(i int) []cell { return s.cells[i*s.cols : (i+1)*s.cols] }

// scroll moves the rows [top,bottom) and blanks those that are exposed.
func (s *shadow) scroll(top, bottom, n int, down bool) {
	region := s.cells[top*s.cols : bottom*s.cols]
	kept := len(region) - n*s.cols
	if down {
		copy(region[n*s.cols:], region[:kept])
		fill(region[:n*s.cols], blank)
		return
	}
	copy(region, region[n*s.cols:])
	fill(region[kept:], blank)
}

// split blanks what is left of wide clusters that a change of the columns [from,to) cuts, and returns the
// columns that are changed with them.
func (s *shadow) split(row, from, to int) (int, int) {
	r := s.row(row)
	if r[from].width == 0 && from > 0 {
		from--
		r[from] = cell{' ', r[from].style, 1}
	}
	if to < s.cols && r[to].width == 0 {
		r[to] = cell{' ', r[to].style, 1}
		to++
	}
	return from, to
}

func fill(cells []cell, with cell) {
	for i := range cells {
		cells[i] = with
	}
}

// A pool holds what cells refer to. Index 0 is the default style.
type pool struct {
	styles   []protocol.StyleDef
	indexes  map[protocol.StyleDef]uint32
	server   map[uint32]uint32 // the server's ids
	clusters []string
	texts    map[string]uint32
	epoch    uint32 // grows when all indexes lose their meaning
}

func (p *pool) reset() {
	*p = pool{
		styles:  []protocol.StyleDef{{}},
		indexes: map[protocol.StyleDef]uint32{{}: 0},
		server:  map[uint32]uint32{0: 0},
		texts:   map[string]uint32{},
		epoch:   p.epoch + 1,
	}
}

// define learns the meaning of a server's id. Cells that were drawn with an older meaning keep it.
func (p *pool) define(def protocol.StyleDef) {
	id := def.ID
	def.ID = 0
	p.server[id] = p.style(def)
}

func (p *pool) style(def protocol.StyleDef) uint32 {
	i, ok := p.indexes[def]
	if !ok {
		i = uint32(len(p.styles))
		p.styles = append(p.styles, def)
		p.indexes[def] = i
	}
	return i
}

// text is what a cell holds for a cluster.
func (p *pool) text(cluster []byte) uint32 {
	if r, n := utf8.DecodeRune(cluster); n == len(cluster) {
		return uint32(r)
	}
	i, ok := p.texts[string(cluster)]
	if !ok {
		i = uint32(len(p.clusters)) | clusterBit
		s := string(cluster)
		p.clusters = append(p.clusters, s)
		p.texts[s] = i
	}
	return i
}

// The pool is cleaned when it holds this much; the server's own table is at most half of it.
const (
	maxStyles   = 2 * protocol.MaxStyles
	maxClusters = 1 << 16
)

// compact throws away what no cell and no id of the server's refers to, if there is much of it.
func (s *shadow) compact() {
	if len(s.pool.styles) <= maxStyles && len(s.pool.clusters) <= maxClusters {
		return
	}
	old := s.pool
	s.pool.reset()
	for id, i := range old.server {
		s.pool.server[id] = s.pool.style(old.styles[i])
	}
	for i := range s.cells {
		c := &s.cells[i]
		c.style = s.pool.style(old.styles[c.style])
		if c.text&clusterBit != 0 {
			c.text = s.pool.text([]byte(old.clusters[c.text&^clusterBit]))
		}
	}
}
