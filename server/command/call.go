package command

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/target"
	"gmux/server/vars"
)

// call is one command at work.
type call struct {
	q     *Queue
	m     *model.Model
	it    *item
	entry *Entry
	args  *syntax.Args

	client *model.Client // whose command it is; for the configuration the best there is, or nil
	tc     *model.Client // the client it is about, nil if there is none
	target target.State  // what -t means
	source target.State  // what -s means
	out    []string      // lines printed so far
	work   int           // that is left for the formats of all its lines

	unheard bool // it did nothing that its after-hook is for
}

// maxFormatWork is how many bytes the formats of one command may read and write: hundreds of panes with templates of pages.
// A template that blows itself up for each of 500 panes would keep the loop for a minute.
const maxFormatWork = 64 << 20

// fire runs the command of an item.
func (q *Queue) fire(it *item) outcome {
	c := &call{q: q, m: q.m, it: it, work: maxFormatWork, client: q.m.Client(it.owner)}
	if c.client == nil {
		if best, err := c.finder().FindClient("", false); err == nil {
			c.client = best
		}
	}
	o := c.run()
	c.flush()
	if o != waiting {
		c.ended(o)
	} else if resume := it.resume; resume != nil {
		it.resume = func(r Result) outcome {
			o := resume(r)
			if o != waiting {
				c.ended(o)
			}
			return o
		}
	}
	return o
}

func (c *call) run() outcome {
	var err error
	if c.entry, err = Find(c.it.command.Name); err != nil {
		return c.fail(err)
	}
	if c.args, err = syntax.ParseArgs(c.entry.spec, c.it.command.Args); err != nil {
		return c.fail(err)
	}
	if c.json() && c.args.Has('F') {
		return c.fail(errJSONFormat)
	}
	c.note()
	if err := c.findClient(); err != nil {
		return c.fail(err)
	}
	if c.source, err = c.find(c.entry.source); err != nil {
		return c.fail(err)
	}
	if c.target, err = c.find(c.entry.target); err != nil {
		return c.fail(err)
	}
	return c.entry.exec(c)
}

func (c *call) finder() target.Finder {
	return target.Finder{Model: c.m, Client: c.client, Current: c.it.state.current}
}

func (c *call) findClient() error {
	spec, given := "", false
	if c.entry.client.flag != 0 {
		spec, given = c.args.Get(c.entry.client.flag)
	}
	found, err := c.finder().FindClient(spec, given)
	if err != nil && c.entry.client.flag != 0 && !c.entry.client.canFail {
		return err
	}
	c.tc = found
	return nil
}

// find is what a flag of the table means. A command without that target has where its client is.
func (c *call) find(w want) (target.State, error) {
	if w.flag == 0 {
		st, _ := target.OfClient(c.m, c.tc, 0)
		return st, nil
	}
	st, err := c.finder().Find(c.args.Value(w.flag), w.kind, w.flags)
	if w.canFail {
		err = nil
	}
	return st, err
}

// attached reports whether what the command says goes to a screen instead of stdout.
func (c *call) attached() bool {
	return c.client != nil && c.client.Session != nil && !c.client.Control
}

// print says one line, or several with newlines between them.
func (c *call) print(text string) { c.out = append(c.out, text) }

// flush hands on what was printed: to stdout, or for an attached client to a view.
func (c *call) flush() {
	if len(c.out) == 0 || c.client == nil {
		return
	}
	out := c.out
	c.out = nil
	if c.attached() {
		c.m.ViewLines(c.client, strings.Split(strings.Join(out, "\n"), "\n"))
		return
	}
	text := strings.Join(append(out, ""), "\n") // lists are long: this is their only copy
	if !c.client.UTF8 {
		text = ascii(text)
	}
	c.m.Emit(model.Print{Client: c.client.ID, Text: text})
}

// fail says what is wrong; the rest of the group is dropped.
func (c *call) fail(err error) outcome {
	c.flush()
	c.q.complain(c.client, c.it, err)
	return failed
}

func (c *call) failf(f string, args ...any) outcome { return c.fail(fmt.Errorf(f, args...)) }

// refuse is fail for an item that is no command.
func (q *Queue) refuse(it *item, err error) outcome {
	q.complain(q.m.Client(it.owner), it, err)
	return failed
}

// complain puts an error where its reader is: stderr, the message line, or the configuration's errors.
func (q *Queue) complain(client *model.Client, it *item, err error) {
	text := visible(err.Error())
	switch {
	case client == nil:
		var at *syntax.Error // has its place already
		if it.command.File != "" && !errors.As(err, &at) {
			text = fmt.Sprintf("%s:%d: %s", it.command.File, it.command.Line, text)
		}
		q.m.AddCauses(text)
	case client.Session == nil:
		if !client.UTF8 {
			text = ascii(text)
		}
		q.m.Emit(model.Print{Client: client.ID, Text: text + "\n", Err: true, Hint: hint(err)})
		q.list(client.ID).status = 1
	default:
		first, n := utf8.DecodeRuneInString(text)
		q.m.ShowMessage(client, model.Message{Text: string(unicode.ToUpper(first)) + text[n:], Error: true},
			displayTime(client.Session.Options))
	}
}

// scope is what formats of a command are about: the target, and the client if it shows that.
func (c *call) scope() vars.Scope {
	s := vars.Scope{
		Client: c.tc, Session: c.target.Session, Link: c.target.Link, Pane: c.target.Pane,
		Extra: c.it.state.extra,
	}
	if s.Client == nil {
		s.Client = c.client
	}
	return s
}

func (c *call) vars(s vars.Scope) *vars.Vars {
	extra := format.Map{"command": c.entry.Name}
	maps.Copy(extra, s.Extra)
	s.Extra = extra
	v := vars.New(c.m, c.q.w, s)
	v.Share(&c.work)
	return v
}

// expand expands a format about the target.
func (c *call) expand(template string) string { return c.vars(c.scope()).Expand(template) }

// cwd is where relative paths of the command begin. While the configuration is read at the start that is where the server
// was started, whatever a session in it has.
func (c *call) cwd(s *model.Session) string {
	switch pwd, _ := c.m.Env.Get("PWD"); {
	case !c.q.configured && filepath.IsAbs(pwd):
		return pwd
	case c.client != nil && c.client.Session == nil && c.client.Cwd != "":
		return c.client.Cwd
	case s != nil && s.Cwd != "":
		return s.Cwd
	case c.client != nil && c.client.Session != nil && c.client.Session.Cwd != "":
		return c.client.Session.Cwd
	case c.m.Home != "":
		return c.m.Home
	}
	return "/"
}

// visible is an error's text in which control characters, of what the user gave, stand as \ooo: one line, whatever is quoted,
// and nothing that a terminal would obey. A tab is a tab.
func visible(text string) string {
	if strings.IndexFunc(text, unicode.IsControl) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) && r != '\t' {
			fmt.Fprintf(&b, `\%03o`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// ascii is text for a terminal that cannot show UTF-8: an underscore for each column.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '\n' || r == '\t' || r == 0x1b || r >= ' ' && r < 0x7f {
			b.WriteRune(r)
		} else {
			b.WriteByte('_')
		}
	}
	return b.String()
}

// cutAlias takes an item of command-alias apart.
func cutAlias(item string) (name, commands string, ok bool) { return strings.Cut(item, "=") }
