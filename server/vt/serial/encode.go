package serial

import (
	"encoding/binary"
	"math"
)

// An Encoder appends to Out.
type Encoder struct{ Out []byte }

// Uint appends numbers that are not negative.
func (e *Encoder) Uint(vs ...uint64) {
	for _, v := range vs {
		e.Out = binary.AppendUvarint(e.Out, v)
	}
}

// Int appends numbers.
func (e *Encoder) Int(vs ...int) {
	for _, v := range vs {
		e.Out = binary.AppendVarint(e.Out, int64(v))
	}
}

// Bool appends what is true or false.
func (e *Encoder) Bool(vs ...bool) {
	for _, v := range vs {
		b := byte(0)
		if v {
			b = 1
		}
		e.Out = append(e.Out, b)
	}
}

// String appends text with its length before it.
func (e *Encoder) String(vs ...string) {
	for _, v := range vs {
		e.Out = binary.AppendUvarint(e.Out, uint64(len(v)))
		e.Out = append(e.Out, v...)
	}
}

// Bytes is String for bytes.
func (e *Encoder) Bytes(v []byte) {
	e.Out = binary.AppendUvarint(e.Out, uint64(len(v)))
	e.Out = append(e.Out, v...)
}

// Section appends a section whose body f appends. It panics if that is longer than a length can say.
func (e *Encoder) Section(tag uint64, f func()) {
	e.Uint(tag)
	e.Sized(f)
}

// Sized appends what f appends, its length in 4 bytes before it.
func (e *Encoder) Sized(f func()) {
	at := len(e.Out)
	e.Out = append(e.Out, 0, 0, 0, 0)
	f()
	n := len(e.Out) - at - 4
	if n > math.MaxUint32 {
		panic("serial: a section beyond 4 GiB")
	}
	binary.LittleEndian.PutUint32(e.Out[at:], uint32(n))
}
