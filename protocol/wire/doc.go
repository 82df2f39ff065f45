// Package wire turns messages into bounded msgpack and back.
//
//	        4 bytes, big endian        length bytes
//	frame  ┌──────────────────┬────────────────────────────────────────┐
//	       │ length of body   │ body: msgpack array [kind, field, ...] │
//	       └──────────────────┴────────────────────────────────────────┘
//
//	message ──▶ Encoder ──▶ body ──▶ transport.Conn ──▶ body ──▶ Decoder ──▶ message
//
// Every body is one msgpack array whose first element is an unsigned number, the kind of the message.
// Fields are only ever added, at the end of an array. So a Decoder that meets more elements than it
// asks for passes over them, and one that meets fewer hands out zero values. Records and lists inside
// a message are arrays too and follow the same rule:
//
//	d.Reset(body)
//	switch d.Kind() {              // opens the outer array
//	case kindResize:
//		m.Rows = d.Uint(maxRows)
//		m.Cols = d.Uint(maxCols)
//		for range d.ArrayLen(16) { // a list: its length is checked before anything is made of it
//			d.Record()             // a record: unknown fields at its end are passed over by End
//			...
//			d.End()
//		}
//		d.End()
//	}
//	return d.Finish()              // the first error, if any
//
// What a peer sends is never believed: each length is checked against the caller's limit and against
// what is left of the body before memory is taken for it. Nothing here decodes into interfaces, maps
// or slices of structs, and passing over unknown fields neither recurses nor allocates (a five-byte
// msgpack value can claim 4 GB, and two megabytes of nesting overflow a recursive reader's stack).
//
// The package knows no message and no socket; protocol and protocol/hostmsg write messages with it,
// protocol/transport carries the bodies. Start reading in encode.go.
package wire
