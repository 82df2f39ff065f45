//go:build linux

package usertest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Main runs the tests of a package that drives the binary; its TestMain calls it. It makes this process
// the reaper of what the tests leave running and removes the binaries that were built.
func Main(m *testing.M) {
	if err := adoptOrphans(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	hearSignals()
	code := m.Run()
	if binDir != "" {
		os.RemoveAll(binDir)
	}
	os.Exit(code)
}

// hearSignals has the programs that tests start not ignore what nohup, or a shell's &, has the tests themselves ignore. To catch a
// signal and do nothing is to ignore it, without handing that on.
func hearSignals() {
	for _, sig := range []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT} {
		if signal.Ignored(sig) {
			signal.Notify(make(chan os.Signal, 1), sig)
		}
	}
}

var (
	binDir string // what build made; Main removes it

	// buildOnce is built on first use, so that tests which drive nothing need no binary.
	buildOnce = sync.OnceValues(build)
)

// Bin is a directory holding gmux and every probe of testdata/probes.
func Bin(t testing.TB) string {
	t.Helper()
	dir, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// UnderTmux says that a real tmux stands in for gmux.
func UnderTmux() bool {
	return filepath.Base(os.Getenv("GMUX_TEST_BINARY")) == "tmux"
}

func build() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	if binDir, err = os.MkdirTemp("", "gmux-bin-"); err != nil {
		return "", err
	}
	if err := os.Chmod(binDir, 0o755); err != nil { // tests that drop privileges run from here too
		return "", err
	}
	gmux := filepath.Join(binDir, "gmux")
	if given := os.Getenv("GMUX_TEST_BINARY"); given != "" {
		if given, err = filepath.Abs(given); err == nil {
			err = os.Symlink(given, gmux)
		}
	} else {
		args := []string{"build", "-o", gmux}
		if Race {
			args = append(args, "-race")
		}
		if Portable {
			args = append(args, "-tags", "portable")
		}
		err = goTool(root, append(args, "./cmd/gmux")...)
	}
	if err != nil {
		return "", err
	}
	return binDir, goTool(root, "build", "-o", binDir, "./testdata/probes/...")
}

// variants are other builds of gmux, by name.
var variants sync.Map

// Variant is a build of gmux with other arguments to go build, made once in a run of the tests. Its file is called name.
func Variant(t testing.TB, name string, args ...string) string {
	t.Helper()
	dir := Bin(t)
	made, _ := variants.LoadOrStore(name, sync.OnceValues(func() (string, error) {
		root, err := moduleRoot()
		if err != nil {
			return "", err
		}
		path := filepath.Join(dir, "variants", name)
		all := append([]string{"build", "-o", path}, args...)
		if Race {
			all = append(all, "-race")
		}
		return path, goTool(root, append(all, "./cmd/gmux")...)
	}))
	path, err := made.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func goTool(dir string, args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	if !Race { // as make builds it
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// moduleRoot is the nearest folder above with a go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod above the working directory")
		}
		dir = parent
	}
}
