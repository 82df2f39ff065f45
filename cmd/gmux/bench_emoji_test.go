//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// BenchmarkEmojiColumns prints how many of the fully-qualified sequences of Unicode's emoji-test data take two columns, in gmux and in
// the installed tmux, as a program in a pane sees it.
func BenchmarkEmojiColumns(b *testing.B) {
	usertest.Need(b, "tmux")
	data, err := os.ReadFile("../../server/vt/width/testdata/emoji-test.txt")
	if err != nil {
		b.Fatal(err)
	}
	var list strings.Builder
	all := 0
	for line := range strings.Lines(string(data)) {
		if points, ok := strings.CutSuffix(line, ";F\n"); ok {
			list.WriteString(points + "\n")
			all++
		}
	}
	for range b.N {
		for _, c := range []contender{{name: "gmux", make: usertest.New}, {name: "tmux", make: usertest.NewTmux}} {
			b.Run(c.name, func(b *testing.B) {
				w := c.make(b)
				if err := os.WriteFile(w.Path("emoji"), []byte(list.String()), 0o600); err != nil {
					b.Fatal(err)
				}
				w.Gmux("new-session", "-d", "-s", "work", "-x", "80", "-y", "24", "sh", "-c", w.Probe("columns")+" "+w.Path("emoji")+"; exec cat")
				text := w.WaitOutput(`^done$`, "capture-pane", "-p", "-t", "work")
				two := "0"
				for line := range strings.Lines(text) {
					if n, ok := strings.CutPrefix(line, "columns 2: "); ok {
						two = strings.TrimSpace(n)
					}
				}
				fmt.Printf("%s: %s of %d emoji take two columns\n", c.name, two, all)
			})
		}
	}
}
