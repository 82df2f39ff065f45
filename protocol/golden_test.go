package protocol

import (
	"bytes"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"gmux/protocol/wire"
)

var update = flag.Bool("update", false, "rewrite testdata")

// samples has one message of each type, every field set.
var samples = []Message{
	Hello{MinVersion: 1, MaxVersion: 3, Build: "gmux 0.1", Capabilities: []string{"zip", "remote"}},
	Identify{
		Token: Token{1, 2, 3, 15: 255}, PID: 4711, TTY: "/dev/pts/3", HasTTY: true, Termios: []byte{0, 5, 0, 0},
		Size: Size{24, 80, 640, 384}, Term: "xterm-256color", ColorTerm: "truecolor",
		Features: FeatureRGB | FeatureSync, UTF8: true, Cwd: "/home/u", Environ: []string{"A=1", "B=\xff"}, OutTTY: true,
	},
	Command{Argv: []string{"new-session", "-s", "work"}},
	Reattach{Session: "$3", Name: "work", ReadOnly: true, LastFrame: 77, Away: 250},
	Stdin{Data: []byte("text\x00"), EOF: true},
	Input{Seq: 300, Pane: 5, Events: []byte{1, 97}},
	Resize{Size{50, 200, 0, 0}},
	FrameAck{ID: 1 << 40},
	TerminalInfo{Features: FeatureKitty, Name: "xterm(390)", Foreground: 1<<24 | 0xffffff, Background: 1 << 24, DarkScheme: 1, Cursor: 1<<24 | 0x102030, Palette: [16]uint32{1: 1<<24 | 0xcd0000}},
	Resumed{Size{24, 80, 0, 0}},
	Bye{Reason: "detached"},
	Clipboard{Data: []byte("elsewhere")},
	Refused{Text: "access not allowed"},
	Stdout{Data: []byte("0: 1 windows\n")},
	Stderr{Data: []byte("can't find session: wrok\n"), Hint: "did you mean work?"},
	StdinWanted{},
	Exit{Status: -1},
	Attached{Client: "/dev/pts/3", Session: "$3", Name: "work", ReadOnly: true, Options: sampleOptions},
	Options{Session: "$3", Name: "play", Options: sampleOptions},
	InputAck{Seq: 300},
	Suspend{},
	Goodbye{Kind: GoodbyeDetached, Text: "work"},
	Outer{Kind: OuterClipboard, Text: "c", Data: []byte("copied")},
	Frame{
		ID: 8, Base: 7, Rows: 24, Cols: 80, Pane: 2,
		Styles: AppendStyle(nil, StyleDef{ID: 3, Fg: ColourIndex | 1, Bg: ColourRGB | 0x102030, Attrs: AttrBold, Underline: 3, Link: "http://x/"}),
		Ops:    sampleOps(),
		Cursor: Cursor{Row: 1, Col: 2, Visible: true, Shape: 6, Colour: 1<<24 | 0xff0000},
		Modes:  OuterModes{Mouse: 1002, Focus: true, KittyFlags: 5, OtherKeys: 2},
	},
}

var sampleOptions = ClientOptions{EscapeTime: 500, Prefix: "C-b", Prefix2: "None", Mouse: true, Focus: true, SetTitles: true, Features: FeatureRGB, Without: FeatureSync | FeatureTitle}

func sampleOps() []byte {
	p := AppendScroll(nil, 0, 23, 1, false)
	p = AppendASCII(p, 22, 0, 0, []byte("plain"))
	p = AppendTextHeader(p, 3, 4, 3, 2)
	p = AppendCluster(p, 2, []byte("界"))
	p = AppendCluster(p, 1, []byte("é"))
	return AppendFill(p, 5, 10, 3, 70, ' ')
}

func body(m Message) []byte {
	var e wire.Encoder
	Append(&e, m)
	return e.Body()
}

func TestGoldenBytes(t *testing.T) {
	seen := map[Type]bool{}
	for _, m := range samples {
		seen[m.Type()] = true
		t.Run(m.Type().String(), func(t *testing.T) {
			name := filepath.Join("testdata", "golden", m.Type().String()+".hex")
			if *update {
				if err := os.WriteFile(name, []byte(dump(body(m))), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got := dump(body(m)); got != string(want) {
				t.Errorf("encoded\n%swant\n%s", got, want)
			}
			back, err := Decode(undump(t, string(want)))
			if err != nil || !reflect.DeepEqual(back, m) {
				t.Errorf("decoded %+v, %v\nwant %+v", back, err, m)
			}
		})
	}
	for typ, name := range typeNames {
		if !seen[typ] {
			t.Errorf("%s has no golden bytes", name)
		}
	}
}

// dump writes bytes in lines of 32, so that a difference shows where it is.
func dump(p []byte) string {
	var b strings.Builder
	for len(p) > 0 {
		n := min(32, len(p))
		b.WriteString(hex.EncodeToString(p[:n]) + "\n")
		p = p[n:]
	}
	return b.String()
}

func undump(t *testing.T, s string) []byte {
	p, err := hex.DecodeString(strings.ReplaceAll(s, "\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFewerAndMoreFields(t *testing.T) {
	old := []byte{0x92, byte(TypeTerminalInfo), 0x08} // features only
	m, err := Decode(old)
	if want := (TerminalInfo{Features: 8}); err != nil || m != want {
		t.Errorf("decoded %+v, %v, want %+v", m, err, want)
	}
	newer := []byte{0x93, byte(TypeFrameAck), 0x05, 0xc0} // one field that we do not know
	m, err = Decode(newer)
	if want := (FrameAck{5}); err != nil || m != want {
		t.Errorf("decoded %+v, %v, want %+v", m, err, want)
	}
}

func FuzzDecode(f *testing.F) {
	for _, m := range samples {
		f.Add(body(m))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		m, err := Decode(p)
		if err != nil {
			return
		}
		once := bytes.Clone(body(m))
		again, err := Decode(once)
		if err != nil {
			t.Fatalf("%+v does not decode again: %v", m, err)
		}
		if twice := body(again); !bytes.Equal(once, twice) {
			t.Fatalf("encoded\n%x then\n%x", once, twice)
		}
	})
}
