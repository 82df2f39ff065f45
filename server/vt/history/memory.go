package history

import "io"

// A Memory is where sealed segments outlive the process. What was appended is never written again.
type Memory interface {
	// Append puts p behind all that was appended before and says where it is. To have a segment's memory back
	// whole once it is freed, begin each at a page.
	Append(p []byte) (at int64, err error)
	io.ReaderAt
}

// An Extent is a part of a Memory.
type Extent struct{ At, Len int64 }

// Freed takes the list of the parts of the Memory that the newest checkpoint does not need any more: their lines
// were trimmed, cleared or taken back to the screen before it. Call it when that checkpoint is safely written,
// under the same lock as AppendCheckpoint; if writing failed do not call it, the next checkpoint's list has them
// too. What is freed after the newest checkpoint was made is not in it.
//
// A History that was restored begins with the gaps between its segments, which a process before this one had
// freed or lost.
func (h *History) Freed() []Extent { return nil }

// MemoryEnd is the end of the last segment in the Memory. After Restore nothing behind it is needed, and the
// next Append may begin there.
func (h *History) MemoryEnd() int64 { return 0 }
