package wire

import (
	"bytes"
	"errors"
	"fmt"
	"math"

	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// Errors a Decoder ends with; the text that wraps them says what was being read.
var (
	ErrTruncated = errors.New("body ends inside a value")
	ErrKind      = errors.New("value of another kind")
	ErrLimit     = errors.New("value over its limit")
	ErrTrailing  = errors.New("bytes after the message")
	ErrDepth     = errors.New("arrays nested too deeply")
)

// maxDepth is how deep Record and ArrayLen nest. Our messages need three.
const maxDepth = 8

// A Decoder reads one body. The first error sticks: after it every method returns a zero value, so
// a message is read straight down and Finish is asked once. The zero value is ready for Reset.
type Decoder struct {
	body []byte
	r    bytes.Reader
	dec  *msgpack.Decoder
	left [maxDepth]int // unread elements of each open array, outermost first
	open int
	err  error
}

// Reset begins to read body, which must stay unchanged until Finish (and as long as what Bytes
// returned is in use).
func (d *Decoder) Reset(body []byte) {
	d.body, d.open, d.err = body, 0, nil
	d.r.Reset(body)
	if d.dec == nil {
		d.dec = msgpack.NewDecoder(&d.r)
	}
}

// Kind opens the message's array and returns its first element.
func (d *Decoder) Kind() uint64 {
	d.Record()
	if d.err == nil && d.left[0] == 0 {
		d.fail("kind", ErrTruncated)
	}
	return d.Uint(math.MaxUint64)
}

// Err is the first error.
func (d *Decoder) Err() error { return d.err }

// Fail makes err the first error if there is none yet; it is for values that are well formed but
// make no sense to the caller.
func (d *Decoder) Fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// Finish passes over fields this build does not know, checks that the body ends there, and returns
// the first error.
func (d *Decoder) Finish() error {
	for d.err == nil && d.open > 0 {
		d.End()
	}
	if d.err == nil && d.r.Len() > 0 {
		d.fail("message", ErrTrailing)
	}
	return d.err
}

// Record opens an array that is a record. It may have any number of fields; End passes over those
// that were not read, and reading more than there are gives zero values.
func (d *Decoder) Record() { d.array("record", math.MaxInt) }

// ArrayLen opens an array that is a list and returns its length, which is at most limit.
func (d *Decoder) ArrayLen(limit int) int { return d.array("list", limit) }

// End closes the innermost open array.
func (d *Decoder) End() {
	if d.err != nil || d.open == 0 {
		return
	}
	d.skip(d.left[d.open-1])
	d.open--
}

// More says whether the innermost open array has elements that were not read.
func (d *Decoder) More() bool { return d.err == nil && d.open > 0 && d.left[d.open-1] > 0 }

// Uint reads an unsigned number of at most limit.
func (d *Decoder) Uint(limit uint64) uint64 {
	if !d.next() {
		return 0
	}
	code := d.code("number")
	var v uint64
	switch {
	case d.err != nil:
		return 0
	case isSigned(code):
		n, err := d.dec.DecodeInt64()
		if err == nil && n < 0 {
			err = ErrLimit
		}
		d.fail("number", err)
		v = uint64(n)
	case isUnsigned(code):
		var err error
		v, err = d.dec.DecodeUint64()
		d.fail("number", err)
	default:
		d.fail("number", ErrKind)
	}
	if v > limit {
		d.fail("number", ErrLimit)
	}
	if d.err != nil {
		return 0
	}
	return v
}

// Int reads a signed number.
func (d *Decoder) Int() int64 {
	if !d.next() {
		return 0
	}
	code := d.code("number")
	switch {
	case d.err != nil:
		return 0
	case isSigned(code):
		n, err := d.dec.DecodeInt64()
		d.fail("number", err)
		return n
	case isUnsigned(code):
		n, err := d.dec.DecodeUint64()
		if err == nil && n > math.MaxInt64 {
			err = ErrLimit
		}
		if d.fail("number", err); d.err == nil {
			return int64(n)
		}
	default:
		d.fail("number", ErrKind)
	}
	return 0
}

// Bool reads true or false.
func (d *Decoder) Bool() bool {
	if !d.next() {
		return false
	}
	code := d.code("bool")
	if d.err == nil && code != msgpcode.True && code != msgpcode.False {
		d.fail("bool", ErrKind)
	}
	if d.err != nil {
		return false
	}
	v, err := d.dec.DecodeBool()
	d.fail("bool", err)
	return v
}

// String reads a str of at most limit bytes.
func (d *Decoder) String(limit int) string {
	if !d.next() {
		return ""
	}
	return string(d.span("string", msgpcode.IsString, limit))
}

// Bytes reads a bin of at most limit bytes. What it returns is a part of the body.
func (d *Decoder) Bytes(limit int) []byte {
	if !d.next() {
		return nil
	}
	return d.span("bytes", msgpcode.IsBin, limit)
}

// Strings reads a list of at most n strings of at most limit bytes each.
func (d *Decoder) Strings(n, limit int) []string {
	count := d.ArrayLen(n)
	if count == 0 {
		d.End()
		return nil
	}
	list := make([]string, 0, count)
	for range count {
		list = append(list, d.String(limit))
	}
	d.End()
	if d.err != nil {
		return nil
	}
	return list
}

// array opens an array. Each element takes a byte at least, so a length over what is left of the
// body is a lie, and no limit of a caller needs to be finer than that to be safe.
func (d *Decoder) array(what string, limit int) int {
	if d.open > 0 && d.err == nil && d.left[d.open-1] == 0 { // an absent field: an empty array
		return d.push(what, 0)
	}
	if d.open > 0 && !d.next() {
		return 0
	}
	code := d.code(what)
	if d.err == nil && !isArray(code) {
		d.fail(what, ErrKind)
	}
	if d.err != nil {
		return 0
	}
	n, err := d.dec.DecodeArrayLen()
	d.fail(what, err)
	switch {
	case d.err != nil:
		return 0
	case n < 0 || n > limit: // a 32-bit int can come out negative
		d.fail(what, ErrLimit)
		return 0
	case n > d.r.Len():
		d.fail(what, ErrTruncated)
		return 0
	}
	return d.push(what, n)
}

func (d *Decoder) push(what string, n int) int {
	if d.open == maxDepth {
		d.fail(what, ErrDepth)
		return 0
	}
	d.left[d.open] = n
	d.open++
	return n
}

// next counts one element of the innermost array and says whether it is there.
func (d *Decoder) next() bool {
	if d.err != nil || d.open == 0 || d.left[d.open-1] == 0 {
		return false
	}
	d.left[d.open-1]--
	return true
}

// code peeks at the byte that tells the next value's kind.
func (d *Decoder) code(what string) byte {
	if d.err != nil {
		return 0
	}
	c, err := d.dec.PeekCode()
	if err != nil {
		d.fail(what, ErrTruncated)
	}
	return c
}

// span reads a length and the bytes it announces, without copying them.
func (d *Decoder) span(what string, kind func(byte) bool, limit int) []byte {
	code := d.code(what)
	if d.err == nil && !kind(code) {
		d.fail(what, ErrKind)
	}
	if d.err != nil {
		return nil
	}
	n, err := d.dec.DecodeBytesLen()
	d.fail(what, err)
	switch {
	case d.err != nil:
		return nil
	case n < 0 || n > limit:
		d.fail(what, ErrLimit)
		return nil
	case n > d.r.Len():
		d.fail(what, ErrTruncated)
		return nil
	}
	return d.take(n)
}

// take moves n bytes on and returns them; the caller knows that they are there.
func (d *Decoder) take(n int) []byte {
	at := len(d.body) - d.r.Len()
	d.r.Reset(d.body[at+n:])
	return d.body[at : at+n : at+n]
}

// fail keeps the first error and says what was being read. The library's own errors at this point
// can only mean that the body ended.
func (d *Decoder) fail(what string, err error) {
	if err == nil || d.err != nil {
		return
	}
	if !errors.Is(err, ErrLimit) && !errors.Is(err, ErrKind) && !errors.Is(err, ErrTrailing) && !errors.Is(err, ErrDepth) {
		err = ErrTruncated
	}
	d.err = fmt.Errorf("%s at byte %d: %w", what, len(d.body)-d.r.Len(), err)
}

func isSigned(c byte) bool {
	return c >= msgpcode.NegFixedNumLow || c >= msgpcode.Int8 && c <= msgpcode.Int64
}

func isUnsigned(c byte) bool {
	return c <= msgpcode.PosFixedNumHigh || c >= msgpcode.Uint8 && c <= msgpcode.Uint64
}

func isArray(c byte) bool {
	return msgpcode.IsFixedArray(c) || c == msgpcode.Array16 || c == msgpcode.Array32
}
