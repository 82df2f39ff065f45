package vt

import (
	"testing"

	"gmux/server/vt/width"
)

// What counts as alone joins nothing that is alone.
func TestAlone(t *testing.T) {
	var all []rune
	for r := rune(0x20); r < 0x110000; r++ {
		if alone(r) && width.Rune(r) > 0 {
			all = append(all, r)
		}
	}
	samples := []rune{' ', 'a', '#', '9', 0xa9, 0xad, 0xae, 0xe9, 0x2ff, '─', 'あ', 'ア', '日', '〇'}
	for _, r := range all {
		for _, s := range samples {
			if alone(s) && width.Joins([]byte(string(s)), r) {
				t.Fatalf("%U joins %U", r, s)
			}
			if alone(s) && width.Joins([]byte(string(r)), s) {
				t.Fatalf("%U joins %U", s, r)
			}
		}
	}
}
