// Package history keeps the lines that left the top of a screen, as logical lines: rows that a soft wrap
// joined are one line again, and how it is wrapped is decided for the width at which someone looks.
//
//	Append(row) ──▶ open line ──▶ ┌ segment ┐ ┌ segment ┐ ┌ segment ┐ ──▶ Rows(width), Row(width, i)
//	                  (joins soft │ lines   │ │ lines   │ │ lines   │
//	PopLine      ◀──    wraps)    │ styles  │ │ styles  │ │ styles  │
//	                              │ links   │ │ links   │ │ links   │
//	                    trim ◀──  └─────────┘ └─────────┘ └─────────┘
//
// A line is UTF-8 text, of which a program can make a search, and runs that say which style, which width
// and which clusters its characters have; a line of plain text has no runs and costs its text, three bytes
// of header and four of index. Segments are append-only and self-contained: the styles and links a line
// refers to stand in the same segment, so the oldest segment is dropped whole and nothing is renumbered.
//
// The limit counts rows as they were when they left the screen, as tmux's history-limit does, and a line is
// dropped once the rest has at least limit rows: a line of many rows may make the history longer than the
// limit, never shorter. Lines beyond maxLine are cut, so every bound holds for any input.
//
// # Format, version 1
//
// The words are those of package serial. A checkpoint has
//
//	int    limit, number of the next line, rows dropped; uint end of the Memory's last segment
//	list   of references to segments in the Memory, in ascending order:
//	       uint position, length; 4 bytes CRC-32C, little-endian; uint lines trimmed, lines with those
//	bool   there is a segment that is not sealed; uint lines trimmed, lines with those; 4 bytes length, segment
//	bool   there is an open line; int rows, columns, marks; int number, kind, uint style of its last run;
//	       bytes text, runs without the last
//
// and a segment, there or in the Memory, is
//
//	uint   version
//	list   of links from 1 on; list of styles from 1 on, see package grid
//	bytes  lines, see line.go
//
// A stored segment never changes. Lines that growing took back from its end are left out by its reference, and
// it gets no new ones. So a segment is stored once, at the first checkpoint after it was sealed.
//
// Nothing here is safe for concurrent use. Start reading in history.go; lines are in line.go, the Memory in
// memory.go.
package history
