package grid

// Compact throws out every style, cluster and link that no row names, and renumbers the others in the
// cells. styles are styles outside of any cell (pens) whose Link must be kept and renumbered.
//
// The new limits are twice what lives, so the work is paid for by at least as many new entries: any
// input costs a constant per byte.
func (t *Tables) Compact(rows []*Row, styles []*Style) {
	old := *t
	*t = *NewTables()
	t.version, t.held, t.least = old.version+1, old.held, old.least
	t.styleLimit, t.clusterLimit = maxStyles, maxClusters
	styleOf := make([]StyleID, len(old.styles)) // new id, 0 for not seen yet
	Count(len(old.styles))
	for _, r := range rows {
		Count(len(r.Cells))
		for i, c := range r.Cells {
			id := c.Style()
			if id != 0 {
				if styleOf[id] == 0 {
					styleOf[id] = t.adopt(&old, old.styles[id])
				}
				id = styleOf[id]
				r.Cells[i] = c.WithStyle(id)
			}
			if c.IsCluster() {
				// Cannot fail: never more entries than there were.
				r.Cells[i], _ = t.ClusterCell([]byte(old.clusters[c.value()]), c.Width(), id)
			}
		}
	}
	for _, s := range styles {
		s.Link = t.adoptLink(&old, s.Link)
	}
	t.styleLimit = min(max(t.least, 2*len(t.styles)+spareEntries), maxStyles)
	t.clusterLimit = min(max(t.least, 2*len(t.clusters)+spareEntries), maxClusters)
}

// adopt and adoptLink take an entry of the old tables over. They cannot fail, for the same reason.
func (t *Tables) adopt(old *Tables, s Style) StyleID {
	s.Link = t.adoptLink(old, s.Link)
	id, _ := t.StyleID(s)
	return id
}

func (t *Tables) adoptLink(old *Tables, id uint32) uint32 {
	n, _ := t.LinkID(old.Link(id))
	return n
}

// Hold lets the tables grow beyond their limits until Release, for a time when there are cells that Compact
// would not be told of.
func (t *Tables) Hold() { t.held = true }

// Release reports whether the tables have grown beyond their limits and are to be compacted.
func (t *Tables) Release() bool {
	t.held = false
	return len(t.styles) > t.styleLimit || len(t.clusters) > t.clusterLimit ||
		len(t.links) > maxLinks || t.linkBytes > maxLinkBytes
}
