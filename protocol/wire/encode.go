package wire

import (
	"encoding/binary"

	"github.com/vmihailenco/msgpack/v5"
)

// HeaderLen is the length of the prefix that stands before each body.
const HeaderLen = 4

// PutHeader writes the prefix of a body of n bytes.
func PutHeader(p []byte, n int) { binary.BigEndian.PutUint32(p, uint32(n)) }

// BodyLen reads a prefix. The caller compares it with its limit before it takes memory.
func BodyLen(p []byte) uint32 { return binary.BigEndian.Uint32(p) }

// An Encoder appends msgpack values to a buffer that is used again and again. Appending to memory
// cannot fail, so its methods return nothing. The zero value is ready.
type Encoder struct {
	out   appender
	enc   *msgpack.Encoder
	later int // fields of a later version that Body is to add
}

// An appender is the io.Writer the msgpack encoder writes to.
type appender struct{ buf []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.buf = append(a.buf, p...)
	return len(p), nil
}

func (a *appender) WriteByte(c byte) error {
	a.buf = append(a.buf, c)
	return nil
}

// Reset begins a message: it forgets what was encoded and keeps the buffer. The message will have
// fields fields after its kind.
func (e *Encoder) Reset(kind uint64, fields int) {
	e.ResetBuffer(e.out.buf[:0])
	e.Array(fields + 1 + Later)
	e.later = Later
	e.Uint(kind)
}

// ResetBuffer makes e append bare values to buf.
func (e *Encoder) ResetBuffer(buf []byte) {
	if e.enc == nil {
		e.enc = msgpack.NewEncoder(&e.out)
	}
	e.out.buf = buf
}

// Body is what was encoded. It is valid until the next Reset.
func (e *Encoder) Body() []byte {
	for ; e.later > 0; e.later-- {
		e.String("of a later version")
	}
	return e.out.buf
}

// Array begins a record or list of n elements, which the caller encodes next.
func (e *Encoder) Array(n int) { e.must(e.enc.EncodeArrayLen(n)) }

// Uint encodes v in as few bytes as it needs.
func (e *Encoder) Uint(v uint64) { e.must(e.enc.EncodeUint(v)) }

// Int encodes v in as few bytes as it needs.
func (e *Encoder) Int(v int64) { e.must(e.enc.EncodeInt(v)) }

// Bool encodes v.
func (e *Encoder) Bool(v bool) { e.must(e.enc.EncodeBool(v)) }

// String encodes s as a msgpack str. Arguments and paths may hold any bytes, so a str is not
// promised to be UTF-8.
func (e *Encoder) String(s string) { e.must(e.enc.EncodeString(s)) }

// Bytes encodes p as a msgpack bin; nil becomes an empty one.
func (e *Encoder) Bytes(p []byte) {
	e.must(e.enc.EncodeBytesLen(len(p)))
	e.out.buf = append(e.out.buf, p...)
}

// Strings encodes a list of strings.
func (e *Encoder) Strings(list []string) {
	e.Array(len(list))
	for _, s := range list {
		e.String(s)
	}
}

// must keeps the promise that appending to memory cannot fail.
func (e *Encoder) must(err error) {
	if err != nil {
		panic("wire: msgpack encoder: " + err.Error())
	}
}
