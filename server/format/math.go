package format

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"gmux/server/syntax"
)

const maxPrecision = 100

// math is #{e|operator|flags|digits:left,right}. Without the flag f the operands and the result are whole
// numbers; digits is how many stand behind the point. What cannot be computed is empty.
func (x *expander) math(m *modifier, s string) string {
	op := arithmetic(m.args[0])
	left, right, ok := cut(s)
	if op == nil {
		x.log("expression has no valid operator: '", m.args[0], "'")
		return ""
	}
	precision := int64(0)
	float := len(m.args) > 1 && strings.Contains(m.args[1], "f")
	if float {
		precision = 2
	}
	if len(m.args) > 2 {
		var err error
		if precision, err = syntax.Number(m.args[2], -maxPrecision, maxPrecision); err != nil {
			x.log("expression precision ", err.Error(), ": ", m.args[2])
			return ""
		}
	}
	if !ok {
		x.log("expression syntax error")
		return ""
	}
	left, right = x.expand(left), x.expand(right)
	l, err := strtod(left)
	if err != nil {
		x.log("expression left side is invalid: ", left)
		return ""
	}
	r, err := strtod(right)
	if err != nil {
		x.log("expression right side is invalid: ", right)
		return ""
	}
	if !float {
		l, r = whole(l), whole(r)
	}
	if precision < 0 {
		precision = 6 // what a negative precision means to printf
	}
	text := func(f float64) string { return strconv.FormatFloat(f, 'f', int(precision), 64) }
	if x.trace != nil {
		x.log("expression left side is: ", text(l))
		x.log("expression right side is: ", text(r))
	}
	result := op(l, r)
	if !float {
		result = whole(result)
	}
	value := text(result)
	if math.IsNaN(result) || math.IsInf(result, 0) {
		value = notFinite(result)
	}
	x.log("expression result is ", value)
	return value
}

// whole is what a conversion to an integer leaves: no fraction, no -0, and the smallest one of what has no place in it.
func whole(f float64) float64 {
	if !(f >= math.MinInt64 && f < -math.MinInt64) {
		return math.MinInt64
	}
	return math.Trunc(f) + 0
}

// notFinite prints what a division by zero leaves, as printf does.
func notFinite(f float64) string {
	switch {
	case math.IsNaN(f):
		return "-nan"
	case f < 0:
		return "-inf"
	}
	return "inf"
}

func strtod(s string) (float64, error) {
	if s == "" {
		return 0, nil // strtod(3) reads nothing as 0
	}
	s = strings.TrimLeft(s, " \t\n\v\f\r")
	if hex := strings.ToLower(s); strings.Contains(hex, "0x") && !strings.Contains(hex, "p") {
		s += "p0" // C does without the exponent
	}
	if strings.Contains(s, "_") {
		return 0, strconv.ErrSyntax // which Go takes between digits
	}
	f, err := strconv.ParseFloat(s, 64)
	if errors.Is(err, strconv.ErrRange) {
		err = nil // f is infinite
	}
	return f, err
}

const epsilon = 1e-9 // equal enough

func arithmetic(op string) func(l, r float64) float64 {
	is := func(f func(l, r float64) bool) func(l, r float64) float64 {
		return func(l, r float64) float64 {
			if f(l, r) {
				return 1
			}
			return 0
		}
	}
	switch op {
	case "+":
		return func(l, r float64) float64 { return l + r }
	case "-":
		return func(l, r float64) float64 { return l - r }
	case "*":
		return func(l, r float64) float64 { return l * r }
	case "/":
		return func(l, r float64) float64 { return l / r }
	case "%", "m":
		return math.Mod
	case "==":
		return is(func(l, r float64) bool { return math.Abs(l-r) < epsilon })
	case "!=":
		return is(func(l, r float64) bool { return math.Abs(l-r) > epsilon })
	case ">":
		return is(func(l, r float64) bool { return l > r })
	case ">=":
		return is(func(l, r float64) bool { return l >= r })
	case "<":
		return is(func(l, r float64) bool { return l < r })
	case "<=":
		return is(func(l, r float64) bool { return l <= r })
	}
	return nil
}
