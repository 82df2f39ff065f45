package hostmsg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"gmux/protocol/wire"
)

// Move asks a server to keep what it has to say until Moved: the host is about to become another build.
type Move struct{}

// Moving answers Move: nothing follows until Moved.
type Moving struct{}

// Moved says that the host hears again, whatever build it is.
type Moved struct{}

// An Estate is what a host knows, apart from the panes, when it becomes another build.
type Estate struct {
	Generation uint64
	Socket     string
	Umask      int
	Args       []string // the server's
	Restarts   int
	Server     int // its pid
	Version    int // spoken with it
	Build      string
	Forms      Forms
	Child      bool  // the server is a child of this process
	Leaders    []int // pids of leaders that outlived their pane
	Others     []int // panes whose leader is no child of this process

	Listener, Lock, Model, Stream, Words int // descriptors; Stream is the conversation with the server
}

func (Move) encode(e *wire.Encoder)   { e.Reset(kindMove, 0) }
func (Moving) encode(e *wire.Encoder) { e.Reset(kindMoving, 0) }
func (Moved) encode(e *wire.Encoder)  { e.Reset(kindMoved, 0) }

func (m Estate) encode(e *wire.Encoder) {
	e.Reset(kindEstate, 12)
	e.Uint(m.Generation)
	e.String(m.Socket)
	e.Uint(uint64(m.Umask))
	e.Strings(m.Args)
	e.Uint(uint64(m.Restarts))
	e.Uint(uint64(m.Server))
	e.Uint(uint64(m.Version))
	e.String(clip(m.Build))
	m.Forms.put(e)
	e.Bool(m.Child)
	putInts(e, m.Leaders)
	putInts(e, m.Others)
}

func getEstate(d *wire.Decoder, fds []int) Estate {
	m := Estate{
		Generation: d.Uint(math.MaxUint64), Socket: d.String(maxPath), Umask: int(d.Uint(0o777)),
		Args: d.Strings(maxArgs, maxArg), Restarts: int(d.Uint(math.MaxInt32)),
		Server: int(d.Uint(maxPID)), Version: int(d.Uint(math.MaxInt32)), Build: d.String(maxText), Forms: getForms(d),
		Child: d.Bool(), Leaders: getInts(d), Others: getInts(d),
		Listener: -1, Lock: -1, Model: -1, Stream: -1, Words: -1,
	}
	if len(fds) == 5 {
		m.Listener, m.Lock, m.Model, m.Stream, m.Words = fds[0], fds[1], fds[2], fds[3], fds[4]
	}
	return m
}

func (Move) fds() []int     { return nil }
func (Moving) fds() []int   { return nil }
func (Moved) fds() []int    { return nil }
func (m Estate) fds() []int { return []int{m.Listener, m.Lock, m.Model, m.Stream, m.Words} }

func putInts(e *wire.Encoder, list []int) {
	e.Array(len(list))
	for _, n := range list {
		e.Uint(uint64(n))
	}
}

func getInts(d *wire.Decoder) (list []int) {
	for range d.ArrayLen(maxPanes) {
		if d.Err() != nil { // the length may be a lie
			break
		}
		list = append(list, int(d.Uint(math.MaxUint32)))
	}
	d.End()
	return list
}

// Append writes a message to memory, with its descriptors as the numbers that they have in this process: the length of the body, the
// number of descriptors and each of them in 4 bytes, then the body.
func Append(p []byte, m Message) []byte {
	var e wire.Encoder
	m.encode(&e)
	p = binary.LittleEndian.AppendUint32(p, uint32(len(e.Body())))
	p = binary.LittleEndian.AppendUint32(p, uint32(len(m.fds())))
	for _, fd := range m.fds() {
		p = binary.LittleEndian.AppendUint32(p, uint32(fd))
	}
	return append(p, e.Body()...)
}

var errCut = errors.New("it is cut")

// Messages reads what Append has written. The descriptors are those of the messages from then on.
func Messages(p []byte) (list []Message, fds []int, err error) {
	var d wire.Decoder
	for len(p) > 0 {
		if len(p) < 8 {
			return nil, nil, errCut
		}
		n, count := uint64(binary.LittleEndian.Uint32(p)), uint64(binary.LittleEndian.Uint32(p[4:]))
		if p = p[8:]; uint64(len(p)) < 4*count+n {
			return nil, nil, errCut
		}
		var own []int
		for range count {
			own = append(own, int(binary.LittleEndian.Uint32(p)))
			p = p[4:]
		}
		m, err := decode(&d, p[:n], own)
		if err != nil {
			return nil, nil, fmt.Errorf("message %d: %w", len(list), err)
		}
		if p = p[n:]; m == nil {
			continue
		}
		list, fds = append(list, m), append(fds, own...)
	}
	return list, fds, nil
}
