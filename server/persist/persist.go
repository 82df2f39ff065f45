package persist

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/vmihailenco/msgpack/v5"

	"gmux/server/model"
)

// version is the format's. A change that an older server could misread gets another number.
const version = 1

// ErrVersion is what Decode and Apply return for what a newer server wrote.
var ErrVersion = errors.New("written by a newer version")

// document is a snapshot or a record.
type document struct {
	_msgpack struct{} `msgpack:",as_array"`
	Version  int
	Entries  []entry
}

// Encode writes the whole model.
func Encode(m *model.Model) []byte { return encode(m, all(m)) }

// all names every object of the model.
func all(m *model.Model) []model.Ref {
	refs := []model.Ref{{Kind: model.KindServer}, {Kind: model.KindEnviron}}
	for _, which := range []int{model.ServerOptions, model.SessionOptions, model.WindowOptions} {
		refs = append(refs, model.Ref{Kind: model.KindOptions, ID: which})
	}
	for _, t := range m.TableList() {
		refs = append(refs, model.Ref{Kind: model.KindTable, Name: t.Name})
	}
	for _, name := range slices.Sorted(maps.Keys(m.Buffers)) {
		refs = append(refs, model.Ref{Kind: model.KindBuffer, Name: name})
	}
	for t := range m.History {
		refs = append(refs, model.Ref{Kind: model.KindHistory, ID: t})
	}
	for _, n := range m.Log {
		refs = append(refs, model.Ref{Kind: model.KindNote, ID: n.Number})
	}
	for _, token := range slices.Sorted(maps.Keys(m.Prompts)) {
		refs = append(refs, model.Ref{Kind: model.KindPrompt, Name: token})
	}
	for _, token := range slices.Sorted(maps.Keys(m.Pans)) {
		refs = append(refs, model.Ref{Kind: model.KindPan, Name: token})
	}
	for _, token := range slices.Sorted(slices.Values(m.AttachedTokens())) {
		refs = append(refs, model.Ref{Kind: model.KindClient, Name: token})
	}
	for _, id := range slices.Sorted(maps.Keys(m.Sessions)) {
		refs = append(refs, model.Ref{Kind: model.KindSession, ID: int(id)})
	}
	for _, w := range m.WindowList() {
		refs = append(refs, model.Ref{Kind: model.KindWindow, ID: int(w.ID)})
	}
	for _, p := range m.PaneList() {
		refs = append(refs, model.Ref{Kind: model.KindPane, ID: int(p.ID)})
		if p.Printed != nil {
			refs = append(refs, model.Ref{Kind: model.KindPrinted, ID: int(p.ID)})
		}
	}
	return refs
}

// A Recorder writes what has changed, object by object.
type Recorder struct{}

// NewRecorder makes a Recorder.
func NewRecorder() *Recorder { return new(Recorder) }

// Record returns the record of what has changed since the last call, nil if nothing has.
func (*Recorder) Record(m *model.Model) []byte {
	refs := m.TakeTouched()
	if len(refs) == 0 {
		return nil
	}
	return encode(m, refs)
}

func encode(m *model.Model, refs []model.Ref) []byte {
	d := document{Version: version}
	for _, ref := range refs {
		e := entry{Kind: ref.Kind, ID: ref.ID, Name: ref.Name}
		if row := rowOf(m, ref); row != nil {
			e.Row = marshal(row)
		} else if ref.Kind == model.KindActivity || ref.Kind == model.KindOutput {
			continue // its session or window is gone, which has an entry of its own
		}
		d.Entries = append(d.Entries, e)
	}
	return marshal(&d)
}

// marshal cannot fail: rows are numbers, strings and slices of them, and the buffer is memory.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := msgpack.NewEncoder(&b)
	e.UseCompactInts(true)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("encode %T: %v", v, err))
	}
	return b.Bytes()
}

// Decode makes the model that Encode wrote. Its clients are to come back, so nothing ends for the lack of
// one before ClientsBack, or before they had their time.
func Decode(data []byte, c model.Config) (*model.Model, error) {
	m := model.Empty(c)
	m.Await = true
	if err := Apply(m, data); err != nil {
		return nil, err
	}
	return m, nil
}

// Apply changes m as a record says. After an error m is of no use. What this version does not know (a kind of
// object, a type of prompt) is passed over, and an option is told among m.Causes: it must not cost a user the
// session. A later server that has to prove to be equal finds another digest then.
func Apply(m *model.Model, record []byte) error {
	var d document
	if err := unmarshal(record, &d); err != nil {
		return fmt.Errorf("decode model: %w", err)
	}
	if d.Version > version {
		return fmt.Errorf("decode model: %w: %d", ErrVersion, d.Version)
	}
	a := applier{m: m}
	for _, e := range d.Entries {
		if err := a.entry(e); err != nil {
			return fmt.Errorf("decode model: kind %d, id %d%s: %w", e.Kind, e.ID, e.Name, err)
		}
	}
	if err := a.wire(); err != nil {
		return fmt.Errorf("decode model: %w", err)
	}
	return nil
}

func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func timeOf(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n)
}
