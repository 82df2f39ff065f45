package protocol

import "gmux/protocol/wire"

// Append makes m the body in e, ready for transport.
func Append(e *wire.Encoder, m Message) { m.encode(e) }

func (Hello) Type() Type        { return TypeHello }
func (Identify) Type() Type     { return TypeIdentify }
func (Command) Type() Type      { return TypeCommand }
func (Reattach) Type() Type     { return TypeReattach }
func (Stdin) Type() Type        { return TypeStdin }
func (Input) Type() Type        { return TypeInput }
func (Resize) Type() Type       { return TypeResize }
func (FrameAck) Type() Type     { return TypeFrameAck }
func (TerminalInfo) Type() Type { return TypeTerminalInfo }
func (Resumed) Type() Type      { return TypeResumed }
func (Bye) Type() Type          { return TypeBye }
func (Clipboard) Type() Type    { return TypeClipboard }
func (Refused) Type() Type      { return TypeRefused }
func (Stdout) Type() Type       { return TypeStdout }
func (Stderr) Type() Type       { return TypeStderr }
func (StdinWanted) Type() Type  { return TypeStdinWanted }
func (Exit) Type() Type         { return TypeExit }
func (Attached) Type() Type     { return TypeAttached }
func (Options) Type() Type      { return TypeOptions }
func (InputAck) Type() Type     { return TypeInputAck }
func (Suspend) Type() Type      { return TypeSuspend }
func (Goodbye) Type() Type      { return TypeGoodbye }
func (Outer) Type() Type        { return TypeOuter }
func (Frame) Type() Type        { return TypeFrame }

// begin opens m's array. fields counts the values that follow.
func begin(e *wire.Encoder, m Message, fields int) { e.Reset(uint64(m.Type()), fields) }

func (m Hello) encode(e *wire.Encoder) {
	begin(e, m, 4)
	e.Uint(uint64(m.MinVersion))
	e.Uint(uint64(m.MaxVersion))
	e.String(m.Build)
	e.Strings(m.Capabilities)
}

func (m Identify) encode(e *wire.Encoder) {
	begin(e, m, 13)
	e.Bytes(m.Token[:])
	e.Uint(uint64(uint32(m.PID)))
	e.String(m.TTY)
	e.Bool(m.HasTTY)
	e.Bytes(m.Termios)
	m.Size.encode(e)
	e.String(m.Term)
	e.String(m.ColorTerm)
	e.Uint(uint64(m.Features))
	e.Bool(m.UTF8)
	e.String(m.Cwd)
	e.Strings(m.Environ)
	e.Bool(m.OutTTY)
}

func (m Command) encode(e *wire.Encoder) {
	begin(e, m, 1)
	e.Strings(m.Argv)
}

func (m Reattach) encode(e *wire.Encoder) {
	begin(e, m, 5)
	e.String(m.Session)
	e.String(m.Name)
	e.Bool(m.ReadOnly)
	e.Uint(m.LastFrame)
	e.Uint(m.Away)
}

func (m Stdin) encode(e *wire.Encoder) {
	begin(e, m, 2)
	e.Bytes(m.Data)
	e.Bool(m.EOF)
}

func (m Input) encode(e *wire.Encoder) {
	begin(e, m, 3)
	e.Uint(m.Seq)
	e.Uint(uint64(m.Pane))
	e.Bytes(m.Events)
}

func (m Resize) encode(e *wire.Encoder) {
	begin(e, m, 1)
	m.Size.encode(e)
}

func (m FrameAck) encode(e *wire.Encoder) {
	begin(e, m, 1)
	e.Uint(m.ID)
}

func (m TerminalInfo) encode(e *wire.Encoder) {
	begin(e, m, 6+len(m.Palette))
	e.Uint(uint64(m.Features))
	e.String(m.Name)
	e.Uint(uint64(m.Foreground))
	e.Uint(uint64(m.Background))
	e.Uint(uint64(m.DarkScheme))
	e.Uint(uint64(m.Cursor))
	for _, c := range m.Palette {
		e.Uint(uint64(c))
	}
}

func (m Resumed) encode(e *wire.Encoder) {
	begin(e, m, 1)
	m.Size.encode(e)
}

func (m Bye) encode(e *wire.Encoder) {
	begin(e, m, 1)
	e.String(m.Reason)
}

func (m Clipboard) encode(e *wire.Encoder) {
	begin(e, m, 1)
	e.Bytes(m.Data)
}

func (m Refused) encode(e *wire.Encoder) {
	begin(e, m, 1)
	e.String(m.Text)
}

func (m Stdout) encode(e *wire.Encoder) {
	begin(e, m, 1)
	e.Bytes(m.Data)
}

func (m Stderr) encode(e *wire.Encoder) {
	begin(e, m, 2)
	e.Bytes(m.Data)
	e.String(m.Hint)
}

func (m StdinWanted) encode(e *wire.Encoder) { begin(e, m, 0) }

func (m Exit) encode(e *wire.Encoder) {
	begin(e, m, 1)
	e.Int(int64(m.Status))
}

func (m Attached) encode(e *wire.Encoder) {
	begin(e, m, 5)
	e.String(m.Client)
	e.String(m.Session)
	e.String(m.Name)
	e.Bool(m.ReadOnly)
	m.Options.encode(e)
}

func (m Options) encode(e *wire.Encoder) {
	begin(e, m, 3)
	e.String(m.Session)
	e.String(m.Name)
	m.Options.encode(e)
}

func (m InputAck) encode(e *wire.Encoder) {
	begin(e, m, 1)
	e.Uint(m.Seq)
}

func (m Suspend) encode(e *wire.Encoder) { begin(e, m, 0) }

func (m Goodbye) encode(e *wire.Encoder) {
	begin(e, m, 2)
	e.Uint(uint64(m.Kind))
	e.String(m.Text)
}

func (m Outer) encode(e *wire.Encoder) {
	begin(e, m, 3)
	e.Uint(uint64(m.Kind))
	e.String(m.Text)
	e.Bytes(m.Data)
}

func (m Frame) encode(e *wire.Encoder) {
	begin(e, m, 9)
	e.Uint(m.ID)
	e.Uint(m.Base)
	e.Uint(uint64(m.Rows))
	e.Uint(uint64(m.Cols))
	e.Uint(uint64(m.Pane))
	e.Bytes(m.Styles)
	e.Bytes(m.Ops)
	m.Cursor.encode(e)
	m.Modes.encode(e)
}

// ---- records inside messages

func (s Size) encode(e *wire.Encoder) {
	e.Array(4)
	e.Uint(uint64(s.Rows))
	e.Uint(uint64(s.Cols))
	e.Uint(uint64(s.XPixel))
	e.Uint(uint64(s.YPixel))
}

func (o ClientOptions) encode(e *wire.Encoder) {
	e.Array(8)
	e.Uint(uint64(o.EscapeTime))
	e.String(o.Prefix)
	e.String(o.Prefix2)
	e.Bool(o.Mouse)
	e.Bool(o.Focus)
	e.Bool(o.SetTitles)
	e.Uint(uint64(o.Features))
	e.Uint(uint64(o.Without))
}

func (c Cursor) encode(e *wire.Encoder) {
	e.Array(5)
	e.Uint(uint64(c.Row))
	e.Uint(uint64(c.Col))
	e.Bool(c.Visible)
	e.Uint(uint64(c.Shape))
	e.Uint(uint64(c.Colour))
}

func (m OuterModes) encode(e *wire.Encoder) {
	e.Array(4)
	e.Uint(uint64(m.Mouse))
	e.Bool(m.Focus)
	e.Uint(uint64(m.KittyFlags))
	e.Uint(uint64(m.OtherKeys))
}
