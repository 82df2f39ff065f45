package server

import "sync"

// A mailbox carries messages from the loop, which never waits, to a goroutine that sends them and may wait long.
type mailbox[T any] struct {
	mu     sync.Mutex // guards queue, weight, closed
	queue  []T
	weight int
	closed bool
	poke   chan struct{} // has room for one: there is something to send, or nothing any more
}

func newMailbox[T any]() *mailbox[T] { return &mailbox[T]{poke: make(chan struct{}, 1)} }

// put queues m and returns the weight of all that waits. After close it does nothing.
func (b *mailbox[T]) put(m T, weight int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0
	}
	b.queue = append(b.queue, m)
	b.weight += weight
	b.wake()
	return b.weight
}

// take waits for messages and returns all there are; ok is false once the box is closed and empty.
func (b *mailbox[T]) take() (batch []T, ok bool) {
	for {
		b.mu.Lock()
		batch, b.queue, b.weight = b.queue, nil, 0
		closed := b.closed
		b.mu.Unlock()
		if len(batch) > 0 {
			return batch, true
		}
		if closed {
			return nil, false
		}
		<-b.poke
	}
}

// close lets take return what is left and then end.
func (b *mailbox[T]) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.wake()
}

func (b *mailbox[T]) wake() {
	select {
	case b.poke <- struct{}{}:
	default:
	}
}
