package format

import (
	"strings"
	"unicode/utf8"

	"gmux/server/vt/width"
)

// Cluster is the first grapheme cluster of s and the columns it takes: none for a control character and
// for a byte that is no UTF-8, which are not drawn.
func Cluster(s string) (cluster string, columns int) {
	if s == "" {
		return "", 0
	}
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		if s[0] < ' ' || s[0] == 0x7f {
			return s[:1], 0
		}
		return s[:1], 1
	}
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n <= 1 || r < ' ' || r >= 0x7f && r < 0xa0 {
		return s[:n], 0
	}
	buf := append(make([]byte, 0, 32), s[:n]...)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if r == utf8.RuneError && size == 1 || !width.Joins(buf, r) {
			break
		}
		buf = append(buf, s[n:n+size]...)
		n += size
	}
	return s[:n], width.Cluster(buf)
}

// A Piece is the next part of an expanded text: characters to draw or a style.
type Piece struct {
	Text  string // what is drawn: one cluster, or #s
	Width int    // its columns
	Style string // what stands between #[ and ], when IsStyle
	Raw   string // as it was written

	IsStyle bool
	Hashes  bool // Text is #s, each written as two in Raw
}

// Next takes the next piece off an expanded text. #[...] is a style, ## is a #, and ##[ is not a style but
// #[ as text. ok is false at the end, and at a style that never ends.
func Next(s string) (p Piece, rest string, ok bool) {
	if s == "" {
		return p, "", false
	}
	n := hashes(s)
	switch {
	case n == 0:
		cluster, w := Cluster(s)
		return Piece{Text: cluster, Width: w, Raw: cluster}, s[len(cluster):], true
	case n < len(s) && s[n] == '[' && n%2 == 1:
		if n > 1 { // escaped ones before the style
			return hashPiece(s[:n-1], n/2), s[n-1:], true
		}
		end := skip(s[2:], "]")
		if end < 0 {
			return p, "", false
		}
		return Piece{IsStyle: true, Style: s[2 : 2+end], Raw: s[:2+end+1]}, s[2+end+1:], true
	case n < len(s) && s[n] == '[':
		return hashPiece(s[:n], n/2), s[n:], true
	}
	return hashPiece(s[:n], (n+1)/2), s[n:], true
}

func hashPiece(raw string, n int) Piece {
	return Piece{Text: strings.Repeat("#", n), Width: n, Raw: raw, Hashes: true}
}

// Width is the columns that an expanded text takes when it is drawn; its styles take none.
func Width(s string) int {
	total := 0
	for {
		p, rest, ok := Next(s)
		if !ok {
			if s != "" {
				return 0 // a style without an end draws nothing
			}
			return total
		}
		total, s = total+p.Width, rest
	}
}

// trim cuts a text to columns, at its end, or at its beginning when limit is negative. Styles stay, since
// what is left of the text needs them. The marker stands where something was cut.
func trim(s string, limit int, marker string, marked bool) string {
	out := ""
	if limit > 0 {
		out = trimEnd(s, limit)
	} else {
		out = trimBegin(s, -limit)
	}
	if !marked || out == s {
		return out
	}
	if limit > 0 {
		return out + marker
	}
	return marker + out
}

func trimEnd(s string, limit int) string {
	var w cutter
	for at := 0; at < limit; {
		p, rest, ok := Next(s)
		if !ok {
			break
		}
		n := p.Width
		if p.Hashes {
			n = min(n, limit-at)
		}
		if at+n <= limit {
			w.write(p, n)
		}
		at, s = at+p.Width, rest
	}
	return w.String()
}

func trimBegin(s string, limit int) string {
	total := Width(s)
	if total <= limit {
		return s
	}
	gone := total - limit
	var w cutter
	for at := 0; ; {
		p, rest, ok := Next(s)
		if !ok {
			return w.String()
		}
		n := p.Width
		if p.Hashes {
			n = min(n, max(at+n-gone, 0))
		}
		if at >= gone || p.Hashes || p.IsStyle {
			w.write(p, n)
		}
		at, s = at+p.Width, rest
	}
}

// A cutter puts pieces together again.
type cutter struct {
	strings.Builder
	odd bool // it ends in a # that another # or [ would change the meaning of
}

// write adds a piece, of #s only n.
func (w *cutter) write(p Piece, n int) {
	raw := p.Raw
	switch {
	case p.Hashes && n == 0, !p.Hashes && !p.IsStyle && p.Width == 0:
		return // nothing of it is drawn
	case p.Hashes && p.Raw != "#":
		raw = strings.Repeat("##", n)
	}
	if w.odd && (raw[0] == '#' || raw[0] == '[') {
		w.WriteByte('#')
	}
	w.WriteString(raw)
	w.odd = p.Hashes && len(raw)%2 == 1
}
