//go:build !portable

package ptyhost

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestLastWordsUnderALimit: a limit of file sizes leaves a server less room for its last words, and does not keep it from starting.
func TestLastWordsUnderALimit(t *testing.T) {
	var was unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	defer unix.Setrlimit(unix.RLIMIT_FSIZE, &was)
	for _, limit := range []uint64{was.Cur, wordsMost / 2, 0} {
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: limit, Max: was.Max}); err != nil {
			t.Fatal(err)
		}
		fd, err := lastWords()
		if err != nil {
			t.Errorf("limit %d: %v", limit, err)
			continue
		}
		defer unix.Close(fd)
		var st unix.Stat_t
		if err := unix.Fstat(fd, &st); err != nil || st.Size != int64(min(limit, wordsMost)) {
			t.Errorf("limit %d: room for %d bytes, %v", limit, st.Size, err)
		}
	}
}
