// Package spawn makes children: a pty, a session on it, and what becomes of the session's leader.
//
//	Spec ─▶ Scout.Look: directory and program are asked for, by goroutines that may have to wait for ever
//	  │ Place
//	  ▼
//	Start ─▶ pty pair, winsize, termios ─▶ fork ─▶ setsid, ctty, chdir, exec
//	           │ master stays here                        │
//	           ▼                                          ▼
//	         Child{PID, Master, Pidfd}          every signal default, none blocked,
//	                                            limits and umask the user's, fds 0 1 2
//	Reap ◀── SIGCHLD: exit status, CPU time, whose session it was in
//
// Masters and pidfds are plain descriptors in nobody's poller, non-blocking and close-on-exec.
//
// A child starts clean because this process is: Clean, called before the daemon's own exec, sets
// every ignored signal to its default and empties the mask, and from then on nothing is ever ignored,
// only notified and dropped. Go sets handled signals to their default between fork and exec, gives
// back the soft limit of descriptors that it raised itself, and starts the program at once.
//
// Nothing in this process may wait for children but Reap, or statuses would be lost to the other.
//
// Start reading in spawn.go; one file per system for the rest.
package spawn
