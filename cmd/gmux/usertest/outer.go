//go:build linux

package usertest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// outerConf makes the outer tmux a plain terminal: no status line, no keys of its own, every byte
// passed on at once.
const outerConf = `set -s exit-empty off
set -s escape-time 0
set -g status off
set -g default-terminal xterm-256color
set -g history-limit 50000
set -g prefix None
set -g prefix2 None
set -g remain-on-exit off
set -g allow-rename off
set -g automatic-rename off
set -g terminal-overrides "*:bce@"
set -as terminal-features "xterm*:RGB:usstyle:overline:strikethrough"
`

// outerTmux is the terminal that judges: a tmux server of the test's own, each session of it one
// terminal with one program. Nobody attaches to it.
type outerTmux struct {
	w      *World
	tmux   string
	socket string
	up     bool // the first new-session starts the server
}

func newOuterTmux(w *World) (*outerTmux, error) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		return nil, err
	}
	o := &outerTmux{w: w, tmux: tmux, socket: w.Path("outer")}
	return o, os.WriteFile(w.Path("outer.conf"), []byte(outerConf), 0o600)
}

// do runs one tmux command and returns what it printed.
func (o *outerTmux) do(stdin string, args ...string) (string, error) {
	cmd := exec.Command(o.tmux, append([]string{"-S", o.socket, "-f", o.w.Path("outer.conf")}, args...)...)
	// Its environment is not that of the program under test, which gets one through env -i.
	cmd.Env = []string{o.w.mark, "PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TERM=xterm-256color", "SHELL=/bin/sh", "HOME=" + o.w.Path()}
	cmd.Dir = o.w.Path("home")
	cmd.Stdin = strings.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("outer tmux %.200q: %w: %s", args, err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}

func (o *outerTmux) close() {
	if o.up {
		o.do("", "kill-server") // an error says that it is gone, which is what is wanted
	}
}

// program is the shell's part on a terminal: it starts the program as a shell would, tells its pid,
// and after its end its exit status, and then keeps the terminal open so that what was left on it can
// be read. $0 is the path of both files without their endings.
const program = `sh -c 'echo $$ >"$0.pid"; exec "$@"' "$0" "$@"
status=$?
echo $status >"$0.tmp" && mv "$0.tmp" "$0.status"
exec sleep 1000000`

// open starts a program on a new terminal.
func (o *outerTmux) open(name string, rows, cols int, env, argv []string) error {
	args := []string{"new-session", "-d", "-s", name, "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows), "--", "env", "-i"}
	args = append(args, env...)
	args = append(args, "sh", "-c", program, o.w.Path(name))
	for _, a := range argv {
		args = append(args, escapeSemicolon(a))
	}
	_, err := o.do("", append(args, fixSize(name, rows, cols)...)...)
	o.up = o.up || err == nil
	return err
}

// fixSize is the command that makes a new window keep its size, whatever is attached to others.
func fixSize(name string, rows, cols int) []string {
	return []string{";", "resize-window", "-t", "=" + name + ":", "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows)}
}

// view shows a terminal once more, in a terminal that cannot erase with a background colour (bce@).
// What capture-pane tells leaves out cells that were erased so at the end of a row, so the same screen
// would read differently by the way it was drawn; on the view every coloured cell is a written one.
func (o *outerTmux) view(name string, rows, cols int) error {
	args := []string{"new-session", "-d", "-s", "view-" + name, "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows), "--",
		"env", "-u", "TMUX", o.tmux, "-S", o.socket, "attach-session", "-f", "ignore-size,read-only", "-t", "=" + name}
	_, err := o.do("", append(args, fixSize("view-"+name, rows, cols)...)...)
	return err
}

// escapeSemicolon keeps tmux from taking an argument's last semicolon as the end of its command.
func escapeSemicolon(arg string) string {
	if strings.HasSuffix(arg, ";") {
		return arg[:len(arg)-1] + `\;`
	}
	return arg
}
