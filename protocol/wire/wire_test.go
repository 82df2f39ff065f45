package wire

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/vmihailenco/msgpack/v5"
)

func TestEncoderWritesMsgpack(t *testing.T) {
	var e Encoder
	e.Reset(7, 6)
	e.Uint(300)
	e.Int(-5)
	e.Bool(true)
	e.String("hé")
	e.Bytes(nil)
	e.Strings([]string{"a", ""})
	const want = "97" + "07" + "cd012c" + "fb" + "c3" + "a368c3a9" + "c400" + "92a161a0"
	if got := hex.EncodeToString(e.Body()); got != want {
		t.Errorf("body\n got %s\nwant %s", got, want)
	}
}

func TestDecoderReadsWhatEncoderWrote(t *testing.T) {
	for _, n := range []uint64{0, 127, 128, 255, 256, 65535, 65536, math.MaxUint32, math.MaxUint32 + 1, math.MaxUint64} {
		var e Encoder
		var d Decoder
		e.Reset(n, 1)
		e.Uint(n)
		d.Reset(e.Body())
		if kind, v := d.Kind(), d.Uint(math.MaxUint64); kind != n || v != n || d.Finish() != nil {
			t.Errorf("%d came back as %d, %d, %v", n, kind, v, d.Err())
		}
	}
	for _, n := range []int64{0, -1, -32, -33, -128, -129, -32769, math.MinInt32 - 1, math.MinInt64, math.MaxInt64, 200} {
		var e Encoder
		var d Decoder
		e.Reset(0, 1)
		e.Int(n)
		d.Reset(e.Body())
		d.Kind()
		if v := d.Int(); v != n || d.Finish() != nil {
			t.Errorf("%d came back as %d, %v", n, v, d.Err())
		}
	}
	for _, n := range []int{0, 1, 31, 32, 255, 256, 65535, 65536, 1 << 20} {
		s := strings.Repeat("x", n)
		var e Encoder
		var d Decoder
		e.Reset(0, 3)
		e.String(s)
		e.Bytes([]byte(s))
		e.Strings([]string{s, s})
		d.Reset(e.Body())
		d.Kind()
		got, raw, list := d.String(n), d.Bytes(n), d.Strings(2, n)
		if err := d.Finish(); err != nil || got != s || string(raw) != s || len(list) != 2 || list[1] != s {
			t.Errorf("%d bytes came back as %d, %d, %d strings: %v", n, len(got), len(raw), len(list), err)
		}
	}
}

// A message of a later version has more fields at the end of each array, one of an earlier has fewer.
func TestVersionsMayDiffer(t *testing.T) {
	var e Encoder
	e.Reset(3, 3)
	e.Uint(1)
	e.Array(2) // a list of two records of three fields, the reader knows two
	for range 2 {
		e.Array(3)
		e.Uint(10)
		e.String("name")
		e.Array(2)
		e.Bytes([]byte("later"))
		e.Bool(true)
	}
	e.String("unknown")
	var d Decoder
	d.Reset(e.Body())
	if d.Kind() != 3 || d.Uint(9) != 1 || d.ArrayLen(4) != 2 {
		t.Fatalf("beginning: %v", d.Err())
	}
	for range 2 {
		d.Record()
		if id, name := d.Uint(99), d.String(9); id != 10 || name != "name" {
			t.Errorf("record is %d %q", id, name)
		}
		d.End()
	}
	d.End()
	if err := d.Finish(); err != nil {
		t.Errorf("later version: %v", err)
	}

	e.Reset(3, 1)
	e.Uint(1)
	d.Reset(e.Body())
	d.Kind()
	d.Uint(9)
	s, b, n, ok, list := d.String(9), d.Bytes(9), d.Int(), d.Bool(), d.ArrayLen(9)
	d.End()
	d.Record()
	inner := d.Uint(9)
	d.End()
	if err := d.Finish(); err != nil || s != "" || b != nil || n != 0 || ok || list != 0 || inner != 0 {
		t.Errorf("earlier version: %q %v %d %v %d %d: %v", s, b, n, ok, list, inner, err)
	}
}

func TestBadBodies(t *testing.T) {
	read := map[string]func(*Decoder){
		"uint":   func(d *Decoder) { d.Uint(100) },
		"int":    func(d *Decoder) { d.Int() },
		"bool":   func(d *Decoder) { d.Bool() },
		"string": func(d *Decoder) { d.String(8) },
		"bytes":  func(d *Decoder) { d.Bytes(8) },
		"list":   func(d *Decoder) { d.Strings(4, 8) },
		"record": func(d *Decoder) { d.Record(); d.End() },
		"none":   func(d *Decoder) {},
	}
	for _, tt := range []struct {
		name, as, body string
		want           error
	}{
		{"nothing at all", "none", "", ErrTruncated},
		{"no array", "none", "01", ErrKind},
		{"an array without a kind", "none", "90", ErrTruncated},
		{"a kind that is a string", "none", "91a161", ErrKind},
		{"bytes after the array", "none", "910100", ErrTrailing},
		{"a number over its limit", "uint", "920165", ErrLimit},
		{"a negative number", "uint", "9201ff", ErrLimit},
		{"a number cut short", "uint", "9201cd01", ErrTruncated},
		{"nil is no number", "uint", "9201c0", ErrKind},
		{"a float is no number", "int", "9201ca00000000", ErrKind},
		{"unsigned over int64", "int", "9201cfffffffffffffffff", ErrLimit},
		{"a number is no bool", "bool", "920101", ErrKind},
		{"a string over its limit", "string", "9201a9" + "616161616161616161", ErrLimit},
		{"a string that claims 512 MB", "string", "9201db20000000", ErrLimit},
		{"a string cut short", "string", "9201a46161", ErrTruncated},
		{"a bin is no string", "string", "9201c400", ErrKind},
		{"a bin that claims 4 GB", "bytes", "9201c6ffffffff", ErrLimit},
		{"a list over its limit", "list", "920195a0a0a0a0a0", ErrLimit},
		{"a list that claims 64 M", "list", "9201dd04000000", ErrLimit},
		{"a list that is not there", "list", "920194a0", ErrTruncated},
		{"a record that claims 4 G fields", "record", "9201ddffffffff", ErrTruncated},
		{"a map is no record", "record", "920181c0c0", ErrKind},
		{"an unknown bin that claims 4 GB", "none", "9201c6ffffffff", ErrTruncated},
		{"an unknown map that claims 4 G pairs", "none", "9201dfffffffff", ErrTruncated},
		{"an unknown code", "none", "9201c1", ErrKind},
		{"an unknown ext cut short", "none", "9201d8", ErrTruncated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body, err := hex.DecodeString(tt.body)
			if err != nil {
				t.Fatal(err)
			}
			var d Decoder
			d.Reset(body)
			d.Kind()
			read[tt.as](&d)
			if err := d.Finish(); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestNestingIsBounded(t *testing.T) {
	deep := bytes.Repeat([]byte{0x91}, 2<<20) // fatal for a recursive reader
	var d Decoder
	d.Reset(append([]byte{0x92, 0x01}, deep...))
	d.Kind()
	if err := d.Finish(); !errors.Is(err, ErrTruncated) {
		t.Errorf("passing over 2 M arrays: %v", err)
	}
	d.Reset(append(append([]byte{0x92, 0x01}, deep...), 0xc0))
	d.Kind()
	if err := d.Finish(); err != nil {
		t.Errorf("passing over 2 M well-formed arrays: %v", err)
	}
	d.Reset(deep)
	for range maxDepth + 1 {
		d.Record()
	}
	if !errors.Is(d.Err(), ErrDepth) {
		t.Errorf("opening %d arrays: %v", maxDepth+1, d.Err())
	}
}

func TestUnknownFieldsOfEveryKind(t *testing.T) {
	later, err := msgpack.Marshal([]any{nil, true, 1, -1, 300, -300, 1 << 20, int64(-1 << 40), uint64(1 << 63), 1.5, float32(2),
		"s", strings.Repeat("s", 40), strings.Repeat("s", 400), strings.Repeat("s", 70000), []byte("b"), make([]byte, 300),
		make([]byte, 70000), map[string]int{"a": 1}, make([]int, 20), make([]int, 70000), make(map[string]int)})
	if err != nil {
		t.Fatal(err)
	}
	exts := []byte{0x96, 0xd4, 1, 0, 0xd5, 1, 0, 0, 0xd6, 1, 0, 0, 0, 0, 0xc7, 1, 9, 7, 0xc8, 0, 1, 9, 7, 0xc9, 0, 0, 0, 1, 9, 7}
	body := append(append([]byte{0x93, 0x05}, later...), exts...)
	var d Decoder
	d.Reset(body)
	if d.Kind() != 5 || d.Finish() != nil {
		t.Errorf("unknown fields: %v", d.Err())
	}
	for n := 0; n < len(body); n += 1 + n/50 { // no cut of it is whole, and none panics
		d.Reset(body[:n])
		d.Kind()
		if d.Finish() == nil {
			t.Fatalf("the first %d bytes passed", n)
		}
	}
}

func TestSmallMessagesTakeNoMemory(t *testing.T) {
	var e Encoder
	var d Decoder
	p := []byte("key")
	message := func() {
		e.Reset(4, 3)
		e.Uint(70000)
		e.Bytes(p)
		e.Bool(true)
		d.Reset(e.Body())
		d.Kind()
		d.Uint(1 << 20)
		d.Bytes(16)
		d.Bool()
		if err := d.Finish(); err != nil {
			t.Fatal(err)
		}
	}
	message()
	if n := testing.AllocsPerRun(100, message); n != 0 {
		t.Errorf("%v allocations a message", n)
	}
}

// FuzzDecode: a bad body is an error, never a panic, and takes no more memory than its own length
// accounts for; what was read from a good one reads the same after it is written again.
func FuzzDecode(f *testing.F) {
	var e Encoder
	e.Reset(1, 6)
	e.Uint(80)
	e.Int(-1)
	e.Bool(true)
	e.String("xterm")
	e.Bytes([]byte{0xff})
	e.Strings([]string{"a", "b"})
	f.Add(e.Body())
	f.Add([]byte{0x92, 1, 0xdf, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0xdd, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, body []byte) {
		type message struct {
			kind, u uint64
			i       int64
			b       bool
			s       string
			p       []byte
			list    []string
		}
		read := func(body []byte) (m message, err error) {
			var d Decoder
			d.Reset(body)
			m = message{d.Kind(), d.Uint(1 << 20), d.Int(), d.Bool(), d.String(64), d.Bytes(1 << 10), d.Strings(16, 64)}
			return m, d.Finish()
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		m, err := read(body)
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 64<<10+4*uint64(len(body)) {
			t.Errorf("%d bytes of body took %d of memory", len(body), took)
		}
		if err != nil {
			return
		}
		var e Encoder
		e.Reset(m.kind, 6)
		e.Uint(m.u)
		e.Int(m.i)
		e.Bool(m.b)
		e.String(m.s)
		e.Bytes(m.p)
		e.Strings(m.list)
		again, err := read(e.Body())
		if err != nil || again.kind != m.kind || again.u != m.u || again.i != m.i || again.b != m.b || again.s != m.s ||
			!bytes.Equal(again.p, m.p) || strings.Join(again.list, "\n") != strings.Join(m.list, "\n") {
			t.Errorf("%+v came back as %+v: %v", m, again, err)
		}
	})
}

func BenchmarkSmallMessage(b *testing.B) {
	var e Encoder
	var d Decoder
	p := []byte("key")
	b.ReportAllocs()
	for b.Loop() {
		e.Reset(4, 2)
		e.Uint(70000)
		e.Bytes(p)
		d.Reset(e.Body())
		d.Kind()
		d.Uint(1 << 20)
		d.Bytes(16)
		if err := d.Finish(); err != nil {
			b.Fatal(err)
		}
	}
}
