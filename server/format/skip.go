package format

import "strings"

const escapable = ",#{}:" // what # takes its meaning from

// skip is the offset of the first byte of end that is not inside #{...} and not escaped, -1 when there
// is none.
func skip(s, end string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		ch := s[i]
		if ch == '#' && i+1 < len(s) {
			if s[i+1] == '{' {
				depth++
			}
			if strings.IndexByte(escapable, s[i+1]) >= 0 {
				i++
				continue
			}
		}
		if ch == '}' {
			depth--
		}
		if depth == 0 && strings.IndexByte(end, ch) >= 0 {
			return i
		}
	}
	return -1
}

// cut parts s at the first comma that skip finds.
func cut(s string) (before, after string, ok bool) {
	i := skip(s, ",")
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// unescape takes the # off what is escaped, outside of #{...}.
func unescape(s string) string {
	var b strings.Builder
	depth := 0
	for i := 0; i < len(s); i++ {
		escaped := s[i] == '#' && i+1 < len(s) && strings.IndexByte(escapable, s[i+1]) >= 0
		if escaped && s[i+1] == '{' {
			depth++
		}
		if escaped && depth == 0 {
			i++
		} else if s[i] == '}' {
			depth--
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// strip does the same for a time format, whose inner formats keep theirs.
func strip(s string) string {
	var b strings.Builder
	depth := 0
	for i := 0; i < len(s); i++ {
		escaped := s[i] == '#' && i+1 < len(s) && strings.IndexByte(escapable, s[i+1]) >= 0
		if escaped && s[i+1] == '{' {
			depth++
		}
		if escaped && depth == 0 {
			continue
		}
		if s[i] == '}' {
			depth--
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
