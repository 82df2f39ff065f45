package ptyhost

import "gmux/protocol/transport"

// writeRecord keeps what the next host would have to say if this one and its server died together.
func (h *host) writeRecord(panes int) {
	if h.lock < 0 || h.closing != nil {
		return
	}
	if err := transport.WriteRecord(h.lock, transport.Record{Panes: panes}); err != nil {
		h.log.printf("%v", err)
	}
}
