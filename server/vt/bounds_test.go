package vt

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"gmux/server/vt/history/memorytest"
)

// columns80 is a line of 80 plain columns.
func columns80(i int) []byte {
	return fmt.Appendf(nil, "%06d %s\r\n", i, strings.Repeat("plain text ", 7)[:73])
}

// filled is a terminal with n lines of 80 columns in its history.
func filled(n int) *Terminal {
	t := New(Options{Rows: 24, Cols: 80, HistoryLimit: n})
	for i := range n + 24 {
		t.Write(columns80(i))
	}
	return t
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// 100,000 lines of 80 plain columns take at most 12 MB, and what Bytes says of them is true.
func TestHistoryMemory(t *testing.T) {
	before := heap()
	term := filled(100_000)
	after := heap()
	if n := term.History().Lines(); n < 100_000 {
		t.Fatalf("%d lines", n)
	}
	used, said := after-before, term.History().Bytes()
	if used > 12_000_000 || said > used+1<<16 || said < used*9/10 {
		t.Errorf("%d bytes are used, %d said to be", used, said)
	}
	t.Logf("100,000 lines of 80 columns: %.1f MB", float64(used)/1e6)
	runtime.KeepAlive(term)
}

// Of a picture nothing is kept, however long it is and wherever it is cut.
func TestPicturesAreNotKept(t *testing.T) {
	for _, begin := range []string{"\x1bP0;1;0q\"1;1;640;480", "\x1bP1p", "\x1b_Ga=T,f=100,m=1;", "\x1bXa", "\x1b^b"} {
		term := New(Options{Rows: 2, Cols: 20})
		empty := len(checkpoint(t, term, &memorytest.Memory{}))
		term.Write([]byte(begin + strings.Repeat("#1!14~AAAA-\n", 50_000)))
		if n := len(checkpoint(t, term, &memorytest.Memory{})); n > empty+100 {
			t.Errorf("%q: a terminal of %d bytes has become one of %d", begin, empty, n)
		}
	}
}

// A resize costs the same whatever is in the history: 100,000 lines beside 200, both ways and wrapped anew. The pairs
// are timed by turns and the least of each counts, so that what else the machine does is no matter.
func TestResizeDoesNotReadTheHistory(t *testing.T) {
	full, control := filled(100_000), filled(200)
	once := func(term *Terminal, i int) time.Duration {
		start := time.Now()
		term.Resize(24+i%2*16, 80+i%3*20)
		return time.Since(start)
	}
	least := func(a, b time.Duration) time.Duration {
		if a == 0 {
			return b
		}
		return min(a, b)
	}
	var long, short [6]time.Duration
	for i := range 6 * 20 {
		long[i%6] = least(long[i%6], once(full, i))
		short[i%6] = least(short[i%6], once(control, i))
	}
	for i := range long {
		if long[i] > 4*short[i]+20*time.Microsecond {
			t.Errorf("step %d takes %v with 100,000 lines and %v with 200", i, long[i], short[i])
		}
	}
	t.Logf("with 100,000 lines at most %v, with 200 %v", slices.Max(long[:]), slices.Max(short[:]))
	for _, term := range []*Terminal{full, control} {
		if err := term.check(); err != nil {
			t.Error(err)
		}
	}
}

// BenchmarkResize is one resize to another width, with many lines of history and with none.
func BenchmarkResize(b *testing.B) {
	for _, lines := range []int{0, 100_000} {
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			t := filled(lines)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				t.Resize(24+i%2*16, 80+i%3*20)
			}
		})
	}
}

// BenchmarkHistoryMemory prints what 100,000 lines take.
func BenchmarkHistoryMemory(b *testing.B) {
	for b.Loop() {
		before := heap()
		t := filled(100_000)
		b.ReportMetric(float64(heap()-before)/1e6, "MB")
		runtime.KeepAlive(t)
	}
}

// A million random bytes, and as many put together of what means something: nothing crashes, the cursor stays inside, and
// the invariants hold, at sizes down to one cell.
func TestMillionRandomBytes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
	}
	controls := []byte("\x1b\x1b\x1b[[[]P;:0123456789?>=!$\"' \x18\x07\\\x9b\xc2\xe2\xf0\x9f\r\n")
	var likely []byte
	for len(likely) < 1<<20 {
		switch rnd.IntN(6) {
		case 0:
			likely = append(likely, seeds[rnd.IntN(len(seeds))]...)
		case 1:
			likely = append(likely, byte(rnd.Uint32()))
		case 2:
			likely = append(likely, controls[rnd.IntN(len(controls))], byte(0x40+rnd.IntN(0x3f)))
		default:
			likely = append(likely, randomPiece(rnd)...)
		}
	}
	for _, in := range [][]byte{noise, likely} {
		for _, size := range [][2]int{{24, 80}, {1, 1}, {2, 3}} {
			whole, cut := terminalOf(size[0], size[1]), terminalOf(size[0], size[1])
			for p := range slices.Chunk(in, 1<<14) {
				if whole.Write(p); whole.check() != nil {
					t.Fatal(whole.check())
				}
			}
			for p := in; len(p) > 0; {
				n := min(len(p), 1+rnd.IntN(100))
				cut.Write(p[:n])
				p = p[n:]
			}
			if whole.Digest() != cut.Digest() {
				t.Errorf("%d rows and %d columns: cut elsewhere it is another screen", size[0], size[1])
			}
		}
	}
}
