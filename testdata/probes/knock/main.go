// Knock opens many connections to a unix socket, says the same on each, and holds them open.
//
//	knock -n 2000 -say 00000007950101010178 SOCKET
//
// It prints "connected N" when all are open. At the end of its standard input, or of a line of it, it prints how often it
// was told what, "12 times: too many clients (closed)", the printable part of what came, and ends. With -wait it hears
// each to its end.
package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

func main() {
	n := flag.Int("n", 1, "connections")
	wait := flag.Bool("wait", false, "hear each to its end")
	say := flag.String("say", "", "what to say, in hexadecimal")
	flag.Parse()
	if err := run(flag.Arg(0), *n, *say, *wait); err != nil {
		fmt.Fprintln(os.Stderr, "knock:", err)
		os.Exit(1)
	}
}

func run(path string, n int, say string, wait bool) error {
	words, err := hex.DecodeString(say)
	if err != nil {
		return err
	}
	var fds []int
	for range n {
		fd, err := connect(path)
		if err != nil {
			return fmt.Errorf("connection %d: %w", len(fds)+1, err)
		}
		fds = append(fds, fd)
		if len(words) > 0 {
			// Who is sent away at once may not be able to take it any more.
			if err := unix.Sendmsg(fd, words, nil, nil, unix.MSG_NOSIGNAL); err != nil && !errors.Is(err, unix.EPIPE) && !errors.Is(err, unix.ECONNRESET) {
				return fmt.Errorf("say it on connection %d: %w", len(fds), err)
			}
		}
	}
	fmt.Println("connected", len(fds))
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil && err != io.EOF {
		return err
	}
	flags := unix.MSG_DONTWAIT
	if wait {
		flags = 0
	}
	told := map[string]int{}
	for _, fd := range fds {
		told[hear(fd, flags)]++
	}
	for _, what := range slices.Sorted(maps.Keys(told)) {
		fmt.Printf("%d times: %s\n", told[what], what)
	}
	fmt.Println("over")
	return nil
}

// connect waits in the kernel for a place in the backlog, as a blocking connect does.
func connect(path string) (int, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 20}); err != nil {
		return -1, err
	}
	for {
		err = unix.Connect(fd, &unix.SockaddrUnix{Name: path})
		if err != unix.EINTR {
			return fd, err
		}
	}
}

// hear is what has come so far, or comes within SO_RCVTIMEO, and how it ended.
func hear(fd, flags int) string {
	var b strings.Builder
	buf := make([]byte, 4096)
	end := "(open)"
	for {
		n, _, err := unix.Recvfrom(fd, buf, flags)
		if err == unix.EINTR {
			continue
		}
		if err == unix.EAGAIN {
			break
		}
		if err != nil || n == 0 {
			end = "(closed)"
			break
		}
		for _, c := range buf[:n] {
			if c >= 0x20 && c < 0x7f {
				b.WriteByte(c)
			} else if b.Len() > 0 && !strings.HasSuffix(b.String(), " ") {
				b.WriteByte(' ')
			}
		}
	}
	unix.Close(fd)
	return strings.TrimSpace(b.String()) + " " + end
}
