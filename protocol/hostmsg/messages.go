package hostmsg

import (
	"time"

	"gmux/protocol/recovery"
	"gmux/protocol/wire"
)

// The versions this build speaks.
const (
	MinVersion = 1
	MaxVersion = 1 + wire.Later
)

// Kinds of messages.
const (
	kindHostHello    = 1
	kindAdoptPane    = 2
	kindAdoptDone    = 3
	kindSpawned      = 4
	kindSpawnFailed  = 5
	kindExited       = 6
	kindOrphanExited = 7
	kindPing         = 8
	kindReload       = 9
	kindTerminate    = 10
	kindListening    = 11
	kindHeir         = 12
	kindSeal         = 13
	kindResume       = 14
	kindGo           = 15
	kindRetire       = 16
	kindUpgraded     = 17
	kindMove         = 18
	kindMoved        = 19
	kindEstate       = 20

	kindServerHello = 32
	kindReady       = 33
	kindFailed      = 34
	kindSpawn       = 35
	kindSignal      = 36
	kindForget      = 37
	kindPong        = 38
	kindShutdown    = 39
	kindHandover    = 40
	kindUpgrade     = 41
	kindSealed      = 42
	kindProof       = 43
	kindMoving      = 44
	kindDismiss     = 45
)

// A Message is one of the types below, by value.
type Message interface {
	encode(e *wire.Encoder)
	fds() []int // the descriptors it carries, which stay the sender's
}

// HostHello is the host's first message.
type HostHello struct {
	MinVersion, MaxVersion int
	Build                  string
	PID                    int    // the host's
	Generation             uint64 // of this server: the reader's name in recovery memory
	Socket                 string // path of the listening socket
	Deaths                 int    // how many servers died before this one without reaching Ready
	Umask                  int    // the user's; host and server have 077
	Before                 string // how the server before this one ended; empty for the first
	Fault                  bool   // it ended of itself, or hung, and nobody killed it
	Restarts               int    // how many servers were started because one had died
	Upgrade                string // the build of the server that this one is to replace, see upgrade.go; empty: of none

	Listener, Lock, Model int // descriptors, the receiver's
}

// A Pane is a child and what belongs to it.
type Pane struct {
	ID      uint32
	PID     int
	Started time.Time
	Argv    []string
	Cwd     string // where it was really started
	TTY     string // name of the child's side
	Exit    *recovery.Exit
	FDs     recovery.FDs // the receiver's
}

// AdoptPane hands over a pane that lives since before this server.
type AdoptPane struct{ Pane Pane }

// AdoptDone says that every pane was handed over.
type AdoptDone struct {
	Panes int
	Form  Form // of the Proof that a server which is to replace another has to give first
}

// Spawned answers Spawn.
type Spawned struct {
	Request uint64
	Pane    Pane
}

// SpawnFailed answers Spawn; Text names what could not be done.
type SpawnFailed struct {
	Request uint64
	Text    string
}

// Exited says what became of a pane's session leader.
type Exited struct {
	Pane uint32
	Exit recovery.Exit
}

// OrphanExited says what became of a process that had lost its parent.
type OrphanExited struct {
	Session int // pid of the leader of its session
	Exit    recovery.Exit
}

// Ping asks whether the server still turns its loop; Pong answers with the same number.
type Ping struct{ Number uint64 }

// Reload asks the server to read the configuration again.
type Reload struct{}

// Terminate asks the server to end in order, which it does by Shutdown.
type Terminate struct{}

// Listening hands over a new socket and a new lock: the files of the old ones were deleted.
type Listening struct{ Listener, Lock int } // descriptors, the receiver's

// Heir says that a new host has taken over everything.
type Heir struct {
	Build string
	PID   int
}

// ServerHello answers HostHello.
type ServerHello struct {
	MinVersion, MaxVersion int
	Build                  string
	PID                    int
	Forms                  Forms // that it can prove what it knows in
}

// Ready says that the server has taken over everything and accepts clients.
type Ready struct{}

// Failed says, in place of Ready, why the server cannot start.
type Failed struct{ Text string }

// Spawn asks for a child on a pty of its own.
type Spawn struct {
	Request          uint64 // comes back with the answer
	Pane             uint32
	Argv             []string // Argv[0] is looked up in Env's PATH if it has no slash
	Argv0            string   // what the program is told as its name, a login shell's "-sh"; Argv[0] if empty
	Env              []string
	Cwd              string
	Home             string // tried when Cwd is not there; then "/"
	Rows, Cols       int
	XPixels, YPixels int
	CC               []byte // control characters (termios c_cc) of the user's terminal; may be empty
}

// A Scope says which processes a Signal is for.
type Scope uint8

// The scopes.
const (
	Leader     Scope = iota // the session leader
	Foreground              // the tty's foreground process group
	Session                 // every process group of the leader's session
)

// Signal asks for a signal.
type Signal struct {
	Pane   uint32
	Signal int
	Scope  Scope
}

// Forget says that a pane is over for the server; the host closes its descriptors.
type Forget struct{ Pane uint32 }

// Pong answers Ping.
type Pong struct{ Number uint64 }

// Shutdown asks the host to close every pane and to end.
type Shutdown struct{}

// Handover is a server's first message to the host that it has started, since the one before has died. AdoptPane for
// each pane and AdoptDone follow.
type Handover struct {
	MinVersion, MaxVersion int
	Build                  string
	PID                    int    // the server's
	Generation             uint64 // the server's
	Socket                 string
	Umask                  int
	FileSizes              uint64   // the user's soft limit, which the server has lifted for itself
	Args                   []string // the server's
	Restarts               int
	Forms                  Forms // as in ServerHello

	Listener, Lock, Model int // descriptors, the receiver's
	Pidfd, Words          int // descriptors too, or -1: of the server, and the memory that its stderr goes to
}

// Dismiss tells a host that was started after the death of another that the server does without it, and may have started one more.
type Dismiss struct{}

// Negotiate chooses the version to speak with a peer, 0 if there is none.
func Negotiate(peerMin, peerMax int) int {
	if v := min(peerMax, MaxVersion); v >= max(peerMin, MinVersion) {
		return v
	}
	return 0
}
