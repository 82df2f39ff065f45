// Orphanage runs a command and adopts what it leaves behind, as init does.
//
//	orphanage [-reap=false] COMMAND [ARGUMENT]...
//
// It says "command ended: STATUS", and ends at the first line of input. Without -reap it takes nobody's exit status, as the init
// of some containers.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	reap := flag.Bool("reap", true, "take the exit statuses of orphans")
	flag.Parse()
	if err := run(*reap, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "orphanage:", err)
		os.Exit(1)
	}
}

func run(reap bool, argv []string) error {
	if len(argv) == 0 {
		return errors.New("no command")
	}
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return err
	}
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		return err
	}
	fmt.Printf("command ended: %d\n", cmd.ProcessState.ExitCode())
	if reap {
		go func() {
			for {
				unix.Wait4(-1, nil, 0, nil) // nobody to wait for is no error: there may be somebody later
				time.Sleep(time.Millisecond)
			}
		}()
	}
	_, err := bufio.NewReader(os.Stdin).ReadString('\n')
	return err
}
