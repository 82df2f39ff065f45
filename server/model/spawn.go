package model

import "strings"

// defaultPath is PATH where neither session nor client has one, the C library's _PATH_DEFPATH.
const defaultPath = "/usr/bin:/bin"

// A SpawnRequest says what is to run in a pane.
type SpawnRequest struct {
	Pane    *Pane
	Session *Session
	Argv    []string // none: default-command, else the shell; one: for the shell; more: as they are
	Cwd     string
	Env     Environ // of this child alone: new-session -e, respawn-pane -e
	Client  *Client // whoever asked; one that is not attached lends its PATH
	Empty   bool    // no program: split-window -E
	Respawn bool    // keep command, shell and directory where the request has none
	Token   Token
}

// Spawn asks for a child in a pane.
func (m *Model) Spawn(r SpawnRequest) {
	p := r.Pane
	argv := r.Argv
	if p.Empty = r.Empty; !r.Empty && len(argv) == 0 && !r.Respawn {
		if cmd := r.Session.Options.String("default-command"); cmd != "" {
			argv = []string{cmd}
		}
	}
	if len(argv) > 0 {
		p.Argv = argv
	}
	if r.Cwd != "" {
		p.Cwd = r.Cwd
	}
	if !r.Respawn || p.Shell == "" {
		p.Shell = r.Session.Options.String("default-shell")
	}
	p.Dead, p.Exit = false, ExitStatus{}
	m.SetMode(p, nil)

	path, args := childArgs(p.Argv, p.Shell)
	if r.Empty {
		path, args = nobody[0], []string{"sh", "-c", nobody[1]}
	}
	m.Emit(Spawn{
		Pane:  p.ID,
		Path:  path,
		Argv:  args,
		Env:   m.childEnviron(r),
		Cwd:   m.directories(p.Cwd),
		Size:  p.Size,
		Token: r.Token,
	})
}

// Respawn asks for another child in a pane; the one it has, if any, ends.
func (m *Model) Respawn(r SpawnRequest) {
	r.Respawn = true
	r.Pane.PID = 0
	m.Emit(ReplaceChild{Pane: r.Pane.ID})
	m.Spawn(r)
}

// nobody is what keeps the terminal of an empty pane open. tmux has no process there; here everything that concerns a pane, from its
// memory to its end, hangs on there being one. It swallows what is typed, of which there should be none.
var nobody = [2]string{"/bin/sh", "stty raw -echo; exec cat >/dev/null"}

// childArgs is what is executed: a login shell for no arguments, a shell's -c for one.
func childArgs(argv []string, shell string) (path string, args []string) {
	switch len(argv) {
	case 0:
		return shell, []string{"-" + baseName(shell)}
	case 1:
		return shell, []string{baseName(shell), "-c", argv[0]}
	}
	return argv[0], argv
}

func (m *Model) directories(cwd string) []string {
	var dirs []string
	for _, d := range []string{cwd, m.Home} {
		if d != "" {
			dirs = append(dirs, d)
		}
	}
	return append(dirs, "/")
}

// childEnviron is the global environment, the session's over it, and what tells a program where it is.
func (m *Model) childEnviron(r SpawnRequest) []string {
	env := m.SessionEnviron(r.Session)
	env.Merge(r.Env)
	paneVar := "GMUX_PANE"
	if m.AsTmux {
		paneVar = "TMUX_PANE"
	}
	env.Set(paneVar, r.Pane.ID.String())
	if c := r.Client; c != nil && c.Session == nil {
		// gmux new program works where the program is only in the caller's PATH.
		if path, ok := c.Env.Get("PATH"); ok {
			env.Set("PATH", path)
		}
	}
	if _, ok := env.Get("PATH"); !ok {
		env.Set("PATH", defaultPath)
	}
	env.Set("SHELL", r.Pane.Shell)
	return env.Strings()
}

// SessionEnviron is what the children of s inherit; s may be nil.
func (m *Model) SessionEnviron(s *Session) Environ {
	env := m.Env.Clone()
	session := "-1"
	if s != nil {
		env.Merge(s.Env)
		session = strings.TrimPrefix(s.ID.String(), "$")
	}
	env.Set("TERM", m.Options.String("default-terminal"))
	env.Set("COLORTERM", "truecolor")
	socketVar, program, version := "GMUX", "gmux", m.Version
	if m.AsTmux {
		socketVar, program, version = "TMUX", "tmux", CompatVersion
	}
	env.Set("TERM_PROGRAM", program)
	env.Set("TERM_PROGRAM_VERSION", version)
	for _, name := range []string{"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"} {
		delete(env, name) // socket activation is ours alone
	}
	env.Set(socketVar, m.Socket+","+itoa(m.HostPID)+","+session)
	return env
}
