package persist

import (
	"slices"
	"testing"
	"time"

	"gmux/server/model"
)

// TestPrinted: what is read over a pane comes to the next server, by a snapshot and by a record, and goes with the mode.
func TestPrinted(t *testing.T) {
	config := model.Config{Started: time.Unix(1000, 0)}
	m := model.New(config, nil)
	p := m.AddSession(model.NewSession{Name: "s", Size: model.Size{Rows: 24, Cols: 80}}).Current.Window.Active
	snapshot := Encode(m)
	NewRecorder().Record(m)
	for _, step := range []struct {
		name string
		do   func()
		want []string
	}{
		{"printed", func() { m.ViewInPane(p, []string{"a", "b"}) }, []string{"a", "b"}},
		{"more", func() { m.ViewInPane(p, []string{"c"}) }, []string{"a", "b", "c"}},
		{"another mode", func() { m.EnterMode(p, model.EnterMode{Pane: p.ID, Mode: "copy-mode"}) }, nil},
		{"again", func() { m.ViewInPane(p, []string{"d"}) }, []string{"d"}},
		{"left", func() { m.LeaveMode(p) }, nil},
	} {
		step.do()
		m.TakeEffects()
		record := NewRecorder().Record(m)
		back, err := Decode(snapshot, config)
		if err == nil {
			err = Apply(back, record)
		}
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		whole, err := Decode(Encode(m), config)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		for how, got := range map[string]*model.Model{"snapshot": whole, "record": back} {
			if got := got.Panes[p.ID].Printed; !slices.Equal(got, step.want) {
				t.Errorf("%s: %q by the %s, want %q", step.name, got, how, step.want)
			}
		}
		snapshot = Encode(m)
	}
}
