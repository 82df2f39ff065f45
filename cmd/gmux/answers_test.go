//go:build linux

package main_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// asker asks its terminal whenever a line comes, reads the answers, up to the last, whose n is the only one, and shows them.
const asker = `#!/bin/bash
stty -echo -icanon
while read -r number; do
	printf '\033]10;?\a\033]11;?\a\033]12;?\a\033]4;1;?\a\033]4;200;?\a\033[16t\033[c\033[?996n'
	IFS= read -r -d n answers
	printf 'answers %s: %q\r\n' "$number" "$answers"
done
`

// colourful is a terminal with colours of its own.
func colourful(query string) string {
	switch query {
	case "\x1b]10;?\x1b\\":
		return "\x1b]10;rgb:1010/2020/3030\x1b\\"
	case "\x1b]11;?\x1b\\":
		return "\x1b]11;rgb:ffff/ffff/eeee\a"
	case "\x1b]12;?\x1b\\":
		return "\x1b]12;rgb:4040/5050/6060\x1b\\"
	case "\x1b[16t":
		return "\x1b[6;20;10t"
	case "\x1b[c":
		return "\x1b[?62c"
	}
	if strings.HasPrefix(query, "\x1b]4;0;?;1;?") {
		return "\x1b]4;0;rgb:0000/0000/0000\x1b\\\x1b]4;1;rgb:7070/8080/9090\x1b\\"
	}
	return ""
}

// TestAnswersAtOnce: what a program asks its terminal is answered by the server, in order, with nobody attached, with a
// terminal attached that answers nothing, and with the colours of one that did: those stay when it is gone, and when the
// server is.
func TestAnswersAtOnce(t *testing.T) {
	usertest.NeedGmux(t, "tmux asks the terminal, and waits for it")
	t.Parallel()
	w := usertest.New(t)
	if err := os.WriteFile(w.Path("asker"), []byte(asker), 0o700); err != nil {
		t.Fatal(err)
	}
	w.Gmux("new", "-d", "-s", "work", w.Path("asker"))
	answers := func(foreground, background, cursor, red, cell, scheme string) string {
		return fmt.Sprintf(`answers N: $'\E]10;rgb:%s\a\E]11;rgb:%s\a\E]12;rgb:%s\a\E]4;1;rgb:%s\a\E]4;200;rgb:ffff/0000/d7d7\a\E[6;%st\E[?65;6;21;22;28;52c\E[?997;%s'`,
			foreground, background, cursor, red, cell, scheme)
	}
	asked := 0
	ask := func(want string) {
		t.Helper()
		w.Eventually(want, func() (bool, string) { // the server may not have heard of the terminal yet
			asked++
			n := fmt.Sprint(asked)
			w.Gmux("send-keys", "-t", "work", n, "Enter")
			text := w.WaitOutput(`answers `+n+`:[^']*'[^']*'`, "capture-pane", "-p", "-J", "-t", "work")
			return strings.Contains(text, strings.Replace(want, "N:", n+":", 1)), text
		})
	}
	unknown := answers("e5e5/e5e5/e5e5", "0000/0000/0000", "e5e5/e5e5/e5e5", "cdcd/0000/0000", "16;8", "1")
	ask(unknown)
	silent := w.StartTerminal(24, 80, usertest.Manner{}, "gmux", "attach", "-t", "work")
	silent.WaitFor(`\[work\]`)
	ask(unknown)
	silent.Keys("C-b", "d")
	silent.WaitExit()

	known := answers("1010/2020/3030", "ffff/ffff/eeee", "4040/5050/6060", "7070/8080/9090", "20;10", "2")
	s := w.StartTerminal(24, 80, usertest.Manner{Answers: colourful}, "gmux", "attach", "-t", "work")
	ask(known)
	s.Keys("C-b", "d")
	s.WaitExit()
	ask(known)
	server := w.ServerPid()
	if err := syscall.Kill(server, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.Eventually("another server", func() (bool, string) {
		res := w.Run([]string{"gmux", "display-message", "-p", "#{server_pid}"})
		return res.Code == 0 && strings.TrimSpace(res.Stdout) != fmt.Sprint(server), res.Stdout + res.Stderr
	})
	ask(known)
	w.Gmux("new", "-d", "-s", "later", w.Path("asker")) // a new pane of the new server knows them too
	w.Gmux("send-keys", "-t", "later", "1", "Enter")
	if text := w.WaitOutput(`answers 1:[^']*'[^']*'`, "capture-pane", "-p", "-J", "-t", "later"); !strings.Contains(text, `10;rgb:1010/2020/3030\a`) {
		t.Errorf("a new pane answers\n%s", text)
	}
}

// titleAsker asks for its title whenever a line comes; the answer to DSR comes last.
const titleAsker = `#!/bin/bash
stty -echo -icanon
printf '\033]2;picked\a'
while read -r number; do
	printf '\033[21t\033[5n'
	IFS= read -r -d n answers
	printf 'answers %s: %q\r\n' "$number" "$answers"
done
`

// TestTitleReport: a program is told a title only where the user allows it.
func TestTitleReport(t *testing.T) {
	usertest.NeedGmux(t, "tmux always tells the title")
	t.Parallel()
	w := usertest.New(t)
	if err := os.WriteFile(w.Path("asker"), []byte(titleAsker), 0o700); err != nil {
		t.Fatal(err)
	}
	w.Gmux("new", "-d", "-s", "work", w.Path("asker"))
	for i, tt := range []struct{ value, want string }{{"", `$'\E[0'`}, {"on", `$'\E]lpicked\E\\\E[0'`}, {"off", `$'\E[0'`}} {
		if tt.value != "" {
			w.Gmux("set-option", "-g", "allow-title-report", tt.value)
		}
		n := fmt.Sprint(i)
		w.Gmux("send-keys", "-t", "work", n, "Enter")
		if text := w.WaitOutput(`answers `+n+`: .*'`, "capture-pane", "-p", "-t", "work"); !strings.Contains(text, "answers "+n+": "+tt.want) {
			t.Errorf("with %q:\n%s\nwant %s", tt.value, text, tt.want)
		}
	}
}
