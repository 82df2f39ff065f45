package format

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

const conversions = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%"

// The times of testdata/strftime.tsv: turns of years and weeks, midnight, noon, a leap day, far zones.
var stamps = []struct {
	unix int64
	zone string
}{
	{0, "UTC"}, {1700000000, "UTC"}, {1709164800, "UTC"}, {1735689599, "UTC"}, {1735689600, "UTC"},
	{1230768000, "UTC"}, {1609459200, "America/New_York"}, {1720000000, "Asia/Kathmandu"},
	{946684799, "Pacific/Auckland"}, {253402300799, "UTC"}, {1117584000, "America/St_Johns"},
}

// TestStrftime compares with what glibc's strftime(3) printed; go test -run Strftime -tmux any records anew.
func TestStrftime(t *testing.T) {
	const path = "testdata/strftime.tsv"
	if *tmuxPath != "" {
		recordDates(t, path)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n := 0
	for lines := bufio.NewScanner(file); lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "# ") {
			continue
		}
		f := strings.SplitN(lines.Text(), "\t", 4)
		unix, err := strconv.ParseInt(f[0], 10, 64)
		if err != nil || len(f) != 4 {
			t.Fatalf("bad line %q", lines.Text())
		}
		zone, err := time.LoadLocation(f[1])
		if err != nil {
			t.Skipf("no time zones here: %v", err)
		}
		want, err := strconv.Unquote(f[3])
		if err != nil {
			t.Fatal(err)
		}
		if got := Strftime(f[2], time.Unix(unix, 0).In(zone)); got != want {
			t.Errorf("%s at %s %s: got %q, want %q", f[2], f[0], f[1], got, want)
		}
	}
	if n < 500 {
		t.Errorf("only %d lines", n)
	}
}

func recordDates(t *testing.T, path string) {
	var layouts []string
	for _, c := range conversions {
		layouts = append(layouts, "%"+string(c))
		for _, flag := range []string{"-", "_", "0", "^", "#", "8", "E", "_6"} {
			layouts = append(layouts, "%"+flag+string(c))
		}
	}
	layouts = append(layouts, "a%qb", "x%%y", "%Q%d", "%i")
	var out strings.Builder
	out.WriteString("# recorded from strftime(3) of glibc 2.36, LC_ALL=C: seconds, zone, layout, text\n")
	for i, s := range stamps {
		for _, l := range layouts {
			if i > 1 && len(l) > 2 {
				continue // flags do not depend on the time
			}
			if len(l) > 2 && l[len(l)-1] == 'z' {
				continue // glibc pads the sign and the number each for itself
			}
			cmd := exec.Command("python3", "-c", "import sys, time; sys.stdout.write("+
				"time.strftime(sys.argv[2], time.localtime(int(sys.argv[1]))))", strconv.FormatInt(s.unix, 10), l)
			cmd.Env = []string{"LC_ALL=C", "TZ=" + s.zone, "PATH=/usr/bin:/bin"}
			text, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString(strconv.FormatInt(s.unix, 10) + "\t" + s.zone + "\t" + l + "\t" +
				strconv.Quote(string(text)) + "\n")
		}
	}
	if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
