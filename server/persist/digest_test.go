package persist

import (
	"reflect"
	"testing"

	"gmux/server/model"
)

// A model that was written down and read back has the digest that it had; another one has not.
func TestDigest(t *testing.T) {
	m := model.New(model.Config{}, nil)
	before := Digest(m, NewestForm)
	again, err := Decode(Encode(m), model.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if Digest(again, NewestForm) != before {
		t.Error("it does not come back")
	}
	m.NextPane++
	if Digest(m, NewestForm) == before {
		t.Error("a change does not change it")
	}
}

// A field that a later form has is not in the earlier ones.
func TestDigestLeavesOutWhatCameLater(t *testing.T) {
	type row struct {
		Name  string
		Theme string `form:"2"`
	}
	sum := func(r row, form int) string {
		h := &record{}
		digestValue(h, reflect.ValueOf(r), form)
		return string(h.bytes)
	}
	if sum(row{"a", "x"}, 1) != sum(row{"a", "y"}, 1) {
		t.Error("form 1 has the field")
	}
	if sum(row{"a", "x"}, 2) == sum(row{"a", "y"}, 2) || sum(row{"a", ""}, 1) == sum(row{"b", ""}, 1) {
		t.Error("form 2 has not, or form 1 has nothing")
	}
}

// A record keeps what is hashed.
type record struct{ bytes []byte }

func (r *record) Write(p []byte) (int, error) { r.bytes = append(r.bytes, p...); return len(p), nil }
func (r *record) Sum(b []byte) []byte         { return append(b, r.bytes...) }
func (r *record) Reset()                      { r.bytes = nil }
func (r *record) Size() int                   { return len(r.bytes) }
func (r *record) BlockSize() int              { return 1 }

// What a later version has added at the end of a row is passed over, at any depth; what an earlier one did not have is zero.
func TestRowsOfOtherVersions(t *testing.T) {
	type oldItem struct {
		_msgpack struct{} `msgpack:",as_array"`
		Name     string
	}
	type newItem struct {
		_msgpack struct{} `msgpack:",as_array"`
		Name     string
		Sizes    []int
	}
	type oldRow struct {
		_msgpack struct{} `msgpack:",as_array"`
		Items    []oldItem
	}
	type newRow struct {
		_msgpack struct{} `msgpack:",as_array"`
		Items    []newItem
		Theme    string
	}
	var o oldRow
	if err := unmarshal(marshal(&newRow{Items: []newItem{{Name: "a", Sizes: []int{1, 2}}, {Name: "b"}}, Theme: "x"}), &o); err != nil {
		t.Error(err)
	}
	if want := (oldRow{Items: []oldItem{{Name: "a"}, {Name: "b"}}}); !reflect.DeepEqual(o, want) {
		t.Errorf("of a later version: %+v", o)
	}
	var n newRow
	if err := unmarshal(marshal(&o), &n); err != nil {
		t.Error(err)
	}
	if want := (newRow{Items: []newItem{{Name: "a"}, {Name: "b"}}}); !reflect.DeepEqual(n, want) {
		t.Errorf("of an earlier version: %+v", n)
	}
}

// TestObjectsOfLaterVersions: a server that has to take over from a later one does without what it does not know.
func TestObjectsOfLaterVersions(t *testing.T) {
	m := model.New(model.Config{}, nil)
	want := Digest(m, NewestForm)
	const later = model.KindPrinted + 100
	for _, tt := range []struct {
		name  string
		entry entry
	}{
		{"a kind of object", entry{Kind: later, ID: 1, Row: marshal(&markRow{})}},
		{"one that is gone", entry{Kind: later, ID: 1}},
		{"a type of prompt", entry{Kind: model.KindPrompt, Name: "token", Row: marshal(&promptRow{Type: int(model.PromptTypes)})}},
		{"its history", entry{Kind: model.KindHistory, ID: int(model.PromptTypes), Row: marshal(&historyRow{Lines: []string{"a"}})}},
		{"a set of options", entry{Kind: model.KindOptions, ID: model.WindowOptions + 1, Row: marshal(&optionsRow{})}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := Apply(m, marshal(&document{Version: version, Entries: []entry{tt.entry}})); err != nil {
				t.Fatal(err)
			}
			if Digest(m, NewestForm) != want {
				t.Error("it has changed the model")
			}
		})
	}
}
