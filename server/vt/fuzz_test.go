package vt

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// seeds are streams that between them use every family of sequences.
var seeds = []string{
	"plain text that is longer than a row and wraps\r\nand\ttabs\bx\n",
	"\x1b[2;4r\x1b[4;1H\n\n\n\x1b[2;1H\x1bM\x1b[L\x1b[2M\x1b[3S\x1b[2T\x1b[r",
	"\x1b[?69h\x1b[3;8s\x1b[2;5rabcdefghijklmnopqrstuvw\n\n\n\x1b[2@\x1b[3P\x1b['}\x1b['~\x1b6\x1b9\x1b[?69l",
	"\x1b[1;31;4:3;38;2;1;2;3;48:5:200;58:2::9:8:7mstyled\x1b[0J\x1b[2K\x1b[5X\x1b[m\x1b[1J",
	"日本語\x1b[4hあ\x1b[4l\x1b[1;2Hx\x1b[1;10H漢字\x1b[?7l字\x1b[?7h",
	"e\u0301👩\u200d👩\u200d👧 🇩🇪 ☺\ufe0f 👍🏽 각 \u0301\x1b[1;10H☺\ufe0f",
	"\x1b[?1049h\x1b[2Jalt\x1b7\x1b[5;5H\x1b8\x1b[?1049l\x1b[?47h\x1b[?47l\x1b[?1047h\x1b[?1047l",
	"\x1b(0lqqk\x1b(B\x0eq\x0f\x1b)0\x0eq\x0f\x1bN\x1b*0q",
	"\x1b]0;title\a\x1b]8;id=1;http://x/\x1b\\link\x1b]8;;\a\x1b]4;1;?\a\x1b]10;#fff;?\x1b\\\x1b]133;A\a\x1b]133;D;1\a\x1b]52;c;aGk=\a",
	"\x1b[c\x1b[>c\x1b[6n\x1b[?6n\x1b[?25$p\x1bP$qm\x1b\\\x1bP+q544e\x1b\\\x1b[>q\x1b[18t\x1b[22t\x1b[23t\x1b[?u\x1b[>5u\x1b[<u",
	"\x1b[?6h\x1b[2;3r\x1b[1;1Hx\x1b[?6l\x1b[!p\x1b#8\x1bc\x1b[3J\x1b[20h\n\x1b[20l",
	"\x1b[1\x18x\x1b[2\x1ay\x1b]0;cut\x1b[1my\x1bPq\x9c\xc2\x9bA\xe2\x82\xff\xf0\x9f\x98",
	"abc\x1b[300b\x1b[1\"qprot\x1b[?2J\x1b[?1K\x1b[0\"q\x1b[3g\x1bH\t\x1b[2I\x1b[Z\x1b[?5W",
	"ab\x1bVcd\x1bWef\x1b[1J\x1b[0\"q\x1b[?2J\x1b[1;2;3;4${\x1b[65;1;2;3;9$x\x1b[1;1;2;3;1;2;2$v\x1b[1;2;2;3$z\x1b[1;1;1;1;9;9*y",
	"日本語\x1b[2*x\x1b[1;2;1;5;4;7$r\x1b[1;2;3;3;1$t\x1b[1*x\x1b[1;3;2;4;0$r\x1b[1;2;2;5;1;1;2$v\x1b[2;2;9;9$z\x1b[2;1;1;9$z",
	"abc\x1b[2 @\x1b[ A\x1b[2;2H\x1bl\n\n\x1bm\x1b[?41h\x1b[?1045hlong line of text\t\b\b\x1b[40D\x1b[64\"p\x1b[?95h\x1b[?40;3h\x1b[61;2\"p",
}

// terminalOf is a small terminal, where edges are near.
func terminalOf(rows, cols int) *Terminal {
	return New(Options{Rows: rows, Cols: cols, HistoryLimit: 20, KeepOnClear: true, TermVersion: "gmux"})
}

// recorded are pieces of what real programs wrote: where each has begun, and from its middle.
func recorded(f *testing.F) (pieces []string) {
	const most = 1 << 10
	files, err := filepath.Glob("testdata/recordings/*.raw.gz")
	if err != nil || len(files) < 20 {
		f.Fatalf("%d recordings: %v", len(files), err)
	}
	for _, file := range files {
		r, err := os.Open(file)
		if err != nil {
			f.Fatal(err)
		}
		defer r.Close()
		z, err := gzip.NewReader(r)
		if err != nil {
			f.Fatal(err)
		}
		raw, err := io.ReadAll(z)
		if err != nil {
			f.Fatal(err)
		}
		middle := raw[len(raw)/2:]
		pieces = append(pieces, string(raw[:min(len(raw), most)]), string(middle[:min(len(middle), most)]))
	}
	return pieces
}

// FuzzWrite: how the bytes are cut makes no difference, and the invariants hold after each piece.
func FuzzWrite(f *testing.F) {
	for i, s := range append(recorded(f), seeds...) {
		f.Add([]byte(s), uint64(i), uint8(5), uint8(10))
	}
	f.Fuzz(func(t *testing.T, in []byte, seed uint64, rows, cols uint8) {
		r, c := int(rows%12)+1, int(cols%40)+1
		whole, pieces, bytewise := terminalOf(r, c), terminalOf(r, c), terminalOf(r, c)
		pieces.tables.SetLimit(2) // compacts whenever it can
		whole.Write(in)
		if err := whole.check(); err != nil {
			t.Fatal(err)
		}
		rnd := rand.New(rand.NewPCG(seed, 1))
		for p := in; len(p) > 0; {
			n := 1 + rnd.IntN(len(p))
			pieces.Write(p[:n])
			p = p[n:]
			if err := pieces.check(); err != nil {
				t.Fatal(err)
			}
		}
		for i := range in {
			bytewise.Write(in[i : i+1])
		}
		if whole.Digest() != pieces.Digest() || whole.Digest() != bytewise.Digest() {
			t.Fatal("cut into pieces the bytes give another screen")
		}
	})
}

// FuzzReflow: the invariants hold at every size that comes between the bytes.
func FuzzReflow(f *testing.F) {
	for i, s := range append(recorded(f), seeds...) {
		f.Add([]byte(s), uint64(i))
	}
	f.Fuzz(func(t *testing.T, in []byte, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		term := terminalOf(6, 12)
		term.tables.SetLimit(2)
		for p := in; len(p) > 0; {
			n := 1 + rnd.IntN(len(p))
			term.Write(p[:n])
			p = p[n:]
			term.Resize(1+rnd.IntN(10), 1+rnd.IntN(24))
			if err := term.check(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestRandom runs what the fuzzer would take long to find: sequences put together at random.
func TestRandom(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		var in []byte
		for range 1 + rnd.IntN(60) {
			in = append(in, randomPiece(rnd)...)
		}
		rows, cols := 1+rnd.IntN(8), 1+rnd.IntN(16)
		whole, pieces := terminalOf(rows, cols), terminalOf(rows, cols)
		pieces.tables.SetLimit(2)
		whole.Write(in)
		for p := in; len(p) > 0; {
			n := 1 + rnd.IntN(min(len(p), 7))
			pieces.Write(p[:n])
			p = p[n:]
			if err := pieces.check(); err != nil {
				t.Fatalf("%q: %v", in[:len(in)-len(p)], err)
			}
		}
		if whole.Digest() != pieces.Digest() {
			t.Fatalf("%q: cut into pieces it gives another screen", in)
		}
		for range 3 {
			whole.Resize(1+rnd.IntN(8), 1+rnd.IntN(16))
			if err := whole.check(); err != nil {
				t.Fatalf("%q, resized: %v", in, err)
			}
			whole.Write(randomPiece(rnd))
		}
	}
}

// randomPiece is a bit of text or a sequence with likely parameters.
func randomPiece(rnd *rand.Rand) []byte {
	texts := []string{"a", "word ", "long line of text", "日本", "e\u0301", "👍🏽", "☺", "\ufe0f", "\u0301", "🇩", "🇪",
		"\r\n", "\n", "\r", "\t", "\b", "\x1bM", "\x1bD", "\x1bE", "\x1b7", "\x1b8", "\x1b6", "\x1b9", "\x1b(0", "\x1b(B", "\x1bH",
		"\x1b[?69h", "\x1b[?69l", "\x1b[?6h", "\x1b[?6l", "\x1b[?7l", "\x1b[?7h", "\x1b[4h", "\x1b[4l", "\x1b[?45h", "\x1b[?1045h", "\x1bV", "\x1bW", "\x1bl", "\x1b[1\"q", "\x1b[?1049h",
		"\x1b[?1049l", "\x1b[?47h", "\x1b[?47l", "\x1b[2J", "\x1b[!p", "\x1b#8", "\x1b]8;;http://a\a", "\x1b]8;;\a", "\x1b]133;A\a"}
	switch rnd.IntN(4) {
	case 0:
		return fmt.Appendf(nil, "\x1b[38;5;%dm%c\u0301", rnd.IntN(20), 'a'+rnd.IntN(20))
	case 1, 2:
		return []byte(texts[rnd.IntN(len(texts))])
	}
	finals := "@ABCDEFGHIJKLMPSTXZ`abdefgmrs"
	var b bytes.Buffer
	b.WriteString("\x1b[")
	for i := range rnd.IntN(3) {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString([]string{"", "0", "1", "2", "3", "5", "9", "41", "38"}[rnd.IntN(9)])
	}
	b.WriteByte(finals[rnd.IntN(len(finals))])
	return b.Bytes()
}
