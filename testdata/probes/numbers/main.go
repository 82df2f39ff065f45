// Numbers prints numbered lines, "00000017 " and letters that follow from the number, one every so often, until it reads a q.
// Then it prints "=END n=", where n is the number of lines, and waits to be killed.
//
//	numbers [-every 10ms]
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"time"

	"golang.org/x/term"
)

func main() {
	every := flag.Duration("every", 10*time.Millisecond, "from one line to the next")
	flag.Parse()
	if _, err := term.MakeRaw(0); err != nil {
		fmt.Fprintln(os.Stderr, "numbers:", err)
		os.Exit(1)
	}
	end := make(chan error, 1)
	go func() {
		buf := make([]byte, 64)
		for {
			n, err := os.Stdin.Read(buf)
			if err != nil || bytes.IndexByte(buf[:n], 'q') >= 0 {
				end <- err
				return
			}
		}
	}()
	for n := 0; ; n++ {
		select {
		case err := <-end:
			if err != nil {
				fmt.Fprintln(os.Stderr, "numbers:", err)
				os.Exit(1)
			}
			fmt.Printf("=END %d=\r\n", n)
			for {
				time.Sleep(time.Hour)
			}
		case <-time.After(*every):
		}
		if _, err := fmt.Printf("%s\r\n", Line(n)); err != nil {
			os.Exit(1)
		}
	}
}

// Line is the n-th line.
func Line(n int) string {
	text := fmt.Sprintf("%08d ", n)
	for i := range 20 {
		text += string(rune('a' + (n+i*i)%26))
	}
	return text
}
