// Command gmux is a terminal multiplexer and session keeper. One binary has three roles: the client, which is what
// a user starts, and the host and the server, which it starts under the names of package hostmsg.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gmux/client"
	"gmux/protocol/hostmsg"
	"gmux/ptyhost"
	"gmux/server"
)

// version is the text of gmux -V, without the name.
var version = "0.1.0"

func main() { os.Exit(run(os.Args)) }

// run chooses the role by the name it was called by, and returns the exit status.
func run(argv []string) int {
	switch argv[0] {
	case hostmsg.HostName:
		return ptyhost.Main(argv[1:])
	case hostmsg.ServerName:
		return serve(argv[1:])
	}
	return attend(argv)
}

func build() string { return "gmux " + version }

// serve is the role of the server.
func serve(args []string) int {
	o, err := parseFlags(args)
	if err != nil {
		return fail(err)
	}
	files, explicit := o.configFiles()
	err = server.Run(context.Background(), server.Config{
		Version: version, Files: files, Explicit: explicit, Log: os.Stderr, AsTmux: o.asTmux,
		StartHost: ptyhost.StartHeir,
	})
	if err != nil {
		return fail(err)
	}
	return 0
}

// attend is the role of the client.
func attend(argv []string) int {
	o, err := parseFlags(argv[1:])
	if err != nil {
		return fail(err)
	}
	o.asTmux = filepath.Base(argv[0]) == "tmux"
	switch {
	case o.help:
		return say(os.Stdout, usage+"\n")
	case o.version && o.asTmux:
		return say(os.Stdout, "tmux "+tmuxVersion+"\n")
	case o.version:
		return say(os.Stdout, build()+"\n")
	}
	if status, ok := o.local(argv[0]); ok {
		return status
	}
	socket, err := o.socketPath()
	if err != nil {
		return fail(err)
	}
	c := client.Config{SocketPath: socket, Argv: o.command, Build: build(), UTF8: o.utf8()}
	if server.StartsServer(o.command) && !o.noStart {
		c.StartServer = func() error {
			lost, err := ptyhost.Start(socket, o.serverArgs())
			if lost != "" {
				fmt.Fprintln(os.Stderr, lost)
			}
			return err
		}
	}
	return client.Run(context.Background(), c)
}

func say(w io.Writer, text string) int {
	if _, err := io.WriteString(w, text); err != nil {
		return 1
	}
	return 0
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}
