package hostmsg

import (
	"bytes"
	"fmt"
	"math"
	"time"

	"gmux/protocol/recovery"
	"gmux/protocol/wire"
)

// MaxPath is how long a path may be, as in the kernel.
const MaxPath = 4096

// Limits of what is decoded.
const (
	Limit     = 8 << 20 // a frame: Linux lets arguments and environment be 6 MiB
	maxArg    = 128 << 10
	maxArgs   = 1 << 20
	maxPath   = MaxPath
	maxText   = 4096
	maxPID    = math.MaxInt32
	maxSize   = math.MaxUint16 // struct winsize
	maxPanes  = 1 << 20
	maxSignal = 64
	maxCC     = 32
)

func (m HostHello) encode(e *wire.Encoder) {
	e.Reset(kindHostHello, 12)
	putHello(e, m.MinVersion, m.MaxVersion, m.Build, m.PID)
	e.Uint(m.Generation)
	e.String(m.Socket)
	e.Uint(uint64(m.Deaths))
	e.Uint(uint64(m.Umask))
	e.String(clip(m.Before))
	e.Bool(m.Fault)
	e.Uint(uint64(m.Restarts))
	e.String(clip(m.Upgrade))
}

func (m AdoptPane) encode(e *wire.Encoder) {
	e.Reset(kindAdoptPane, 1)
	putPane(e, m.Pane)
}

func (m AdoptDone) encode(e *wire.Encoder) {
	e.Reset(kindAdoptDone, 2)
	e.Uint(uint64(m.Panes))
	m.Form.put(e)
}

func (m Spawned) encode(e *wire.Encoder) {
	e.Reset(kindSpawned, 2)
	e.Uint(m.Request)
	putPane(e, m.Pane)
}

func (m SpawnFailed) encode(e *wire.Encoder) {
	e.Reset(kindSpawnFailed, 2)
	e.Uint(m.Request)
	e.String(clip(m.Text))
}

func (m Exited) encode(e *wire.Encoder) {
	e.Reset(kindExited, 2)
	e.Uint(uint64(m.Pane))
	putExit(e, &m.Exit)
}

func (m OrphanExited) encode(e *wire.Encoder) {
	e.Reset(kindOrphanExited, 2)
	e.Uint(uint64(m.Session))
	putExit(e, &m.Exit)
}

func (m Ping) encode(e *wire.Encoder)    { e.Reset(kindPing, 1); e.Uint(m.Number) }
func (Reload) encode(e *wire.Encoder)    { e.Reset(kindReload, 0) }
func (Terminate) encode(e *wire.Encoder) { e.Reset(kindTerminate, 0) }
func (Listening) encode(e *wire.Encoder) { e.Reset(kindListening, 0) }

func (m ServerHello) encode(e *wire.Encoder) {
	e.Reset(kindServerHello, 5)
	putHello(e, m.MinVersion, m.MaxVersion, m.Build, m.PID)
	m.Forms.put(e)
}

func (Ready) encode(e *wire.Encoder)    { e.Reset(kindReady, 0) }
func (m Failed) encode(e *wire.Encoder) { e.Reset(kindFailed, 1); e.String(clip(m.Text)) }

func (m Spawn) encode(e *wire.Encoder) {
	e.Reset(kindSpawn, 12)
	e.Uint(m.Request)
	e.Uint(uint64(m.Pane))
	e.Strings(m.Argv)
	e.String(m.Argv0)
	e.Strings(m.Env)
	e.String(m.Cwd)
	e.String(m.Home)
	for _, v := range [...]int{m.Rows, m.Cols, m.XPixels, m.YPixels} {
		e.Uint(uint64(v))
	}
	e.Bytes(m.CC)
}

func (m Signal) encode(e *wire.Encoder) {
	e.Reset(kindSignal, 3)
	e.Uint(uint64(m.Pane))
	e.Uint(uint64(m.Signal))
	e.Uint(uint64(m.Scope))
}

func (m Forget) encode(e *wire.Encoder) { e.Reset(kindForget, 1); e.Uint(uint64(m.Pane)) }
func (m Pong) encode(e *wire.Encoder)   { e.Reset(kindPong, 1); e.Uint(m.Number) }
func (Shutdown) encode(e *wire.Encoder) { e.Reset(kindShutdown, 0) }

func (m Heir) encode(e *wire.Encoder) {
	e.Reset(kindHeir, 2)
	e.String(clip(m.Build))
	e.Uint(uint64(m.PID))
}

func (Dismiss) encode(e *wire.Encoder) { e.Reset(kindDismiss, 0) }

func (m Handover) encode(e *wire.Encoder) {
	e.Reset(kindHandover, 12)
	putHello(e, m.MinVersion, m.MaxVersion, m.Build, m.PID)
	e.Uint(m.Generation)
	e.String(m.Socket)
	e.Uint(uint64(m.Umask))
	e.Uint(m.FileSizes)
	e.Strings(m.Args)
	_, has := m.optional()
	e.Uint(has)
	e.Uint(uint64(m.Restarts))
	m.Forms.put(e)
}

// optional are the descriptors that may be missing, and a mask that says which are there.
func (m Handover) optional() (fds []int, has uint64) {
	for i, fd := range []int{m.Pidfd, m.Words} {
		if fd >= 0 {
			fds = append(fds, fd)
			has |= 1 << i
		}
	}
	return fds, has
}

func (m Handover) fds() []int {
	fds, _ := m.optional()
	return append([]int{m.Listener, m.Lock, m.Model}, fds...)
}

func (Heir) fds() []int         { return nil }
func (Dismiss) fds() []int      { return nil }
func (m HostHello) fds() []int  { return []int{m.Listener, m.Lock, m.Model} }
func (m Listening) fds() []int  { return []int{m.Listener, m.Lock} }
func (m AdoptPane) fds() []int  { fds, _ := m.Pane.FDs.Pack(); return fds }
func (m Spawned) fds() []int    { fds, _ := m.Pane.FDs.Pack(); return fds }
func (AdoptDone) fds() []int    { return nil }
func (SpawnFailed) fds() []int  { return nil }
func (Exited) fds() []int       { return nil }
func (OrphanExited) fds() []int { return nil }
func (Ping) fds() []int         { return nil }
func (Reload) fds() []int       { return nil }
func (Terminate) fds() []int    { return nil }
func (ServerHello) fds() []int  { return nil }
func (Ready) fds() []int        { return nil }
func (Failed) fds() []int       { return nil }
func (Spawn) fds() []int        { return nil }
func (Signal) fds() []int       { return nil }
func (Forget) fds() []int       { return nil }
func (Pong) fds() []int         { return nil }
func (Shutdown) fds() []int     { return nil }

// decodeWithout reads a body whose descriptors were lost on the way: each of them is -1.
func decodeWithout(d *wire.Decoder, body []byte) (Message, error) {
	d.Reset(body)
	kind := d.Kind()
	m, known := decodeFields(d, kind, nil, true)
	if err := d.Finish(); err != nil {
		return nil, fmt.Errorf("message of kind %d: %w", kind, err)
	}
	if !known {
		return nil, nil
	}
	return m, nil
}

// decode reads a body and takes over the descriptors that came with it; on error they stay the
// caller's. A nil message is one of a kind this build does not know.
func decode(d *wire.Decoder, body []byte, fds []int) (Message, error) {
	d.Reset(body)
	kind := d.Kind()
	m, known := decodeFields(d, kind, fds, false)
	if err := d.Finish(); err != nil {
		return nil, fmt.Errorf("message of kind %d: %w", kind, err)
	}
	if !known {
		return nil, nil
	}
	if want := len(m.fds()); want != len(fds) {
		return nil, fmt.Errorf("message of kind %d: %d descriptors, want %d", kind, len(fds), want)
	}
	return m, nil
}

func decodeFields(d *wire.Decoder, kind uint64, fds []int, lost bool) (m Message, known bool) {
	switch kind {
	case kindHostHello:
		m := HostHello{Listener: -1, Lock: -1, Model: -1}
		m.MinVersion, m.MaxVersion, m.Build, m.PID = getHello(d)
		m.Generation, m.Socket, m.Deaths = d.Uint(math.MaxUint64), d.String(maxPath), int(d.Uint(math.MaxInt32))
		m.Umask = int(d.Uint(0o777))
		m.Before, m.Fault = d.String(maxText), d.Bool()
		m.Restarts, m.Upgrade = int(d.Uint(math.MaxInt32)), d.String(maxText)
		if len(fds) == 3 {
			m.Listener, m.Lock, m.Model = fds[0], fds[1], fds[2]
		}
		return m, true
	case kindAdoptPane:
		return AdoptPane{getPane(d, fds, lost)}, true
	case kindAdoptDone:
		return AdoptDone{int(d.Uint(maxPanes)), getForm(d)}, true
	case kindSpawned:
		return Spawned{d.Uint(math.MaxUint64), getPane(d, fds, lost)}, true
	case kindSpawnFailed:
		return SpawnFailed{d.Uint(math.MaxUint64), d.String(maxText)}, true
	case kindExited:
		return Exited{paneID(d), exitOf(d)}, true
	case kindOrphanExited:
		return OrphanExited{int(d.Uint(maxPID)), exitOf(d)}, true
	case kindPing:
		return Ping{d.Uint(math.MaxUint64)}, true
	case kindReload:
		return Reload{}, true
	case kindTerminate:
		return Terminate{}, true
	case kindListening:
		m := Listening{-1, -1}
		if len(fds) == 2 {
			m = Listening{fds[0], fds[1]}
		}
		return m, true
	case kindHeir:
		return Heir{d.String(maxText), int(d.Uint(maxPID))}, true
	case kindHandover:
		return getHandover(d, fds), true
	case kindDismiss:
		return Dismiss{}, true
	case kindServerHello:
		var m ServerHello
		m.MinVersion, m.MaxVersion, m.Build, m.PID = getHello(d)
		m.Forms = getForms(d)
		return m, true
	case kindReady:
		return Ready{}, true
	case kindFailed:
		return Failed{d.String(maxText)}, true
	case kindSpawn:
		return getSpawn(d), true
	case kindSignal:
		return Signal{paneID(d), int(d.Uint(maxSignal)), Scope(d.Uint(uint64(Session)))}, true
	case kindForget:
		return Forget{paneID(d)}, true
	case kindPong:
		return Pong{d.Uint(math.MaxUint64)}, true
	case kindShutdown:
		return Shutdown{}, true
	}
	if kind == kindEstate {
		return getEstate(d, fds), true
	}
	return decodeUpgrade(d, kind)
}

func paneID(d *wire.Decoder) uint32 { return uint32(d.Uint(math.MaxUint32)) }

func putHello(e *wire.Encoder, lo, hi int, build string, pid int) {
	e.Uint(uint64(lo))
	e.Uint(uint64(hi))
	e.String(clip(build))
	e.Uint(uint64(pid))
}

func getHello(d *wire.Decoder) (lo, hi int, build string, pid int) {
	return int(d.Uint(math.MaxInt32)), int(d.Uint(math.MaxInt32)), d.String(maxText), int(d.Uint(maxPID))
}

func getSpawn(d *wire.Decoder) Spawn {
	return Spawn{
		Request: d.Uint(math.MaxUint64), Pane: paneID(d),
		Argv: d.Strings(maxArgs, maxArg), Argv0: d.String(maxArg), Env: d.Strings(maxArgs, maxArg),
		Cwd: d.String(maxPath), Home: d.String(maxPath),
		Rows: int(d.Uint(maxSize)), Cols: int(d.Uint(maxSize)),
		XPixels: int(d.Uint(maxSize)), YPixels: int(d.Uint(maxSize)),
		CC: bytes.Clone(d.Bytes(maxCC)),
	}
}

func getHandover(d *wire.Decoder, fds []int) Handover {
	m := Handover{Listener: -1, Lock: -1, Model: -1, Pidfd: -1, Words: -1}
	m.MinVersion, m.MaxVersion, m.Build, m.PID = getHello(d)
	m.Generation, m.Socket, m.Umask = d.Uint(math.MaxUint64), d.String(maxPath), int(d.Uint(0o777))
	m.FileSizes, m.Args = d.Uint(math.MaxUint64), d.Strings(maxArgs, maxArg)
	has := d.Uint(math.MaxUint64)
	m.Restarts, m.Forms = int(d.Uint(math.MaxInt32)), getForms(d)
	if len(fds) < 3 {
		return m
	}
	m.Listener, m.Lock, m.Model, fds = fds[0], fds[1], fds[2], fds[3:]
	for i, fd := range []*int{&m.Pidfd, &m.Words} {
		if has&(1<<i) != 0 && len(fds) > 0 {
			*fd, fds = fds[0], fds[1:]
		}
	}
	return m
}

func putPane(e *wire.Encoder, p Pane) {
	_, mask := p.FDs.Pack()
	e.Array(8)
	e.Uint(uint64(p.ID))
	e.Uint(uint64(p.PID))
	e.Int(p.Started.UnixNano())
	e.Strings(p.Argv)
	e.String(p.Cwd)
	e.String(p.TTY)
	e.Uint(mask)
	putExit(e, p.Exit)
}

func getPane(d *wire.Decoder, fds []int, lost bool) Pane {
	d.Record()
	p := Pane{
		ID: paneID(d), PID: int(d.Uint(maxPID)), Started: time.Unix(0, d.Int()),
		Argv: d.Strings(maxArgs, maxArg), Cwd: d.String(maxPath), TTY: d.String(maxPath),
	}
	var err error
	mask := d.Uint(math.MaxUint64)
	if p.FDs = recovery.NoFDs(); !lost {
		p.FDs, err = recovery.Unpack(fds, mask)
	}
	if err != nil {
		d.Fail(err)
	}
	p.Exit = getExit(d)
	d.End()
	return p
}

func putExit(e *wire.Encoder, x *recovery.Exit) {
	if x == nil {
		e.Array(0)
		return
	}
	e.Array(9)
	e.Uint(uint64(x.PID))
	e.Bool(x.Known)
	e.Int(int64(x.Code))
	e.Uint(uint64(x.Signal))
	e.Bool(x.Core)
	e.Int(int64(x.User))
	e.Int(int64(x.System))
	e.Int(x.MaxRSS)
	e.Int(x.ExitedAt.UnixNano())
}

func getExit(d *wire.Decoder) *recovery.Exit {
	d.Record()
	defer d.End()
	if !d.More() {
		return nil
	}
	return &recovery.Exit{
		PID: int(d.Uint(maxPID)), Known: d.Bool(), Code: int(d.Int()), Signal: int(d.Uint(maxSignal)), Core: d.Bool(),
		User: time.Duration(d.Int()), System: time.Duration(d.Int()), MaxRSS: d.Int(), ExitedAt: time.Unix(0, d.Int()),
	}
}

// exitOf reads an exit that must be there; an empty one says that nothing is known.
func exitOf(d *wire.Decoder) recovery.Exit {
	if x := getExit(d); x != nil {
		return *x
	}
	return recovery.Exit{}
}

// clip keeps a text within what the other side accepts.
func clip(s string) string { return s[:min(len(s), maxText)] }
