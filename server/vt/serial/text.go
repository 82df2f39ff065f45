package serial

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// ASCIILen is the length of the run of 0x20 to 0x7e that p begins with. Eight bytes at a time: a byte b is
// in the run if b-0x20 does not borrow and b+1 does not reach 0x80.
func ASCIILen(p []byte) int {
	const (
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	i := 0
	for ; i+8 <= len(p); i += 8 {
		v := binary.LittleEndian.Uint64(p[i:])
		// With the high bits clear no byte carries into its neighbour, so each test is exact.
		// What a byte above carries on does not reach the bytes below it.
		if m := (v | (v + ones) | (((v | highs) - 0x20*ones) ^ highs)) & highs; m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for i < len(p) && p[i] >= 0x20 && p[i] < 0x7f {
		i++
	}
	return i
}

// PrintableLen is the length of the beginning of p that is UTF-8 without control characters.
func PrintableLen(p []byte) int {
	i := 0
	for {
		i += ASCIILen(p[i:])
		if i == len(p) {
			return i
		}
		r, n := utf8.DecodeRune(p[i:])
		if r < 0xa0 || r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
}
