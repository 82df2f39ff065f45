package vt_test

import (
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

// A picture is input and the screen it must leave.
type picture struct{ name, in, want string }

// four is a screen of four rows with a letter each, the cursor at the end of the last.
const four = "aaaa\r\nbbbb\r\ncccc\r\ndddd"

// pictures writes before and then each input to a fresh terminal.
func pictures(t *testing.T, rows, cols int, before string, tests []picture) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Helper()
			term := vttest.New(rows, cols, before+tt.in)
			vttest.Expect(t, term, tt.want)
			if err := term.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// replies collects what the terminal answers.
type replies struct {
	vt.NoEffects
	strings.Builder
}

func (r *replies) Reply(p []byte) { r.Write(p) }
