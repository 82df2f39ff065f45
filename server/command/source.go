package command

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/target"
	"gmux/server/vars"
)

// How deep files may read files, and how many a list may read at all: two lines that read their own file
// would otherwise go on for 2 to the 50th.
const (
	maxDepth = 50
	maxFiles = 5000
)

func sourceFile(c *call) outcome {
	l := c.q.list(c.it.owner)
	if l.depth == 0 {
		l.files = 0
	}
	if l.depth >= maxDepth || l.files >= maxFiles {
		return c.failf("too many nested files")
	}
	l.depth++
	l.files++
	s := &sourced{
		q: c.q, it: c.it, client: c.client, cause: c.fail,
		quiet: c.args.Has('q'), parseOnly: c.args.Has('n'), verbose: c.args.Has('v'),
		current: c.target, print: c.print,
	}
	cwd := quotePattern(c.cwd(nil))
	var paths []string
	s.named = make(map[string]string)
	for _, path := range c.args.Strings() {
		if c.args.Has('F') {
			path = c.expand(path)
		}
		s.named[c.path(path)] = path
		if path != "-" && !strings.HasPrefix(path, "/") {
			path = cwd + "/" + path
		}
		paths = append(paths, path)
	}
	token := c.q.wait(c.it, func(r Result) outcome {
		defer c.flush()
		return s.read(r)
	})
	c.m.Emit(model.ReadFile{Token: token, Client: ownerOf(c), Paths: paths})
	return waiting
}

func ownerOf(c *call) model.ClientID { return c.it.owner }

// sourced is files being read for an item.
type sourced struct {
	q                         *Queue
	it                        *item
	client                    *model.Client
	cause                     func(error) outcome
	print                     func(string)
	named                     map[string]string // path -> as it was given
	quiet, parseOnly, verbose bool
	current                   target.State
}

// read runs what the files hold, right behind the command that named them.
func (s *sourced) read(r Result) outcome {
	o := done
	if r.Err != nil {
		o = s.cause(r.Err)
	}
	var errs []error
	some := false
	for _, f := range r.Files {
		some = some || !errors.Is(f.Err, fs.ErrNotExist)
		if f.Err != nil {
			f.Path = s.given(f.Path)
			if !s.quiet || !errors.Is(f.Err, fs.ErrNotExist) {
				o = s.cause(fileError(f))
			}
			continue
		}
		errs = append(errs, s.file(f)...)
	}
	for _, err := range errs {
		if s.client == nil {
			s.q.m.AddCauses(err.Error())
			continue
		}
		// As in tmux they are printed, and only the exit status says that something was wrong.
		s.print(err.Error())
		if s.client.Session == nil {
			s.q.list(s.client.ID).status = 1
		}
	}
	s.q.insertStep(s.it, func(*item) outcome {
		s.q.list(s.it.owner).depth--
		return done
	})
	if some { // what was wrong has been said, and what stands behind the command goes on
		return done
	}
	return o
}

// given is a path as it was given; of those that a pattern found, as it is.
func (s *sourced) given(path string) string {
	if name, ok := s.named[path]; ok {
		return name
	}
	return path
}

// file puts one file's commands into the queue.
func (s *sourced) file(f File) []error {
	list, errs := syntax.Parse(string(f.Data), s.q.input(f.Path, s.it))
	ready, more := s.q.resolve(list)
	errs = append(errs, more...)
	if s.verbose {
		s.echo(ready)
	}
	if !s.parseOnly {
		s.q.insert(s.it, ready, &state{current: s.current, extra: format.Map{"current_file": f.Path}})
	}
	return errs
}

// echo prints what was read, the blocks of a line before it.
func (s *sourced) echo(l syntax.List) {
	for _, g := range l {
		for _, c := range g {
			for _, a := range c.Args {
				if a.IsBlock() {
					s.echo(*a.Block)
				}
			}
		}
		if len(g) > 0 {
			s.print(fmt.Sprintf("%s:%d: %s", g[0].File, g[0].Line, syntax.List{g}))
		}
	}
}

// fileError is worded as tmux words it: the reason, then the path.
func fileError(f File) error {
	var errno syscall.Errno
	reason := f.Err.Error()
	switch {
	case errors.Is(f.Err, fs.ErrNotExist):
		reason = "No such file or directory"
	case errors.Is(f.Err, fs.ErrPermission):
		reason = "Permission denied"
	case errors.As(f.Err, &errno):
		reason = capitalise(errno.Error())
	}
	return fmt.Errorf("%s: %s", reason, f.Path)
}

func capitalise(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// LoadConfig reads the configuration: files that do not exist are passed over if quiet. Clients' commands
// wait until it is through; it is called once at the start, also without files, and again on SIGHUP.
func (q *Queue) LoadConfig(paths []string, quiet bool) []model.Effect {
	if len(paths) > 0 {
		q.m.Files = paths
		q.add(model.NoClient, func(it *item) outcome {
			s := &sourced{q: q, it: it, quiet: quiet, print: func(string) {}}
			s.cause = func(err error) outcome {
				q.m.AddCauses(err.Error())
				return failed
			}
			token := q.wait(it, s.read)
			q.m.Emit(model.ReadFile{Token: token, Client: model.NoClient, Paths: quoteAll(paths)})
			return waiting
		})
	}
	q.add(model.NoClient, func(*item) outcome {
		q.configured = true
		q.readHistory()
		q.m.ShowCauses()
		return done
	})
	return q.run()
}

// Reload reads the configuration again, as it was given at the start.
func (q *Queue) Reload() []model.Effect { return q.LoadConfig(q.m.Files, true) }

func quoteAll(paths []string) []string {
	list := make([]string, len(paths))
	for i, p := range paths {
		list[i] = quotePattern(p)
	}
	return list
}

// input is what the parser may ask for while it reads text.
func (q *Queue) input(file string, it *item) syntax.Input {
	return syntax.Input{
		File: file,
		Env:  environment{q},
		Expand: func(template string) string {
			scope := vars.Scope{}
			if it != nil {
				st := it.state.current
				if !st.Valid(q.m) {
					st, _ = target.OfClient(q.m, q.m.Client(it.owner), 0)
				}
				scope = scopeOf(st, q.m.Client(it.owner))
			}
			if file != "" {
				scope.Extra = format.Map{"current_file": file}
			}
			return vars.New(q.m, q.w, scope).Expand(template)
		},
	}
}

// environment is the global environment, for $NAME and NAME=value.
type environment struct{ q *Queue }

func (e environment) Get(name string) (string, bool) { return e.q.m.Env.Get(name) }

func (e environment) Put(name, value string, hidden bool) {
	e.q.m.SetEnv(nil, name, &model.Var{Value: value, Hidden: hidden})
}

func (e environment) Home(user string) (string, bool) {
	if user == "" {
		if home, ok := e.q.m.Env.Get("HOME"); ok && home != "" {
			return home, true
		}
		return e.q.m.Home, e.q.m.Home != ""
	}
	return e.q.w.Home(user)
}

// quotePattern returns a pattern that matches s alone, for a path that is no pattern.
func quotePattern(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c == '*' || c == '?' || c == '[' || c == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
