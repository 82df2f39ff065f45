package layout

import (
	"strconv"
	"strings"
)

// length is a number from 0 to of, or a percentage of it.
func length(s string, of int) (int, bool) {
	digits, percent := strings.CutSuffix(s, "%")
	n, err := strconv.Atoi(digits)
	if percent {
		if n > 100 {
			return 0, false
		}
		n = of * n / 100
	}
	return n, err == nil && n >= 0 && n <= of
}
