package format

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxField is the widest a conversion is padded to.
const maxField = 1000

// Strftime formats a time as strftime(3) of the C library does in the POSIX locale, with glibc's flags
// (- no padding, _ spaces, 0 zeros, ^ capitals, # the other case) and field widths. What is no conversion
// stays as it is.
func Strftime(layout string, t time.Time) string {
	var b strings.Builder
	for i := 0; i < len(layout); {
		next := strings.IndexByte(layout[i:], '%')
		if next < 0 {
			b.WriteString(layout[i:])
			break
		}
		b.WriteString(layout[i : i+next])
		i += next
		c := conversion{}
		n := c.parse(layout[i:])
		if text, ok := c.format(t); ok {
			b.WriteString(text)
		} else {
			b.WriteString(layout[i : i+n])
		}
		i += n
	}
	return b.String()
}

// A conversion is one %-something.
type conversion struct {
	pad    byte // - _ 0, or 0 for the letter's own
	upper  bool
	swap   bool
	width  int
	letter byte // 0: the text ended
}

// alternatives are the letters before which E and O may not stand.
var alternatives = map[byte]string{'E': "aAbBdDeFgGhHIjklmMSUVwW", 'O': "aAcCDFxXY"}

// parse reads a conversion and returns its length.
func (c *conversion) parse(s string) int {
	i := 1
	for ; i < len(s) && strings.IndexByte("-_0^#", s[i]) >= 0; i++ {
		switch s[i] {
		case '^':
			c.upper = true
		case '#':
			c.swap = true
		default:
			c.pad = s[i]
		}
	}
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		c.width = min(c.width*10+int(s[i]-'0'), maxField)
	}
	without := ""
	if i < len(s) && (s[i] == 'E' || s[i] == 'O') { // other calendars and digits: there are none in POSIX
		without = alternatives[s[i]]
		i++
	}
	if i == len(s) || strings.IndexByte(without, s[i]) >= 0 {
		return i
	}
	c.letter = s[i]
	return i + 1
}

// composed are the conversions that stand for others.
var composed = map[byte]string{
	'c': "%a %b %e %H:%M:%S %Y", 'D': "%m/%d/%y", 'F': "%Y-%m-%d", 'r': "%I:%M:%S %p", 'R': "%H:%M",
	'T': "%H:%M:%S", 'x': "%m/%d/%y", 'X': "%H:%M:%S",
}

func (c *conversion) format(t time.Time) (string, bool) {
	if layout, ok := composed[c.letter]; ok {
		return c.text(Strftime(layout, t), false), true
	}
	hour12 := (t.Hour()+11)%12 + 1
	isoYear, isoWeek := t.ISOWeek()
	switch c.letter {
	case 'a':
		return c.text(t.Weekday().String()[:3], true), true
	case 'A':
		return c.text(t.Weekday().String(), true), true
	case 'b', 'h':
		return c.text(t.Month().String()[:3], true), true
	case 'B':
		return c.text(t.Month().String(), true), true
	case 'C':
		return c.number(floorDiv(t.Year(), 100), 2, '0'), true
	case 'd':
		return c.number(t.Day(), 2, '0'), true
	case 'e':
		return c.number(t.Day(), 2, '_'), true
	case 'g':
		return c.number(isoYear-100*floorDiv(isoYear, 100), 2, '0'), true
	case 'G':
		return c.number(isoYear, 1, '0'), true
	case 'H':
		return c.number(t.Hour(), 2, '0'), true
	case 'I':
		return c.number(hour12, 2, '0'), true
	case 'j':
		return c.number(t.YearDay(), 3, '0'), true
	case 'k':
		return c.number(t.Hour(), 2, '_'), true
	case 'l':
		return c.number(hour12, 2, '_'), true
	case 'm':
		return c.number(int(t.Month()), 2, '0'), true
	case 'M':
		return c.number(t.Minute(), 2, '0'), true
	case 'n':
		return c.text("\n", false), true
	case 'p':
		return c.text(t.Format("PM"), false), true
	case 'P':
		c.upper = false
		return c.text(t.Format("pm"), false), true
	case 's':
		return c.number(int(t.Unix()), 1, '_'), true
	case 'S':
		return c.number(t.Second(), 2, '0'), true
	case 't':
		return c.text("\t", false), true
	case 'u':
		return c.number((int(t.Weekday())+6)%7+1, 1, '0'), true
	case 'U':
		return c.number((t.YearDay()+6-int(t.Weekday()))/7, 2, '0'), true
	case 'V':
		return c.number(isoWeek, 2, '0'), true
	case 'w':
		return c.number(int(t.Weekday()), 1, '0'), true
	case 'W':
		return c.number((t.YearDay()+6-(int(t.Weekday())+6)%7)/7, 2, '0'), true
	case 'y':
		return c.number(t.Year()-100*floorDiv(t.Year(), 100), 2, '0'), true
	case 'Y':
		return c.number(t.Year(), 1, '0'), true
	case 'z':
		return c.offset(t), true
	case 'Z':
		zone, _ := t.Zone()
		if c.swap {
			zone = strings.ToLower(zone)
		}
		return c.text(zone, false), true
	case '%':
		return c.text("%", false), true
	}
	return "", false
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -((b - 1 - a) / b)
	}
	return a / b
}

// number prints digits wide at least; the flag decides about the padding, otherwise fill.
func (c *conversion) number(n, digits int, fill byte) string {
	if c.pad != 0 {
		fill = c.pad
	}
	s := strconv.Itoa(n)
	if fill == '-' {
		return s
	}
	if fill == '0' {
		return fmt.Sprintf("%0*d", max(digits, c.width), n)
	}
	return fmt.Sprintf("%*s", max(digits, c.width), s)
}

// offset prints the distance from UTC as hours and minutes.
func (c *conversion) offset(t time.Time) string {
	_, seconds := t.Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	n := seconds/3600*100 + seconds/60%60
	switch c.pad {
	case '-':
		return sign + strconv.Itoa(n)
	case '_':
		return fmt.Sprintf("%*s", max(5, c.width), sign+strconv.Itoa(n))
	}
	return sign + fmt.Sprintf("%0*d", max(4, c.width-1), n)
}

// text pads and changes the case; # turns a name into capitals, and AM into am.
func (c *conversion) text(s string, name bool) string {
	switch {
	case c.upper || c.swap && name:
		s = strings.ToUpper(s)
	case c.swap && c.letter == 'p':
		s = strings.ToLower(s)
	}
	fill := " "
	if c.pad == '0' {
		fill = "0"
	}
	if c.pad == '-' {
		return s
	}
	return strings.Repeat(fill, max(c.width-len(s), 0)) + s
}
