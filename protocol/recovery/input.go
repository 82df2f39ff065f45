package recovery

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// InputLimit is how many bytes wait for a child at most: the input at which whoever types is asked to wait, and what they
// have on the way by then.
const InputLimit = 8 << 20

// Layout of the input queue's first page.
const (
	queueMagic = "gmuxkeys"

	wordEnd     = 16 // how many bytes were ever queued
	originBase  = 64 // entries of originLen bytes, two for each client
	originLen   = 32
	originPairs = 62
)

// An Origin names the input message that queued bytes came from, so that a client which sends it
// again after a crash is not heard twice.
type Origin struct {
	Client uint64 // the client, over all its connections; 0 is nobody
	Seq    uint64 // its number of the message
}

// An InputQueue is what was typed into a pane. Bytes leave it only by sendfile to the master, which
// moves the shared position in the same system call. One goroutine appends, one sends.
type InputQueue struct {
	fd      int
	end     atomic.Int64 // bytes ever queued
	sent    atomic.Int64 // bytes the tty took
	punched int64        // the sender's
	origins []originSlot // the appender's
}

// An originSlot is one client's pair of entries: the older is overwritten, so that a crash before the
// commit leaves the newer.
type originSlot struct {
	Origin
	end  int64 // queue's end with that message
	next int   // which of the pair is written next
	pair int
}

func formatQueue(fd int) error {
	if err := format(fd, queueMagic); err != nil {
		return err
	}
	return seek(fd, queueAt(0))
}

func openInput(fd int) (*InputQueue, error) {
	if err := checkFormat(fd, queueMagic); err != nil {
		return nil, err
	}
	end, err := getWord(fd, wordEnd)
	if err != nil {
		return nil, err
	}
	at, err := position(fd)
	if err != nil {
		return nil, err
	}
	q := &InputQueue{fd: fd}
	sent := at - headerLen
	if sent < 0 || sent > int64(end) || int64(end)-sent > InputLimit {
		return nil, fmt.Errorf("%w: %d bytes of input sent, %d queued", ErrCorrupt, sent, end)
	}
	q.end.Store(int64(end))
	q.sent.Store(sent)
	q.punched = sent &^ (queueStep - 1)
	return q, q.loadOrigins()
}

// Pending is how many bytes the child has not taken.
func (q *InputQueue) Pending() int { return int(q.end.Load() - q.sent.Load()) }

// Sent is how many bytes the child's tty ever took.
func (q *InputQueue) Sent() int64 { return q.sent.Load() }

// Append queues p for the child, all of it or, with ErrFull, nothing. When it returns, p arrives
// whatever becomes of this process.
func (q *InputQueue) Append(p []byte) (end int64, err error) { return q.AppendFrom(p, Origin{}) }

// AppendFrom is Append, and remembers with the same commit which client's message p came from.
func (q *InputQueue) AppendFrom(p []byte, from Origin) (end int64, err error) {
	end = q.end.Load()
	if int64(len(p)) > InputLimit-(end-q.sent.Load()) {
		return end, ErrFull
	}
	if err := writeQueue(q.fd, p, end); err != nil {
		return end, err
	}
	next := end + int64(len(p))
	if from.Client != 0 {
		if err := q.putOrigin(from, next); err != nil {
			return end, err
		}
	}
	if err := putWord(q.fd, wordEnd, uint64(next)); err != nil {
		return end, err
	}
	q.end.Store(next)
	return next, nil
}

// Send hands queued bytes to the master, as many as it takes. unix.EAGAIN: the tty is full, or
// nothing is queued (Pending tells which).
func (q *InputQueue) Send(master int) (n int, err error) {
	n = q.Pending()
	if n == 0 {
		return 0, unix.EAGAIN
	}
	n, err = sendQueue(master, q.fd, n)
	if n > 0 {
		q.sent.Add(int64(n))
		return n, q.release()
	}
	if err == nil {
		err = unix.EAGAIN
	}
	return 0, err
}

// queueStep is how much sent input is given back at a time.
const queueStep = 64 << 10

// sendPlain is for systems that cannot send a file to a tty: a SIGKILL between the write and the
// commit repeats that write.
func sendPlain(master, queue, n int) (int, error) {
	at, err := position(queue)
	if err != nil {
		return 0, err
	}
	var buf [4096]byte
	p := buf[:min(n, len(buf))]
	if err := readQueue(queue, p, at-headerLen); err != nil {
		return 0, err
	}
	for {
		n, err := unix.Write(master, p)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 {
			return 0, err
		}
		return n, seek(queue, at+int64(n))
	}
}

func (q *InputQueue) release() error {
	upto := q.sent.Load() &^ (queueStep - 1)
	if upto <= q.punched || !canPunch {
		return nil
	}
	if err := punch(q.fd, queueAt(q.punched), upto-q.punched); err != nil {
		return fmt.Errorf("release input: %w", err)
	}
	q.punched = upto
	return nil
}

// Origins says which message of each client was queued last. The caller acknowledges those and
// drops them when they come again.
func (q *InputQueue) Origins() []Origin {
	list := make([]Origin, 0, len(q.origins))
	for _, s := range q.origins {
		list = append(list, s.Origin)
	}
	return list
}

// putOrigin writes the entry that the next commit makes valid: it names the end it belongs to.
func (q *InputQueue) putOrigin(from Origin, end int64) error {
	s := q.slotOf(from.Client)
	var p [originLen]byte
	for i, v := range [...]uint64{from.Client, from.Seq, uint64(end), from.Client ^ from.Seq ^ uint64(end) ^ originCheck} {
		binary.LittleEndian.PutUint64(p[8*i:], v)
	}
	at := originBase + int64(2*s.pair+s.next)*originLen
	if err := writeFull(q.fd, p[:], at); err != nil {
		return err
	}
	s.Origin, s.end, s.next = from, end, 1-s.next
	return nil
}

// originCheck makes an entry of zeros invalid.
const originCheck = 0x676d7578_6f726967

// slotOf finds the client's slot, a free one, or the one that has been silent longest.
func (q *InputQueue) slotOf(client uint64) *originSlot {
	if i := slices.IndexFunc(q.origins, func(s originSlot) bool { return s.Client == client }); i >= 0 {
		return &q.origins[i]
	}
	if n := len(q.origins); n < originPairs {
		used := make([]bool, originPairs)
		for _, s := range q.origins {
			used[s.pair] = true
		}
		q.origins = append(q.origins, originSlot{pair: slices.Index(used, false)})
		return &q.origins[n]
	}
	oldest := &q.origins[0]
	for i := range q.origins {
		if q.origins[i].end < oldest.end {
			oldest = &q.origins[i]
		}
	}
	return oldest
}

// loadOrigins reads the table. An entry over the committed end was never committed; it is wiped out,
// or the next commits would pass its end and make it look valid.
func (q *InputQueue) loadOrigins() error {
	var page [headerLen]byte
	if err := readFull(q.fd, page[:], 0); err != nil {
		return err
	}
	for pair := range originPairs {
		found := originSlot{pair: pair, end: -1}
		for i := range 2 {
			p := page[originBase+(2*pair+i)*originLen:]
			client, seq := binary.LittleEndian.Uint64(p), binary.LittleEndian.Uint64(p[8:])
			end, sum := binary.LittleEndian.Uint64(p[16:]), binary.LittleEndian.Uint64(p[24:])
			if client == 0 || sum != client^seq^end^originCheck {
				continue
			}
			if int64(end) > q.end.Load() {
				at := originBase + int64(2*pair+i)*originLen
				if err := writeFull(q.fd, make([]byte, originLen), at); err != nil {
					return err
				}
				continue
			}
			// Two entries with one end are messages that queued nothing; the later has the higher number.
			if int64(end) > found.end || int64(end) == found.end && seq > found.Seq {
				found.Origin, found.end, found.next = Origin{client, seq}, int64(end), 1-i
			}
		}
		if found.end >= 0 {
			q.origins = append(q.origins, found)
		}
	}
	return nil
}
