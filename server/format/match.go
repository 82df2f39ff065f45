package format

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Match is fnmatch(3): * is any text, ? any character, [a-z] and [!a-z] one of a set, and a backslash
// takes the meaning from the next character. With fold capitals do not count.
func Match(pattern, text string, fold bool) bool {
	if fold {
		pattern, text = strings.ToLower(pattern), strings.ToLower(text)
	}
	// Where to go on when what follows the last * does not fit: one character further. Only the last
	// star needs this, so the whole takes at most len(pattern) * len(text) steps.
	star, retry := -1, 0
	p, t := 0, 0
	for {
		if p < len(pattern) && pattern[p] == '*' {
			star, retry = p, t
			p++
			continue
		}
		if t == len(text) && p == len(pattern) {
			return true
		}
		if t < len(text) && p < len(pattern) {
			_, size := utf8.DecodeRuneInString(text[t:])
			if n, ok := matchOne(pattern[p:], text[t:t+size]); ok {
				p, t = p+n, t+size
				continue
			}
		}
		if star < 0 || retry >= len(text) {
			return false
		}
		_, size := utf8.DecodeRuneInString(text[retry:])
		retry += size
		p, t = star+1, retry
	}
}

// matchOne matches one character and returns how much of the pattern that took.
func matchOne(pattern, ch string) (int, bool) {
	switch pattern[0] {
	case '?':
		return 1, true
	case '[':
		if n, ok := matchSet(pattern, ch); n > 0 {
			return n, ok
		}
	case '\\':
		if len(pattern) > 1 {
			_, n := utf8.DecodeRuneInString(pattern[1:])
			return 1 + n, pattern[1:1+n] == ch
		}
	}
	_, n := utf8.DecodeRuneInString(pattern)
	return n, pattern[:n] == ch
}

// matchSet matches [...]; n is 0 when the bracket never closes and so is itself.
func matchSet(pattern, ch string) (n int, ok bool) {
	c, _ := utf8.DecodeRuneInString(ch)
	i, not := 1, false
	if i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^') {
		i, not = i+1, true
	}
	in := false
	for first := true; i < len(pattern); first = false {
		if pattern[i] == ']' && !first {
			return i + 1, in != not
		}
		if class, size, known := setClass(pattern[i:]); size > 0 {
			in = in || known && class(c)
			i += size
			continue
		}
		low, size := setRune(pattern[i:])
		i += size
		high := low
		if i+1 < len(pattern) && pattern[i] == '-' && pattern[i+1] != ']' {
			high, size = setRune(pattern[i+1:])
			i += 1 + size
		}
		in = in || low <= c && c <= high
	}
	return 0, false
}

func setRune(s string) (rune, int) {
	if s[0] == '\\' && len(s) > 1 {
		r, n := utf8.DecodeRuneInString(s[1:])
		return r, n + 1
	}
	return utf8.DecodeRuneInString(s)
}

var classes = map[string]func(rune) bool{
	"alpha": unicode.IsLetter, "digit": unicode.IsDigit, "upper": unicode.IsUpper, "lower": unicode.IsLower,
	"space": unicode.IsSpace, "punct": func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) },
	"alnum": func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) },
	"cntrl": unicode.IsControl, "print": unicode.IsPrint,
	"graph":  func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) },
	"blank":  func(r rune) bool { return r == ' ' || r == '\t' },
	"xdigit": func(r rune) bool { return r < 0x80 && strings.ContainsRune("0123456789abcdefABCDEF", r) },
}

// setClass reads [:name:].
func setClass(s string) (class func(rune) bool, size int, known bool) {
	if !strings.HasPrefix(s, "[:") {
		return nil, 0, false
	}
	end := strings.Index(s, ":]")
	if end < 2 {
		return nil, 0, false
	}
	class, known = classes[s[2:end]]
	return class, end + 2, known
}

// regex compiles an extended regular expression; nil when it is none.
func regex(pattern string, fold bool) *regexp.Regexp {
	flags := "(?s)"
	if fold {
		flags = "(?si)"
	}
	re, err := regexp.Compile(flags + pattern)
	if err != nil {
		return nil
	}
	re.Longest() // POSIX takes the longest of the leftmost
	return re
}

func matchRegex(pattern, text string, fold bool) bool {
	re := regex(pattern, fold)
	return re != nil && re.MatchString(text)
}

// substitute replaces every match; \0 to \9 in what is put in are the match and its groups. A pattern
// that is no regular expression changes nothing; a text that would get longer than limit ends there.
func substitute(m modifier, text, pattern, with string, limit int) string {
	if text == "" || pattern == "" {
		return text
	}
	re := regex(pattern, len(m.args) > 2 && strings.Contains(m.args[2], "i"))
	if re == nil {
		return text
	}
	var b strings.Builder
	at := 0
	for _, match := range re.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(text[at:match[0]])
		writeGroups(&b, with, text, match)
		if at = match[1]; b.Len() > limit {
			return b.String()
		}
	}
	b.WriteString(text[at:])
	return b.String()
}

func writeGroups(b *strings.Builder, with, text string, at []int) {
	for i := 0; i < len(with); i++ {
		ch := with[i]
		if ch == '\\' && i+1 < len(with) {
			i++
			ch = with[i]
			if n := 2 * int(ch-'0'); ch >= '0' && ch <= '9' && n < len(at) && at[n] < at[n+1] {
				b.WriteString(text[at[n]:at[n+1]])
				continue
			}
		}
		b.WriteByte(ch)
	}
}
