// Package command is what a user can say: one table of commands, one file per family, and the queues in
// which commands wait for their turn.
//
//	argv, config, binding ──▶ Queue ──▶ item ──▶ target ──▶ exec(*call) ──▶ model changed
//	                            ▲                                │            effects
//	                 Resume(token, Result) ◀── what a command waits for (a child, a file)
//
// Each client has a queue of its own, and there is one for commands of nobody (the configuration).
// Commands of a queue run in order; one that waits holds up its own queue only. An error drops the rest
// of its group: a line of a file, a binding, a whole argv.
//
// A command's exec changes the model through its methods and asks the world for effects; it does no I/O
// and does not block. What it prints goes to the client's stdout, or for an attached client to a view
// over its pane; what is wrong goes to stderr, to the message line, or among the configuration's errors.
//
// Start reading in entry.go for the table, queue.go for the machinery, session.go for a family.
package command
