package compose

import "slices"

// A shift is the largest band of rows that one scroll brings from the old picture to the new one.
type shift struct {
	top, bottom int // the region, in rows of the screen
	n           int // rows moved up; negative: down
	kept        int // rows that are in place after it
}

// minKept is how many rows a scroll has to bring into place to be worth its bytes and its risk on the outer screen.
const minKept = 2

// A shiftFinder keeps its index from one frame to the next, so that looking for a scroll allocates nothing.
type shiftFinder struct{ where map[source]int }

// find looks for rows of old that stand elsewhere in new. Rows are compared by identity, not by content, so
// the cost is one pass, and a page of equal lines cannot mislead it.
func (f *shiftFinder) find(old, new *canvas) (best shift, ok bool) {
	if slices.Equal(old.sources, new.sources) {
		return shift{}, false
	}
	if f.where == nil {
		f.where = make(map[source]int, old.rows)
	}
	clear(f.where)
	for i, s := range old.sources {
		if s.row != 0 {
			f.where[s] = i
		}
	}
	for i := 0; i < new.rows; {
		n := f.offset(new, i)
		if n == 0 {
			i++
			continue
		}
		start := i
		for i++; i < new.rows && f.offset(new, i) == n; i++ {
		}
		if kept := i - start; kept > best.kept {
			best = shift{top: min(start, start+n), bottom: max(i, i+n), n: n, kept: kept}
		}
	}
	return best, best.kept >= minKept
}

// offset is how many rows further down the old picture had what row i of the new one shows; 0 also when it had not.
func (f *shiftFinder) offset(new *canvas, i int) int {
	from, known := f.where[new.sources[i]]
	if !known {
		return 0
	}
	return from - i
}
