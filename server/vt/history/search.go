package history

import (
	"iter"
	"sort"
)

// A Pos is a place in the history that stays the same while lines come and go: a character of a logical line. Lines
// are numbered as Seq counts them, so FirstLine has a greater number once lines were trimmed, and the line that goes
// on on the screen has the number Seq.
type Pos struct{ Line, Cell int }

func (p Pos) before(q Pos) bool { return p.Line < q.Line || p.Line == q.Line && p.Cell < q.Cell }

// A Match is what a search found: the characters from From to To, which is exclusive and of the same line. One of no
// characters says only how far the search has come.
type Match struct{ From, To Pos }

// Found reports whether the match is one.
func (m Match) Found() bool { return m.From != m.To }

// FirstLine is the number of the oldest line there is.
func (h *History) FirstLine() int { return h.seq - h.lines }

// restAfter is how many lines a search looks at before it says how far it has come.
const restAfter = 1000

// Search yields the matches at and behind a place, the nearest first; or before it, if back is set. A match is on one
// logical line, or on one piece of a line too long to be kept as one. What the last line has on the screen is not
// looked at: see LineText and Query.In. Those from right to left are the same as from left to right.
//
// It stops when the consumer does, and gives an occasion to that every few thousand lines also where nothing
// matches: who holds a lock may then release it and go on from Match.From later. The history must not change in
// between.
func (h *History) Search(q *Query, from Pos, back bool) iter.Seq[Match] {
	if back {
		return func(yield func(Match) bool) { h.searchBack(q, from, yield) }
	}
	return func(yield func(Match) bool) { h.searchOn(q, from, yield) }
}

func (h *History) searchOn(q *Query, from Pos, yield func(Match) bool) {
	if from.Line < h.FirstLine() {
		from = Pos{Line: h.FirstLine()}
	}
	for n := from.Line; n < h.FirstLine()+h.Lines(); n++ {
		if at := (Pos{Line: n}); (n-from.Line)%restAfter == restAfter-1 && !yield(Match{at, at}) {
			return
		}
		l, _ := h.lineAt(n)
		c := cellCounter{chars: chars{text: l.text, runs: l.runs}, plain: l.plain()}
		for b, e := range q.in(l.text, l.plain()) {
			m := Match{Pos{n, c.holding(b)}, Pos{n, c.upTo(e)}}
			if !m.From.before(from) && !yield(m) {
				return
			}
		}
	}
}

func (h *History) searchBack(q *Query, from Pos, yield func(Match) bool) {
	if last := h.FirstLine() + h.Lines(); from.Line >= last {
		from = Pos{Line: last}
	}
	var found []Match
	for n := from.Line; n >= h.FirstLine(); n-- {
		if at := (Pos{Line: n + 1}); (from.Line-n)%restAfter == restAfter-1 && !yield(Match{at, at}) {
			return
		}
		l, ok := h.lineAt(n)
		if !ok {
			continue
		}
		found = found[:0]
		c := cellCounter{chars: chars{text: l.text, runs: l.runs}, plain: l.plain()}
		for b, e := range q.in(l.text, l.plain()) {
			if m := (Match{Pos{n, c.holding(b)}, Pos{n, c.upTo(e)}}); m.From.before(from) {
				found = append(found, m)
			}
		}
		for i := len(found) - 1; i >= 0; i-- {
			if !yield(found[i]) {
				return
			}
		}
	}
}

// LineText appends the text of a logical line, as searches look at it.
func (h *History) LineText(dst []byte, n int) ([]byte, bool) {
	l, ok := h.lineAt(n)
	return append(dst, l.text...), ok
}

// lineAt is line number n.
func (h *History) lineAt(n int) (line, bool) {
	if n == h.seq && h.open.active {
		l := h.open.line()
		l.open = true
		return l, true
	}
	si, i, ok := h.find(n)
	if !ok {
		return line{}, false
	}
	return h.segs[si].line(i), true
}

// find says which line of which segment is number n.
func (h *History) find(n int) (seg, i int, ok bool) {
	if n < h.FirstLine() || n >= h.seq {
		return 0, 0, false
	}
	seg = sort.Search(len(h.segs), func(k int) bool { return n < h.segs[k].number+len(h.segs[k].starts) })
	return seg, n - h.segs[seg].number, true
}

// A cellCounter turns offsets in a line's text, which must not fall, into numbers of characters.
type cellCounter struct {
	chars
	plain    bool
	at, cell int // the next character begins at offset at
}

// holding is the character that offset b is in.
func (c *cellCounter) holding(b int) int {
	if c.plain {
		return b
	}
	for c.at <= b {
		text, _, _, ok := c.next()
		if !ok {
			return c.cell
		}
		c.at += len(text)
		c.cell++
	}
	return c.cell - 1
}

// upTo is the character behind offset e, which ends one or is within it.
func (c *cellCounter) upTo(e int) int { return c.holding(e-1) + 1 }
