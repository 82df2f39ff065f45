package status

import (
	"strconv"
	"strings"

	"gmux/server/format"
	"gmux/server/option"
	"gmux/server/style"
)

// Height is how many status lines the option status asks for, 0 to 5.
func Height(opts *option.Set) int {
	switch s := opts.Choice("status"); s {
	case "off":
		return 0
	case "on":
		return 1
	default:
		n, err := strconv.Atoi(s)
		if err != nil {
			panic("status: a choice of status that is no number: " + s)
		}
		return n
	}
}

// Lines draws the status lines of a session, from top to bottom. opts are the session's options, ctx
// the variables of the client that looks at it.
func Lines(opts *option.Set, ctx format.Context, width int) []Row {
	base := Base(opts, ctx)
	formats := make(map[int]string)
	for _, it := range opts.Array("status-format") {
		formats[it.Index] = it.Value
	}
	rows := make([]Row, Height(opts))
	for i := range rows {
		rows[i] = Draw(format.ExpandTime(formats[i], ctx), base, width)
	}
	return rows
}

// Base is the style of the status line: status-style, and over it the older status-fg and status-bg.
func Base(opts *option.Set, ctx format.Context) style.Style {
	st := opts.Style("status-style", func(s string) string { return format.Expand(s, ctx) }).Look()
	if c := opts.Colour("status-fg"); c != style.Default {
		st.Fg = c
	}
	if c := opts.Colour("status-bg"); c != style.Default {
		st.Bg = c
	}
	return st
}

// Message draws a message as message-format has it. With styled its #[...] are styles, otherwise they
// are text.
func Message(opts *option.Set, ctx format.Context, text string, styled bool, width int) Row {
	if !styled {
		text = strings.ReplaceAll(text, "#", "##")
	}
	expanded, base := Label(opts, ctx, text, false)
	return DrawOver(expanded, base, width)
}

// Label is a message, or what stands before a prompt's text, as message-format has it, and the style of what comes behind.
// command says that the prompt is in vi's command mode.
func Label(opts *option.Set, ctx format.Context, text string, command bool) (expanded string, base style.Style) {
	mode, look := "0", "message-style"
	if command {
		mode, look = "1", "message-command-style"
	}
	ctx.Vars = With(ctx.Vars, format.Map{"message": text, "command_prompt": mode})
	base = opts.Style(look, func(s string) string { return format.Expand(s, ctx) }).Look()
	return format.ExpandTime(opts.String("message-format"), ctx), base
}

// Area is where in a line messages and prompts are: all of it, unless message-style has a width.
func Area(opts *option.Set, ctx format.Context, width int) (col, cols int) {
	st := opts.Style("message-style", func(s string) string { return format.Expand(s, ctx) })
	cols = width
	if st.Width.Given {
		if cols = st.Width.N; st.Width.Percent {
			cols = width * st.Width.N / 100
		}
	}
	if cols <= 0 || cols > width {
		cols = width
	}
	switch st.Align {
	case style.AlignCentre, style.AlignAbsoluteCentre:
		return (width - cols) / 2, cols
	case style.AlignRight:
		return width - cols, cols
	}
	return 0, cols
}

// With is vars with some names of their own in front.
func With(vars format.Vars, names format.Map) format.Vars { return overlay{vars, names} }

type overlay struct {
	under format.Vars
	names format.Map
}

func (o overlay) Lookup(name string) (string, bool) {
	if v, ok := o.names[name]; ok {
		return v, true
	}
	if o.under == nil {
		return "", false
	}
	return o.under.Lookup(name)
}

func (o overlay) loops(items func(format.Loops) []format.Item) []format.Item {
	if l, ok := o.under.(format.Loops); ok {
		return items(l)
	}
	return nil
}

func (o overlay) Sessions() []format.Item { return o.loops(format.Loops.Sessions) }
func (o overlay) Windows() []format.Item  { return o.loops(format.Loops.Windows) }
func (o overlay) Panes() []format.Item    { return o.loops(format.Loops.Panes) }
