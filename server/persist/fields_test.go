package persist_test

import (
	"reflect"
	"testing"
	"time"

	"gmux/server/model"
	"gmux/server/persist"
	"gmux/server/syntax"
)

// derived are the fields that are not written, and why.
var derived = map[string]string{
	"Model.Config":      "told by the loop at every start",
	"Model.Now":         "the clock",
	"Model.Clients":     "a connection ends with its server",
	"Model.Await":       "set by Decode",
	"Model.waitUntil":   "begins with the server",
	"Model.effects":     "performed before anything is written",
	"Model.events":      "hooks run before anything is written",
	"Model.dirty":       "pictures are drawn anew",
	"Model.touched":     "what Record takes",
	"Model.ending":      "who asked for the end asks again",
	"Model.down":        "the same",
	"Model.disturbed":   "settled before anything is written",
	"Model.refocus":     "settled before anything is written",
	"Model.focused":     "clients that come back have the focus again",
	"Model.alarmed":     "settled before anything is written",
	"Model.silence":     "looked up anew",
	"Session.switched":  "output that came before is not heard of any more",
	"Window.raised":     "settled before anything is written",
	"Window.silentFrom": "Activity serves as well",
	"Window.activeAt":   "the same",
	"Window.Latest":     "a client, by its token",
	"Prompt.Token":      "the command that waits for the answer does so in the server that asked",
	"Pane.Window":       "the window says which panes it has",
	"Winlink.Session":   "the session says which winlinks it has",
	"Session.making":    "the command that makes it died with its server",
}

// joined are written as ids, names or text; the walk shows that they come back.
var joined = map[string]bool{
	"Model.Sessions": true, "Model.Windows": true, "Model.Panes": true, "Model.Options": true,
	"Model.SessionOption": true, "Model.WindowOption": true, "Model.Env": true, "Model.Tables": true,
	"Session.ID": true, "Session.Links": true, "Session.Current": true, "Session.Last": true,
	"Session.Options": true, "Session.Env": true, "Winlink.Window": true, "Winlink.Index": true,
	"Window.ID": true, "Window.Panes": true, "Window.Active": true, "Window.Last": true, "Window.Options": true, "Window.Layout": true,
	"Pane.ID": true, "Pane.Options": true, "Pane.Mode": true,
	"Model.marked": true, "Model.Buffers": true, "Model.Channels": true, "Model.Prompts": true, "Model.Pans": true, "Model.Absent": true, "Absent.Keys": true, "Window.Awaits": true, "Model.History": true, "Model.Log": true, "LogEntry.Number": true, "Buffer.Name": true, "Channel.Woken": true, "Channel.Locked": true,
	"Table.Name": true, "Table.Bindings": true, "Binding.Key": true, "Binding.List": true,
}

// sample is a model with one of everything, and the objects in it by the name of their type.
func sample(t *testing.T) (*model.Model, func(*model.Model) map[string]reflect.Value) {
	m := model.New(model.Config{Started: time.Unix(1000, 0)}, nil)
	m.AddSession(model.NewSession{Name: "s", Size: model.Size{Rows: 24, Cols: 80}})
	m.Bind("prefix", model.Binding{Key: keyOf(t, "x"), Note: "n"})
	m.AddBuffer("text")
	m.OpenPrompt(&model.Client{Token: "client"}, &model.Prompt{Text: "what was typed"})
	m.Pans["client"] = &model.Pan{Row: 1}
	m.Absent["client"] = &model.Absent{IgnoreSize: true, LastSession: -1}
	m.AddHistory(model.PromptSearch, "typed")
	m.Note("told")
	m.SetChannel("c", model.Channel{Woken: true, Locked: true})
	return m, func(m *model.Model) map[string]reflect.Value {
		s := m.Sessions[0]
		return map[string]reflect.Value{
			"Model":    reflect.ValueOf(m).Elem(),
			"Session":  reflect.ValueOf(s).Elem(),
			"Winlink":  reflect.ValueOf(s.Links[0]).Elem(),
			"Window":   reflect.ValueOf(m.Windows[0]).Elem(),
			"Pane":     reflect.ValueOf(m.Panes[0]).Elem(),
			"Buffer":   reflect.ValueOf(m.Buffers["buffer0"]).Elem(),
			"Prompt":   reflect.ValueOf(m.Prompts["client"]).Elem(),
			"Pan":      reflect.ValueOf(m.Pans["client"]).Elem(),
			"Absent":   reflect.ValueOf(m.Absent["client"]).Elem(),
			"LogEntry": reflect.ValueOf(&m.Log[0]).Elem(),
			"Table":    reflect.ValueOf(m.Tables["prefix"]).Elem(),
			"Binding":  reflect.ValueOf(m.Tables["prefix"].Bindings[keyOf(t, "x")]).Elem(),
		}
	}
}

// TestEveryField sets each field of the model to something else and looks for it behind Encode and Decode. A
// field that does not come back must be in one of the lists above.
func TestEveryField(t *testing.T) {
	_, objects := sample(t)
	first, _ := sample(t)
	for name, object := range objects(first) {
		for i := range object.NumField() {
			field := name + "." + object.Type().Field(i).Name
			if derived[field] != "" || joined[field] {
				continue
			}
			t.Run(field, func(t *testing.T) {
				m, objects := sample(t)
				f := objects(m)[name].Field(i)
				if !f.CanSet() {
					t.Fatalf("is neither written nor listed as derived")
				}
				vary(t, f)
				back, err := persist.Decode(persist.Encode(m), m.Config)
				if err != nil {
					t.Fatal(err)
				}
				got := objects(back)[name].Field(i).Interface()
				if want := f.Interface(); !reflect.DeepEqual(got, want) && !sameTime(got, want) {
					t.Errorf("was %v, came back as %v", want, got)
				}
			})
		}
	}
	for field := range derived {
		if joined[field] {
			t.Errorf("%s is in both lists", field)
		}
	}
}

// vary gives a field a value that it does not have.
func vary(t *testing.T, f reflect.Value) {
	switch v := f.Addr().Interface().(type) {
	case *string:
		*v += "varied"
	case *bool:
		*v = !*v
	case *[]string:
		*v = append(*v, "varied", "")
	case *time.Time:
		*v = time.Unix(12345, 678)
	case *model.Size:
		*v = model.Size{Rows: 5, Cols: 6, XPixel: 7, YPixel: 8}
	case *uint64:
		*v += 7
	case *uint8:
		*v += 7
	case *model.PromptType:
		*v = model.PromptTarget
	case *[]model.Question:
		*v = append(*v, model.Question{Label: "label", Text: "text"}, model.Question{})
	case *syntax.List:
		list, err := syntax.ParseString("a '%%' ; b { c }", syntax.Input{OneGroup: true})
		if err != nil {
			t.Fatal(err)
		}
		*v = list
	case *model.ExitStatus:
		*v = model.ExitStatus{Known: true, Code: 3, Signal: 9}
	case *map[model.WindowID]model.PaneID:
		*v = map[model.WindowID]model.PaneID{7: 8, 2: 3}
	case *model.Alert:
		*v = model.AlertBell
	default:
		if !f.CanInt() {
			t.Fatalf("a field of type %v: write it, or list it as derived", f.Type())
		}
		f.SetInt(f.Int() + 7)
	}
}

func sameTime(a, b any) bool {
	x, ok1 := a.(time.Time)
	y, ok2 := b.(time.Time)
	return ok1 && ok2 && x.Equal(y)
}
