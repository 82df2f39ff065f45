package vt_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gmux/server/vt"
	"gmux/server/vt/grid"
	"gmux/server/vt/history/memorytest"
	"gmux/server/vt/vttest"
)

var update = flag.Bool("update", false, "rewrite testdata/checkpoints")

// newest is the golden checkpoint of what is written today. When sections or fields are added, it gets another
// name and the files under the old one stay: they are what an older gmux wrote, and must be read for ever.
const newest = "2"

// Checkpoints of every version so far are read, and today's is what is written. Each is three files: checkpoint,
// memory, and a picture of the terminal.
func TestGoldenCheckpoints(t *testing.T) {
	term, m := everything()
	p, err := term.AppendCheckpoint(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	base := filepath.Join("testdata", "checkpoints", newest)
	if *update {
		for ext, data := range map[string][]byte{".checkpoint": p, ".memory": m.P, ".picture": []byte(goldenPicture(term))} {
			if err := os.WriteFile(base+ext, data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !bytes.Equal(read(t, base+".checkpoint"), p) || !bytes.Equal(read(t, base+".memory"), m.P) {
		t.Error("the checkpoint is not the golden one")
	}
	files, err := filepath.Glob("testdata/checkpoints/*.checkpoint")
	if err != nil || len(files) == 0 {
		t.Fatal("no checkpoints", err)
	}
	for _, file := range files {
		base := strings.TrimSuffix(file, ".checkpoint")
		m := &memorytest.Memory{P: read(t, base+".memory")}
		got, err := vt.Restore(vt.Options{}, read(t, file), m)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if err := got.Check(); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if *update { // what is printed of a terminal may be more than it was
			if err := os.WriteFile(base+".picture", []byte(goldenPicture(got)), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want := string(read(t, base+".picture")); goldenPicture(got) != want {
			t.Errorf("%s: got\n%swant\n%s", file, goldenPicture(got), want)
		}
	}
}

// everything is a terminal with something in every section.
func everything() (*vt.Terminal, *memorytest.Memory) {
	t := vt.New(vt.Options{Rows: 6, Cols: 24, HistoryLimit: 30, CellWidth: 9, CellHeight: 18, KeepOnClear: true})
	t.History().SetSegmentSize(200)
	m := &memorytest.Memory{}
	for i := range 40 {
		vttest.Write(t, fmt.Sprintf("line %d \x1b[38;5;%d;1mof\x1b[0;4:3m many\x1b[m \x1b]8;;http://%d/\a日\x1b]8;;\a e\u0301\r\n", i, i, i%7))
	}
	vttest.Write(t, "\x1b]133;A\a\x1b]0;icon\a\x1b[22t\x1b]2;title\a\x1b]7;file://host/dir\a\x1b]4;3;#102030\a\x1b]12;#ff0000\a")
	vttest.Write(t, "\x1b]13;#405060\a\x1b]5;1;#708090\a\x1b]22;text\a\x1b]9;4;1;30\a\x1b[>1t")
	t.SetColors(vt.Colors{Background: grid.RGB(1, 2, 3), Palette: [16]grid.Color{5: grid.RGB(4, 5, 6)}, Scheme: vt.SchemeLight})
	t.SetAllowed(vt.Allow{TitleReports: true})
	vttest.Write(t, "\x1b[?1;2004;1006;1002;7;25h\x1b[?7;25s\x1b[>5u\x1b[>4;2m\x1b[3 q\x1b[3g\x1b[7G\x1bH\x1b)0\x1b[44;31m\x1b7\x1b[2;5r\x1b[6;1H\x1bV\x1b[2*x")
	vttest.Write(t, "\x1b[7mover \x1b[?1049h\x1b[45malternate 語\r\n\x1b[?69h\x1b[3;20s\x1b[4;6Hin margins\x1b]2;half")
	return t, m
}

// goldenPicture is what can be seen of a terminal, now and when it goes on.
func goldenPicture(t *vt.Terminal) string {
	var b strings.Builder
	show := func() {
		b.WriteString(vttest.Draw(t) + vttest.DrawStyles(t))
		fmt.Fprintf(&b, "%+v\n%+v\n%+v\n%q %q %q\n\n", t.Cursor(), t.Modes(), t.Colors(), t.Title(), t.IconTitle(), t.Cwd())
	}
	show()
	var got replies
	t.SetEffects(&got)
	vttest.Write(t, " a title\a\x1b[16t\x1b[6n\x1b[?u\x1b]4;3;?;5;?\a\x1b]5;1;?\a\x1b]11;?;?;?\a\x1b[21t\x1b[?996n\x1bP$qr\x1b\\\x1bP$qs\x1b\\\x1b[?1049l\tt\x0eq\x0f\x1b[23t")
	fmt.Fprintf(&b, "%q\n", got.String())
	show()
	b.WriteString(vttest.DrawHistory(t, 24))
	return b.String()
}
