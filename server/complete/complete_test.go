package complete

import (
	"os/exec"
	"strings"
	"testing"
)

// TestLine: | is the cursor. Of an answer that a server would have to be asked for, :COMMAND says what, and its flags follow.
func TestLine(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"new-w|", "new-window"},
		{"lsw|", "lsw"},
		{"hel|", "help"},
		{"-|", "-2 -f -h -l -L -N -S -T -u -v -V"},
		{"-f |", ":any"},
		{"-S /tmp/s|", ":any"},
		{"kill-se|", "kill-server kill-session"},
		{"-L work kill-ses|", "kill-session -L work"},
		{"kill-session -|", "-a -C -g -t"},
		{"kill-session -t |", ":list-sessions"},
		{"-L x -2 killw -t wo|", ":list-windows -L x"},
		{"join-pane -s |", ":list-panes"},
		{"detach -t |", ":list-clients"},
		{"pasteb -b |", ":list-buffers"},
		{"ls --|", "--json"},
		{"ls -F x -f y -|", "-r -F -f -O --json"},
		{"neww -c |", ":directories"},
		{"source |", ":any"},
		{"source a b |", ":any"},
		{"set -g status-po|", "status-position"},
		{"set -g status-position |", "top bottom"},
		{"set mou|", "mouse"},
		{"setw mode-keys |", "emacs vi"},
		{"set-hook -g session-cl|", "session-closed"},
		{"setenv mouse |", ""},
		{"bind -T copy-mode-vi x kill-ser|", "kill-server"},
		{"bind x killp -t |", ":list-panes"},
		{"selectl even-|", "even-horizontal even-vertical"},
		{`ls \; kill-ser|`, "kill-server"},
		{"ls ; has -|", "-t"},
		{"has -- |", ""},
		{"help kill-ser|", "kill-server"},
		{"completion |", "bash zsh fish"},
		{"nonsense |", ""},
		{"nonsense -t |", ""},
	} {
		t.Run(tt.line, func(t *testing.T) {
			line, _, _ := strings.Cut(tt.line, "|")
			words := strings.Split(line, " ")
			for i, w := range words {
				words[i] = strings.TrimPrefix(w, `\`)
			}
			a, server := Line(words)
			var got []string
			for _, w := range a.Words {
				got = append(got, w.Text)
			}
			if a.Ask != nil {
				got = append(got, ":"+a.Ask[0])
			}
			got = append(got, map[Files][]string{AnyFiles: {":any"}, Directories: {":directories"}}[a.Files]...)
			got = append(got, server...)
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// FuzzLine: any line is answered, and every word of the answer goes on from the last one.
func FuzzLine(f *testing.F) {
	f.Add("-L x new -s a ; set -g mode-keys v")
	f.Add("bind -T x y bind z -")
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Split(line, " ")
		a, _ := Line(words)
		for _, w := range a.Words {
			if !strings.HasPrefix(w.Text, words[len(words)-1]) {
				t.Errorf("%q does not begin with %q", w.Text, words[len(words)-1])
			}
		}
	})
}

// TestString: what a server told is cut to what begins so, each once.
func TestString(t *testing.T) {
	a := Answer{Words: []Candidate{{"on", ""}, {"off", "no"}}, Files: Directories}
	if got, want := a.String("work:0\tsh\nother:1\nwork:0\twork\n", "w"), ":directories\non\noff\tno\nwork:0\tsh\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestScripts: the shells that are installed take their scripts.
func TestScripts(t *testing.T) {
	for _, sh := range Shells {
		script, err := Script(sh)
		if err != nil || !strings.Contains(script, "completion candidates -- ") {
			t.Errorf("%s: %v", sh, err)
		}
		path, err := exec.LookPath(sh)
		if err != nil {
			continue
		}
		cmd := exec.Command(path, "-n")
		cmd.Stdin = strings.NewReader(script)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", sh, err, out)
		}
	}
	if _, err := Script("csh"); err == nil {
		t.Error("csh has a script")
	}
}

// TestBash: bash itself asks and is answered; a word with colons goes on behind its last one.
func TestBash(t *testing.T) {
	path, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err) // .ci/run installs it, and so does everyone who builds gmux
	}
	script, err := Script("bash")
	if err != nil {
		t.Fatal(err)
	}
	const rest = `
gmux() { printf '%s\n' "$*" >&2; printf 'work:0\tsh\nwork:12\tvim\n'; }
ask() { COMP_LINE=$1 COMP_POINT=${#1}; _gmux; echo "${COMPREPLY[*]}"; }
COMP_WORDBREAKS=$' \t\n:='
ask 'gmux killw -t '
ask 'gmux killw -t work:'
`
	cmd := exec.Command(path, "-c", strings.ReplaceAll(script, "2>/dev/null", "")+rest)
	var asked strings.Builder
	cmd.Stderr = &asked
	out, err := cmd.Output()
	if want := "work:0 work:12\n0 12\n"; string(out) != want || err != nil {
		t.Errorf("%q, want %q (%v)", out, want, err)
	}
	if want := "completion candidates -- killw -t \ncompletion candidates -- killw -t work:\n"; asked.String() != want {
		t.Errorf("asked %q, want %q", asked.String(), want)
	}
}
