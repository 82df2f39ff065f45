package model

// A Channel is what wait-for waits for, by name. Who waits is the queue's affair.
type Channel struct {
	Woken  bool // wait-for -S came before anyone waited
	Locked bool // by wait-for -L
}

// SetChannel changes a channel; one with nothing to remember is forgotten.
func (m *Model) SetChannel(name string, ch Channel) {
	if ch == (Channel{}) {
		delete(m.Channels, name)
	} else {
		m.Channels[name] = ch
	}
	m.touch(KindServer, 0)
}
