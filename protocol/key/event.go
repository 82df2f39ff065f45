package key

// An Event is a Key, a Text, a Mouse, a Paste, a Focus or a Raw; there are no others.
type Event interface{ event() }

// A Text is many characters that came at once, from a terminal that does not mark pastes say: each is a Key without
// modifiers, and all of them are Code.IsText. Like Paste.Data it belongs to whoever made it.
type Text []byte

// A Paste is a span of what was pasted, exactly as the terminal sent it. A paste is any number of
// spans in a row, the first and the last of which say so (one may be both); nothing comes between them.
// Data may be empty, and belongs to whoever made the event: copy it to keep it.
type Paste struct {
	Data        []byte
	First, Last bool
}

// A Focus says that the outer terminal's window got or lost the keyboard.
type Focus struct{ In bool }

// Raw is input that is no event we know: it goes to the pane as it came, so that nothing typed is
// lost. Like Paste.Data it belongs to whoever made it.
type Raw []byte

func (Key) event()   {}
func (Text) event()  {}
func (Mouse) event() {}
func (Paste) event() {}
func (Focus) event() {}
func (Raw) event()   {}
