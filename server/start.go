package server

import "gmux/server/command"

// StartsServer reports whether a command may start a server where none runs.
func StartsServer(argv []string) bool { return command.StartsServer(argv) }
