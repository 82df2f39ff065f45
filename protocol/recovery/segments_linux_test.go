//go:build !portable

package recovery

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/sys/unix"
)

// TestSegments: pieces are where Append says, for the next server too, and what is freed takes no memory.
func TestSegments(t *testing.T) {
	fds, _ := newPane(t, Splice)
	s := open(t, fds, 1).History
	const n = 40
	piece := func(i int) []byte { return bytes.Repeat([]byte{byte(i + 1)}, 60000+i) }
	var at [n]int64
	for i := range n {
		var err error
		at[i], err = s.Append(piece(i))
		must(t, err)
	}
	s = open(t, fds, 2).History
	for i := range n {
		got := make([]byte, len(piece(i)))
		if _, err := s.ReadAt(got, at[i]); err != nil || !bytes.Equal(got, piece(i)) {
			t.Fatalf("piece %d: %v", i, err)
		}
	}
	if _, err := s.ReadAt(make([]byte, 2), at[n-1]+int64(len(piece(n-1)))-1); !errors.Is(err, ErrCorrupt) {
		t.Errorf("read behind the end: %v", err)
	}
	for i := range n / 2 {
		must(t, s.Free(at[2*i], int64(len(piece(2*i)))))
	}
	for i := 1; i < n; i += 2 {
		got := make([]byte, len(piece(i)))
		if _, err := s.ReadAt(got, at[i]); err != nil || !bytes.Equal(got, piece(i)) {
			t.Fatalf("piece %d after its neighbours are gone: %v", i, err)
		}
	}
	must(t, s.FreeAfter(at[n-3]))
	var st unix.Stat_t
	must(t, unix.Fstat(fds.History, &st))
	if used, most := st.Blocks*512, int64(n/2*65536); used > most {
		t.Errorf("%d bytes stay, at most %d should", used, most)
	}
	if next, err := s.Append([]byte("x")); err != nil || next < at[n-1] {
		t.Errorf("the next piece is at %d, %v", next, err)
	}
}

// TestTrial: who is condemned, and who is not.
func TestTrial(t *testing.T) {
	for _, tt := range []struct {
		name   string
		deaths []bool // each in the midst of a replay: of itself, or killed
		want   Verdict
	}{
		{"never tried", nil, Innocent},
		{"one fault", []bool{true}, Suspect},
		{"two faults", []bool{true, true}, Condemned},
		{"killed once", []bool{false}, Suspect},
		{"killed seven times", []bool{false, false, false, false, false, false, false}, Suspect},
		{"killed eight times", []bool{false, false, false, false, false, false, false, false}, Condemned},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fds, _ := newPane(t, Splice)
			for _, fault := range tt.deaths {
				must(t, open(t, fds, 1).Trial.Begin())
				_, err := open(t, fds, 1).Trial.Open(fault)
				must(t, err)
			}
			if got, err := open(t, fds, 1).Trial.Open(true); got != tt.want || err != nil {
				t.Errorf("verdict %v, %v, want %v", got, err, tt.want)
			}
		})
	}
	t.Run("a replay that ends clears it", func(t *testing.T) {
		fds, _ := newPane(t, Splice)
		trial := open(t, fds, 1).Trial
		must(t, trial.Begin())
		if v, err := trial.Open(true); v != Suspect || err != nil {
			t.Fatalf("verdict %v, %v", v, err)
		}
		must(t, trial.Begin())
		must(t, trial.End())
		if v, err := trial.Open(true); v != Innocent || err != nil {
			t.Errorf("verdict %v, %v", v, err)
		}
	})
}
