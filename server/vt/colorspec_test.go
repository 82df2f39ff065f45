package vt_test

import (
	"fmt"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

func TestColourForms(t *testing.T) {
	for _, tt := range []struct{ spec, want string }{
		{"#abc", "a0b0c0"}, {"#aabbcc", "aabbcc"}, {"#aaabbbccc", "aabbcc"}, {"#aaaabbbbcccc", "aabbcc"}, {"#AaBbCc", "aabbcc"},
		{"rgb:a/b/c", "aabbcc"}, {"rgb:aa/b/ccc", "aabbcc"}, {"RGB:aaaa/bbbb/cccc", "aabbcc"}, {"rgba:aa/bb/cc/80", "aabbcc"},
		{"rgbi:1/0/1", "ff13ff"}, {"rgbi:1e0/+1/1.0", "ffffff"},
		{"CIEXYZ:0/0/0", "09130e"}, {"CIEXYZ:0.94966/1/1.40604", "ffffff"}, {"ciexyz:0/1/0", "ffffff"},
		{"CIExyY:0.283/0.298/1", "ffffff"}, {"CIEuvY:0.1774/0.4203/1", "ffffff"}, {"CIExyY:0.625/0.34/0.2073", "ff130e"},
		{"CIELab:100/0/0", "ffffff"}, {"CIELab:0/0/0", "09130e"}, {"CIELuv:100/0/0", "ffffff"}, {"CIELuv:0/0/0", "09130e"},
		{"TekHVC:0/100/0", "ffffff"}, {"TekHVC:90/0/0", "09130e"},
		{"test colour", "010203"}, {"TestColour", "010203"},
		{"", ""}, {"#", ""}, {"#ab", ""}, {"#abcd", ""}, {"#aaaaabbbbbccccc", ""}, {"#ggg", ""}, {"rgb:", ""}, {"rgb:a/b", ""}, {"rgb:a/b/c/d", ""},
		{"rgb:/b/c", ""}, {"rgb:aaaaa/b/c", ""}, {"rgb:-1/0/0", ""}, {"rgbi:1.1/0/0", ""}, {"rgbi:-1/0/0", ""}, {"rgbi:a/0/0", ""},
		{"rgbi:inf/0/0", ""}, {"rgbi:nan/0/0", ""}, {"rgbi:0x1/0/0", ""}, {"CIEXYZ:0/2/0", ""}, {"CIELab:101/0/0", ""}, {"CIELab:-1/0/0", ""},
		{"CIELuv:101/0/0", ""}, {"TekHVC:0/101/0", ""}, {"TekHVC:0/50/-1", ""}, {"CIEfoo:1/1/1", ""}, {"no colour", ""},
	} {
		if got := colourOf(tt.spec); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.spec, got, tt.want)
		}
	}
}

// colourOf is what a program hears of palette entry 1 that it set to a colour, as rrggbb; empty: it is what it was.
func colourOf(spec string) string {
	var got replies
	term := vt.New(vt.Options{Rows: 1, Cols: 1, Effects: &got, ColorName: func(name string) (r, g, b uint8, ok bool) {
		return 1, 2, 3, name == "testcolour"
	}})
	vttest.Write(term, "\x1b]4;1;"+spec+"\a\x1b]4;1;?\a")
	if !term.PaletteChanged() {
		return ""
	}
	hex := strings.NewReplacer("\x1b]4;1;rgb:", "", "/", "", "\a", "").Replace(got.String())
	return hex[:2] + hex[4:6] + hex[8:10]
}

// What the display cannot show is shown with the same hue and lightness: more chroma changes nothing from there on.
func TestColoursOutOfReach(t *testing.T) {
	for hue := 0; hue < 360; hue += 15 {
		limit := ""
		for _, chroma := range []int{150, 200, 400} {
			got := colourOf(fmt.Sprintf("TekHVC:%d/50/%d", hue, chroma))
			if limit == "" {
				limit = got
			}
			if got == "" || got != limit {
				t.Errorf("hue %d, chroma %d: %s, with 150 %s", hue, chroma, got, limit)
			}
		}
	}
	for _, spec := range []string{"CIEuvY:9e99/9e99/0.5", "CIExyY:0/0/0.5", "CIEXYZ:-5/0.5/-0.5", "CIEXYZ:9e300/0.5/9e300", "CIELab:50/1e200/1e200"} {
		if colourOf(spec) == "" {
			t.Errorf("%s is no colour", spec)
		}
	}
}
