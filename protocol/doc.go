// Package protocol is what a client and a server say to each other. This page is its specification.
//
//	keys    outer tty ─▶ client ─▶ ┌──────────┐ ─▶ server
//	frames  outer tty ◀─ client ◀─ │ protocol │ ◀─ server
//	                               └──────────┘
//	         messages.go: what is said     ops.go, unpack.go: the picture inside a frame
//	         encode.go, decode.go: wire    conn.go: how it is sent      hello.go: versions
//
// # Stream
//
// A unix stream socket carries bodies, each after its length (package wire): 4 bytes big endian, then one msgpack
// array [type, field, ...]. Fields are only ever added at the end of an array or record: who meets more than it
// knows passes over them, who meets fewer takes zero values. A type that is not known is passed over. Anything else
// that this page does not allow ends the connection; a server says why with Refused before it closes.
//
// Limits are checked before memory is taken: 64 KiB for a body from a client, 1 MiB for Identify, Command, Stdin,
// Input and Clipboard, 8 MiB for a body from a server. Longer data is cut by its sender into messages of at most MaxData.
//
// # Conversation
//
//	client                                   server
//	  │ Hello ──────────────────────────────▶ │
//	  │ ◀────────────────────────────── Hello │   or Refused: no common version, no access
//	  │ Identify + tty descriptor ──────────▶ │
//	  │ Command ────────────────────────────▶ │
//	  │ ◀─── Stdout, Stderr, StdinWanted ...  │
//	  │ Stdin ... ──────────────────────────▶ │
//	  │ ◀─────────────────────────────── Exit │   a command has ended; the server closes
//	  ┊                                       ┊
//	  │ ◀─────────────────────────── Attached │   or, where the command attaches the client:
//	  │ ◀──────────────────────── Frame 1 / 0 │   a whole picture: it changes frame 0, a blank screen
//	  │ TerminalInfo, FrameAck 1 ───────────▶ │
//	  │ Input 1, Input 2 ───────────────────▶ │
//	  │ ◀───────────── InputAck 2, Frame 2 /1 │
//	  │ Resize, FrameAck 2 ─────────────────▶ │
//	  │ ◀────────────────────────── Frame 3/0 │
//	  │ ◀──────────── Options, Outer, Suspend │
//	  │ Clipboard ──────────────────────────▶ │   as Outer has asked for it
//	  │ Resumed ────────────────────────────▶ │
//	  │ ◀──────────────────────────── Goodbye │   why it ends: detached, exited, server exited
//	  │ Bye ────────────────────────────────▶ │   the client's terminal is as it was; either side closes
//
// Refused comes before the server's Hello where there is no place for the client. A client has 10 s from connecting to the
// end of its Command or Reattach, and is refused after that.
//
// Both sides send Hello without waiting. Each names the protocol versions it speaks and the highest common one is
// spoken; the encoding of Hello is frozen. Identify follows, once, then one Command or Reattach. Only Identify
// carries a descriptor, one at most: a server keeps it, to restore the terminal of a client that died, and must close it
// when the client is gone (a held slave side keeps the terminal's master from seeing the end).
//
// A Command ends with Exit, unless it attaches the client. Between Attached and Goodbye output of commands may
// still come; it has no place on the screen and a client drops it, as Exit then is ignored.
//
// # Losing the connection
//
// Goodbye of kind AskAgain says that another server listens there now: of what was not acknowledged nothing was done. A
// command is said again, an attached client reattaches.
//
// A connection that ends without Goodbye, Exit or Refused is a dropped one. An attached client keeps its picture,
// connects again and sends Hello, Identify with the same Token, and Reattach in place of Command. The server answers as
// to a Command that attaches: Attached, or Goodbye where there is nothing to come back to. The next frame may change the
// frame named in Reattach.LastFrame, or 0.
//
// Input is numbered by its Token from 1 on without gaps, except where the client gave up waiting (DESIGN: 5 s without a
// server). The client keeps each Input until InputAck names it or a later one, and sends what it kept again after
// Attached. A server drops an Input whose number it has acknowledged before.
//
// # Frames
//
// A frame has a number and the number of the frame it changes: the one before it on this connection, or 0. Frame 0 is a
// blank screen, and a change of it also forgets all styles but the default one; a change of size must be a change of
// frame 0. A client that is given a change of another frame drops the connection and comes back with LastFrame 0.
// FrameAck says that a frame is on the outer screen. A server leaves at most two frames unacknowledged and
// draws no others meanwhile, so a slow client skips pictures and nobody queues them.
//
// The frame's picture has the size that the frame says. A client whose screen is smaller shows the top left part,
// and one whose screen is larger shows blanks beside it.
//
// Styles and Ops are packed, so that cells cost neither reflection nor a msgpack value each. Numbers are unsigned LEB128
// varints; rows and columns count from 0.
//
//	Styles  { id fg bg ul attrs underline len link }*
//	Ops     { 1 top bottom n dir                       rows [top,bottom) move up by n, down if dir is 1; the rest is blank
//	        | 2 row col style len byte*                one column for each byte, 0x20 to 0x7e
//	        | 3 row col style n { width len byte* }*n  clusters of 1 or 2 columns, UTF-8 of at most MaxCluster bytes
//	        | 4 row col style n byte }*                one byte, 0x20 to 0x7e, n times
//
// A blank cell is a space in style 0. Colours are 0 (the terminal's default), ColourIndex|0..255 or ColourRGB|0xrrggbb.
// An id of a style is below MaxStyles; told again it means something else from then on. The width of a cluster is the server's
// decision. Everything must be on the screen, nothing may be empty, and a control character anywhere is an error.
//
// # Versions
//
// This is version 1. No version counts as released yet: until one does, messages may change without a new number.
// The bytes of every message are kept under testdata, one file for each message of version 1.
package protocol
