package recovery

import "fmt"

// Segments is the memory of what a checkpoint points at: pieces that are written once, never written over, and
// given back one by one. One goroutine at a time uses it.
type Segments struct {
	fd  int
	end int64 // behind everything that was ever written
}

func openSegments(fd int) (*Segments, error) {
	end, err := dataEnd(fd)
	return &Segments{fd, end}, err
}

// Append writes a piece behind all others, from a page boundary on, and returns where it is.
func (s *Segments) Append(p []byte) (at int64, err error) {
	at = roundUp(s.end)
	if err := writeFull(s.fd, p, at); err != nil {
		if canPunch {
			punch(s.fd, at, roundUp(int64(len(p)))) // it is short of memory already: that error tells
		}
		return 0, err
	}
	s.end = at + int64(len(p))
	return at, nil
}

// ReadAt reads of pieces.
func (s *Segments) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off > s.end || int64(len(p)) > s.end-off {
		return 0, fmt.Errorf("%w: %d bytes at %d of %d", ErrCorrupt, len(p), off, s.end)
	}
	if err := readFull(s.fd, p, off); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Free gives the whole pages of a part back, the one its end is in too: nothing else begins there.
func (s *Segments) Free(at, n int64) error {
	if at < 0 || n < 0 || at > s.end || n > s.end-at {
		return fmt.Errorf("%w: free %d bytes at %d of %d", ErrCorrupt, n, at, s.end)
	}
	if !canPunch {
		return nil
	}
	from := roundUp(at)
	return punch(s.fd, from, roundUp(at+n)-from)
}

// FreeAfter gives back what a predecessor wrote behind an offset and no checkpoint points at.
func (s *Segments) FreeAfter(off int64) error {
	return s.Free(off, max(0, s.end-off))
}

func roundUp(n int64) int64 { return (n + headerLen - 1) &^ (headerLen - 1) }
