package syntax

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// What can be wrong with a number. Callers put the name of the thing in front: "width too small".
var (
	errInvalid  = errors.New("invalid")
	errTooSmall = errors.New("too small")
	errTooLarge = errors.New("too large")
	errMissing  = errors.New("missing")
	errEmpty    = errors.New("empty")
)

// Number reads a decimal number between min and max, as strtonum(3) does: white space and a sign may
// come before it, nothing behind.
func Number(s string, min, max int64) (int64, error) {
	digits := strings.TrimLeft(s, " \t\n\v\f\r")
	n, err := strconv.ParseInt(digits, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		n, err = math.MaxInt64, nil
		if strings.HasPrefix(digits, "-") {
			n = math.MinInt64
		}
		if n == max { // out of the range of any number
			return 0, errTooLarge
		}
	}
	switch {
	case err != nil:
		return 0, errInvalid
	case n < min:
		return 0, errTooSmall
	case n > max:
		return 0, errTooLarge
	}
	return n, nil
}

// Number is the argument of a flag as a number.
func (a *Args) Number(f byte, min, max int64) (int64, error) {
	v, ok := a.Get(f)
	if !ok {
		return 0, errMissing
	}
	return Number(v, min, max)
}

// Percentage is the argument of a flag as a number, or as a percentage of cur with % behind it.
func (a *Args) Percentage(f byte, min, max, cur int64) (int64, error) {
	v, ok := a.Get(f)
	if !ok {
		return 0, errMissing
	}
	return Percentage(v, min, max, cur)
}

// Percentage reads a number between min and max, or a percentage of cur.
func Percentage(s string, min, max, cur int64) (int64, error) {
	if s == "" {
		return 0, errEmpty
	}
	p, ok := strings.CutSuffix(s, "%")
	if !ok {
		return Number(s, min, max)
	}
	n, err := Number(p, 0, 100)
	if err != nil {
		return 0, err
	}
	switch n = cur * n / 100; {
	case n < min:
		return 0, errTooSmall
	case n > max:
		return 0, errTooLarge
	}
	return n, nil
}
