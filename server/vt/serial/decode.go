package serial

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrDamaged is wrapped by what is wrong with an input.
var ErrDamaged = errors.New("damaged checkpoint")

// A Decoder reads what an Encoder wrote. After an error all reads give zero.
type Decoder struct {
	p   []byte
	err error
}

// NewDecoder reads p, which must not change meanwhile.
func NewDecoder(p []byte) *Decoder { return &Decoder{p: p} }

// Err is the first error.
func (d *Decoder) Err() error { return d.err }

// Fail makes what the reader found wrong the error, if it is the first.
func (d *Decoder) Fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
	}
	d.p = nil
}

// More reports whether there is anything left.
func (d *Decoder) More() bool { return len(d.p) > 0 }

// Len is how many bytes are left.
func (d *Decoder) Len() int { return len(d.p) }

// Uint reads a number of at most limit.
func (d *Decoder) Uint(limit uint64) uint64 {
	v, n := binary.Uvarint(d.p)
	if n <= 0 || v > limit {
		d.Fail("no number up to %d", limit)
		return 0
	}
	d.p = d.p[n:]
	return v
}

// Int reads a number from least to most.
func (d *Decoder) Int(least, most int) int {
	v, n := binary.Varint(d.p)
	if n <= 0 || v < int64(least) || v > int64(most) {
		d.Fail("no number from %d to %d", least, most)
		return 0
	}
	d.p = d.p[n:]
	return int(v)
}

// Byte reads one byte.
func (d *Decoder) Byte() byte {
	if p := d.Raw(1); p != nil {
		return p[0]
	}
	return 0
}

// Bool reads what is true or false.
func (d *Decoder) Bool() bool {
	b := d.Byte()
	if b > 1 {
		d.Fail("%d is neither true nor false", b)
	}
	return b == 1
}

// Raw is the next n bytes, as part of the input.
func (d *Decoder) Raw(n int) []byte {
	if n < 0 || n > len(d.p) {
		d.Fail("%d bytes wanted, %d left", n, len(d.p))
		return nil
	}
	p := d.p[:n:n]
	d.p = d.p[n:]
	return p
}

// Bytes is what Encoder.Bytes wrote, as part of the input, of at most limit bytes.
func (d *Decoder) Bytes(limit int) []byte { return d.Raw(int(d.Uint(uint64(limit)))) }

// String reads text of at most limit bytes.
func (d *Decoder) String(limit int) string { return string(d.Bytes(limit)) }

// Count reads the number of items in a list, at most limit, each of which takes at least least bytes.
func (d *Decoder) Count(limit, least int) int {
	n := int(d.Uint(uint64(limit)))
	if n*least > len(d.p) {
		d.Fail("%d items in %d bytes", n, len(d.p))
		return 0
	}
	return n
}

// Sized reads what Encoder.Sized wrote. Its errors are its own.
func (d *Decoder) Sized() *Decoder {
	p := d.Raw(4)
	if p == nil {
		return &Decoder{err: d.err}
	}
	if n := binary.LittleEndian.Uint32(p); int64(n) <= int64(len(d.p)) {
		return NewDecoder(d.Raw(int(n)))
	}
	d.Fail("a section longer than the rest")
	return &Decoder{err: d.err}
}

// Sections reads sections to the end and returns those with tags below n; nil for the missing ones.
func (d *Decoder) Sections(n int) []*Decoder {
	all := make([]*Decoder, n)
	for d.More() {
		tag := d.Uint(1 << 32)
		body := d.Sized()
		switch {
		case d.err != nil:
			return all
		case tag >= uint64(n): // of a later version
		case all[tag] != nil:
			d.Fail("section %d twice", tag)
		default:
			all[tag] = body
		}
	}
	return all
}
