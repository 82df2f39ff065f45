// Record has real programs and a real xterm say what a Terminal must do.
//
//	record make DIR [NAME ...]        records the sessions of sessions.go, all or those named: NAME.raw.gz, NAME.screen
//	record judge ROWS COLUMNS FILE    the screen that xterm leaves for the bytes in FILE, as vttest draws it
//
// The programs run in namespaces of their own (see world.go), so that nothing of this machine is in what they write; that
// wants root. xterm runs on an Xvfb of its own. It is asked for each of its cells (DECRQCRA, XTREPORTSGR) and prints its text (MC).
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	case len(args) >= 2 && args[0] == "make":
		return makeAll(args[1], args[2:])
	}
	return errors.New("usage: record make DIR [NAME ...], record judge ROWS COLUMNS FILE")
}

// makeAll records sessions and writes them to dir, with the screens that xterm leaves for them.
func makeAll(dir string, names []string) error {
	for _, s := range sessions {
		if len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		raw, err := record(&s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := betrays(raw); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		screen, err := judge(sessionRows, sessionCols, raw)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Printf("%s: %d bytes\n", s.name, len(raw))
		if err := writeCompressed(filepath.Join(dir, s.name+".raw.gz"), raw); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, s.name+".screen"), []byte(screen), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func writeCompressed(name string, data []byte) error {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
