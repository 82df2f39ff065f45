// Package width says which code points make one grapheme cluster, and how many columns it takes.
//
//	        code point r                 bytes of the cluster before
//	             │                                   │
//	Rune ◀── properties (table.go) ──▶ Joins ────────┘        Cluster: columns of a whole cluster
//
// The emulator asks Joins for every character that is not plain text: true means r belongs into the cell of
// the character before, whose columns are then Cluster's; false means a cell of its own, Rune columns
// wide. A Rune of 0 that does not join (ZERO WIDTH SPACE) takes no cell at all. It owns no state.
//
// Clusters are the extended grapheme clusters of UAX #29, Unicode 17. Columns are those that programs
// count with wcwidth(3) wherever a cluster has no more than two: the sum over its code points, at
// most 2. So an editor that knows nothing of clusters still agrees with us about Thai SARA AM, Devanagari
// vowel signs and half-width voiced kana, which taking the first or the widest code point gets wrong.
// Emoji are decided by presentation: VS16 makes 2 columns and VS15 makes 1 of those characters for
// which Unicode defines the sequence, and of no others.
//
// Where a user's fonts have it otherwise, Widths says so: two columns for what UAX #11 calls ambiguous, and any columns
// for single code points, private use mostly.
//
// table.go is generated from two packages, `go test ./server/vt/width -run TestTable -update`, and that test
// derives it anew to compare: properties by probing clipperhouse/uax29 v2.7 (Unicode 17, with the
// Indic rule GB9c), columns from mattn/go-runewidth v0.0.31 (Unicode 17) with the corrections listed
// there. Neither is linked into gmux. Looked at, for the 4733 sequences of emoji-test.txt 15.0:
// rivo/uniseg v0.4.7 (Unicode 15.0, no GB9c) breaks no emoji but knows nothing newer; displaywidth v0.11
// gives 1 column to 106 fully-qualified sequences (skin tones on narrow bases) and lacks the combining
// marks newer than the Go library's Unicode 15; go-runewidth alone sees half of a tag sequence as text.
// All of them work on whole strings; none can be asked about one boundary, which is what an emulator
// needs that gets its text in pieces.
package width
