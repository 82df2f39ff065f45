package view

import (
	"reflect"
	"strings"
	"testing"

	"gmux/server/model"
	"gmux/server/status"
)

// TestPartsOfPanes: a pane beyond the edge of what is shown is empty, and at the edge, where painting begins and ends at once.
func TestPartsOfPanes(t *testing.T) {
	v := &View{Part: &Part{Part: model.Part{Window: model.Size{Rows: 24, Cols: 80}}, Room: Rect{Row: 1, Rows: 10, Cols: 40}}}
	for _, tt := range []struct {
		in       Rect
		row, col int
		want     Rect
	}{
		{Rect{Row: 2, Col: 2, Rows: 3, Cols: 4}, 0, 0, Rect{Row: 2, Col: 2, Rows: 3, Cols: 4}},
		{Rect{Row: 1, Col: 30, Rows: 24, Cols: 39}, 0, 0, Rect{Row: 1, Col: 30, Rows: 10, Cols: 10}},
		{Rect{Row: 13, Col: 41, Rows: 12, Cols: 39}, 0, 0, Rect{Row: 11, Col: 40}},
		{Rect{Row: 1, Col: 0, Rows: 4, Cols: 20}, 2, 5, Rect{Row: 1, Col: 0, Rows: 2, Cols: 15}},
		{Rect{Row: 1, Col: 0, Rows: 4, Cols: 20}, 8, 30, Rect{Row: 1, Col: 0}},
	} {
		v.Panes = []Pane{{Rect: tt.in, Whole: tt.in}}
		if got := v.Show(tt.row, tt.col).Panes[0].Rect; got != tt.want {
			t.Errorf("%+v seen from %d,%d: %+v, want %+v", tt.in, tt.row, tt.col, got, tt.want)
		}
	}
}

func TestPartsOfLines(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Line
		want Line
	}{
		{"inside", line(2, 5, "ab"), line(1, 2, "ab")},
		{"cut on both sides", line(2, 0, "0123456789"), line(1, 0, "34567")},
		{"half a character", line(2, 2, "日日日日"), line(1, 0, " 日日")},
		{"above", line(0, 3, "ab"), line(-1, 0, "")},
		{"below", line(4, 3, "ab"), line(3, 0, "")},
		{"beyond", line(2, 9, "ab"), line(1, 6, "")},
	} {
		v := &View{Part: &Part{Room: Rect{Rows: 3, Cols: 5}}, Lines: []Line{tt.in, {Row: 3}}}
		got := v.Show(1, 3).Lines
		if len(tt.want.Cells) > 0 {
			if !reflect.DeepEqual(got[0], tt.want) {
				t.Errorf("%s: %+v, want %+v", tt.name, got[0], tt.want)
			}
			got = got[1:]
		}
		if len(got) != 1 || got[0].Row != 3 {
			t.Errorf("%s: and %+v; a status line stays where it is", tt.name, got)
		}
	}
}

func line(row, col int, text string) Line {
	l := Line{Row: row, Col: col, Moves: true}
	for _, r := range text {
		w := 1
		if strings.ContainsRune("日", r) {
			w = 2
		}
		l.Cells = append(l.Cells, status.Cell{Text: string(r), Width: w})
	}
	return l
}
