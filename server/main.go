package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"gmux/protocol"
	"gmux/protocol/hostmsg"
	"gmux/protocol/osproc"
	"gmux/protocol/recovery"
	"gmux/protocol/transport"
	"gmux/server/command"
	"gmux/server/model"
	"gmux/server/pane"
	"gmux/server/persist"
)

// A Config is what main tells the server.
type Config struct {
	Version  string   // as in gmux -V
	Files    []string // configuration files
	Explicit bool     // the user named them, so they must exist
	Log      io.Writer
	AsTmux   bool // invoked under the name tmux

	// StartHost starts a host for this server and returns the server's end of their conversation; nil: the server ends with
	// its host.
	StartHost func() (*hostmsg.Conn, error)
}

// Run is the server's role: it takes over what the host keeps and serves until there is nothing left to serve. A nil
// error is an end in order; after any other the host starts the next server.
func Run(ctx context.Context, c Config) error {
	osproc.SetName(hostmsg.ServerName) // only for ps; argv[0] says it too
	osproc.KeepThreads(16)
	link, err := hostmsg.Inherited()
	if err != nil {
		return err
	}
	defer link.Close()
	fileSizes, err := recovery.LiftFileSizeLimit()
	if err != nil {
		return err
	}
	hello, panes, form, err := meetHost(link, c.Version)
	if err != nil {
		return errors.Join(err, link.Send(hostmsg.Failed{Text: err.Error()}))
	}
	s, listener, err := build(c, link, hello, form, fileSizes)
	if err != nil {
		return errors.Join(err, link.Send(hostmsg.Failed{Text: err.Error()}))
	}
	return s.run(ctx, listener, panes, form)
}

// meetHost takes everything over that the host hands to a new server.
func meetHost(link *hostmsg.Conn, version string) (hello hostmsg.HostHello, panes []hostmsg.Pane, form hostmsg.Form, err error) {
	m, err := link.Receive()
	if err != nil {
		return hello, nil, form, fmt.Errorf("meet the host: %w", err)
	}
	hello, ok := m.(hostmsg.HostHello)
	if !ok {
		return hello, nil, form, fmt.Errorf("meet the host: %T in place of a hello", m)
	}
	if hostmsg.Negotiate(hello.MinVersion, hello.MaxVersion) == 0 {
		return hello, nil, form, hostmsg.ErrVersion
	}
	err = link.Send(hostmsg.ServerHello{
		MinVersion: hostmsg.MinVersion, MaxVersion: hostmsg.MaxVersion, Build: version, PID: os.Getpid(),
		Forms: forms,
	})
	for err == nil {
		if m, err = link.Receive(); err != nil {
			break
		}
		switch m := m.(type) {
		case hostmsg.AdoptPane:
			panes = append(panes, m.Pane)
		case hostmsg.AdoptDone:
			if m.Panes != len(panes) {
				return hello, nil, form, fmt.Errorf("adopt panes: %d came, %d were sent", len(panes), m.Panes)
			}
			return hello, panes, m.Form, nil
		}
	}
	return hello, nil, form, fmt.Errorf("adopt panes: %w", err)
}

func build(c Config, link *hostmsg.Conn, hello hostmsg.HostHello, form hostmsg.Form, fileSizes uint64) (*Server, *transport.Listener, error) {
	kept, err := keepEstate(hello, fileSizes)
	if err != nil {
		return nil, nil, err
	}
	listener, err := transport.ListenerFromFD(hello.Listener)
	if err != nil {
		return nil, nil, fmt.Errorf("listen on %s: %w", hello.Socket, err)
	}
	stopped, stop, err := os.Pipe()
	if err != nil {
		return nil, nil, fmt.Errorf("pipe: %w", err)
	}
	s := &Server{
		log:    log.New(c.Log, "server: ", log.LstdFlags|log.Lmicroseconds),
		hello:  protocol.OurHello("gmux " + c.Version),
		host:   &hostLink{conn: link, out: newMailbox[hostmsg.Message](), generation: hello.Generation, before: hello.Before, fault: hello.Fault, upgraded: hello.Upgrade},
		events: make(chan event), clientEvents: make(chan event), hostEvents: make(chan event), turn: make(chan struct{}, 1), alarm: make(chan struct{}, 1), done: make(chan struct{}), stopped: stopped, endOfStop: stop,
		door:     newDoor(),
		recorder: persist.NewRecorder(),
		conns:    map[model.ClientID]*conn{},
		panes:    map[model.PaneID]*pane.Pane{},
		exits:    map[model.PaneID]exit{},
		children: map[model.PaneID]hostmsg.Pane{},
		spawning: map[model.PaneID]birth{},
		estate:   kept, startHost: c.StartHost,
		closing: map[model.PaneID]bool{},
		handing: handing{asker: model.NoClient}, farewell: protocol.GoodbyeServerExited, offered: map[string]bool{},
		runs: map[string]*byte{},
	}
	s.timer = time.AfterFunc(time.Hour, s.ring) // the loop begins with arm
	s.formats.Start = s.startFormat
	config := modelConfig(c, hello)
	fresh, err := s.recall(hello, config, form, os.Environ())
	if err != nil {
		return nil, nil, err
	}
	s.queue = command.NewQueue(s.model, s)
	if fresh {
		s.perform(s.queue.LoadConfig(c.Files, !c.Explicit))
	} else {
		s.perform(s.queue.LoadConfig(nil, true))
	}
	return s, listener, nil
}

func modelConfig(c Config, hello hostmsg.HostHello) model.Config {
	config := model.Config{
		Socket: hello.Socket, HostPID: hello.PID, ServerPID: os.Getpid(), Version: c.Version, AsTmux: c.AsTmux,
		Restarts: hello.Restarts,
		UID:      os.Getuid(), User: userName(os.Getuid()), Started: time.Now(), Files: c.Files,
		Home: os.Getenv("HOME"), Shell: loginShell(os.Getenv("SHELL")), IsShell: isShell,
	}
	config.Hostname, _ = os.Hostname() // empty if it has none
	return config
}

// loginShell is the shell for panes: the user's, if it can be run.
func loginShell(path string) string {
	if isShell(path) {
		return path
	}
	return "/bin/sh"
}

// isShell reports whether panes can have a program as their shell. As in tmux gmux itself is none: each pane would start another.
func isShell(path string) bool {
	base := filepath.Base(path)
	return filepath.IsAbs(path) && base != "gmux" && base != "tmux" && unix.Access(path, unix.X_OK) == nil
}

// userName is the name of a user, empty if the system has none.
func userName(uid int) string {
	u, err := user.LookupId(strconv.Itoa(uid))
	if err != nil {
		return ""
	}
	return u.Username
}

// run serves until the end.
func (s *Server) run(ctx context.Context, l *transport.Listener, panes []hostmsg.Pane, form hostmsg.Form) error {
	signals := make(chan os.Signal, 8)
	// Notify and never Ignore: what is ignored here would be ignored in every child.
	signal.Notify(signals, unix.SIGHUP, unix.SIGTERM, unix.SIGINT, unix.SIGPIPE)
	s.wg.Go(func() { s.signalLoop(signals) })
	s.wg.Go(s.host.sendLoop(s))
	s.wg.Go(s.host.readLoop(s))
	late, err := s.adopt(panes, form)
	if err != nil {
		return errors.Join(err, s.host.conn.Send(hostmsg.Failed{Text: err.Error()}))
	}
	s.accept(l)
	s.remember()
	s.host.send(hostmsg.Ready{})
	for _, e := range late {
		s.apply(e)
	}
	time.AfterFunc(firstTask, func() { s.post(starterMissing{}) })

	err = s.loop(ctx)
	s.listener.Close() // if it was not before
	signal.Stop(signals)
	close(signals)
	s.host.out.close()
	s.host.conn.Close()
	s.finishClients()
	if errors.Is(err, errShutdown) || errors.Is(err, errRetired) {
		return nil
	}
	return err
}

// firstTask is how long a new server waits for the client that started it.
const firstTask = 15 * time.Second

// starterMissing: the client that started this server had its time to come.
type starterMissing struct{}

func (starterMissing) apply(s *Server) []model.Effect {
	s.model.Serve()
	return s.model.TakeEffects()
}

// signalLoop: SIGHUP reads the configuration again, SIGTERM ends in order, SIGINT and SIGPIPE do nothing.
func (s *Server) signalLoop(signals <-chan os.Signal) {
	for sig := range signals {
		switch sig {
		case unix.SIGHUP:
			s.postHost(hostSaid{hostmsg.Reload{}})
		case unix.SIGTERM:
			s.postHost(hostSaid{hostmsg.Terminate{}})
		}
	}
}

// lastWords is how long a client has to read why it has to go.
const lastWords = 2 * time.Second

// retiredWords is the same where somebody else has taken over, so that nobody waits for this process.
const retiredWords = 10 * time.Second

func (s *Server) lastWords() time.Duration {
	if s.handing.stage == retired {
		return retiredWords
	}
	return lastWords
}

// finishClients waits until every client has been told, but not for those that do not listen.
func (s *Server) finishClients() {
	finished := make(chan struct{})
	go func() {
		s.wg.Wait()
		close(finished)
	}()
	select {
	case <-finished:
	case <-time.After(s.lastWords()): // the process ends, and with it what still waits
	}
}

// terminate ends everything in order: SIGTERM.
func (s *Server) terminate() []model.Effect {
	s.model.End()
	return s.model.TakeEffects()
}

// endTime is how long clients have to go by themselves when everything ends.
const endTime = 2 * time.Second

// boundEnd lets no client that has stopped hold up the end of the server.
func (s *Server) boundEnd() {
	if s.model.Ending() && !s.ending {
		s.ending = true
		s.report(s.listener.Close()) // who comes now is for the next server
		time.AfterFunc(endTime, func() { s.post(endNow{}) })
	}
}

// endNow ends a server whose clients did not go.
type endNow struct{}

func (endNow) apply(s *Server) []model.Effect {
	s.shutdown()
	return nil
}

// shutdown tells the host to close all panes and to end. The end of its stream is the end of this server.
func (s *Server) shutdown() {
	if !s.down {
		s.down = true
		s.listener.Close()
		s.host.send(hostmsg.Shutdown{})
	}
}
