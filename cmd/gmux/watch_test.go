//go:build linux

package main_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gmux/cmd/gmux/usertest"
)

// A watch is kept over a program in a pane while something happens to the clients that show it. The program is sigrec,
// which records what it notices. The same program runs on bare terminals at the same time and on the same processor: what
// the machine does to a program shows there too.
type watch struct {
	t        *testing.T
	w        *usertest.World
	calm     *usertest.World // where a session like this one is left alone
	raw      bool            // the program has its terminal in raw mode
	cpu      int             // of these programs
	resized  bool            // something other than 80 columns and 24 rows was shown
	controls []*usertest.Plain
	ssh      *usertest.SSHD

	host, server, pid int
}

// perTick is how many lines the program prints at a time: enough to fill a terminal that nobody reads soon.
const perTick = 20

// ticksPerSecond is how often a second it prints.
const ticksPerSecond = 20

func newWatch(t *testing.T) *watch {
	v := &watch{t: t, w: usertest.New(t), calm: usertest.New(t), cpu: someCPU(t)}
	v.calm.Gmux(append([]string{"new", "-d", "-s", "work", "-x", "80", "-y", "24"}, v.program("calm")...)...)
	return v
}

// someCPU is any of the processors that the test may use.
func someCPU(t *testing.T) int {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		t.Fatal(err)
	}
	cpu := -1
	for left := 1 + rand.IntN(set.Count()); left > 0; {
		if cpu++; set.IsSet(cpu) {
			left--
		}
	}
	return cpu
}

// program is the command line of the program that is watched, which writes what it notices to the file.
func (v *watch) program(events string) []string {
	argv := []string{v.w.Probe("sigrec"), "-lines", strconv.Itoa(perTick), "-cpu", strconv.Itoa(v.cpu)}
	if v.raw {
		argv = append(argv, "-raw")
	}
	return append(argv, v.w.Path(events))
}

// begin starts the controls and, with start, the session: start is given the words that make it.
func (v *watch) begin(start func(argv ...string) *usertest.Plain) *usertest.Plain {
	for i := range 4 {
		c := v.w.StartPlain(24, 80, v.program(control(i))...)
		v.controls = append(v.controls, c)
		v.t.Cleanup(func() {
			if usertest.Alive(c.Pid()) { // end was not reached, and a closed terminal is only one more thing to record
				c.Kill(syscall.SIGKILL)
			}
		})
	}
	c := start(append([]string{"gmux", "new", "-s", "work"}, v.program("events")...)...)
	v.w.EventuallyFile("^pid ", "events")
	v.w.WaitOutput("work", "list-clients", "-F", "#{session_name}")
	v.host, v.server, v.pid = v.w.HostPid(), v.w.ServerPid(), v.w.Pid("#{pane_pid}", "-t", "work")
	v.printed(1)
	return c
}

func control(i int) string { return fmt.Sprintf("control%d", i) }

// printed waits until the pane shows the nth line of the program or a later one, and returns the newest.
func (v *watch) printed(n int) (newest int) {
	v.t.Helper()
	v.w.Eventually(fmt.Sprintf("line %d", n), func() (bool, string) {
		text := v.w.Gmux("capture-pane", "-p", "-t", "work")
		if all := tick.FindAllStringSubmatch(text, -1); len(all) > 0 {
			newest, _ = strconv.Atoi(all[len(all)-1][1])
		}
		return newest >= n, text
	})
	return newest
}

var tick = regexp.MustCompile(`(?m)^tick (\d+) `)

// reaches waits until a client has drawn the nth line or a later one: pictures may be left out.
func (v *watch) reaches(c *usertest.Plain, n int) {
	v.t.Helper()
	v.w.Eventually(fmt.Sprintf("line %d on the client's terminal", n), func() (bool, string) {
		newest := 0
		for _, m := range drawn.FindAllStringSubmatch(c.Output(), -1) {
			number, _ := strconv.Atoi(m[1])
			newest = max(newest, number)
		}
		return newest >= n, fmt.Sprintf("line %d", newest)
	})
}

var drawn = regexp.MustCompile(`tick (\d+) `)

// printsFor waits until the program has printed for that long, by its own clock.
func (v *watch) printsFor(d time.Duration) {
	v.t.Helper()
	const perSecond = ticksPerSecond * perTick
	now := v.printed(1)
	for end := now + int(d.Seconds()*perSecond); now < end; {
		next := min(end, now+5*perSecond)
		time.Sleep(time.Duration(next-now) * time.Second / perSecond) // it is not there sooner: to ask would only take the processor
		now = v.printed(next)
	}
}

// timeAttach is how long a client needs to have the session on its terminal. It leaves again.
func timeAttach(w *usertest.World, flags ...string) time.Duration {
	begin := time.Now()
	answers := usertest.Manner{Answers: usertest.XtermAnswers} // who leaves waits for them
	c := w.StartTerminal(24, 80, answers, append([]string{"gmux", "attach", "-t", "work"}, flags...)...)
	c.Await("[work]") // in the status line, with which a picture ends
	took := time.Since(begin)
	if tty, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/0", c.Pid())); err == nil {
		w.Gmux("detach-client", "-t", tty)
	}
	c.WaitFor(`\[detached \(from session work\)\]`)
	c.WaitExit()
	c.CloseTerminal()
	return took
}

// attachesAtOnce has a client attach now. It may need no longer than where no client has died: nothing that gmux waits
// for by a clock is shorter than the second that is allowed here.
func (v *watch) attachesAtOnce(flags ...string) {
	v.t.Helper()
	calm := timeAttach(v.calm)
	took := timeAttach(v.w, flags...)
	for range 2 {
		calm = max(calm, timeAttach(v.calm))
	}
	if took > 2*calm+time.Second {
		v.t.Errorf("to attach took %v, and %v to a session whose clients are well", took, calm)
	}
	if usertest.Soak() {
		v.t.Logf("soak: to attach took %v, to a session whose clients are well at most %v", took, calm)
	}
}

// types has a user type one of the words that the program knows.
func (v *watch) types(at interface{ Type(string) }, word string) {
	v.t.Helper()
	before := v.recorded(word)
	at.Type("\r" + word + "\r")
	v.w.Eventually("the program to read "+word, func() (bool, string) {
		return v.recorded(word) > before, v.events()
	})
}

func (v *watch) recorded(word string) int { return strings.Count(v.events(), "line "+word+"\n") }

func (v *watch) events() string {
	data, err := os.ReadFile(v.w.Path("events"))
	if err != nil {
		v.t.Fatal(err)
	}
	return string(data)
}

// showsRight: a terminal that is not ours shows the picture of the program, cell by cell, once the program rests.
func (v *watch) showsRight(s *usertest.Screen) {
	v.t.Helper()
	s.WaitFor(`^tick \d+ .*\n\n?\[work\]`)
	if v.recorded("hush") == 0 {
		v.types(s, "hush")
	}
	last, err := strconv.Atoi(printed.FindStringSubmatch(v.w.EventuallyFile(printed.String(), "events"))[1])
	if err != nil {
		v.t.Fatal(err)
	}
	const rows = 23 // without the status line, and the last is where the cursor waits
	want := make(usertest.Cells, 0, rows)
	for n := last - (rows - 2); n <= last; n++ {
		want = append(want, tickCells(n))
	}
	want = append(want, nil)
	v.w.Eventually("the picture to be right", func() (bool, string) {
		diff := s.Cells()[:rows].Diff(want)
		return diff == "", diff
	})
	s.WaitFor(`^\[work\]`)
	if got := s.Cursor(); got != fmt.Sprintf("cursor at row %d column 0", rows-1) {
		v.t.Error(got)
	}
}

var printed = regexp.MustCompile(`(?m)^printed (\d+)\n`)

// tickCells is the nth line that sigrec prints.
func tickCells(n int) (row []usertest.Cell) {
	for _, r := range fmt.Sprintf("tick %d ", n) {
		row = append(row, usertest.Cell{Text: string(r)})
	}
	for i := range 40 {
		row = append(row, usertest.Cell{Text: string(rune('a' + (7*n+i)%26)), Style: fmt.Sprintf("fg=%d", 1+n%6)})
	}
	for len(row) < 80 {
		row = append(row, usertest.Cell{Text: " "})
	}
	return row
}

// lived: no process of gmux was replaced, nor the program.
func (v *watch) lived() {
	v.t.Helper()
	now := []int{v.w.HostPid(), v.w.ServerPid(), v.w.Pid("#{pane_pid}", "-t", "work")}
	if was := []int{v.host, v.server, v.pid}; fmt.Sprint(now) != fmt.Sprint(was) {
		v.t.Errorf("host, server and program were the processes %v and are %v", was, now)
	}
}

// end has the program end, typed at s, and looks at what it has recorded.
func (v *watch) end(s *usertest.Screen) {
	v.t.Helper()
	v.lived()
	v.calm.Gmux("send-keys", "-t", "work", "quit", "Enter")
	v.types(s, "quit")
	s.WaitFor(`\[exited\]`)
	if code := s.WaitExit(); code != 0 {
		v.t.Errorf("exit status of the last client: %d", code)
	}
	own, all := v.pauses("events", v.pid, v.resized)
	var bareOwn, bareAll time.Duration
	for i, c := range v.controls {
		c.Type("quit\r")
		c.WaitExit()
		c.CloseTerminal()
		o, a := v.pauses(control(i), c.Pid(), false)
		bareOwn, bareAll = max(bareOwn, o), max(bareAll, a)
	}
	if own > bareOwn+100*time.Millisecond {
		v.t.Errorf("the program was held up for %v, on a bare terminal for at most %v (with the time in which the processor was taken: %v and %v)", own, bareOwn, all, bareAll)
	}
	if usertest.Soak() {
		v.t.Logf("soak: longest pause %v, on bare terminals %v; with the time in which the processor was taken %v and %v", own, bareOwn, all, bareAll)
	}
}

// pauses reads what one program has recorded: nothing may have happened but what the test typed.
func (v *watch) pauses(events string, pid int, resized bool) (own, all time.Duration) {
	v.t.Helper()
	between := "line here\n" // and nothing else
	if resized {
		between = "line here\n|signal SIGWINCH\n"
	}
	text := v.w.EventuallyFile("^bye$", events)
	// The last terminal tells its size in pixels too, which the others do not: that is a changed size.
	want := regexp.MustCompile(fmt.Sprintf(`\Apid %d\n(?:%s)*(?:signal SIGWINCH\n)?(?:line hush\nprinted \d+\n)?line quit\npause (\S+) of (\S+)\nbye\n\z`, pid, between))
	m := want.FindStringSubmatch(text)
	if m == nil {
		v.t.Fatalf("the program recorded\n%swant only\n%v", text, want)
	}
	own, err := time.ParseDuration(m[1])
	if err == nil {
		all, err = time.ParseDuration(m[2])
	}
	if err != nil {
		v.t.Fatal(err)
	}
	return own, all
}
