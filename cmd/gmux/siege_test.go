//go:build linux

package main_test

import (
	"bufio"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// A siege is a world of panes that keep books (testdata/probes/ledger), and of clients that type, come and go, while somebody
// kills gmux. Afterwards everything is counted.
type siege struct {
	t       *testing.T
	w       *usertest.World
	rng     *rand.Rand
	ledgers []*ledger
	scribes []*scribe
	watcher *usertest.Plain
	notice  string    // what the watcher reads when it is back
	painted bool      // and whether it did since the last kill
	certain bool      // it had its picture at the last kill
	from    time.Time // of the last kill
	repaint []time.Duration
	control []time.Duration
}

// A ledger is a session with that probe in its one pane.
type ledger struct {
	name, kind string
	pid        int
	client     *usertest.Plain // the one whose size it has, if it is resized
	marks      []mark
}

// A mark is a place in the output where the size was another from there on.
type mark struct {
	offset              int64
	answers, rows, cols int
}

// books are what the probe tells.
type books struct {
	out, in                int64
	asked, answered, lines int
	rows, cols             int
	done                   bool
}

const siegeConf = "set -g history-limit 60000\n"

func newSiege(t *testing.T, panes int, bulk int64) *siege {
	s := &siege{t: t, w: usertest.New(t), rng: rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))}
	writeFile(t, s.w.Path("home", ".gmux.conf"), siegeConf, 0o600)
	kinds := []string{"echo", "echo", "flood", "lines", "full", "lines", "flood", "full", "lines", "lines"}
	for i := range panes {
		l := &ledger{name: fmt.Sprintf("l%d", i), kind: kinds[i%len(kinds)]}
		s.w.Gmux("new-session", "-d", "-s", l.name, "-x", "80", "-y", "24", s.w.Probe("ledger"), "-o", s.w.Path(l.name),
			"-kind", l.kind, "-bulk", fmt.Sprint(bulk), "-seed", fmt.Sprint(i+1))
		s.ledgers = append(s.ledgers, l)
	}
	for i, l := range s.ledgers {
		l.pid = s.w.Pid("#{pane_pid}", "-t", l.name)
		switch {
		case i == panes-1: // the last one is resized
			l.client = s.w.StartPlain(25, 80, "gmux", "attach", "-t", l.name)
		case l.kind == "echo" && i < 2:
			for user := range 2 {
				s.scribes = append(s.scribes, newTypist(s, l, user))
			}
		}
	}
	s.w.Gmux("new-session", "-d", "-s", "quiet", "-x", "80", "-y", "24", "cat")
	s.watcher = s.w.StartPlain(25, 80, "gmux", "attach", "-t", "quiet")
	s.watcher.WaitFor(`\[quiet\]`)
	s.notice, s.painted = "server restarted after", true
	return s
}

// tell gives a probe a command and returns what it says then.
func (s *siege) tell(w *usertest.World, name, command string) (b books) {
	s.t.Helper()
	var c net.Conn
	w.Eventually("the probe of "+name, func() (ok bool, saw string) {
		var err error
		c, err = net.Dial("unix", w.Path(name+".ctl"))
		return err == nil, fmt.Sprint(err)
	})
	defer c.Close()
	c.SetDeadline(time.Now().Add(4 * usertest.Patience()))
	fmt.Fprintln(c, command)
	if command == "quit" {
		return b
	}
	text, err := bufio.NewReader(c).ReadString('\n')
	if _, serr := fmt.Sscanf(text, "out=%d in=%d asked=%d answered=%d lines=%d size=%dx%d", &b.out, &b.in, &b.asked, &b.answered, &b.lines, &b.rows, &b.cols); serr != nil {
		s.t.Fatalf("%s of %s: %q, %v, %v", command, name, text, err, serr)
	}
	b.done = strings.HasSuffix(text, "done\n")
	return b
}

// A scribe is a client whose user types words: letters a-j and k, or A-J and K.
type scribe struct {
	terminal *usertest.Plain
	ledger   *ledger
	first    byte
	typed    bytes.Buffer
	stop     chan struct{}
	done     chan error
}

func newTypist(s *siege, l *ledger, user int) *scribe {
	t := &scribe{
		terminal: s.w.StartPlain(25, 80, "gmux", "attach", "-t", l.name),
		ledger:   l, first: "aA"[user], stop: make(chan struct{}), done: make(chan error, 1),
	}
	t.terminal.WaitFor(`\[` + l.name + `\]`)
	go t.run()
	return t
}

// last is an empty word: nothing comes after it.
func (t *scribe) last() []byte { return []byte{t.first + 10, t.first + 10} }

// gaveUp says that the client told its user that it dropped what no server took for 5 s, as it has to.
func (t *scribe) gaveUp() bool { return strings.Contains(t.terminal.Output(), "input dropped") }

// letters is what of the input this user typed.
func (t *scribe) letters(in []byte) (got []byte) {
	for _, c := range in {
		if c >= t.first && c <= t.first+10 {
			got = append(got, c)
		}
	}
	return got
}

// run types numbered words until stop.
func (t *scribe) run() {
	for n := 0; ; n++ {
		var word []byte
		for _, digit := range fmt.Sprintf("%06d", n) {
			word = append(word, t.first+byte(digit-'0'))
		}
		word = append(word, t.first+10)
		t.typed.Write(word)
		if err := t.terminal.Write(string(word)); err != nil {
			t.done <- err
			return
		}
		select {
		case <-t.stop:
			t.typed.Write(t.last())
			t.done <- t.terminal.Write(string(t.last()))
			return
		case <-time.After(15 * time.Millisecond):
		}
	}
}

// serverOf is the pid of a world's server, as the process table tells it, 0 while there is none.
func serverOf(w *usertest.World) int {
	for _, p := range w.Processes() {
		if strings.HasPrefix(p.Command, "gmux: server") {
			return p.Pid
		}
	}
	return 0
}

// killServer kills the server at a random moment of its life, and waits until there is another process.
func (s *siege) killServer() {
	s.t.Helper()
	server := 0
	s.w.Eventually("a server", func() (bool, string) {
		server = serverOf(s.w)
		return server != 0, ""
	})
	s.killAt(server)
	s.w.Eventually("another server process", func() (bool, string) {
		now := serverOf(s.w)
		return now != 0 && now != server, fmt.Sprintf("was %d, is %d", server, now)
	})
}

// killAt kills a process that has just started: while it recovers, or later, when the watching client has its picture, which
// tells how long that took.
func (s *siege) killAt(pid int) {
	s.t.Helper()
	if s.certain && !s.painted && s.rng.IntN(2) == 0 { // not twice in a row: clients drop what no server takes for 5 s
		time.Sleep(time.Duration(s.rng.IntN(25_000)) * time.Microsecond)
	} else {
		s.awaitPicture()
		time.Sleep(time.Duration(s.rng.IntN(150_000)) * time.Microsecond)
	}
	s.watcher.Forget()
	s.from, s.certain = time.Now(), s.painted
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		s.t.Fatalf("kill %d: %v", pid, err)
	}
	s.painted = false
}

// awaitPicture waits until the watching client has its picture again. How long that took is known if it had one when the server
// was killed.
func (s *siege) awaitPicture() {
	s.t.Helper()
	if s.painted {
		return
	}
	s.watcher.Await(s.notice)
	if s.painted = true; s.certain {
		s.repaint = append(s.repaint, time.Since(s.from))
		s.control = append(s.control, s.attachTime())
	}
}

// attachTime is how long a new client takes to its first picture, at the same time.
func (s *siege) attachTime() time.Duration {
	from := time.Now()
	c := s.w.StartPlain(25, 80, "gmux", "attach", "-t", "quiet")
	c.Await("[quiet]")
	took := time.Since(from)
	c.CloseTerminal()
	return took
}

// visit attaches and detaches clients, with kills in the midst, until leave is called, which says how many there were.
func (s *siege) visit() (leave func() int) {
	stop, visits := make(chan struct{}), 0
	done := make(chan struct{})
	leave = sync.OnceValue(func() int {
		close(stop)
		<-done
		return visits
	})
	s.t.Cleanup(func() { leave() }) // before the world ends
	go func() {
		defer close(done)
		for ; ; visits++ {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
			s.w.Visit(25, 80, visits%2 == 0, "gmux", "attach", "-t", "l0")
		}
	}()
	return leave
}

// resize gives the pane of the last ledger another size. Its probe is silent meanwhile, so that the place in its output is known.
func (s *siege) resize(rows, cols int, kill func()) {
	s.t.Helper()
	l := s.ledgers[len(s.ledgers)-1]
	b := s.tell(s.w, l.name, "pause")
	l.client.Resize(rows+1, cols)
	kill()
	s.w.Eventually("the pane to have its size", func() (bool, string) {
		now := s.tell(s.w, l.name, "stat")
		return now.rows == rows && now.cols == cols, fmt.Sprintf("%dx%d", now.rows, now.cols)
	})
	l.marks = append(l.marks, mark{b.out, b.answered, rows, cols})
	s.tell(s.w, l.name, "go")
}

// finish stops everything and counts.
func (s *siege) finish(kills string) {
	s.t.Helper()
	for _, t := range s.scribes {
		close(t.stop)
		if err := <-t.done; err != nil {
			s.t.Errorf("type into %s: %v", t.ledger.name, err)
		}
	}
	var total struct{ out, in, lines, asked int64 }
	for _, l := range s.ledgers {
		s.awaitInput(l)
		b := s.tell(s.w, l.name, "pause")
		if pid := s.w.Pid("#{pane_pid}", "-t", l.name); pid != l.pid || !usertest.Alive(pid) {
			s.t.Errorf("the process of %s was %d and is %d", l.name, l.pid, pid)
		}
		if b = s.tell(s.w, l.name, "stat"); b.answered != b.asked {
			s.t.Errorf("%s asked %d questions and got %d answers", l.name, b.asked, b.answered)
		}
		l.marks = append(l.marks, mark{b.out, b.answered, b.rows, b.cols})
		total.out += b.out
		total.in += b.in
		total.lines += int64(b.lines)
		total.asked += int64(b.asked)
	}
	s.compareLogs()
	s.compareInput()
	s.compareScreens()
	s.t.Logf("soak: %s survived; %d bytes and %d lines out, %d bytes in, lines lost 0; %d questions, each answered once; repaint %s; a new client's first picture %s",
		kills, total.out, total.lines, total.in, total.asked, quantiles(s.repaint), quantiles(s.control))
}

func quantiles(d []time.Duration) string {
	if len(d) == 0 {
		return "not measured"
	}
	slices.Sort(d)
	at := func(q float64) time.Duration { return d[int(q*float64(len(d)-1))].Round(time.Millisecond) }
	return fmt.Sprintf("p50 %v p99 %v max %v (%d)", at(0.5), at(0.99), at(1), len(d))
}

// awaitInput waits until the probe has read all that was typed; more is found by compareInput.
func (s *siege) awaitInput(l *ledger) {
	s.t.Helper()
	for _, t := range s.scribes {
		if t.ledger != l {
			continue
		}
		s.w.Eventually(fmt.Sprintf("the last input of user %c of %s", t.first, l.name), func() (bool, string) {
			s.tell(s.w, l.name, "stat") // the books are on the disk then
			got := t.letters(withoutAnswers(s.book(s.w, l, ".in")))
			shown := t.terminal.Output()
			return bytes.HasSuffix(got, t.last()), fmt.Sprintf("%d of %d bytes; gave up: %v; the terminal shows %q", len(got), t.typed.Len(), t.gaveUp(), shown[max(0, len(shown)-300):])
		})
	}
}

func (s *siege) book(w *usertest.World, l *ledger, which string) []byte {
	s.t.Helper()
	data, err := os.ReadFile(w.Path(l.name + which))
	if err != nil {
		s.t.Fatal(err)
	}
	return data
}

var answer = regexp.MustCompile(`\x1b\[[0-9;?>]*[cR]`)

func withoutAnswers(in []byte) []byte { return answer.ReplaceAll(in, nil) }

// compareInput wants each user's letters as they were typed, whatever the other's are doing among them.
func (s *siege) compareInput() {
	s.t.Helper()
	for _, l := range s.ledgers {
		rest := withoutAnswers(s.book(s.w, l, ".in"))
		for _, t := range s.scribes {
			if t.ledger != l {
				continue
			}
			got := t.letters(rest)
			if t.gaveUp() { // the machine was so slow that there was no server for 5 s
				s.t.Logf("soak: the client of user %c of %s dropped %d bytes, and said so", t.first, l.name, t.typed.Len()-len(got))
				if !isPart(got, t.typed.Bytes()) {
					s.t.Errorf("%s: what user %c typed came in another order or twice", l.name, t.first)
				}
			} else if at := firstDifference(got, t.typed.Bytes()); at >= 0 {
				s.t.Errorf("%s: what user %c typed differs at byte %d: %d bytes came, %d were typed:\n got %q\nwant %q", l.name, t.first, at,
					len(got), t.typed.Len(), around(got, at), around(t.typed.Bytes(), at))
			}
			rest = bytes.Map(func(r rune) rune {
				if r >= rune(t.first) && r <= rune(t.first+10) {
					return -1
				}
				return r
			}, rest)
		}
		if len(rest) > 0 {
			s.t.Errorf("%s read what nobody typed: %.200q", l.name, rest)
		}
	}
}

// isPart says whether a is b with some bytes left out.
func isPart(a, b []byte) bool {
	for _, c := range b {
		if len(a) > 0 && a[0] == c {
			a = a[1:]
		}
	}
	return len(a) == 0
}

func firstDifference(a, b []byte) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

func around(p []byte, at int) []byte { return p[min(max(0, at-40), len(p)):min(at+80, len(p))] }

// compareLogs looks at the output logs themselves: as many bytes as the probe wrote, and the last of them the same.
func (s *siege) compareLogs() {
	s.t.Helper()
	type memory struct {
		path string
		size int64
	}
	var logs []memory
	dir := fmt.Sprintf("/proc/%d/", s.w.HostPid())
	entries, err := os.ReadDir(dir + "fd")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range entries {
		if target, err := os.Readlink(dir + "fd/" + e.Name()); err != nil || !strings.HasPrefix(target, "/memfd:gmux-log") {
			continue
		}
		info, err := os.ReadFile(dir + "fdinfo/" + e.Name())
		if err != nil {
			s.t.Fatal(err)
		}
		m := memory{path: dir + "fd/" + e.Name()}
		fmt.Sscanf(string(info), "pos: %d", &m.size)
		logs = append(logs, m)
	}
	for _, l := range s.ledgers {
		out, err := os.Open(s.w.Path(l.name + ".out"))
		if err != nil {
			s.t.Fatal(err)
		}
		defer out.Close()
		st, err := out.Stat()
		if err != nil {
			s.t.Fatal(err)
		}
		want := tail(s.t, out, st.Size())
		if !slices.ContainsFunc(logs, func(m memory) bool {
			if m.size != st.Size() {
				return false
			}
			f, err := os.Open(m.path)
			if err != nil {
				s.t.Fatal(err)
			}
			defer f.Close()
			return bytes.Equal(tail(s.t, f, m.size), want)
		}) {
			s.t.Errorf("%s wrote %d bytes, and no log has those: %v", l.name, st.Size(), logs)
		}
	}
}

// tail is the end of what nothing may have been punched out of.
func tail(t *testing.T, f io.ReaderAt, size int64) []byte {
	t.Helper()
	const step = 1 << 20 // what a checkpoint covers is given back in such steps
	p := make([]byte, min(size%step, 100_000))
	if _, err := f.ReadAt(p, size-int64(len(p))); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	return p
}

// compareScreens has a world that nobody kills show the same bytes, and wants the same of it: answers, screens, modes and history.
func (s *siege) compareScreens() {
	s.t.Helper()
	ref := usertest.New(s.t)
	writeFile(s.t, ref.Path("home", ".gmux.conf"), siegeConf, 0o600)
	for _, l := range s.ledgers {
		var marks strings.Builder
		for _, m := range l.marks {
			fmt.Fprintf(&marks, "%d %d %d %d\n", m.offset, m.answers, m.rows, m.cols)
		}
		writeFile(s.t, ref.Path(l.name+".marks"), marks.String(), 0o600)
		ref.Gmux("new-session", "-d", "-s", l.name, "-x", "80", "-y", "24", ref.Probe("ledger"), "-o", ref.Path(l.name),
			"-replay", s.w.Path(l.name+".out"), "-marks", ref.Path(l.name+".marks"))
	}
	for _, l := range s.ledgers {
		if l.client != nil {
			// It begins in the size of the first client that showed it.
			c := ref.StartPlain(25, 80, "gmux", "attach", "-t", l.name)
			for _, m := range l.marks {
				s.awaitAnswers(ref, l, m.answers)
				c.Resize(m.rows+1, m.cols)
			}
		}
		last := l.marks[len(l.marks)-1]
		s.awaitAnswers(ref, l, last.answers)
		ref.Eventually("the copy of "+l.name, func() (bool, string) {
			b := s.tell(ref, l.name, "stat")
			return b.done, fmt.Sprintf("%+v", b)
		})
		s.compare(l, ref)
	}
}

// awaitAnswers waits until the copy has got its answers, which may be a long way.
func (s *siege) awaitAnswers(ref *usertest.World, l *ledger, want int) {
	s.t.Helper()
	for last := -1; ; {
		got := s.tell(ref, l.name, "stat").answered
		if got >= want {
			return
		}
		if got == last {
			ref.Eventually(fmt.Sprintf("answer %d of the copy of %s", got+1, l.name), func() (bool, string) {
				now := s.tell(ref, l.name, "stat").answered
				return now > got, fmt.Sprint(now)
			})
		}
		last = got
	}
}

const modesFormat = "#{cursor_x},#{cursor_y} flag=#{cursor_flag} shape=#{cursor_shape} insert=#{insert_flag} origin=#{origin_flag} wrap=#{wrap_flag} keypad=#{keypad_flag},#{keypad_cursor_flag} mouse=#{mouse_any_flag},#{mouse_sgr_flag} alternate=#{alternate_on} saved=#{alternate_saved_x},#{alternate_saved_y} paste=#{bracket_paste_flag} region=#{scroll_region_upper},#{scroll_region_lower} size=#{pane_width}x#{pane_height} history=#{history_size}"

// compare is about one pane.
func (s *siege) compare(l *ledger, ref *usertest.World) {
	s.t.Helper()
	if got, want := answer.FindAll(s.book(s.w, l, ".in"), -1), answer.FindAll(s.book(ref, l, ".in"), -1); !slices.EqualFunc(got, want, bytes.Equal) {
		s.t.Errorf("%s got other answers:\n%.2000q\nthan the copy:\n%.2000q", l.name, got, want)
	}
	for _, ask := range [][]string{
		{"display-message", "-p", "-t", l.name, modesFormat},
		{"capture-pane", "-p", "-e", "-N", "-t", l.name},
		{"capture-pane", "-p", "-e", "-S", "-", "-t", l.name},
		{"capture-pane", "-p", "-e", "-q", "-a", "-S", "-", "-t", l.name},
	} {
		got, want := s.w.Gmux(ask...), ref.Gmux(ask...)
		if got == want {
			continue
		}
		g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
		at := 0
		for at < min(len(g), len(w)) && g[at] == w[at] {
			at++
		}
		s.t.Errorf("%s (%s, marks %v): %q differs in line %d of %d and %d:\n got %q\nwant %q", l.name, l.kind, l.marks, ask, at, len(g), len(w),
			g[min(at, len(g)-1):min(at+3, len(g))], w[min(at, len(w)-1):min(at+3, len(w))])
	}
	s.w.Eventually("the title of "+l.name, func() (bool, string) { // it comes by the loop, so it may come a moment later
		got := s.w.Gmux("display-message", "-p", "-t", l.name, "#{pane_title}")
		want := ref.Gmux("display-message", "-p", "-t", l.name, "#{pane_title}")
		return got == want, fmt.Sprintf("got %q want %q", got, want)
	})
	if l.kind != "full" {
		s.checkLines(l)
	}
}

var bookLine = regexp.MustCompile(`(?m)^((\d{8}) .*) ([0-9a-f]{8})$`)

// checkLines wants the numbered lines that are kept, whole, each once and in order, up to the last.
func (s *siege) checkLines(l *ledger) {
	s.t.Helper()
	b := s.tell(s.w, l.name, "stat")
	text := s.w.Gmux("capture-pane", "-p", "-a", "-q", "-S", "-", "-t", l.name)
	if text == "" {
		text = s.w.Gmux("capture-pane", "-p", "-S", "-", "-t", l.name)
	}
	next := -1
	for _, m := range bookLine.FindAllStringSubmatch(text, -1) {
		var n int
		fmt.Sscanf(m[2], "%d", &n)
		if fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(m[1]))) != m[3] {
			s.t.Errorf("%s: line %d is torn: %q", l.name, n, m[0])
		}
		if next >= 0 && n != next {
			s.t.Errorf("%s: line %d comes where line %d should", l.name, n, next)
		}
		next = n + 1
	}
	if next != b.lines {
		s.t.Errorf("%s: the last line is %d of %d", l.name, next, b.lines)
	}
}

// killHost kills the host at a random moment, and waits until the server has another.
func (s *siege) killHost() {
	s.t.Helper()
	host, server := s.w.HostPid(), s.w.ServerPid()
	time.Sleep(time.Duration(s.rng.IntN(100_000)) * time.Microsecond)
	if err := syscall.Kill(host, syscall.SIGKILL); err != nil {
		s.t.Fatalf("kill %d: %v", host, err)
	}
	s.w.Eventually("another host for the same server", func() (bool, string) {
		saw := s.w.Gmux("display-message", "-p", "#{pid} #{server_pid}")
		return strings.HasSuffix(saw, fmt.Sprintf(" %d", server)) && !strings.HasPrefix(saw, fmt.Sprintf("%d ", host)), saw
	})
}
