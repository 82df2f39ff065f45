//go:build conformance

package vt_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/vttest"
)

// libvterm's tests say, after what is written, where the cursor is, what is in a row, and what is answered. LIBVTERM names
// a checkout:
//
//	LIBVTERM=dir make conformance
//
// Its other assertions are about calls of its own interface. What may differ is in testdata/libvterm.txt: file:line, and
// why.
func TestLibvterm(t *testing.T) {
	dir := os.Getenv("LIBVTERM")
	if dir == "" {
		t.Fatal("LIBVTERM does not name a checkout of libvterm")
	}
	files, err := filepath.Glob(filepath.Join(dir, "t/*.test"))
	if err != nil || len(files) == 0 {
		t.Fatal("no tests there", err)
	}
	expected := readExpected(t, "testdata/libvterm.txt")
	r := &libvterm{}
	for _, file := range files {
		r.reset(25, 80)
		r.file = filepath.Base(file)
		for i, line := range strings.Split(string(read(t, file)), "\n") {
			r.line = i + 1
			r.do(line)
		}
	}
	differing := map[string]bool{}
	for _, d := range r.failed {
		at, _, _ := strings.Cut(d, " ")
		differing[at] = true
		if expected[at] == "" {
			t.Error(d)
		}
	}
	for at, reason := range expected {
		if !differing[at] {
			t.Errorf("%s does not differ any more; it did: %s", at, reason)
		}
	}
	t.Logf("of %d assertions %d hold", r.asserted, r.asserted-len(r.failed))
}

// libvterm plays the test files.
type libvterm struct {
	term     *vt.Terminal
	replies  *replyBytes
	written  bool // the last command was PUSH: what is output is an answer
	utf8     bool
	file     string
	line     int
	asserted int
	failed   []string
}

func (r *libvterm) reset(rows, cols int) {
	r.replies = &replyBytes{}
	r.term = vt.New(vt.Options{Rows: rows, Cols: cols, HistoryLimit: 1000, Effects: r.replies})
}

func (r *libvterm) expect(got, want string) {
	r.asserted++
	if got != want {
		r.failed = append(r.failed, fmt.Sprintf("%s:%d got %q, want %q", r.file, r.line, got, want))
	}
}

var libvtermRow = regexp.MustCompile(`^\?screen_row +(\d+) *= *(.*)$`)

func (r *libvterm) do(line string) {
	line = strings.TrimSpace(line)
	if r.loop(line) {
		return
	}
	verb, rest, _ := strings.Cut(line, " ")
	if verb != "" && verb[0] >= 'A' && verb[0] <= 'Z' {
		r.written = verb == "PUSH"
	}
	switch verb {
	case "INIT":
		r.utf8 = false
		r.reset(25, 80)
	case "UTF8":
		r.utf8 = rest == "1"
	case "RESET":
		rows, cols := r.term.Size()
		r.reset(rows, cols)
	case "RESIZE":
		var rows, cols int
		if _, err := fmt.Sscanf(rest, "%d,%d", &rows, &cols); err == nil {
			r.term.Resize(rows, cols)
		}
	case "PUSH":
		r.replies.b = nil
		vttest.Write(r.term, string(r.input(perlString(rest))))
	case "output":
		if !r.written { // for a key or the mouse, see encode's tests
			return
		}
		want := string(r.input(perlString(rest)))
		n := min(len(want), len(r.replies.b))
		r.expect(string(r.replies.b[:n]), want)
		r.replies.b = r.replies.b[n:]
	case "?cursor":
		cur := r.term.Cursor()
		r.expect(fmt.Sprintf("%d,%d", cur.Row, cur.Col), strings.ReplaceAll(strings.TrimPrefix(rest, "= "), " ", ""))
	}
	if m := libvtermRow.FindStringSubmatch(line); m != nil {
		row, err := strconv.Atoi(m[1])
		if rows, _ := r.term.Size(); err == nil && row < rows {
			r.expect(strings.TrimRight(vttest.RowText(r.term, r.term.Row(row)), " "), strings.TrimRight(string(perlString(m[2])), " "))
		}
	}
}

// input is bytes as a Terminal takes them: it knows C1 controls as UTF-8 only.
func (r *libvterm) input(p []byte) []byte {
	if r.utf8 {
		return p
	}
	var b []byte
	for _, c := range p {
		b = append(b, string(rune(c))...)
	}
	return b
}

var libvtermLoop = regexp.MustCompile(`^\$(?:SEQ (\d+)|REP) (\d+): *(.*)$`)

// loop is what a line stands for: $REP n: line, or $SEQ from to: line with \# for the number.
func (r *libvterm) loop(line string) bool {
	m := libvtermLoop.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	from, _ := strconv.Atoi("0" + m[1])
	to, _ := strconv.Atoi(m[2])
	if m[1] == "" {
		from = 1
	}
	for n := from; n <= to; n++ {
		r.do(strings.ReplaceAll(m[3], `\#`, strconv.Itoa(n)))
	}
	return true
}

var perlPart = regexp.MustCompile(`^\s*\.?\s*"((?:[^"\\]|\\.)*)"(?:\s*x\s*(\d+))?`)

var perlEscape = regexp.MustCompile(`\\(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{1,2})|(.))`)

// perlString evaluates quoted strings, dots between them and repetition, or code points in hexadecimal.
func perlString(s string) []byte {
	var b bytes.Buffer
	if !strings.HasPrefix(s, `"`) {
		for _, h := range strings.Split(s, ",") {
			if n, err := strconv.ParseUint(strings.TrimPrefix(strings.TrimSpace(h), "0x"), 16, 21); err == nil {
				b.WriteRune(rune(n))
			}
		}
		return b.Bytes()
	}
	for {
		m := perlPart.FindStringSubmatch(s)
		if m == nil {
			return b.Bytes()
		}
		s = s[len(m[0]):]
		times := 1
		if m[2] != "" {
			times, _ = strconv.Atoi(m[2])
		}
		b.WriteString(strings.Repeat(perlEscape.ReplaceAllStringFunc(m[1], unescapePerl), times))
	}
}

func unescapePerl(s string) string {
	m := perlEscape.FindStringSubmatch(s)
	if hex := m[1] + m[2]; hex != "" {
		n, _ := strconv.ParseUint(hex, 16, 8)
		return string([]byte{byte(n)})
	}
	const from, to = "enrtbfa0", "\x1b\n\r\t\b\f\a\x00"
	if i := strings.Index(from, m[3]); i >= 0 {
		return to[i : i+1]
	}
	return m[3]
}
