package vt_test

import (
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gdamore/tcell/v2/terminfo"

	"gmux/protocol/key"
	"gmux/server/vt"
	"gmux/server/vt/encode"
	"gmux/server/vt/vttest"
)

// A pane says that it is an xterm-256color, so all that the installed entry of that name promises must be true. Every
// capability is in one of the tables of terminfocaps_test.go, with what it does, or with the reason why it does nothing.
func TestTerminfoIsTrue(t *testing.T) {
	entry := readTerminfo(t, "xterm-256color")
	for name, value := range laterCapabilities {
		if _, ok := entry[name]; !ok {
			entry[name] = value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(entry)) {
		t.Run(name, func(t *testing.T) {
			c := &capability{T: t, value: entry[name], log: &events{}}
			if _, err := strconv.Atoi(c.value); err == nil {
				c.number, c.value = c.value, ""
			}
			c.term = vt.New(vt.Options{Rows: 4, Cols: 10, Effects: c.log})
			k, isKey := terminfoKeys[name]
			check, isChecked := terminfoEffects[name]
			reason, isSwallowed := swallowed[name]
			switch {
			case isKey:
				c.sends(entry["smkx"], k)
			case isChecked:
				check(c)
			case isSwallowed:
				c.nothing(reason)
			default:
				t.Errorf("%s=%q is in none of the tables", name, entry[name])
			}
		})
	}
}

// laterCapabilities are in newer versions of the entry than the one that may be installed.
var laterCapabilities = map[string]string{
	"XF": "", "fe": "\x1b[?1004h", "fd": "\x1b[?1004l", "kxIN": "\x1b[I", "kxOUT": "\x1b[O",
	"RV": "\x1b[>c", "XR": "\x1b[>0q", "rv": "", "xr": "",
}

// readTerminfo reads an entry: the values of strings without padding, of numbers as digits, of what is just true as "".
func readTerminfo(t *testing.T, term string) map[string]string {
	if _, err := exec.LookPath("infocmp"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("this test needs infocmp, which is not installed")
		}
		t.Skip("this test needs infocmp, which is not installed")
	}
	out, err := exec.Command("infocmp", "-x1", term).Output()
	if err != nil {
		t.Fatalf("infocmp: %v", err)
	}
	entry := map[string]string{}
	for line := range strings.Lines(string(out)) {
		field, ok := strings.CutPrefix(strings.TrimSuffix(line, ",\n"), "\t")
		if !ok {
			continue
		}
		if name, value, ok := strings.Cut(field, "="); ok {
			entry[name] = unescape(t, value)
		} else if name, value, ok := strings.Cut(field, "#"); ok {
			n, err := strconv.ParseInt(value, 0, 64)
			if err != nil {
				t.Fatalf("%q: %v", field, err)
			}
			entry[name] = strconv.FormatInt(n, 10)
		} else {
			entry[field] = ""
		}
	}
	if len(entry) < 100 {
		t.Fatalf("infocmp tells %d capabilities:\n%s", len(entry), out)
	}
	return entry
}

// unescape undoes the escapes of terminfo(5) and takes padding away.
func unescape(t *testing.T, s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '^' && i+1 < len(s):
			i++
			b.WriteByte(s[i] ^ 0x40)
		case c == '$' && strings.HasPrefix(s[i:], "$<"):
			i += strings.IndexByte(s[i:], '>')
		case c != '\\':
			b.WriteByte(c)
		case s[i+1] >= '0' && s[i+1] <= '7':
			n, err := strconv.ParseUint(s[i+1:i+4], 8, 8)
			if err != nil {
				t.Fatalf("%q: %v", s, err)
			}
			b.WriteByte(byte(n))
			i += 3
		default:
			i++
			const from, to = `Eenrtbfs`, "\x1b\x1b\n\r\t\b\f "
			if at := strings.IndexByte(from, s[i]); at >= 0 {
				b.WriteByte(to[at])
			} else {
				b.WriteByte(s[i])
			}
		}
	}
	return b.String()
}

// A capability under test, and a terminal of 4 rows and 10 columns to try it on.
type capability struct {
	*testing.T
	value  string // of a string
	number string // of a number
	term   *vt.Terminal
	log    *events
}

// with is the value with parameters.
func (c *capability) with(args ...any) string { return (&terminfo.Terminfo{}).TParm(c.value, args...) }

func (c *capability) write(parts ...string) { vttest.Write(c.term, strings.Join(parts, "")) }

// screen writes before, the capability with its parameters, and after; then the screen must look like want, or its first
// row if that is all it shows.
func (c *capability) screen(want, before, after string, args ...any) {
	c.Helper()
	c.write(before, c.with(args...), after)
	got := strings.TrimSuffix(vttest.Draw(c.term), "\n")
	if !strings.Contains(want, "\n") {
		got, _, _ = strings.Cut(got, "\n")
	}
	if got != want {
		c.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// styled is the same, and wants what describes the style of the first cell.
func (c *capability) styled(want, before, after string, args ...any) {
	c.Helper()
	c.write(before, c.with(args...), after)
	if got := vttest.Describe(c.term, c.term.StyleOf(c.term.Row(0).Cells[0].Style())); got != want {
		c.Errorf("the style is %q, want %q", got, want)
	}
}

// effects writes the capability and wants what it does to the world.
func (c *capability) effects(want []string, before string, args ...any) {
	c.Helper()
	c.write(before, c.with(args...))
	if !slices.Equal(c.log.log, want) {
		c.Errorf("effects %q, want %q", c.log.log, want)
	}
}

// mode writes the capability, and DECRQM must tell that a mode is set or reset.
func (c *capability) mode(before string, mode string, set bool) {
	c.Helper()
	state := "2"
	if set {
		state = "1"
	}
	c.write(before, c.with(), "\x1b["+mode+"$p")
	want := []string{"reply " + strconv.Quote("\x1b["+mode+";"+state+"$y")}
	if !slices.Equal(c.log.log, want) {
		c.Errorf("DECRQM tells %q, want %q", c.log.log, want)
	}
}

// nothing wants that the capability leaves the terminal as it is, and says why that is all.
func (c *capability) nothing(why string) {
	c.Helper()
	if why == "" {
		c.Error("no reason")
	}
	c.write("ab\r\ncd")
	before := vttest.DrawShown(c.term)
	c.write(c.with(1))
	if got := vttest.DrawShown(c.term); got != before || len(c.log.log) > 0 {
		c.Errorf("it does something: %q\n%s", c.log.log, got)
	}
}

// sends wants that a key sends the capability's value after smkx.
func (c *capability) sends(smkx string, k key.Key) {
	c.Helper()
	c.write(smkx)
	if got := string(encode.AppendKey(nil, k, c.inputModes())); got != c.value {
		c.Errorf("the key sends %q, want %q", got, c.value)
	}
}

func (c *capability) inputModes() encode.Mode {
	m := c.term.Modes()
	return encode.Mode{
		AppCursor: m.AppCursor, AppKeypad: m.AppKeypad, BackarrowBS: m.BackarrowSendsBS,
		MouseTracking: m.MouseTracking, MouseEncoding: m.MouseEncoding,
		BracketedPaste: m.BracketedPaste, FocusEvents: m.FocusEvents,
	}
}
