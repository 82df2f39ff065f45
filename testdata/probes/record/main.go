// Record has real programs and a real xterm say what a Terminal must do.
//
//	record judge ROWS COLUMNS FILE    the screen that xterm leaves for the bytes in FILE, as vttest draws it
//
// xterm runs on an Xvfb of its own. It is asked for each of its cells (DECRQCRA, XTREPORTSGR) and prints its text (MC).
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "inside":
		return inside(args[1])
	case len(args) == 4 && args[0] == "judge":
		height, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		width, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		recording, err := os.ReadFile(args[3])
		if err != nil {
			return err
		}
		screen, err := judge(height, width, recording)
		fmt.Print(screen)
		return err
	}
	return errors.New("usage: record judge ROWS COLUMNS FILE")
}
