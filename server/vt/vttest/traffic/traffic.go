// Package traffic has the kinds of output that programs make, for benchmarks of this terminal and of others. It needs
// nothing of ours, so everybody may use it.
package traffic

import (
	"fmt"
	"strings"
)

// A Kind is output of one kind, about 64 KiB, that can be written again and again.
type Kind struct{ Name, Text string }

// Of is the text of one kind.
func Of(name string) string {
	for _, k := range All() {
		if k.Name == name {
			return k.Text
		}
	}
	panic("no traffic " + name)
}

// All is every kind, for a screen of 24 rows and 80 columns.
func All() []Kind {
	return []Kind{
		{"ascii", repeat("", func(int) string { return strings.Repeat("0123456789abcdefghijklmnopqrstuvwxyz ", 2) })},
		{"log", repeat("", func(i int) string {
			return fmt.Sprintf("%06d the quick brown fox jumps over the lazy dog, again and again\r\n", i)
		})},
		{"short", repeat("", func(int) string { return "y\r\n" })},
		{"sgr", repeat("", func(i int) string { return fmt.Sprintf("\x1b[%d;%dmab\x1b[0m cd", 30+i%8, 40+i/8%8) })},
		{"truecolor", repeat("", func(i int) string {
			return fmt.Sprintf("\x1b[38;2;%d;%d;%dm\x1b[48;2;%d;%d;%dmX", i%256, i*3%256, i*7%256, i*5%256, i%128, i%64)
		})},
		{"cjk", repeat("", func(int) string { return "日本語の文字列を表示します。\r\n" })},
		{"latin", repeat("", func(int) string { return "le cœur déçu, mais l’âme plutôt naïve a été là " })},
		{"emoji", repeat("", func(int) string { return "ok 😀 👍🏽 🇩🇪 ❤\ufe0f 👩\u200d🚀 " })},
		{"combining", repeat("", func(int) string { return "e\u0301a\u0300 o\u0308 " })},
		{"addressed", repeat("", func(i int) string { return fmt.Sprintf("\x1b[%d;%dH%c", i%24+1, i*7%80+1, 'a'+i%26) })},
		{"region", repeat("", func(i int) string {
			return fmt.Sprintf("\x1b[2;23r\x1b[23;1Hline %d of text\n\x1b[r\x1b[24;1Hstatus", i)
		})},
		{"sixel", picture("\x1bP0;1;0q\"1;1;640;480#0;2;0;0;0#1;2;100;100;100", "\x1b\\", func(i int) string {
			return fmt.Sprintf("#%d!%d~@vvBB?oo~~{{ww^^NN$#%d??wwo!14~-", i%2, 4+i%60, 1-i%2)
		})},
		{"kitty graphics", repeat("", func(int) string {
			return "\x1b_Ga=T,f=100,m=1;" + strings.Repeat("iVBORw0KGgoAAAANSUhEUgAAAAEA+/8A", 128) + "\x1b\\"
		})},
		{"alternate", repeat("\x1b[?1049h", func(i int) string { return redraw(i) })},
	}
}

func repeat(before string, f func(i int) string) string {
	return picture(before, "", f)
}

// picture is something long between its beginning and its end.
func picture(before, after string, f func(i int) string) string {
	var b strings.Builder
	b.WriteString(before)
	for i := 0; b.Len() < 64<<10; i++ {
		b.WriteString(f(i))
	}
	b.WriteString(after)
	return b.String()
}

// redraw is the whole screen drawn again, as a monitor of processes does.
func redraw(i int) string {
	var b strings.Builder
	b.WriteString("\x1b[H")
	for row := range 24 {
		fmt.Fprintf(&b, "\x1b[%d;1H\x1b[32m%6d\x1b[39m user  \x1b[1m%5.1f\x1b[22m  /usr/bin/program --option %d\x1b[K", row+1, i*24+row, float64(i%1000)/10, row)
	}
	return b.String()
}
