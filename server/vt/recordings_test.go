package vt_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

// Recordings are what real programs wrote, driven by keys in a pane of tmux 3.3a with TERM=xterm-256color
// (pipe-pane), and the screen that tmux had in the end (capture-pane -e): another terminal is the judge. The
// first line of a screen is its size. tmux does not tell soft wraps.
func TestRecordings(t *testing.T) {
	files, err := filepath.Glob("testdata/recordings/*.raw")
	if err != nil || len(files) == 0 {
		t.Fatal("no recordings", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".raw"), func(t *testing.T) {
			raw := read(t, file)
			size, want, _ := strings.Cut(string(read(t, strings.TrimSuffix(file, ".raw")+".screen")), "\n")
			var rows, cols int
			if _, err := fmt.Sscan(size, &rows, &cols); err != nil {
				t.Fatal(err)
			}
			whole := vt.New(vt.Options{Rows: rows, Cols: cols, HistoryLimit: 1000})
			bytewise := vt.New(vt.Options{Rows: rows, Cols: cols, HistoryLimit: 1000})
			vttest.Write(whole, string(raw))
			for i := range raw {
				bytewise.Write(raw[i : i+1])
			}
			got := strings.ReplaceAll(vttest.Draw(whole), "\\\n", "|\n") + vttest.DrawStyles(whole)
			if got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
			if whole.Digest() != bytewise.Digest() {
				t.Error("byte by byte it is another screen")
			}
			if err := whole.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
