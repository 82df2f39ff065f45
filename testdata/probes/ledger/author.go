package main

import (
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"strings"
)

// An author writes what the ledger prints.
type author struct {
	rng  *rand.Rand
	kind string
	n    int
}

func newAuthor(kind string, seed uint64) *author {
	return &author{rng: rand.New(rand.NewPCG(seed, 7)), kind: kind}
}

// next is one piece of output, and how many questions are in it.
func (a *author) next(line int) (piece []byte, asks int) {
	var b strings.Builder
	if a.kind == "full" {
		a.full(&b)
	} else {
		b.WriteString(Line(line))
		b.WriteString(a.aside())
	}
	if a.rng.IntN(a.askEvery()) == 0 {
		b.WriteString([]string{"\x1b[c", "\x1b[6n"}[a.rng.IntN(2)])
		asks = 1
	}
	a.n++
	return []byte(b.String()), asks
}

func (a *author) askEvery() int {
	if a.kind == "flood" {
		return 2000
	}
	return 10
}

// Line is a numbered line with its checksum, with sequences between its characters that change no cell's text. It is shorter than
// the narrowest screen, so no row is ever wrapped.
func Line(n int) string {
	text := fmt.Sprintf("%08d %s", n, strings.Repeat(string(rune('a'+n%26)), n%17))
	if n%3 == 0 {
		text += "漢字"
	}
	sum := crc32.ChecksumIEEE([]byte(text))
	colour := fmt.Sprintf("\x1b[38;2;%d;%d;7;%dm", n%256, n/256%256, 1+n%4)
	return text[:4] + colour + text[4:8] + "\x1b[m" + text[8:] + fmt.Sprintf(" \x1b[3%dm%08x\x1b[m\r\n", n%8, sum)
}

// aside is something else beside the lines, which leaves the main screen alone.
func (a *author) aside() string {
	switch n := a.rng.IntN(60); n {
	case 0:
		return fmt.Sprintf("\x1b]2;title %d\x07", a.n)
	case 1:
		return "\x1b]2;ein längerer Titel 漢\x1b\\"
	case 2: // a phase on the alternate screen
		var b strings.Builder
		b.WriteString("\x1b[?1049h\x1b[2J")
		for range 5 {
			a.full(&b)
		}
		b.WriteString("\x1b[r\x1b[?6l\x1b[4l\x1b[?1049l\x1b[m")
		return b.String()
	case 3:
		return fmt.Sprintf("\x1b[?1%c", "hl"[a.rng.IntN(2)])
	case 4:
		return "\x1b" + string("=>"[a.rng.IntN(2)])
	case 5:
		return fmt.Sprintf("\x1b[?2004%c", "hl"[a.rng.IntN(2)])
	case 6:
		return fmt.Sprintf("\x1b[?25%c", "hl"[a.rng.IntN(2)])
	case 7:
		return fmt.Sprintf("\x1b[%d q", a.rng.IntN(7))
	case 8:
		return "\x1b7\x1b[1;1H\x1b8"
	case 9:
		return "\x1b]8;;http://example.org/\x1b\\link\x1b]8;;\x1b\\\r\x1b[K"
	case 10:
		return fmt.Sprintf("\x1b[?1000%c\x1b[?1006%c", "hl"[a.rng.IntN(2)], "hl"[a.rng.IntN(2)])
	}
	return ""
}

// full draws anywhere.
func (a *author) full(b *strings.Builder) {
	if a.n == 0 && a.kind == "full" {
		b.WriteString("\x1b[?1049h\x1b[2J")
	}
	row, col := 1+a.rng.IntN(20), 1+a.rng.IntN(55)
	switch a.rng.IntN(12) {
	case 0:
		fmt.Fprintf(b, "\x1b[%d;%dr", 1+a.rng.IntN(5), 10+a.rng.IntN(10))
	case 1:
		b.WriteString("\x1b[r")
	case 2:
		fmt.Fprintf(b, "\x1b[?6%c", "hl"[a.rng.IntN(2)])
	case 3:
		fmt.Fprintf(b, "\x1b[%d;%dH\x1b[%d%c", row, col, 1+a.rng.IntN(4), "LMP@XST"[a.rng.IntN(7)])
	case 4:
		fmt.Fprintf(b, "\x1b[4%c", "hl"[a.rng.IntN(2)])
	case 5:
		fmt.Fprintf(b, "\x1b[%d;%dH\x1b[4%dm\x1b[K\x1b[49m", row, col, a.rng.IntN(8))
	case 6:
		b.WriteString("\n\x1bM\x1bM")
	}
	fmt.Fprintf(b, "\x1b[%d;%dH\x1b[3%d;%dm%d 漢é\x1b[m", row, col, a.rng.IntN(8), 1+a.rng.IntN(7), a.n)
}
