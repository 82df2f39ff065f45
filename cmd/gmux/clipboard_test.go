//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// copier asks for the clipboard and then for the background when a line comes that is a number, and shows as many answers, each
// without the backslash that ends it; it copies where the line is another.
const copier = `#!/bin/bash
stty -echo -icanon
while read -r answers; do
	if [[ $answers != [12]* ]]; then
		printf '\033]52;c;cHJvZ3JhbQ==\033\\'
		continue
	fi
	printf '\033]52;c;?\033\\\033]11;?\033\\'
	IFS= read -r -d '\' first
	second=
	[[ $answers != 2* ]] || IFS= read -r -d '\' second
	printf '%s: %q %q.\r\n' "$answers" "$first" "$second"
done
`

// TestClipboard: what a program is told that asks for the clipboard, and where what it copies goes, by the two options; what else it
// asks waits for no terminal.
func TestClipboard(t *testing.T) {
	usertest.NeedGmux(t, "tmux has other answers wait for the terminal")
	t.Parallel()
	w := usertest.New(t)
	if err := os.WriteFile(w.Path("copier"), []byte(copier), 0o700); err != nil {
		t.Fatal(err)
	}
	w.Gmux("new", "-d", "-s", "work", w.Path("copier"))
	const background, copied = `$'\E]11;rgb:0000/0000/0000\E'`, `$'\E]52;c;Y29waWVk\E'`
	asked := 0
	told := func(want ...string) {
		t.Helper()
		asked++
		line := fmt.Sprintf("%d0%d", len(want), asked)
		w.Gmux("send-keys", "-t", "work", line, "Enter")
		got := w.WaitOutput(line+`: .*\.$`, "capture-pane", "-p", "-J", "-t", "work")
		if !strings.Contains(got, line+": "+strings.Join(want, " ")) {
			t.Errorf("want %s: %q, got\n%s", line, want, got)
		}
	}
	w.Gmux("set-buffer", "copied")
	told(background) // by default nothing of the clipboard
	w.Gmux("set", "-s", "set-clipboard", "on")
	told(copied, background)
	w.Gmux("set", "-s", "get-clipboard", "off")
	told(background)

	w.Gmux("set", "-s", "get-clipboard", "request")
	told(background, copied) // nobody is attached
	silent := w.StartTerminal(24, 80, usertest.Manner{}, "gmux", "attach", "-t", "work")
	silent.WaitFor(`\[work\]`)
	told(background, copied)
	silent.Keys("C-b", "d")
	silent.WaitExit()

	answers := func(query string) string {
		if query == "\x1b]52;c;?\x1b\\" {
			return "\x1b]52;c;ZWxzZXdoZXJl\x1b\\"
		}
		return ""
	}
	s := w.StartTerminal(24, 80, usertest.Manner{Answers: answers}, "gmux", "attach", "-t", "work")
	s.WaitFor(`\[work\]`)
	w.Gmux("set", "-s", "get-clipboard", "both")
	told(background, `$'\E]52;c;ZWxzZXdoZXJl\E'`)
	if got := w.Gmux("show-buffer"); got != "elsewhere" {
		t.Errorf("the buffer made of it is %q", got)
	}
	w.Gmux("send-keys", "-t", "work", "copy", "Enter")
	s.WaitFor(`\x1b\]52;c;cHJvZ3JhbQ==`)
	w.WaitOutput(`^program$`, "show-buffer")
	w.Gmux("refresh-client", "-l")
	w.WaitOutput(`^elsewhere$`, "show-buffer")
}
