package vt_test

import "testing"

func TestInsertDelete(t *testing.T) {
	pictures(t, 2, 6, "abcdef\x1b[3G", []picture{
		{"ICH", "\x1b[2@", `
			|ab  cd|@2
			|      |`},
		{"ICH of more than there is room", "\x1b[99@", `
			|ab    |@2
			|      |`},
		{"DCH", "\x1b[2P", `
			|abef  |@2
			|      |`},
		{"DCH of more than there is", "\x1b[99P", `
			|ab    |@2
			|      |`},
		{"IRM pushes to the right", "\x1b[4hxy\x1b[4lz", `
			|abxyzd|@5
			|      |`},
		{"DECIC", "\x1b[2;1Hghi\x1b[1;3H\x1b['}", `
			|ab cde|@2
			|gh i  |`},
		{"DECDC", "\x1b[2;1Hghi\x1b[1;3H\x1b[2'~", `
			|abef  |@2
			|gh    |`},
		{"DECBI moves", "\x1b6x", `
			|axcdef|@2
			|      |`},
		{"DECBI at the left margin shifts", "\x1b[1G\x1b6", `
			| abcde|@0
			|      |`},
		{"DECFI moves", "\x1b9x", `
			|abcxef|@4
			|      |`},
		{"DECFI at the right margin shifts", "\x1b[6G\x1b9", `
			|bcdef |@5
			|      |`},
		{"SL", "\x1b[2;1Hghi\x1b[1;3H\x1b[2 @", `
			|cdef  |@2
			|i     |`},
		{"SR", "\x1b[2;1Hghi\x1b[1;3H\x1b[ A", `
			| abcde|@2
			| ghi  |`},
		{"SL and SR between the margins", "\x1b[2;1Hghijkl\x1b[?69h\x1b[2;4s\x1b[1;3H\x1b[ @\x1b[2;2H\x1b[2 A", `
			|a  cef|
			|g  ikl|@1`},
		{"SL and SR do nothing outside of them", "\x1b[?69h\x1b[2;4s\x1b[1;1H\x1b[ @\x1b[1;5H\x1b[ A", `
			|abcdef|@4
			|      |`},
	})
	pictures(t, 2, 6, "abcdef\x1b[?69h\x1b[2;5s\x1b[1;3H", []picture{
		{"ICH ends at the right margin", "\x1b[@", `
			|ab cdf|@2
			|      |`},
		{"DCH ends at the right margin", "\x1b[P", `
			|abde f|@2
			|      |`},
		{"IRM ends at the right margin", "\x1b[4hx", `
			|abxcdf|@3
			|      |`},
		{"outside of the margins nothing moves", "\x1b[6G\x1b[@\x1b[P\x1b[1G\x1b[@\x1b[P\x1b['}\x1b['~", `
			|abcdef|@0
			|      |`},
		{"DECIC", "\x1b[2;1Hghijk\x1b[2;6Hl\x1b[1;3H\x1b['}", `
			|ab cdf|@2
			|gh ijl|`},
		{"DECBI at the left margin", "\x1b[1;2H\x1b6", `
			|a bcdf|@1
			|      |`},
		{"DECFI at the right margin", "\x1b[1;5H\x1b9", `
			|acde f|@4
			|      |`},
	})
	pictures(t, 1, 6, "日本語", []picture{
		{"ICH cuts the character it lands in", "\x1b[2G\x1b[@", `|   本 |@1`},
		{"ICH cuts the character at the edge", "\x1b[1G\x1b[@", `| 日本 |@0`},
		{"DCH cuts the characters at both ends", "\x1b[2G\x1b[2P", `|  語  |@1`},
		{"DCH of whole ones", "\x1b[1G\x1b[2P", `|本語  |@0`},
		{"IRM", "\x1b[1G\x1b[4h字", `|字日本|@2`},
	})
}
