// Package ptyhost is the daemon that is parent of every child.
//
//	            ┌────────────────── gmux: host ───────────────────┐
//	SIGCHLD ──▶ │ reap ─▶ panes: pid, master, pipe, memfds, pidfd │
//	SIGHUP  ──▶ │                                                 │ ──▶ gmux: server, started again
//	SIGTERM ──▶ │ loop ◀─ link ◀─ Spawn, Signal, Forget, Shutdown │ ◀──   when it dies
//	inotify ──▶ │   └───▶ link ─▶ AdoptPane, Spawned, Exited ...  │
//	            │ listening socket, lock, model memory            │
//	            └─────────────────────────────────────────────────┘
//
// It stands beside the way of the data: it makes children, keeps a copy of each descriptor that must
// outlive a server, reaps, and starts the server again. It reads no output, knows neither session nor
// window, and kills a child only when the server asks, or when it is told to end.
//
// Its masters, pipes and memfds are plain integers in no poller. One goroutine, loop, owns all state;
// the others (signals, each link's two, the watch of the socket's directory) send it events and own
// nothing. What the loop does never waits for the server: what is for it goes through a bounded queue,
// and a server that lets the queue fill up has hung and is replaced. Nor does it wait for a directory on a file system that does
// not answer: a server's reading goroutine looks at that before the loop forks.
//
// The client starts it by Start; the binary comes back here by Main, under the name hostmsg.HostName.
// Start reading in host.go.
package ptyhost
