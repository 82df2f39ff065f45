package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"gmux/server/complete"
	"gmux/server/manual"
)

// local answers what needs no server: help and completion. They are no commands of the table, where they would make
// beginnings of names ambiguous that people are used to.
func (o *flags) local(argv0 string) (status int, ok bool) {
	if len(o.command) == 0 {
		return 0, false
	}
	switch args := o.command[1:]; o.command[0] {
	case "help":
		text, err := manual.Help(args)
		if err != nil {
			return fail(err), true
		}
		return say(os.Stdout, text), true
	case "completion":
		if len(args) > 0 && args[0] == "candidates" {
			return say(os.Stdout, candidates(argv0, args[1:])), true
		}
		if len(args) != 1 {
			return fail(fmt.Errorf("usage: gmux completion %s", strings.Join(complete.Shells, "|"))), true
		}
		script, err := complete.Script(args[0])
		if err != nil {
			return fail(err), true
		}
		return say(os.Stdout, script), true
	}
	return 0, false
}

// candidates is how the last word could go on. Where no server runs, or it does not answer well, there are just fewer.
func candidates(argv0 string, words []string) string {
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	answer, server := complete.Line(words)
	prefix := ""
	if len(words) > 0 {
		prefix = words[len(words)-1]
	}
	if answer.Ask == nil {
		return answer.String("", prefix)
	}
	program, err := os.Executable()
	if err != nil {
		return answer.String("", prefix)
	}
	cmd := exec.Command(program)
	cmd.Args = append(append([]string{argv0, "-N"}, server...), answer.Ask...)
	out, err := cmd.Output()
	if err != nil {
		out = nil
	}
	return answer.String(string(out), prefix)
}
