// Package serial writes and reads what a Terminal is made of: for checkpoints, which a later version must be able
// to read, and for digests, which are only compared.
//
//	uint     unsigned varint
//	int      zigzag varint
//	bool     a byte, 0 or 1
//	string   uint length, bytes
//	list     uint number of items, items
//	section  uint tag, 4 bytes little-endian length, body
//
// What is written may grow in two ways. A record of sections takes new ones: a reader skips those it does not know
// and does without those that are missing. A section takes fields at its end: a reader stops where its own
// knowledge ends, and asks More before it reads a field that an earlier version did not write.
//
// A Decoder believes nothing. Each read names its bounds, no read takes memory for more than the input can hold,
// and the first thing that is wrong is the error of them all. Start reading in decode.go.
package serial
