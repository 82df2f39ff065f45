package grid

import "fmt"

// Check returns what is wrong with the tables' invariants.
func (t *Tables) Check() error {
	for id, s := range t.styles {
		if got, ok := t.StyleID(s); !ok || got != StyleID(id) {
			return fmt.Errorf("style %d is found as %d", id, got)
		}
		if int(s.Link) >= len(t.links) {
			return fmt.Errorf("style %d has no link %d", id, s.Link)
		}
	}
	for i, s := range t.clusters {
		if t.clusterIndex[s] != uint32(i) {
			return fmt.Errorf("cluster %d is found as %d", i, t.clusterIndex[s])
		}
	}
	bytes := 0
	for _, l := range t.links {
		bytes += len(l.URI) + len(l.Params)
	}
	if bytes != t.linkBytes {
		return fmt.Errorf("links have %d bytes, counted as %d", bytes, t.linkBytes)
	}
	return nil
}
