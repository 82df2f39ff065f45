package wire

import "github.com/vmihailenco/msgpack/v5/msgpcode"

// skip passes over n values of any kind, however they are nested, in one loop: an array adds its
// elements to the number of values still to be passed. Each of them takes a byte at least, so a
// number over what is left of the body is an error at once.
func (d *Decoder) skip(n int) {
	for n > 0 && d.err == nil {
		code := d.code("unknown field")
		if d.err != nil {
			return
		}
		d.take(1)
		size, inside := d.extent(code)
		left := d.r.Len()
		if d.err == nil && (size > uint64(left) || inside > uint64(left)-size) {
			d.fail("unknown field", ErrTruncated)
		}
		if d.err != nil {
			return
		}
		d.take(int(size))
		if n += int(inside) - 1; n > d.r.Len() {
			d.fail("unknown field", ErrTruncated)
		}
	}
}

// extent says how many bytes follow code and how many values are inside. Lengths that follow the
// code are read, and are not counted.
func (d *Decoder) extent(code byte) (size, inside uint64) {
	switch {
	case code <= msgpcode.PosFixedNumHigh, code >= msgpcode.NegFixedNumLow:
		return 0, 0
	case msgpcode.IsFixedString(code):
		return uint64(code & msgpcode.FixedStrMask), 0
	case msgpcode.IsFixedArray(code):
		return 0, uint64(code & msgpcode.FixedArrayMask)
	case msgpcode.IsFixedMap(code):
		return 0, 2 * uint64(code&msgpcode.FixedMapMask)
	}
	switch code {
	case msgpcode.Nil, msgpcode.False, msgpcode.True:
		return 0, 0
	case msgpcode.Uint8, msgpcode.Int8:
		return 1, 0
	case msgpcode.Uint16, msgpcode.Int16, msgpcode.FixExt1:
		return 2, 0
	case msgpcode.FixExt2:
		return 3, 0
	case msgpcode.Uint32, msgpcode.Int32, msgpcode.Float:
		return 4, 0
	case msgpcode.FixExt4:
		return 5, 0
	case msgpcode.Uint64, msgpcode.Int64, msgpcode.Double:
		return 8, 0
	case msgpcode.FixExt8:
		return 9, 0
	case msgpcode.FixExt16:
		return 17, 0
	case msgpcode.Str8, msgpcode.Bin8:
		return d.length(1), 0
	case msgpcode.Str16, msgpcode.Bin16:
		return d.length(2), 0
	case msgpcode.Str32, msgpcode.Bin32:
		return d.length(4), 0
	case msgpcode.Ext8:
		return d.length(1) + 1, 0
	case msgpcode.Ext16:
		return d.length(2) + 1, 0
	case msgpcode.Ext32:
		return d.length(4) + 1, 0
	case msgpcode.Array16:
		return 0, d.length(2)
	case msgpcode.Array32:
		return 0, d.length(4)
	case msgpcode.Map16:
		return 0, 2 * d.length(2)
	case msgpcode.Map32:
		return 0, 2 * d.length(4)
	}
	d.fail("unknown field", ErrKind) // 0xc1, which msgpack never uses
	return 0, 0
}

// length reads a big-endian length of n bytes.
func (d *Decoder) length(n int) (v uint64) {
	if d.r.Len() < n {
		d.fail("unknown field", ErrTruncated)
		return 0
	}
	for _, c := range d.take(n) {
		v = v<<8 | uint64(c)
	}
	return v
}
