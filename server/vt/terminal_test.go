package vt_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

// What looks different has a new generation; what does not, has not.
func TestGenerations(t *testing.T) {
	for _, tt := range []struct {
		in      string
		changed string // an x for each row that did
	}{
		{"a", ".x."}, {"\x1b[H", "..."}, {"\x1b[K", ".x."}, {"\x1b[2J", "xxx"}, {"\x1b[1;31m", "..."}, {"\x1b[H\x1b[@", "x.."},
		{"\x1b[?1049h", "xxx"}, {"\x1b[?5h", "xxx"}, {"\x1b]11;#fff\a", "xxx"}, {"\x1b]4;1;#fff\a", "xxx"}, {"\x1b[?25l", "..."}, {"\x1b]2;t\a", "..."},
		{"\x1bc", "xxx"}, {"\u0301", ".x."}, {"\x1b[6n", "..."}, {"\x1b[3;1H\n", "..x"},
	} {
		term := vttest.New(3, 4, "ab\r\ncd")
		gen := term.Generation()
		vttest.Write(term, tt.in)
		if term.Generation() <= gen {
			t.Errorf("%q: the generation is as before", tt.in)
		}
		got := ""
		for i := range 3 {
			if term.Row(i).Gen > gen {
				got += "x"
			} else {
				got += "."
			}
		}
		if got != tt.changed {
			t.Errorf("%q: changed %s, want %s", tt.in, got, tt.changed)
		}
	}
	term := vttest.New(1, 1, "")
	gen := term.Generation()
	vttest.Write(term, "")
	if term.Generation() != gen {
		t.Error("nothing was written and the generation changed")
	}
}

// No input takes more than a bounded amount of memory.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 40 MB")
	}
	for name, piece := range map[string]func(i int) string{
		"styles": func(i int) string { return fmt.Sprintf("\x1b[38;2;%d;%d;%dmx", i%256, i/256%256, i/65536) },
		"clusters": func(i int) string {
			return "x" + string(rune(0x300+i%112)) + string(rune(0x300+i/112%112)) + string(rune(0x300+i/12544%112))
		},
		"links":   func(i int) string { return fmt.Sprintf("\x1b]8;;http://%d/%s\ax", i, strings.Repeat("y", 1000)) },
		"marks":   func(int) string { return "\u0301\u200d\ufe0f" },
		"strings": func(i int) string { return "\x1bP" + strings.Repeat("x", 1000) },
		"OSC":     func(i int) string { return "\x1b]2;" + strings.Repeat("日", 1000) },
		"no end":  func(i int) string { return "0123456789" },
		"stacks":  func(i int) string { return "\x1b[22t\x1b[>1u\x1b]0;" + itoa(i) + "\a\x1b[?" + itoa(i) + "s" },
		"lines": func(i int) string {
			return fmt.Sprintf("\x1b]8;;http://%d/\a\x1b[38;2;%d;%d;1mx\r\n", i, i%256, i/256%256)
		},
		"tabs": func(i int) string { return "\x1bH\x1b[I\x1b[65535b\x1b[65535@" },
	} {
		t.Run(name, func(t *testing.T) {
			before := heap()
			term := vt.New(vt.Options{Rows: 24, Cols: 80, HistoryLimit: 2000})
			for i, n := 0, 0; n < 4<<20; i++ {
				s := piece(i)
				vttest.Write(term, s)
				n += len(s)
			}
			if grown := heap() - before; grown > 16<<20 {
				t.Errorf("%d KiB", grown>>10)
			}
			if err := term.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func TestSettings(t *testing.T) {
	var got replies
	term := vt.New(vt.Options{Rows: 2, Cols: 3, HistoryLimit: 5})
	vttest.Write(term, "\x1b[6n") // nobody is told
	term.SetEffects(&got)
	vttest.Write(term, "\x1b[16t")
	term.SetSize(2, 3, 7, 15)
	vttest.Write(term, "\x1b[16t\x1b[14t")
	if want := "\x1b[6;16;8t\x1b[6;15;7t\x1b[4;30;21t"; got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
	vttest.Write(term, "\x1b[?2026h")
	term.EndSync()
	if term.Modes().SyncOutput {
		t.Error("synchronized output did not end")
	}
	vttest.Write(term, "a\r\nb\r\nc\r\nd")
	vttest.ExpectHistory(t, term, 3, "|a|\n|b|")
	term.SetHistoryLimit(1)
	vttest.ExpectHistory(t, term, 3, "|b|")
	term.ClearHistory()
	vttest.ExpectHistory(t, term, 3, "")
	term.SetHistoryLimit(0)
	vttest.Write(term, "\r\ne\r\nf")
	vttest.ExpectHistory(t, term, 3, "")
	if n := term.History().Limit(); n != 0 {
		t.Errorf("limit %d", n)
	}
}

// Each sequence has one handler, and the list of them says which bytes it is.
func TestSequences(t *testing.T) {
	forms := map[string]string{}
	for _, s := range vt.Sequences() {
		if other, ok := forms[s.Form]; ok {
			t.Errorf("%s is %s and %s", s.Form, other, s.Name)
		}
		forms[s.Form] = s.Name
	}
	for form, name := range map[string]string{"CSI H": "CUP", "CSI ? $ p": "DECRQM", "CSI SP q": "DECSCUSR", "ESC # 8": "DECALN", "DCS $ q": "DECRQSS"} {
		if forms[form] != name {
			t.Errorf("%s is %q", form, forms[form])
		}
	}
}
