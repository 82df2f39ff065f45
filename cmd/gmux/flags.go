package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gmux/protocol/transport"
	"gmux/server/syntax"
)

// tmuxVersion is the tmux whose behaviour is the measure, and what -V says under that name.
const tmuxVersion = "3.7c"

const usage = `usage: gmux [-2hlNuvV] [-f file] [-L socket-name] [-S socket-path]
            [-T features] [command [flags]]`

// flagSpec has gmux's own flags, in the same form as those of its commands. Some are there for tmux's habits: -2, -l, -T and -v
// change nothing, colours and features are found out, and the server logs what goes wrong by itself.
var flagSpec = &syntax.Spec{Name: "gmux", Flags: "2f:hlL:NS:T:tuvV", MinArgs: 0, MaxArgs: -1, Usage: strings.TrimPrefix(usage, "usage: gmux ")}

// flags are gmux's own flags, and the command behind them.
type flags struct {
	label, path   string // -L, -S
	files         []string
	help, version bool
	forceUTF8     bool
	noStart       bool // -N
	asTmux        bool
	command       []string
}

func parseFlags(argv []string) (flags, error) {
	a, err := syntax.ParseArgs(flagSpec, syntax.Texts(argv...))
	if err != nil {
		return flags{}, fmt.Errorf("%w\n%s", err, usage)
	}
	return flags{
		label: a.Value('L'), path: a.Value('S'), files: a.Values('f'),
		help: a.Has('h'), version: a.Has('V'), forceUTF8: a.Has('u'), noStart: a.Has('N'), asTmux: a.Has('t'),
		command: a.Strings(),
	}, nil
}

func (o *flags) socketPath() (string, error) {
	if o.asTmux {
		return transport.Tmux.SocketPath(o.label, o.path)
	}
	return transport.SocketPath(o.label, o.path)
}

// serverArgs are the flags that a server is started with. -t, which is no user's, says that the name was tmux.
func (o *flags) serverArgs() []string {
	var args []string
	for _, f := range o.files {
		if abs, err := filepath.Abs(f); err == nil {
			f = abs // the server runs in /
		}
		args = append(args, "-f", f)
	}
	if o.asTmux {
		args = append(args, "-t")
	}
	return args
}

// configFiles are the configuration files to read, and whether the user named them.
func (o *flags) configFiles() (files []string, explicit bool) {
	if len(o.files) > 0 {
		return o.files, true
	}
	files = []string{"/etc/gmux.conf"}
	if home := os.Getenv("HOME"); home != "" {
		files = append(files, filepath.Join(home, ".gmux.conf"))
	}
	config := os.Getenv("XDG_CONFIG_HOME")
	if config == "" && os.Getenv("HOME") != "" {
		config = filepath.Join(os.Getenv("HOME"), ".config")
	}
	if config != "" {
		files = append(files, filepath.Join(config, "gmux", "gmux.conf"))
	}
	return files, false
}

// utf8 reports whether the terminal takes UTF-8: the locale says so, or -u, or the terminal is a multiplexer's.
func (o *flags) utf8() bool {
	if o.forceUTF8 || os.Getenv("GMUX") != "" || os.Getenv("TMUX") != "" {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			v = strings.ToUpper(v)
			return strings.Contains(v, "UTF-8") || strings.Contains(v, "UTF8")
		}
	}
	return false
}
