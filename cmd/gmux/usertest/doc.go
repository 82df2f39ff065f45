// Package usertest is the test terminal that plays the user: it types keys, waits for text and reads
// the screen, always of the real binary on real pseudo-terminals.
//
//	test ──▶ World ──┬──▶ Screen ──▶ outer tmux ──▶ pty ──▶ gmux        what the user sees, judged by
//	                 │                                                  a terminal that is not ours
//	                 ├──▶ Plain ───────────────▶ pty ──▶ gmux           raw bytes: floods, deaths,
//	                 │                                                  terminals that never read
//	                 └──▶ Run ─────────────────────────▶ gmux           no terminal at all
//
// A World is one test's private corner of the machine: its own home, socket directory and environment,
// and one environment variable that every process started in it inherits. By that variable the World
// finds at the end what was left behind, and a test that leaves a process, a socket or a pseudo-terminal
// fails. Nothing here sleeps for luck: every wait is for a condition, has a deadline, and shows the
// screen when it is missed.
//
// The same scripts run against a real tmux (GMUX_TEST_BINARY=$(command -v tmux) go test ./cmd/gmux),
// because a tmux user's habits are the specification; what only gmux can do is marked where it is asked.
//
// Start reading in world.go; script.go has the testscript verbs.
package usertest
