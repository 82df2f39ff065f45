// Columns asks its terminal how many columns texts take. For each line of its input, code points in hexadecimal with spaces
// between them, it prints the text at the beginning of a line and asks where the cursor is. At the end it prints how many
// columns were taken how often:
//
//	columns 2: 3655
//	done
package main

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "columns: %v\r\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: columns FILE")
	}
	texts, err := read(args[0])
	if err != nil {
		return err
	}
	old, err := term.MakeRaw(0)
	if err != nil {
		return err
	}
	defer term.Restore(0, old)
	taken := map[int]int{}
	answers := bufio.NewReader(os.Stdin)
	for _, text := range texts {
		fmt.Printf("\r\x1b[K%s\x1b[6n", text)
		col, err := column(answers)
		if err != nil {
			return fmt.Errorf("%q: %w", text, err)
		}
		taken[col-1]++
	}
	fmt.Print("\r\x1b[K")
	for _, n := range slices.Sorted(maps.Keys(taken)) {
		fmt.Printf("columns %d: %d\r\n", n, taken[n])
	}
	fmt.Print("done\r\n")
	return nil
}

func read(path string) (texts []string, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(data)) {
		var text strings.Builder
		for _, p := range strings.Fields(line) {
			n, err := strconv.ParseUint(p, 16, 21)
			if err != nil {
				return nil, err
			}
			text.WriteRune(rune(n))
		}
		texts = append(texts, text.String())
	}
	return texts, nil
}

// column reads CSI row ; column R.
func column(r *bufio.Reader) (int, error) {
	answer, err := r.ReadString('R')
	if err != nil {
		return 0, err
	}
	_, col, _ := strings.Cut(strings.TrimSuffix(answer, "R"), ";")
	return strconv.Atoi(col)
}
