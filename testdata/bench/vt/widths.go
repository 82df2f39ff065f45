package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/clipperhouse/displaywidth"
	"github.com/mattn/go-runewidth"
	"github.com/rivo/uniseg"

	"gmux/server/vt/width"
)

// measurers are packages that say how many columns a string has. A terminal asks for each character whether it joins
// the one before, which only ours can be asked; here all measure whole clusters.
var measurers = []struct {
	name    string
	columns func(string) int
}{
	{"gmux", func(s string) int { return width.Cluster([]byte(s)) }},
	{"uniseg", uniseg.StringWidth},
	{"go-runewidth", (&runewidth.Condition{StrictEmojiNeutral: true}).StringWidth},
	{"displaywidth", func(s string) int { return displaywidth.String(s) }},
}

// compareWidths prints for each package how many of the emoji sequences it gives two columns, and how long it takes for one, for
// an ideograph and for a letter with a mark.
func compareWidths(out io.Writer, rounds int, slice time.Duration) error {
	emoji, err := emojiSequences("../../../server/vt/width/testdata/emoji-test.txt")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\n| package | fully-qualified emoji at two columns | ns per emoji | per ideograph | per letter and mark |\n|---|---|---|---|---|")
	texts := [][]string{emoji, {"日", "本", "語"}, {"e\u0301", "o\u0308"}}
	best := make([][3]float64, len(measurers))
	for range rounds {
		for i, m := range measurers {
			for k, text := range texts {
				ns, err := perCall(m.columns, text, slice)
				if err != nil {
					return err
				}
				if best[i][k] == 0 || ns < best[i][k] {
					best[i][k] = ns
				}
			}
		}
	}
	for i, m := range measurers {
		right := 0
		for _, s := range emoji {
			if m.columns(s) == 2 {
				right++
			}
		}
		fmt.Fprintf(out, "| %s | %d of %d | %.0f | %.0f | %.0f |\n", m.name, right, len(emoji), best[i][0], best[i][1], best[i][2])
	}
	return nil
}

func perCall(columns func(string) int, text []string, slice time.Duration) (float64, error) {
	start, err := cpuTime()
	if err != nil {
		return 0, err
	}
	for n := 0; ; {
		for range 1 + 1000/len(text) {
			for _, s := range text {
				columns(s)
				n++
			}
		}
		now, err := cpuTime()
		if err != nil {
			return 0, err
		}
		if now-start >= slice {
			return float64(now-start) / float64(n), nil
		}
	}
}

// emojiSequences are the fully-qualified ones of Unicode's emoji-test data.
func emojiSequences(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		points, ok := strings.CutSuffix(lines.Text(), ";F")
		if !ok {
			continue
		}
		var s strings.Builder
		for _, p := range strings.Fields(points) {
			n, err := strconv.ParseUint(p, 16, 32)
			if err != nil {
				return nil, err
			}
			s.WriteRune(rune(n))
		}
		all = append(all, s.String())
	}
	return all, lines.Err()
}
