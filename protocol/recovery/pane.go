package recovery

import (
	"encoding/binary"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// FDs are the descriptors of one pane, the same open file descriptions in host and server. A
// descriptor that a system does not have (no pipe, no pidfd) is -1.
type FDs struct {
	Master  int // the pty master, non-blocking
	PipeR   int // the pipe that output passes through on its way into the log
	PipeW   int
	Log     int // output log
	Input   int // input queue
	History int // lines that left the screen; its format is server/vt/history's
	State   int // words, change records and checkpoints
	Pidfd   int // the session leader; opened before it can have exited
}

// NumFDs is how many descriptors a pane has at most.
const NumFDs = 8

// NoFDs is a pane without descriptors.
func NoFDs() FDs { return FDs{-1, -1, -1, -1, -1, -1, -1, -1} }

// all lists the descriptors in the order of the wire.
func (f *FDs) all() [NumFDs]*int {
	return [NumFDs]*int{&f.Master, &f.PipeR, &f.PipeW, &f.Log, &f.Input, &f.History, &f.State, &f.Pidfd}
}

// Pack gives the descriptors that are there, and a mask that says which they are.
func (f FDs) Pack() (fds []int, mask uint64) {
	for i, fd := range f.all() {
		if *fd >= 0 {
			fds = append(fds, *fd)
			mask |= 1 << i
		}
	}
	return fds, mask
}

// Unpack is the reverse of Pack. It fails where the two do not fit together.
func Unpack(fds []int, mask uint64) (FDs, error) {
	f := NoFDs()
	rest := fds
	for i, fd := range f.all() {
		if mask&(1<<i) == 0 {
			continue
		}
		if len(rest) == 0 {
			return NoFDs(), fmt.Errorf("%d descriptors for mask %#x", len(fds), mask)
		}
		*fd, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 || mask>>NumFDs != 0 {
		return NoFDs(), fmt.Errorf("%d descriptors for mask %#x", len(fds), mask)
	}
	return f, nil
}

// Close closes what is there.
func (f *FDs) Close() {
	for _, fd := range f.all() {
		if *fd >= 0 {
			unix.Close(*fd)
			*fd = -1
		}
	}
}

// Words of the state memory.
const (
	stateMagic = "gmuxpane"

	wordReader  = 16  // generation of the server that reads this pane
	wordFront   = 24  // output offset before which the log was given back
	wordEffects = 32  // output offset up to which replies, bells and the like were carried out
	wordSealed  = 40  // 0, or 1 + the offset at which the reader stopped for its successor
	wordMode    = 48  // how output is pulled, a Mode
	wordTrim    = 56  // where the journal begins if no checkpoint says so
	wordIntent  = 64  // 0, or 1 + the offset a read in flight will write at
	wordLength  = 72  // how many bytes that read will bring
	wordSeed    = 80  // what its pattern is made of
	wordTrying  = 88  // 1 while a server replays this pane
	wordBlame   = 96  // how much this pane is suspected of, see Trial
	wordEnded   = 104 // 1 once a checkpoint may have the text that a pane ends with
	exitBlock   = 128 // exit report of the session leader, see WriteExit
)

// A Mode is a way output comes from the master into the log.
type Mode uint64

// The ways. Pull changes Splice to Intent by itself where the system refuses to splice from a tty.
const (
	Splice Mode = iota // two splices through the pipe: the kernel commits what it moves
	Intent             // a pattern that tells whether a read happened
	Plain              // read, then write, then commit: a SIGKILL costs one read. Only for systems without memfds
)

// Create makes the memories of one pane in the host. Master and Pidfd are -1; the host fills them in.
func Create(mode Mode) (f FDs, err error) {
	f = NoFDs()
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if f.PipeR, f.PipeW, err = newPipe(); err != nil {
		return f, fmt.Errorf("pipe: %w", err)
	}
	for _, m := range []struct {
		fd   *int
		name string
		make func(fd int) error
	}{
		{&f.Log, "gmux-log", nil},
		{&f.Input, "gmux-input", formatQueue},
		{&f.History, "gmux-history", nil},
		{&f.State, "gmux-state", func(fd int) error { return formatState(fd, bestMode(mode)) }},
	} {
		if *m.fd, err = newMemory(m.name); err != nil {
			return f, fmt.Errorf("create %s memory: %w", m.name, err)
		}
		if m.make == nil {
			continue
		}
		if err = m.make(*m.fd); err != nil {
			return f, fmt.Errorf("create %s memory: %w", m.name, err)
		}
	}
	return f, nil
}

func formatState(fd int, mode Mode) error {
	if err := formatJournal(fd, stateMagic); err != nil {
		return err
	}
	return putWord(fd, wordMode, uint64(mode))
}

// A Pane is a server's view of one pane's memory. Each part may be used by one goroutine at a time.
type Pane struct {
	Output  *OutputLog
	Input   *InputQueue
	Changes *Journal  // change records, and checkpoints as its snapshots
	History *Segments // what checkpoints point at
	Trial   *Trial
}

// Open takes over the memories of one pane for the server of this generation. The caller knows that
// no earlier server runs any more. The descriptors stay the caller's and must outlive the Pane.
func Open(f FDs, generation uint64) (*Pane, error) {
	journal, err := OpenJournal(f.State, stateMagic)
	if err != nil {
		return nil, fmt.Errorf("open pane memory: %w", err)
	}
	output, err := openOutput(f, generation)
	if err != nil {
		return nil, fmt.Errorf("open output log: %w", err)
	}
	input, err := openInput(f.Input)
	if err != nil {
		return nil, fmt.Errorf("open input queue: %w", err)
	}
	history, err := openSegments(f.History)
	if err != nil {
		return nil, fmt.Errorf("open history memory: %w", err)
	}
	return &Pane{output, input, journal, history, &Trial{fd: f.State}}, nil
}

// SetEnded notes, before the checkpoint that has it, that the text which a pane ends with was written.
func (p *Pane) SetEnded() error { return putWord(p.Trial.fd, wordEnded, 1) }

// Ended is what SetEnded noted. A record of the text itself says it too.
func (p *Pane) Ended() (bool, error) {
	v, err := getWord(p.Trial.fd, wordEnded)
	return v == 1, err
}

// An Exit is what became of a session leader. Known is false where nobody could learn the status.
type Exit struct {
	PID      int
	Known    bool
	Code     int // exit code, if Signal is 0
	Signal   int
	Core     bool
	User     time.Duration
	System   time.Duration
	MaxRSS   int64 // bytes
	ExitedAt time.Time
}

// exitLen is the length of an exit report: ten words, of which the last says that it is whole.
const exitLen = 10 * 8

// WriteExit keeps an exit report in the pane's memory, so that it outlives the host that reaped.
func WriteExit(stateFD int, e Exit) error {
	var p [exitLen]byte
	for i, v := range [...]int64{int64(e.PID), bit(e.Known), int64(e.Code), int64(e.Signal), bit(e.Core),
		int64(e.User), int64(e.System), e.MaxRSS, e.ExitedAt.UnixNano()} {
		binary.LittleEndian.PutUint64(p[8*i:], uint64(v))
	}
	if err := writeFull(stateFD, p[:exitLen-8], exitBlock); err != nil {
		return err
	}
	return putWord(stateFD, exitBlock+exitLen-8, 1)
}

// ReadExit returns the exit report, if one was written.
func ReadExit(stateFD int) (e Exit, ok bool, err error) {
	if err := checkFormat(stateFD, stateMagic); err != nil {
		return e, false, err
	}
	var p [exitLen]byte
	if err := readFull(stateFD, p[:], exitBlock); err != nil {
		return e, false, err
	}
	var v [exitLen / 8]int64
	for i := range v {
		v[i] = int64(binary.LittleEndian.Uint64(p[8*i:]))
	}
	if v[9] != 1 {
		return e, false, nil
	}
	return Exit{int(v[0]), v[1] == 1, int(v[2]), int(v[3]), v[4] == 1,
		time.Duration(v[5]), time.Duration(v[6]), v[7], time.Unix(0, v[8])}, true, nil
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
