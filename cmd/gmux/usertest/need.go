//go:build linux

package usertest

import (
	"os"
	"os/exec"
	"testing"
)

// Need skips the test where one of the programs is not installed. In continuous integration, where
// they were installed beforehand, a skip would hide a test that never runs, so there it fails.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err == nil {
			continue
		}
		if os.Getenv("CI") != "" {
			t.Fatalf("this test needs %s, which is not installed", program)
		}
		t.Skipf("this test needs %s, which is not installed", program)
	}
}

// NeedRoot skips the test for a user who may not change to another user, and fails where CI is set.
func NeedRoot(t testing.TB) {
	t.Helper()
	if os.Geteuid() == 0 {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatal("this test needs to be run as root")
	}
	t.Skip("this test needs to be run as root")
}

// Long skips, with go test -short, what moves many bytes, kills in a loop or drives many programs: the
// run with the race detector is for the short ones.
func Long(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("a long test, and -short was given")
	}
}

// NeedGmux skips what a real tmux cannot do when the tests run against one.
func NeedGmux(t testing.TB, why string) {
	t.Helper()
	if UnderTmux() {
		t.Skipf("tmux stands in for gmux: %s", why)
	}
}

// Soak is true under make soak: loops turn for as long as it takes to find what is rare, where they else
// turn a few times.
func Soak() bool { return os.Getenv("GMUX_SOAK") != "" }

// Count is how often to do something: short in an ordinary run, long under make soak.
func Count(short, long int) int {
	if Soak() {
		return long
	}
	return short
}
