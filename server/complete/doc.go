// Package complete answers a shell that asks how a command line of gmux could go on.
//
//	shell ──▶ script of bash.sh, zsh.sh, fish.fish ──▶ gmux completion candidates WORD... ──▶ Line ──▶ Answer
//	                                                                                                 ├── Words, from the tables
//	                                                                                                 ├── Files, which the shell knows
//	                                                                                                 └── Ask, what a server would have to be asked
//
// All that is known comes from the table of commands and the table of options, so the scripts never grow old. Whoever
// calls asks the server: nothing here does.
//
// Start reading in line.go.
package complete
