//go:build linux

package usertest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// An SSHD lets programs of this world be run over a real ssh, on loopback. It listens itself and hands each
// connection to an sshd of its own (sshd -i), so that no port has to be guessed and every sshd is known.
type SSHD struct {
	w        *World
	dir      string // keys and configuration
	sshd     string // its path, which has to be absolute
	user     string
	listener *net.TCPListener
	wg       sync.WaitGroup

	mu     sync.Mutex   // guards serves, closed
	serves map[int]bool // the sshds that run, by pid
	closed bool
}

// privsepDir is where OpenSSH locks its unprivileged part in when root starts it. It is compiled in, and missing where
// the service has never been started.
const privsepDir = "/run/sshd"

// StartSSHD makes an sshd with keys and a configuration of its own. It lets in whoever runs the tests, and what is run
// through it gets the environment of this world.
func (w *World) StartSSHD() *SSHD {
	w.t.Helper()
	Need(w.t, "ssh", "sshd", "ssh-keygen")
	s := &SSHD{w: w, dir: w.Path("ssh"), serves: make(map[int]bool)}
	if err := s.listen(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(s.close)
	return s
}

func (s *SSHD) listen() error {
	who, err := user.Current()
	if err != nil {
		return err
	}
	s.user = who.Username
	if s.sshd, err = exec.LookPath("sshd"); err != nil {
		return err
	}
	if err := os.Mkdir(s.dir, 0o700); err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		if err := os.MkdirAll(privsepDir, 0o755); err != nil {
			return err
		}
	}
	if s.listener, err = net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		return err
	}
	if err := s.configure(); err != nil {
		return errors.Join(err, s.listener.Close())
	}
	s.wg.Go(s.acceptLoop)
	return nil
}

// configure makes both keys, the list of known hosts and sshd_config(5).
func (s *SSHD) configure() error {
	for _, key := range []string{"host", "user"} {
		out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", s.path(key)).CombinedOutput()
		if err != nil {
			return fmt.Errorf("ssh-keygen: %w\n%s", err, out)
		}
	}
	host, err := os.ReadFile(s.path("host.pub"))
	if err != nil {
		return err
	}
	var setenv []string
	for _, assignment := range s.w.Environ() {
		setenv = append(setenv, `"`+assignment+`"`)
	}
	conf := strings.Join([]string{
		"HostKey " + s.path("host"),
		"AuthorizedKeysFile " + s.path("user.pub"),
		"AuthenticationMethods publickey",
		"StrictModes no", // the directory above is open to all, as those for temporary files are
		"PermitRootLogin yes",
		"UsePAM no",
		"PidFile none",
		"PrintMotd no",
		"PrintLastLog no",
		"SetEnv " + strings.Join(setenv, " "),
	}, "\n")
	return errors.Join(
		os.WriteFile(s.path("known_hosts"), fmt.Appendf(nil, "[127.0.0.1]:%d %s", s.port(), host), 0o600),
		os.WriteFile(s.path("sshd_config"), []byte(conf+"\n"), 0o600))
}

func (s *SSHD) path(name string) string { return filepath.Join(s.dir, name) }

func (s *SSHD) port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// acceptLoop ends when the listener is closed.
func (s *SSHD) acceptLoop() {
	for {
		conn, err := s.listener.AcceptTCP()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			err = s.serve(conn)
		}
		if err != nil {
			s.w.t.Error(err)
		}
	}
}

// serve has an sshd of its own serve the connection.
func (s *SSHD) serve(conn *net.TCPConn) error {
	defer conn.Close()
	f, err := conn.File()
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.Command(s.sshd, "-i", "-f", s.path("sshd_config"), "-E", s.path("log"))
	cmd.Env = s.w.Environ()
	cmd.Stdin, cmd.Stdout = f, f
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	proc, err := start(func() (*os.Process, error) { err := cmd.Start(); return cmd.Process, err })
	if err != nil {
		return err
	}
	s.serves[proc.Pid] = true
	s.wg.Go(func() { s.waitLoop(cmd) })
	return nil
}

// waitLoop waits for the end of one sshd. How it ended is the test's affair.
func (s *SSHD) waitLoop(cmd *exec.Cmd) {
	cmd.Wait()
	ended(cmd.Process)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.serves, cmd.Process.Pid)
}

// Command is the ssh that runs a program on a terminal of the far side.
func (s *SSHD) Command(argv ...string) []string {
	args := []string{"ssh", "-F", "none", "-tt", "-e", "none", "-i", s.path("user"), "-p", fmt.Sprint(s.port()),
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "UserKnownHostsFile=" + s.path("known_hosts"),
		"-o", "StrictHostKeyChecking=yes", "-o", "LogLevel=ERROR", s.user + "@127.0.0.1", "exec"}
	for _, arg := range argv { // the user's shell at the far side reads them
		args = append(args, "'"+strings.ReplaceAll(arg, "'", `'\''`)+"'")
	}
	return args
}

// Kill sends every sshd that serves a connection a signal. The programs that they run are in sessions of their own.
func (s *SSHD) Kill(sig syscall.Signal) {
	s.w.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for pid := range s.serves {
		if err := syscall.Kill(-pid, sig); err != nil && err != syscall.ESRCH { // it may just have ended
			s.w.t.Errorf("signal sshd %d: %v", pid, err)
		}
	}
}

// close ends every sshd. Since sshd writes its title over its environment, nobody else would find them.
func (s *SSHD) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	if err := s.listener.Close(); err != nil {
		s.w.t.Error(err)
	}
	s.Kill(syscall.SIGKILL)
	s.wg.Wait()
	if log, err := os.ReadFile(s.path("log")); s.w.t.Failed() && err == nil {
		s.w.t.Logf("sshd said:\n%s", log)
	}
}
