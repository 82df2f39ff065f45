package persist_test

import (
	"fmt"
	"testing"

	"gmux/server/model"
	"gmux/server/persist"
)

// big is a server with 500 panes and one client.
func big(b *testing.B) (*walker, *model.Client) {
	w := newWalker(b, 1)
	for i := range 500 {
		w.m.AddSession(model.NewSession{Name: fmt.Sprint("session", i), Size: model.Size{Rows: 24, Cols: 80},
			Env: model.EnvironOf([]string{"DISPLAY=:0", "SSH_AUTH_SOCK=/tmp/agent"})})
	}
	c := w.m.AddClient(model.NewClient{TTY: "/dev/pts/1", Size: model.Size{Rows: 25, Cols: 80}})
	w.m.ShowSession(c, w.m.Sessions[0])
	w.do(w.m.TakeEffects())
	return w, c
}

// BenchmarkKey is what one key costs: through the tables, and the record of the change it makes.
func BenchmarkKey(b *testing.B) {
	w, c := big(b)
	rec, bytes := persist.NewRecorder(), 0
	rec.Record(w.m)
	k := keyOf(b, "a")
	b.ReportAllocs()
	for b.Loop() {
		w.q.Input(c.ID, k)
		bytes = len(rec.Record(w.m))
	}
	b.ReportMetric(float64(bytes), "B/record")
}

func BenchmarkEncode(b *testing.B) {
	w, _ := big(b)
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(persist.Encode(w.m))))
	}
}

func BenchmarkDecode(b *testing.B) {
	w, _ := big(b)
	data := persist.Encode(w.m)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := persist.Decode(data, w.m.Config); err != nil {
			b.Fatal(err)
		}
	}
}
