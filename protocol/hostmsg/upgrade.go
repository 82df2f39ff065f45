package hostmsg

import (
	"bytes"
	"crypto/sha256"
	"math"

	"gmux/protocol/wire"
)

// A Form is how a server writes down what it knows, to prove that it is what another server knows: the versions of the
// canonical forms of a terminal and of the model.
type Form struct{ Terminal, Model int }

// Forms are those that a build has, from the oldest to the newest.
type Forms struct{ Oldest, Newest Form }

// Common is the newest form that both have.
func (f Forms) Common(other Forms) (form Form, ok bool) {
	form.Terminal = min(f.Newest.Terminal, other.Newest.Terminal)
	form.Model = min(f.Newest.Model, other.Newest.Model)
	return form, form.Terminal >= max(f.Oldest.Terminal, other.Oldest.Terminal) &&
		form.Model >= max(f.Oldest.Model, other.Oldest.Model)
}

// Upgrade asks the host to replace this server by the build that is at Path.
type Upgrade struct{ Path string }

// Seal tells a server to stop at what it has read, for another that is to take over.
type Seal struct {
	Next int // the pid of the other
	Form Form
}

// Sealed answers Seal: nothing is read or written any more, and all is in recovery memory. Or Text says why not. What the host has
// said since Seal is for the next server, but for the first Heard messages, which this one has still acted upon; Ping is none.
type Sealed struct {
	Proof Proof
	Text  string
	Heard uint64
}

// Proof is what a server knows, in a form that two builds share. The next server sends it when it has recovered all; it goes
// on only if its proof is that of the one before.
type Proof struct {
	Model [sha256.Size]byte
	Panes []PaneProof // by number
}

// A PaneProof is what a server knows of one pane.
type PaneProof struct {
	ID     uint32
	Offset uint64 // of the output that it has seen
	Digest [sha256.Size]byte
}

// Go tells the next server that it is the server now.
type Go struct{}

// Retire tells a sealed server that another is the server now.
type Retire struct{}

// Resume tells a sealed server that it stays the server, under a new generation.
type Resume struct{ Generation uint64 }

// Upgraded answers Upgrade, when all is over: Failed says why nothing has changed.
type Upgraded struct{ Failed, Build string }

func (m Upgrade) encode(e *wire.Encoder) { e.Reset(kindUpgrade, 1); e.String(m.Path) }
func (m Seal) encode(e *wire.Encoder) {
	e.Reset(kindSeal, 2)
	e.Uint(uint64(m.Next))
	m.Form.put(e)
}

func (m Sealed) encode(e *wire.Encoder) {
	e.Reset(kindSealed, 3)
	m.Proof.put(e)
	e.String(clip(m.Text))
	e.Uint(m.Heard)
}

func (m Proof) encode(e *wire.Encoder) { e.Reset(kindProof, 1); m.put(e) }
func (Go) encode(e *wire.Encoder)      { e.Reset(kindGo, 0) }
func (Retire) encode(e *wire.Encoder)  { e.Reset(kindRetire, 0) }

func (m Resume) encode(e *wire.Encoder) { e.Reset(kindResume, 1); e.Uint(m.Generation) }

func (m Upgraded) encode(e *wire.Encoder) {
	e.Reset(kindUpgraded, 2)
	e.String(clip(m.Failed))
	e.String(clip(m.Build))
}

func (Upgrade) fds() []int  { return nil }
func (Seal) fds() []int     { return nil }
func (Sealed) fds() []int   { return nil }
func (Proof) fds() []int    { return nil }
func (Go) fds() []int       { return nil }
func (Retire) fds() []int   { return nil }
func (Resume) fds() []int   { return nil }
func (Upgraded) fds() []int { return nil }

func decodeUpgrade(d *wire.Decoder, kind uint64) (m Message, known bool) {
	switch kind {
	case kindUpgrade:
		return Upgrade{d.String(maxPath)}, true
	case kindSeal:
		return Seal{int(d.Uint(maxPID)), getForm(d)}, true
	case kindSealed:
		return getSealed(d), true
	case kindProof:
		return getProof(d), true
	case kindGo:
		return Go{}, true
	case kindRetire:
		return Retire{}, true
	case kindResume:
		return Resume{d.Uint(math.MaxUint64)}, true
	case kindMove:
		return Move{}, true
	case kindMoved:
		return Moved{}, true
	case kindMoving:
		return Moving{}, true
	case kindUpgraded:
		return Upgraded{d.String(maxText), d.String(maxText)}, true
	}
	return nil, false
}

func (f Form) put(e *wire.Encoder) {
	e.Array(2)
	e.Uint(uint64(f.Terminal))
	e.Uint(uint64(f.Model))
}

func getForm(d *wire.Decoder) (f Form) {
	if !d.More() { // of a build before there were forms
		return f
	}
	d.Record()
	f = Form{int(d.Uint(math.MaxInt32)), int(d.Uint(math.MaxInt32))}
	d.End()
	return f
}

func (f Forms) put(e *wire.Encoder) {
	e.Array(2)
	f.Oldest.put(e)
	f.Newest.put(e)
}

func getForms(d *wire.Decoder) (f Forms) {
	if !d.More() {
		return f
	}
	d.Record()
	f = Forms{getForm(d), getForm(d)}
	d.End()
	return f
}

func (m Proof) put(e *wire.Encoder) {
	e.Array(2)
	e.Bytes(m.Model[:])
	e.Array(len(m.Panes))
	for _, p := range m.Panes {
		e.Array(3)
		e.Uint(uint64(p.ID))
		e.Uint(p.Offset)
		e.Bytes(p.Digest[:])
	}
}

func getProof(d *wire.Decoder) (m Proof) {
	d.Record()
	m.Model = getDigest(d)
	for range d.ArrayLen(maxPanes) {
		if d.Err() != nil { // the length may be a lie
			break
		}
		d.Record()
		m.Panes = append(m.Panes, PaneProof{paneID(d), d.Uint(math.MaxUint64), getDigest(d)})
		d.End()
	}
	d.End()
	d.End()
	return m
}

func getSealed(d *wire.Decoder) Sealed {
	m := Sealed{Proof: getProof(d), Text: d.String(maxText)}
	if d.More() { // of a build that counts
		m.Heard = d.Uint(math.MaxUint64)
	}
	return m
}

func getDigest(d *wire.Decoder) (sum [sha256.Size]byte) {
	copy(sum[:], bytes.Clone(d.Bytes(len(sum))))
	return sum
}
