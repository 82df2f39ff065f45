package vt

import (
	"fmt"
	"strings"
	"testing"
)

// traffic is one kind of output each, about 64 KiB.
func traffic() map[string]string {
	repeat := func(f func(i int) string) string {
		var b strings.Builder
		for i := 0; b.Len() < 64<<10; i++ {
			b.WriteString(f(i))
		}
		return b.String()
	}
	return map[string]string{
		"ascii": repeat(func(int) string { return strings.Repeat("0123456789abcdefghijklmnopqrstuvwxyz ", 2) }),
		"lines": repeat(func(i int) string {
			return fmt.Sprintf("%06d the quick brown fox jumps over the lazy dog, again and again\r\n", i)
		}),
		"scroll": repeat(func(int) string { return "y\r\n" }),
		"sgr": repeat(func(i int) string {
			return fmt.Sprintf("\x1b[%d;%dmab\x1b[0m cd", 30+i%8, 40+i/8%8)
		}),
		"truecolor": repeat(func(i int) string {
			return fmt.Sprintf("\x1b[38;2;%d;%d;%dm\x1b[48;2;%d;%d;%dmX", i%256, i*3%256, i*7%256, i*5%256, i%128, i%64)
		}),
		"wide":      repeat(func(int) string { return "日本語の文字列を表示します。\r\n" }),
		"latin":     repeat(func(int) string { return "le cœur déçu, mais l’âme plutôt naïve a été là " }),
		"combining": repeat(func(int) string { return "e\u0301a\u0300 👍🏽" }),
		"addressed": repeat(func(i int) string { return fmt.Sprintf("\x1b[%d;%dH%c", i%24+1, i*7%80+1, 'a'+i%26) }),
		"region": repeat(func(i int) string {
			return fmt.Sprintf("\x1b[2;23r\x1b[23;1Hline %d of text\n\x1b[r\x1b[24;1Hstatus", i)
		}),
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, name := range []string{"ascii", "lines", "scroll", "sgr", "truecolor", "wide", "latin", "combining", "addressed", "region"} {
		in := []byte(traffic()[name])
		b.Run(name, func(b *testing.B) {
			t := New(Options{Rows: 24, Cols: 80, HistoryLimit: 10000})
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				t.Write(in)
			}
		})
	}
}
