package style

import (
	"bufio"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The table under testdata was recorded from a real tmux; its first line says which. To record anew:
// go test ./server/style -run Golden -tmux /path/to/tmux
var tmuxPath = flag.String("tmux", "", "record the golden table from this tmux")

// TestGolden gives styles to an option: those that tmux takes are taken here, the others are not. Colours
// are compared by what tmux makes of them.
func TestGolden(t *testing.T) {
	path := filepath.Join("testdata", "styles.tsv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	var ask func(args ...string) (string, bool)
	if *tmuxPath != "" {
		dir := t.TempDir()
		ask = func(args ...string) (string, bool) {
			cmd := exec.Command(*tmuxPath, append([]string{"-S", dir + "/s", "-f", "/dev/null"}, args...)...)
			text, err := cmd.CombinedOutput()
			return strings.TrimSpace(string(text)), err == nil
		}
		ask("new-session", "-d", "cat")
		defer ask("kill-server")
		version, _ := ask("-V")
		out = "# recorded from " + version + ": style, tab, ok or bad; or =colour, tab, what status-fg makes of it\n"
	}
	n := 0
	for lines := bufio.NewScanner(strings.NewReader(string(data))); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "# ") {
			continue
		}
		n++
		in, want, _ := strings.Cut(lines.Text(), "\t")
		colour, isColour := strings.CutPrefix(in, "=")
		if ask != nil {
			want = "bad"
			if isColour {
				if _, ok := ask("set-option", "-g", "status-fg", colour); ok {
					want, _ = ask("show-options", "-gv", "status-fg")
				}
			} else if _, ok := ask("set-option", "-g", "status-style", in); ok {
				want = "ok"
			}
			out += in + "\t" + want + "\n"
		}
		got := "ok"
		var err error
		if isColour {
			var c Colour
			c, err = ParseColour(colour)
			got = c.String()
		} else {
			_, err = Parse(Style{}, in)
		}
		if err != nil {
			got = "bad"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	if n < 150 {
		t.Errorf("only %d styles", n)
	}
	if ask != nil {
		if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestApply(t *testing.T) {
	base := Style{Fg: Named(1), Bg: Index(200), Attr: Bright}
	for _, tt := range []struct{ name, in, want string }{
		{"nothing changes nothing", "", "fg=red,bg=colour200,bright"},
		{"colours and attributes add up", "fg=blue,italics", "fg=blue,bg=colour200,bright,italics"},
		{"words may be parted by spaces", "us=#FF8000  underscore,dim", "fg=red,bg=colour200,us=#ff8000,bright,dim,underscore"},
		{"a colour of default is the base's", "fg=blue fg=default", "fg=red,bg=colour200,bright"},
		{"default is all of the base", "fg=blue,bg=black,dim default italics", "fg=red,bg=colour200,bright,italics"},
		{"none takes the attributes away", "dim,none", "fg=red,bg=colour200"},
		{"no takes one away", "dim,nobold", "fg=red,bg=colour200,dim"},
		{"several with bars", "dim|blink", "fg=red,bg=colour200,bright,dim,blink"},
		{"noattr is one itself", "noattr", "fg=red,bg=colour200,bright,noattr"},
		{"capitals do not count", "FG=Blue,BOLD,Align=Right", "align=right,fg=blue,bg=colour200,bright"},
		{"where the text goes", "align=absolute-centre list=focus fill=green", "list=focus,align=absolute-centre,fill=green,fg=red,bg=colour200,bright"},
		{"ranges", "range=window|3", "range=window|3,fg=red,bg=colour200,bright"},
		{"ranges of panes", "range=pane|%3 range=session|$4", "range=session|$4,fg=red,bg=colour200,bright"},
		{"the user's ranges", "range=user|Abc", "range=user|Abc,fg=red,bg=colour200,bright"},
		{"norange ends one", "range=left norange", "fg=red,bg=colour200,bright"},
		{"an unknown range changes nothing", "range=left range=moon", "range=left,fg=red,bg=colour200,bright"},
		{"a bad word changes nothing at all", "dim,fg=pinkish", "fg=red,bg=colour200,bright"},
		{"push-default", "push-default", "push-default,fg=red,bg=colour200,bright"},
		{"sizes", "width=50%,pad=2", "fg=red,bg=colour200,bright,width=50%,pad=2"},
	} {
		got, err := Parse(base, tt.in)
		if got.String() != tt.want || (err != nil) != strings.Contains(tt.name, "bad") {
			t.Errorf("%s: %s, want %s; %v", tt.name, got, tt.want, err)
		}
	}
}

func TestOver(t *testing.T) {
	under := Style{Fg: Named(0), Bg: Named(2), Attr: Dim}
	for _, tt := range []struct{ in, want string }{
		{"default", "fg=black,bg=green,dim"},
		{"fg=red,bold", "fg=red,bg=green,bright,dim"},
		{"bg=terminal", "fg=black,bg=terminal,dim"},
		{"noattr,bold", "fg=black,bg=green,bright,noattr"},
	} {
		st, err := Parse(Style{}, tt.in)
		if got := st.Over(under).String(); err != nil || got != tt.want {
			t.Errorf("%s: %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestColour(t *testing.T) {
	if (Colour(0)) != Default || Default.Kind() != DefaultKind || Terminal.Kind() != TerminalKind || None.String() != "none" {
		t.Error("the colours that are none")
	}
	if c := Named(9); c.Kind() != IndexKind || c.Index() != 9 || c.String() != "brightred" || c == Index(9) {
		t.Errorf("brightred is %v", c)
	}
	r, g, b := RGB(1, 2, 3).RGB()
	if r != 1 || g != 2 || b != 3 {
		t.Error(r, g, b)
	}
	for _, tt := range []struct {
		c    Colour
		want string
	}{
		{Index(0), "000000"}, {Index(1), "800000"}, {Index(7), "c0c0c0"}, {Index(8), "808080"}, {Index(9), "ff0000"}, {Index(15), "ffffff"},
		{Index(16), "000000"}, {Index(21), "0000ff"}, {Index(67), "5f87af"}, {Index(231), "ffffff"}, {Index(232), "080808"}, {Index(255), "eeeeee"},
	} {
		r, g, b, ok := tt.c.Components()
		if got := RGB(r, g, b).String(); !ok || got != "#"+tt.want {
			t.Errorf("%v is %s", tt.c, got)
		}
	}
	if _, _, _, ok := Terminal.Components(); ok {
		t.Error("the terminal's colour has components")
	}
}

// FuzzParse: what a style prints gives the style back; a word too much changes nothing.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"fg=red,bg=#aabbcc us=colour3 bold,noitalics,range=user|x align=centre list=on", "push-default fill=default,width=3%",
		"none ignore noattr", "range=pane|%0 default", "fg=grey50,dim|blink",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		st, err := Parse(Style{}, s)
		if err != nil && st != (Style{}) {
			t.Errorf("%q failed and left %v", s, st)
		}
		again, err := Parse(Style{}, st.String())
		if err != nil || again != st {
			t.Errorf("%q is %v, which is %v; %v", s, st, again, err)
		}
	})
}
