package width

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Widths are columns as a user wants them: where they say nothing it is as Unicode has it, and so with the zero value.
// ASCII always has one column.
type Widths struct {
	wide   bool    // characters that are ambiguous by UAX #11 have two columns, as in fonts made for East Asia
	ranges []Range // by First, without overlaps
}

// A Range is a number of columns for some code points.
type Range struct {
	First, Last rune
	Columns     int
}

// Bounds of what is taken of a list, and of what String returns.
const (
	maxRanges = 1 << 10
	MaxString = 64 << 10
)

// Parse reads a list with commas in between. An item is ambiguous=N, or as in tmux's codepoint-widths X=N, U+XXXX=N or
// U+XXXX-U+YYYY=N, N being 0, 1 or 2. The last one that names a code point counts. What is no item is left out, as
// tmux does.
func Parse(list string) (w Widths) {
	for item := range strings.SplitSeq(list, ",") {
		at := strings.LastIndexByte(item, '=')
		if at < 0 {
			continue
		}
		name := item[:at]
		columns, err := strconv.ParseUint(item[at+1:], 10, 8)
		if err != nil || columns > 2 {
			continue
		}
		if name == "ambiguous" {
			w.wide = columns == 2
		} else if r, ok := parseRange(name); ok && len(w.ranges) < maxRanges {
			r.Columns = int(columns)
			w.add(r)
		}
	}
	return w
}

func parseRange(s string) (r Range, ok bool) {
	if c, n := utf8.DecodeRuneInString(s); n == len(s) && n > 0 && c != utf8.RuneError {
		return Range{First: c, Last: c}, c >= utf8.RuneSelf
	}
	first, last, both := strings.Cut(s, "-")
	if !both {
		last = first
	}
	if r.First, ok = parsePoint(first); !ok {
		return r, false
	}
	r.Last, ok = parsePoint(last)
	return r, ok && r.First <= r.Last
}

func parsePoint(s string) (rune, bool) {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "U+"), 16, 32)
	return rune(n), err == nil && strings.HasPrefix(s, "U+") && n >= utf8.RuneSelf && n <= utf8.MaxRune
}

// add puts a range in the place of what the others say about its code points.
func (w *Widths) add(r Range) {
	var all []Range
	for _, o := range w.ranges {
		left, right := o, o
		left.Last, right.First = min(o.Last, r.First-1), max(o.First, r.Last+1)
		for _, rest := range [...]Range{left, right} {
			if rest.First <= rest.Last {
				all = append(all, rest)
			}
		}
	}
	all = append(all, r)
	slices.SortFunc(all, func(a, b Range) int { return int(a.First - b.First) })
	w.ranges = all
}

// String is what Parse reads.
func (w *Widths) String() string {
	var items []string
	if w.wide {
		items = append(items, "ambiguous=2")
	}
	for _, r := range w.ranges {
		item := fmt.Sprintf("U+%04X", r.First)
		if r.Last > r.First {
			item += fmt.Sprintf("-U+%04X", r.Last)
		}
		items = append(items, fmt.Sprintf("%s=%d", item, r.Columns))
	}
	return strings.Join(items, ",")
}

// Rune is Rune with these widths.
func (w *Widths) Rune(r rune) int {
	if r < utf8.RuneSelf || !w.wide && len(w.ranges) == 0 {
		return Rune(r)
	}
	i, found := slices.BinarySearchFunc(w.ranges, r, func(o Range, r rune) int {
		switch {
		case o.Last < r:
			return -1
		case o.First > r:
			return 1
		}
		return 0
	})
	if found {
		return w.ranges[i].Columns
	}
	if w.wide && properties(r)&columnMask == ambiguous {
		return 2
	}
	return Rune(r)
}

// Cluster is Cluster with these widths.
func (w *Widths) Cluster(p []byte) int {
	if len(p) == 1 && p[0] >= ' ' && p[0] < 0x7f {
		return 1
	}
	first, n := utf8.DecodeRune(p)
	if n == 0 {
		return 0
	}
	columns, selects := w.Rune(first), properties(first)&hasSelectors != 0
	for p = p[n:]; len(p) > 0; p = p[n:] {
		var r rune
		r, n = utf8.DecodeRune(p)
		switch {
		case r == vs16 && selects:
			return 2 // and nothing can take it back
		case r == vs15 && selects:
			columns = 1
		default:
			columns += w.Rune(r)
		}
	}
	return min(columns, 2)
}
