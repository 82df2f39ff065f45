// Package recovery keeps what must outlive a server, in memories that host and server both hold.
//
//	             ┌─────────────────────── host and server, the same descriptors ──────────────────────┐
//	tty master ──┼─ splice ─▶ pipe ─ splice ─▶ output log    its position: how far the child's output goes │
//	tty master ◀─┼─ sendfile ─────────────── input queue    its position: how far the tty took the input  │
//	             │                           state           words, change records, checkpoints A and B   │
//	             │                           history         lines that left the screen                   │
//	             │                           model           records, snapshots A and B (one for all)     │
//	             └────────────────────────────────────────────────────────────────────────────────────────┘
//
// A memory is a memfd, shared as one open file description, so host and server share its position
// too. The kernel moves that position within the system call that moves the bytes: a process that is
// killed at any instruction leaves each byte in the tty, in the pipe, or behind the commit, once.
// Everything else is written first and published after by one aligned word, or carries a checksum
// that tells a whole record from a torn one. pread and pwrite need no mapping; the one mapping there
// is, of the intent record, covers allocated pages only, and no memory can be shrunk (F_SEAL_SHRINK),
// so shortage of memory is ENOSPC and never SIGBUS.
//
// The host creates (Create, CreateModel), writes exit reports and reads nothing else. One server at a
// time opens (Open, OpenModel); the caller knows that its predecessor is dead. The payloads of
// records, snapshots and checkpoints mean nothing here.
//
// # Format, version 1
//
// All numbers are little-endian words of 8 bytes unless said otherwise. The first page (4096 bytes)
// of input queue, state and model is a header: magic, version, words. What is not listed is zero.
//
// Output log. No header: byte n of the output is byte n of the file. The file's position is the end.
// The front is punched out in steps of 1 MiB once it is released. Offsets grow as long as the pane
// lives: 2^63 bytes at 100 MB/s last 2,900 years. A limit on file sizes (ulimit -f) holds for memfds
// too, so a server lifts its own (LiftFileSizeLimit). At a hard limit writes end with EFBIG: the pane
// stops, and the model is written anew for each change.
//
// Input queue. Byte n of the input is at 4096+n. The file's position is what was sent, the word end
// what was queued; at most 8 MiB (InputLimit) lies between. Sent input is punched out in steps of
// 64 KiB.
//
//	 0  "gmuxkeys"
//	 8  version
//	16  end
//	64  62 pairs of entries, 32 bytes each: client, number, end, check
//
// An entry says that the queue up to its end includes the client's message of that number. It counts
// if its end is not over the committed one and check = client ^ number ^ end ^ 0x676d75786f726967. Of
// the two of a pair the later counts; a new one is written over the earlier, so that the later stays
// until the commit.
//
// State (magic "gmuxpane") and model ("gmuxmodl").
//
//	  0  magic                              64  0, or 1 + offset of the read in flight
//	  8  version                            72  bytes that read will bring
//	 16  generation of the reader           80  seed of its pattern
//	 24  output offset the log begins at    88  1 while a server replays this pane
//	 32  output offset of effects           96  blame for servers that died of it
//	                                       104  1: the text of its end is in a checkpoint
//	                                       112  0, or where slot A lies
//	                                       120  0, or where slot B lies
//	 40  0, or 1 + offset sealed at        128  exit report: pid, known, code, signal, core, user ns,
//	 48  mode: 0 splice, 1 intent, 2 plain      system ns, max rss, time, 1 when all of it is written
//	 56  where the journal begins          512  header of slot A
//	                                       640  header of slot B
//
//	4096 .. 2^42   journal: records one behind the other, zeros behind the last
//	2^42 .. 2^43   slot A: payload of a snapshot
//	2^43 ..        slot B
//
// Where the words at 112 and 120 say so, the slots lie there: under a hard limit of file sizes, before
// the journal, each in a third of what the limit leaves. The journal begins behind slot B then, which
// has as much room as slot A.
//
// A record begins at a multiple of 8:
//
//	 0  4 bytes  length of header and payload
//	 4  4 bytes  CRC-32C of the record's position (8 bytes) and of the record from byte 8 on
//	 8  8 bytes  stamp: the output offset of a change, the number of a model record
//	16  4 bytes  kind of change: 1 resize, 2 clear history, 3 reset, 4 option, 5 text; 0 in the model
//	20  4 bytes  zero
//	24           payload; those of changes are arrays of protocol/wire:
//	             [rows cols xpixels ypixels], [], [], [name value], [data]
//
// The first record that is not whole is the end. A slot header:
//
//	 0  generation, 0: empty               24  length of the payload
//	 8  stamp: the output offset covered   32  4 bytes  CRC-32C of the payload
//	16  position of the first record       36  4 bytes  CRC-32C of the bytes before
//	    that the payload does not include
//
// The slot with the highest generation whose checksums are right counts. The other is kept, with the
// records since, until it is written over.
//
// History. No header: the segments of server/vt/history, each from a page boundary on, never written over. Where
// they lie and how long they are stands in the checkpoints; what the newest does not point at is punched out.
//
// Words and kinds are only added. A memory of a version this build does not know is ErrVersion.
//
// # Two ways out of the tty
//
// Splice is described above. Where a system does not splice from a tty, the reader writes down what
// it is going to read, fills the place in the log with a pattern, and reads straight onto it; its
// successor compares: still the pattern, and the read never happened, or not, and it is committed.
// docs/recovery.md has the measurements. Systems without memfds read, write and then commit: there a
// server that is killed loses at most one read and repeats at most one write.
//
// Start reading in pane.go.
package recovery
