// Package syntax reads and prints the command language: the shell's argv, configuration files, key
// bindings, hooks and prompts all come through here, and nothing else splits a command line.
//
//	text ──▶ join ──▶ lexer ──▶ parser ──▶ List ──▶ ExpandAliases ──▶ ParseArgs ──▶ a command's exec
//	argv ───────────────── FromArgv ───────▲  │
//	                                          └──▶ String: text again, and Parse of it prints the same
//
// A List is groups of commands. An error in one command drops the rest of its group and no more; a line
// of a file is a group, and so is a binding. An argument is text or a block, which is a List itself.
//
// The package knows the grammar and the shape of flags (Spec), not one command. It looks at the world
// only through Environment (variables and home directories) and Input.Expand (the conditions of %if).
// Start reading in list.go, then parse.go.
package syntax
