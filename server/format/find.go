package format

import (
	"path"
	"strconv"
	"strings"
	"time"

	"gmux/server/syntax"
)

// find is the value of a name with the modifiers that only names have: times, parts of paths and quoting.
func (x *expander) find(sp *spec, name string) (string, bool) {
	value, ok := x.lookup(name)
	if !ok {
		return "", false
	}
	if sp.isTime {
		return x.time(sp, value)
	}
	if value != "" || !IsVariable(name) { // a variable that says nothing is no path, and no dot is made of it
		if sp.is('b') {
			value = path.Base(value)
		}
		if sp.is('d') {
			value = dirname(value)
		}
	}
	switch sp.quote {
	case 's':
		value = quoteShell(value)
	case 'h':
		value = strings.ReplaceAll(value, "#", "##")
	case 'a':
		value = syntax.Quote(value)
	}
	return value, true
}

// IsVariable reports whether a name is that of a variable and not of an option: no option of the table has an underscore. A name
// without one may be either.
func IsVariable(name string) bool {
	return strings.Contains(name, "_") && !strings.HasPrefix(name, "@")
}

// quoteShell puts a backslash before everything that a shell would take for its own.
func quoteShell(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte("|&;<>()$`\\\"'*?[# =%", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// time shows a value in seconds since 1970. Zero and what is no number show nothing.
func (x *expander) time(sp *spec, value string) (string, bool) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n <= 0 {
		return "", false
	}
	t := time.Unix(n, 0).In(x.now.Location())
	switch {
	case sp.pretty:
		return pretty(t, x.now), true
	case sp.timeForm != "":
		return Strftime(sp.timeForm, t), true
	}
	return Strftime("%a %b %e %H:%M:%S %Y", t), true
}

// pretty is shorter the longer ago t is: the hour within a day, the day within a month, the month within
// a year, and the year before that.
func pretty(t, now time.Time) string {
	if now.Before(t) {
		now = t
	}
	age := now.Sub(t)
	year, month := t.Year(), t.Month()
	switch {
	case age < 24*time.Hour:
		return Strftime("%H:%M", t)
	case year == now.Year() && month == now.Month(), age < 28*24*time.Hour:
		return Strftime("%a%d", t)
	case year == now.Year() && month < now.Month(), year == now.Year()-1 && month > now.Month():
		return Strftime("%d%b", t)
	}
	return Strftime("%h%y", t)
}

// dirname is dirname(3): a slash at the end is no part of a name, which path.Dir thinks it is.
func dirname(p string) string {
	if trimmed := strings.TrimRight(p, "/"); trimmed != "" {
		return path.Dir(trimmed)
	}
	return path.Dir(p)
}
