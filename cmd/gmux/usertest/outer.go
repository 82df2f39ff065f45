//go:build linux

package usertest

import (
	"fmt"
	"os"
	"os/exec"
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
// terminal with one program. Nobody attaches to those.
type outerTmux struct {
	*control
	w      *World
	tmux   string
	socket string
}

func newOuterTmux(w *World) (*outerTmux, error) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		return nil, err
	}
	o := &outerTmux{w: w, tmux: tmux, socket: w.Path("outer")}
	if err := os.WriteFile(w.Path("outer.conf"), []byte(outerConf), 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command(tmux, "-S", o.socket, "-f", w.Path("outer.conf"), "-C", "new-session", "-s", "control", "-f", "no-output", "exec sleep 1000000")
	// Its environment is not that of the program under test, which gets one through env -i.
	cmd.Env = []string{w.mark, "PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TERM=xterm-256color", "SHELL=/bin/sh", "HOME=" + w.Path()}
	cmd.Dir = w.Path("home")
	o.control, err = startControl(cmd)
	return o, err
}

// do has the outer tmux carry out commands, with next between them, and returns what the last one printed.
func (o *outerTmux) do(args ...string) (string, error) {
	text, err := o.control.do(args)
	if err != nil {
		return "", fmt.Errorf("outer tmux %.200q: %w", args, err)
	}
	return text, nil
}

func (o *outerTmux) close() {
	o.do("kill-server") // an error says that it is gone, which is what is wanted
	o.control.close()
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
	args = append(args, argv...)
	_, err := o.do(append(args, fixSize(name, rows, cols)...)...)
	return err
}

// fixSize is the command that makes a new window keep its size, whatever is attached to others.
func fixSize(name string, rows, cols int) []string {
	return []string{next, "resize-window", "-t", "=" + name + ":", "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows)}
}

// view shows a terminal once more, in a terminal that cannot erase with a background colour (bce@).
// What capture-pane tells leaves out cells that were erased so at the end of a row, so the same screen
// would read differently by the way it was drawn; on the view every coloured cell is a written one.
func (o *outerTmux) view(name string, rows, cols int) error {
	args := []string{"new-session", "-d", "-s", "view-" + name, "-x", fmt.Sprint(cols), "-y", fmt.Sprint(rows), "--",
		"env", "-u", "TMUX", o.tmux, "-S", o.socket, "attach-session", "-f", "ignore-size,read-only", "-t", "=" + name}
	_, err := o.do(append(args, fixSize("view-"+name, rows, cols)...)...)
	return err
}
