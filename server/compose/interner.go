package compose

import "gmux/protocol"

// clusterBit marks a cell's text as an index into the clusters.
const clusterBit = 1 << 31

// The tables of a connection are not cleaned but begun again with a whole picture once they are this long, which
// keeps them bounded whatever a pane prints.
const (
	maxStyles   = 4096
	maxClusters = 16384
)

// maxTold is how many bytes of styles wait for a frame that has something else to say: one message must be able to carry them.
const maxTold = 64 << 10

// An interner numbers the styles and clusters of one connection. Style 0 is the default one and is known to every client.
type interner struct {
	styles   map[protocol.StyleDef]uint32
	told     []byte // definitions that the next frame has to bring
	clusters []string
	indexes  map[string]uint32
	epoch    uint32 // grows when all ids lose their meaning
}

func newInterner() *interner {
	in := &interner{}
	in.reset()
	return in
}

func (in *interner) full() bool {
	return len(in.styles) >= maxStyles || len(in.clusters) >= maxClusters
}

// reset forgets everything; the next frame must be a whole one.
func (in *interner) reset() {
	in.styles = map[protocol.StyleDef]uint32{{}: 0}
	in.indexes = map[string]uint32{}
	in.clusters = in.clusters[:0]
	in.told = in.told[:0]
	in.epoch++
}

// style returns the id of d, whose own ID is 0, telling the client of it first if it is new.
func (in *interner) style(d protocol.StyleDef) uint32 {
	if id, ok := in.styles[d]; ok {
		return id
	}
	id := uint32(len(in.styles))
	in.styles[d] = id
	d.ID = id
	in.told = protocol.AppendStyle(in.told, d)
	return id
}

// text returns what a cell holds for this cluster: its only code point, or an index.
func (in *interner) text(cluster []byte) uint32 {
	if i, ok := in.indexes[string(cluster)]; ok {
		return i
	}
	s := string(cluster)
	i := uint32(len(in.clusters)) | clusterBit
	in.clusters = append(in.clusters, s)
	in.indexes[s] = i
	return i
}

func (in *interner) cluster(text uint32) string { return in.clusters[text&^clusterBit] }
