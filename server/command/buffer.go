package command

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"gmux/protocol/key"
	"gmux/server/model"
	"gmux/server/vars"
)

const usageBuffer = "[-b buffer-name]"

var bufferCommands = []*Entry{
	{
		Name: "set-buffer", Alias: "setb", flags: "ab:n:t:w", max: 1,
		Usage:  "[-aw] " + usageBuffer + " [-n new-buffer-name] [-t target-client] [data]",
		Help:   "Set the contents or the name of a paste buffer",
		client: clientWant{flag: 't', canFail: true}, exec: setBuffer,
	},
	{
		Name: "show-buffer", Alias: "showb", flags: "b:", Usage: usageBuffer,
		Help: "Print a paste buffer",
		exec: showBuffer,
	},
	{
		Name: "list-buffers", Alias: "lsb", flags: "F:f:O:r", Usage: "[-F format] [-f filter] [-O order]",
		Help: "List the paste buffers",
		json: true, exec: listBuffers,
	},
	{
		Name: "delete-buffer", Alias: "deleteb", flags: "b:", Usage: usageBuffer,
		Help: "Forget a paste buffer",
		exec: deleteBuffer,
	},
	{
		Name: "load-buffer", Alias: "loadb", flags: "b:t:w", min: 1, max: 1,
		Usage:  usageBuffer + " [-t target-client] path",
		Help:   "Read a file into a paste buffer",
		client: clientWant{flag: 't', canFail: true}, exec: loadBuffer,
	},
	{
		Name: "save-buffer", Alias: "saveb", flags: "ab:", min: 1, max: 1, Usage: "[-a] " + usageBuffer + " path",
		Help: "Write a paste buffer to a file",
		exec: saveBuffer,
	},
	{
		Name: "paste-buffer", Alias: "pasteb", flags: "db:prSs:t:",
		Usage:  "[-dprS] [-s separator] " + usageBuffer + " " + usagePane,
		Help:   "Type a paste buffer into a pane",
		target: onPane, exec: pasteBuffer,
	},
}

const bufferLine = `#{buffer_name}: #{buffer_size} bytes: "#{buffer_sample}"`

// changed is the buffer that set-buffer -n and delete-buffer are about.
func (c *call) changed() (*model.Buffer, error) {
	name, given := c.args.Get('b')
	b := c.m.Buffers[name]
	if !given {
		b = c.m.TopBuffer()
	}
	switch {
	case b != nil:
		return b, nil
	case given:
		return nil, fmt.Errorf("unknown buffer: %s", name)
	}
	return nil, errors.New("no buffer")
}

// read is the buffer that a command has the data of; nil without an error: none was named, and there is none.
func (c *call) read() (*model.Buffer, error) {
	name, given := c.args.Get('b')
	if !given {
		return c.m.TopBuffer(), nil
	}
	if b := c.m.Buffers[name]; b != nil {
		return b, nil
	}
	return nil, fmt.Errorf("no buffer %s", name)
}

// keepBuffer keeps data under the name of -b, or one that is made up. With -w the client's terminal gets it too.
func (c *call) keepBuffer(data string) error {
	if name, given := c.args.Get('b'); !given {
		c.m.AddBuffer(data)
	} else if err := c.m.SetBuffer(name, data); err != nil {
		return err
	}
	if c.args.Has('w') && c.tc != nil {
		c.m.Emit(model.SetClipboard{Client: c.tc.ID, Text: data})
	}
	return nil
}

func setBuffer(c *call) outcome {
	if name, ok := c.args.Get('n'); ok {
		b, err := c.changed()
		if err == nil {
			err = c.m.RenameBuffer(b, name)
		}
		if err != nil {
			return c.fail(err)
		}
		return done
	}
	if c.args.Len() != 1 {
		return c.failf("no data specified")
	}
	data := c.args.Text(0)
	if data == "" {
		return done
	}
	if b := c.m.Buffers[c.args.Value('b')]; b != nil && c.args.Has('a') {
		data = b.Data + data
	}
	if err := c.keepBuffer(data); err != nil {
		return c.fail(err)
	}
	return done
}

func deleteBuffer(c *call) outcome {
	b, err := c.changed()
	if err != nil {
		return c.fail(err)
	}
	c.m.DeleteBuffer(b)
	return done
}

var errNoBuffers = errors.New("no buffers")

func showBuffer(c *call) outcome {
	b, err := c.read()
	switch {
	case err != nil:
		return c.fail(err)
	case b == nil:
		return c.fail(errNoBuffers)
	case c.attached():
		c.print(strings.TrimSuffix(b.Data, "\n"))
	case c.client != nil:
		c.m.Emit(model.Print{Client: c.client.ID, Text: b.Data}) // as it is: no newline is added
	}
	return done
}

func listBuffers(c *call) outcome {
	list := c.m.BufferList()
	err := order(c, list, map[string]func(a, b *model.Buffer) int{
		"creation": func(a, b *model.Buffer) int { return cmp.Compare(b.Order, a.Order) },
		"size":     func(a, b *model.Buffer) int { return cmp.Compare(len(a.Data), len(b.Data)) },
	}, func(b *model.Buffer) string { return b.Name })
	if err != nil {
		return c.fail(err)
	}
	l := c.listing(bufferLine, bufferFields, nil)
	for _, b := range list {
		l.add(vars.Scope{Client: c.client, Buffer: b}, -1)
	}
	return l.end()
}

func loadBuffer(c *call) outcome {
	path := c.path(c.expand(c.args.Text(0)))
	token := c.q.wait(c.it, func(r Result) outcome {
		defer c.flush()
		err := r.Err
		for _, f := range r.Files {
			if f.Err != nil {
				err = fileError(f)
				continue
			}
			if err == nil {
				err = c.keepBuffer(string(f.Data))
			}
		}
		if err != nil {
			return c.fail(err)
		}
		return done
	})
	if path != "-" {
		path = quotePattern(path)
	}
	c.m.Emit(model.ReadFile{Token: token, Client: c.it.owner, Paths: []string{path}})
	return waiting
}

// path is where a file is that the user named; "-" stays.
func (c *call) path(name string) string {
	if name == "-" || strings.HasPrefix(name, "/") {
		return name
	}
	return c.cwd(nil) + "/" + name
}

func saveBuffer(c *call) outcome {
	b, err := c.read()
	switch {
	case err != nil:
		return c.fail(err)
	case b == nil:
		return c.fail(errNoBuffers)
	}
	path := c.path(c.expand(c.args.Text(0)))
	if path == "-" {
		return showBuffer(c)
	}
	token := c.q.wait(c.it, func(r Result) outcome {
		if r.Err != nil {
			return c.fail(fileError(File{Path: path, Err: r.Err}))
		}
		return done
	})
	c.m.Emit(model.WriteFile{Token: token, Client: c.it.owner, Path: path, Data: b.Data, Append: c.args.Has('a')})
	return waiting
}

func pasteBuffer(c *call) outcome {
	p := c.target.Pane
	if p.Dead || p.Empty {
		return c.failf("target pane has exited")
	}
	b, err := c.read()
	if err != nil {
		return c.fail(err)
	}
	if b == nil {
		return done
	}
	if !p.InputOff {
		if !c.q.w.Takes(p.ID) {
			return c.failf("pane %v does not read its input", p.ID)
		}
		// Into this pane alone, whatever synchronize-panes says.
		c.m.Emit(model.Write{Pane: p.ID, By: c.it.owner, Events: []key.Event{key.Raw(c.pasted(p, b.Data))}})
	}
	if c.args.Has('d') {
		c.m.DeleteBuffer(b)
	}
	return done
}

// pasted is what is typed for a buffer's data: line ends are Enter unless -r or -s says otherwise, and what could do
// something to the program is shown instead of sent, unless -S says so.
func (c *call) pasted(p *model.Pane, data string) string {
	separator := "\r"
	if c.args.Has('r') {
		separator = "\n"
	}
	if s, ok := c.args.Get('s'); ok {
		separator = s
	}
	if !c.args.Has('S') {
		data = harmlessText(data)
	}
	data = strings.ReplaceAll(data, "\n", separator)
	if c.args.Has('p') && c.q.w.Facts(p.ID).BracketedPaste {
		data = "\x1b[200~" + data + "\x1b[201~"
	}
	return data
}

// harmlessText has ^[ for ESC and so on, and M- before what is no UTF-8, as vis(3) writes them.
func harmlessText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b.WriteString(metaByte(s[i]))
		case r == 0x7f:
			b.WriteString("^?")
		case r < ' ' && !strings.ContainsRune("\n\t\r\a\b", r):
			b.WriteString("^" + string(r^0x40))
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

func metaByte(c byte) string {
	switch c &= 0x7f; {
	case c == 0x7f:
		return "M^?"
	case c < ' ':
		return "M^" + string(rune(c^0x40))
	}
	return "M-" + string(rune(c))
}
