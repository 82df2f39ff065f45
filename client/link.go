package client

import (
	"sync"

	"gmux/protocol"
)

// A link is a connection to the server in service. Its goroutines end with Close.
type link struct {
	conn *protocol.Conn
	in   chan received
	out  chan protocol.Message
	done chan struct{} // closed by stopSending or close
	once sync.Once
	wg   sync.WaitGroup
}

// received is a message, or why there will be no more.
type received struct {
	m   protocol.Message
	err error
}

func newLink(conn *protocol.Conn, guard func()) *link {
	l := &link{conn: conn, in: make(chan received), out: make(chan protocol.Message), done: make(chan struct{})}
	l.wg.Go(func() { defer guard(); l.receiveLoop() })
	l.wg.Go(func() { defer guard(); l.sendLoop() })
	return l
}

func (l *link) receiveLoop() {
	for {
		m, _, err := l.conn.Receive()
		select {
		case l.in <- received{m, err}:
		case <-l.done:
			return
		}
		if err != nil {
			return
		}
	}
}

// sendLoop leaves it to receiveLoop to tell of a connection that broke.
func (l *link) sendLoop() {
	for {
		select {
		case m := <-l.out:
			if l.conn.Send(m) != nil {
				return
			}
		case <-l.done:
			return
		}
	}
}

// stopSending lets the message that is being sent be the last.
func (l *link) stopSending() { l.once.Do(func() { close(l.done) }) }

// close ends the connection: closing the socket ends a read or write that waits.
func (l *link) close() {
	l.stopSending()
	l.conn.Close()
	l.wg.Wait()
}
