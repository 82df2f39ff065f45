package server

import (
	"slices"
	"sync"
)

// A mailbox carries messages from the loop, which never waits, to a goroutine that sends them and may wait long. Where a message can be
// sent at once the loop does it itself: to wake the goroutine for one takes longer than to send it.
type mailbox[T any] struct {
	mu     sync.Mutex // guards queue, weight, taken, closed, cut; held while try is called
	queue  []T
	weight int
	taken  int // part of weight: what is being sent
	closed bool
	cut    bool                       // what was sent by try went in part
	try    func(T) (sent, whole bool) // sends without waiting; nil: nothing can be
	poke   chan struct{}              // has room for one: there is something to send, or nothing any more
}

func newMailbox[T any]() *mailbox[T] { return &mailbox[T]{poke: make(chan struct{}, 1)} }

// put queues m, or sends it if nothing is before it. After close it does nothing, and neither does replace.
func (b *mailbox[T]) put(m T, weight int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.add(m, weight)
}

// replace queues m in the place of what it makes old news, if that was not taken yet.
func (b *mailbox[T]) replace(m T, weight int, old func(T) (weight int, is bool)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	for i, o := range b.queue {
		if w, is := old(o); is {
			b.queue = slices.Delete(b.queue, i, i+1)
			b.weight -= w
			break
		}
	}
	b.add(m, weight)
}

// add is put for who holds mu.
func (b *mailbox[T]) add(m T, weight int) {
	if b.closed {
		return
	}
	if b.try != nil && len(b.queue) == 0 && b.taken == 0 {
		sent, whole := b.try(m)
		if !whole {
			b.cut = true
			b.wake()
		}
		if sent {
			return
		}
	}
	b.queue = append(b.queue, m)
	b.weight += weight
	b.wake()
}

// waiting is the weight of all that was put and not taken.
func (b *mailbox[T]) waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.weight
}

// take waits for messages and returns all there are; none if there is only the rest to send of one that try has begun. ok is false
// once the box is closed and empty. They weigh until the next take.
func (b *mailbox[T]) take() (batch []T, ok bool) {
	b.mu.Lock()
	b.weight -= b.taken
	b.taken = 0
	b.mu.Unlock()
	for {
		b.mu.Lock()
		batch, b.queue, b.taken = b.queue, nil, b.weight
		closed, cut := b.closed, b.cut
		b.cut = false
		b.mu.Unlock()
		if len(batch) > 0 || cut {
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
