package client

import "testing"

func TestParseColour(t *testing.T) {
	for in, want := range map[string]uint32{
		"rgb:ffff/8080/0000": 0xff8000, "rgb:ff/80/00": 0xff8000, "rgb:f/8/0": 0xff8800, "rgba:ff/80/00/7f": 0xff8000, "rgb:fff/800/000": 0xff8000,
	} {
		if got, ok := parseColour(in); !ok || got != want {
			t.Errorf("%s is %#x, %v; want %#x", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "rgb:", "rgb:ff/80", "rgb:fffff/0/0", "rgb:gg/0/0", "red", "cmyk:1/2/3", "rgb:-1/0/0"} {
		if got, ok := parseColour(in); ok {
			t.Errorf("%q is %#x", in, got)
		}
	}
}
