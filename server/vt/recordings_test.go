package vt_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

// Recordings are what real programs wrote, in a world where the machine is called box and the user user, with
// TERM=xterm-256color, and what a real xterm shows after it: text, soft wraps, cursor, what can be seen of styles, modes,
// margins and pen. testdata/probes/record makes both (make recordings); bash, less, nano, tmux and vim are older and were
// recorded in a pane of tmux. Cut anywhere, the bytes leave that screen.
func TestRecordings(t *testing.T) {
	files, err := filepath.Glob("testdata/recordings/*.screen")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d recordings: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".screen")
		t.Run(name, func(t *testing.T) {
			raw := uncompress(t, strings.TrimSuffix(file, ".screen")+".raw.gz")
			size, want, _ := strings.Cut(string(read(t, file)), "\n")
			whole := playRecording(t, size, raw, func() int { return len(raw) })
			digest := whole.Digest() // before it is asked, which is output too
			state, err := vttest.StateOf(whole)
			if err != nil {
				t.Fatal(err)
			}
			got := vttest.DrawShown(whole) + state
			if otherWraps[name] != "" {
				got, want = hardened(got), hardened(want)
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s\n%s", got, want, differences(got, want))
			}
			if err := whole.Check(); err != nil {
				t.Error(err)
			}
			random := rand.New(rand.NewPCG(1, 2))
			for how, cut := range map[string]func() int{
				"byte by byte":  func() int { return 1 },
				"cut at random": func() int { return 1 + random.IntN(64) },
			} {
				if playRecording(t, size, raw, cut).Digest() != digest {
					t.Errorf("%s it is another screen", how)
				}
			}
		})
	}
}

// otherWraps are the recordings after which rows are joined otherwise than in xterm, and why.
var otherWraps = map[string]string{
	"fish-history": "a row whose last column is written again ends there until text wraps from it again; in xterm it goes on",
}

// hardened is a picture without soft wraps.
func hardened(picture string) string {
	return regexp.MustCompile(`(?m)^(\|.*)\\(@\d+\+?)?$`).ReplaceAllString(picture, "$1|$2")
}

// playRecording writes a recording in pieces of the lengths that cut says.
func playRecording(t *testing.T, size string, raw []byte, cut func() int) *vt.Terminal {
	t.Helper()
	var rows, cols int
	if _, err := fmt.Sscan(size, &rows, &cols); err != nil {
		t.Fatal(err)
	}
	term := vt.New(vt.Options{Rows: rows, Cols: cols, HistoryLimit: 1000})
	for len(raw) > 0 {
		n := min(cut(), len(raw))
		vttest.Write(term, string(raw[:n]))
		raw = raw[n:]
	}
	return term
}

// differences are the lines that differ.
func differences(got, want string) string {
	var b strings.Builder
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			fmt.Fprintf(&b, "line %d: got  %s\n        want %s\n", i+1, g[i], w[i])
		}
	}
	return b.String()
}

func uncompress(t *testing.T, file string) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(read(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
