// Package persist writes the model down and reads it back, so that a server that dies takes no name, no
// option and no binding with it.
//
//	Model ──▶ TakeTouched ──▶ Recorder ──▶ record ──┐
//	  └─────────────────────▶ Encode ────▶ snapshot │──▶ recovery memory
//	                                                │
//	Model ◀── Apply ◀────── record ◀────────────────┤
//	  ◀────── Decode ◀───── snapshot ◀──────────────┘
//
// A snapshot is a version and a row for each object. A record is the rows of the objects that an event
// touched, whole, and the names of those that are gone: applied to the snapshot in order, records give
// the model of the server at its last event.
//
// Rows hold ids where the model has pointers, and text where it has options and commands, so that another
// version reads them. They are msgpack arrays; fields are only ever added at the end. Both ends are ours
// and the memory carries a checksum, so reflection does the coding here.
//
// What is not written is what lives shorter than a server: clients, which connect again, and what they
// have on their screens. A test holds the list of such fields.
//
// Start reading in persist.go; rows.go is the format.
package persist
