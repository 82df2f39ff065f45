package width

import "testing"

func TestWidths(t *testing.T) {
	for _, tt := range []struct {
		name, list, want string // want: the columns of "α", U+E0B0, "日", "❤", "a", "é"
	}{
		{"nothing", "", "112111"},
		{"ambiguous", "ambiguous=2", "222112"},
		{"ambiguous taken back", "ambiguous=2,ambiguous=1", "112111"},
		{"a range", "U+E000-U+F8FF=2", "122111"},
		{"a character", "日=1", "111111"},
		{"a code point", "U+65E5=0", "110111"},
		{"the last one counts", "U+E000-U+F8FF=2,U+E0B0=1,U+E0A0-U+E0B0=0", "102111"},
		{"an override stands above what is ambiguous", "U+E000-U+F8FF=1,ambiguous=2", "212112"},
		{"what is no item is left out", "U+=2,U+E0B0,=2,U+E0B0=3,U+E0B0=x,U+F000-U+E000=2,U+110000=2,ab=2,\xff=2,U+E0B0=2", "122111"},
		{"ASCII cannot be changed", "a=2,U+61=2,U+0-U+10FFFF=2", "112111"},
	} {
		w := Parse(tt.list)
		for _, form := range []Widths{w, Parse(w.String())} {
			got := ""
			for _, r := range "α\ue0b0日❤aé" {
				got += string(rune('0' + form.Rune(r)))
				if n := form.Cluster([]byte(string(r))); n != form.Rune(r) {
					t.Errorf("%s: cluster of %c has %d columns", tt.name, r, n)
				}
			}
			if got != tt.want {
				t.Errorf("%s: %s, want %s (%s)", tt.name, got, tt.want, form.String())
			}
		}
	}
	w := Parse("ambiguous=2,U+1F600=1")
	for s, want := range map[string]int{"❤\ufe0f": 2, "α\u0301": 2, "😀": 1, "😀\u200d": 1, "": 0} {
		if n := w.Cluster([]byte(s)); n != want {
			t.Errorf("%+q has %d columns, want %d", s, n, want)
		}
	}
}

// A list as long as it may be is as long written down as its reader takes.
func TestWidthsAreBounded(t *testing.T) {
	list := ""
	for i := range 3000 {
		list += "," + item(rune(0x100000+16*i), rune(0x100008+16*i))
	}
	w := Parse(list)
	if n := len(w.String()); len(w.ranges) != maxRanges || n > MaxString {
		t.Errorf("%d ranges, %d bytes", len(w.ranges), n)
	}
}

// item is an item that gives two columns to the code points from first to last.
func item(first, last rune) string {
	w := Widths{ranges: []Range{{first, last, 2}}}
	return w.String()
}
