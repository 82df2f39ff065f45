package history

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"
	"unicode"
)

// A Query is what is searched for. A literal takes time in proportion to the text; a regular expression may at worst,
// if every match of it looks at all that follows, in proportion to the square of a line's length, which is bounded.
type Query struct {
	literal []byte
	lower   []byte         // the same in lower case, if it is ASCII and any case will do
	expr    *regexp.Regexp // nil: literal alone
}

// Literal looks for text, in any case if fold is set. Cases are those of Unicode's simple folding; characters that
// look the same in another normal form are others.
func Literal(text string, fold bool) *Query {
	if !fold {
		return &Query{literal: []byte(text)}
	}
	q := &Query{expr: regexp.MustCompile("(?i)" + regexp.QuoteMeta(text))}
	if isASCII(text) {
		q.lower = bytes.ToLower([]byte(text))
	}
	return q
}

// Regexp looks for a regular expression of package regexp, where ^ and $ are the ends of a logical line.
func Regexp(expr string, fold bool) (*Query, error) {
	if fold {
		expr = "(?i)" + expr
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, fmt.Errorf("search for %q: %w", expr, err)
	}
	return &Query{expr: re}, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] > unicode.MaxASCII {
			return false
		}
	}
	return true
}

// In yields where in a text the query matches, from left to right and without overlaps, as offsets in bytes.
// Matches of nothing are left out.
func (q *Query) In(text []byte) iter.Seq2[int, int] { return q.in(text, false) }

// in is In; plain says that the text is ASCII.
func (q *Query) in(text []byte, plain bool) iter.Seq2[int, int] {
	switch {
	case q.expr == nil:
		return each(text, q.literal, bytes.Index)
	case q.lower != nil && plain: // no other character is an ASCII letter in another case
		return each(text, q.lower, indexFolded)
	}
	return func(yield func(from, to int) bool) {
		for _, m := range q.expr.FindAllIndex(text, -1) {
			if m[0] < m[1] && !yield(m[0], m[1]) {
				return
			}
		}
	}
}

// each yields where what is in text.
func each(text, what []byte, index func(text, what []byte) int) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		for at := 0; len(what) > 0; at += len(what) {
			i := index(text[at:], what)
			if i < 0 || !yield(at+i, at+i+len(what)) {
				return
			}
			at += i
		}
	}
}

// indexFolded is bytes.Index for ASCII in any case; lower is in lower case.
func indexFolded(text, lower []byte) int {
	for i := 0; i+len(lower) <= len(text); i++ {
		if toLower(text[i]) == lower[0] && equalFolded(text[i+1:i+len(lower)], lower[1:]) {
			return i
		}
	}
	return -1
}

func equalFolded(text, lower []byte) bool {
	for i, b := range lower {
		if toLower(text[i]) != b {
			return false
		}
	}
	return true
}

func toLower(b byte) byte {
	if b-'A' < 26 {
		b |= 0x20
	}
	return b
}
