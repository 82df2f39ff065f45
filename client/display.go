package client

import (
	"slices"
	"sync"

	"gmux/client/screen"
	"gmux/protocol"
)

// A display paints: its goroutine owns the screen, and writes to the outer tty, which may take as long as it likes. It is
// given one job at a time and answers each; what waits meanwhile waits in loop's list.
type display struct {
	screen *screen.Screen
	jobs   chan job
	done   chan painted
	wg     sync.WaitGroup
}

// A job is one thing to do on the screen.
type job struct {
	kind   jobKind
	effect protocol.Outer // of a jobEffect or jobPassed
	do     func(*screen.Screen) error
	then   func() // on the loop, after it is done
}

type jobKind uint8

const (
	jobOther  jobKind = iota
	jobFrame          // acknowledged by then
	jobResize         // the next one makes it needless
	jobEffect         // may be left out when there are too many
	jobPassed         // an effect that a program passes through
)

// painted is the answer to a job.
type painted struct {
	job   job
	frame uint64 // what is shown now
	pane  uint32
	err   error
}

func newDisplay(s *screen.Screen, guard func()) *display {
	d := &display{screen: s, jobs: make(chan job), done: make(chan painted, 1)}
	d.wg.Go(func() { defer guard(); d.paintLoop() })
	return d
}

func (d *display) paintLoop() {
	for j := range d.jobs {
		err := j.do(d.screen)
		p := painted{job: j, err: err}
		p.frame, p.pane = d.screen.Shown()
		d.done <- p
	}
}

// close ends the goroutine. A write that the terminal does not take must have been aborted.
func (d *display) close() {
	close(d.jobs)
	d.wg.Wait()
}

// Bounds of the list of jobs.
const (
	maxEffects = 16      // apart from what programs pass through
	maxPassed  = 8 << 20 // bytes of that: an image comes in thousands of pieces, of which each counts
	maxFrames  = 8       // a server may leave two unacknowledged; more than this and it does not keep the rules
)

// A jobList is what waits for the display.
type jobList []job

// add appends j. A resize replaces one that waits, and an effect one that it makes old news; where many effects wait all the
// same the oldest is left out, and of what programs pass through the newest.
func (l *jobList) add(j job) {
	switch j.kind {
	case jobPassed:
		if l.pass(j.effect) {
			return
		}
	case jobEffect:
		l.makeRoom(j.effect)
	case jobResize:
		for i := range *l {
			if (*l)[i].kind == jobResize {
				(*l)[i] = j
				return
			}
		}
	}
	*l = append(*l, j)
}

// pass joins what a program passes through to what waits of that at the end, or leaves it out; else it is a job of its own.
func (l *jobList) pass(next protocol.Outer) (done bool) {
	waiting := 0
	for _, j := range *l {
		waiting += len(j.effect.Data)
	}
	if waiting+len(next.Data) > maxPassed {
		return true
	}
	if n := len(*l); n > 0 && (*l)[n-1].kind == jobPassed {
		next.Data = append((*l)[n-1].effect.Data, next.Data...)
		(*l)[n-1] = effectJob(next)
		return true
	}
	return false
}

func (l *jobList) makeRoom(next protocol.Outer) {
	*l = slices.DeleteFunc(*l, func(j job) bool { return j.kind == jobEffect && outdates(next, j.effect) })
	if l.count(jobEffect) < maxEffects {
		return
	}
	oldest := slices.IndexFunc(*l, func(j job) bool { return j.kind == jobEffect })
	*l = slices.Delete(*l, oldest, oldest+1)
}

// outdates reports whether of two effects the later is enough: the last title, the last copy to the same selection.
func outdates(later, earlier protocol.Outer) bool {
	switch later.Kind {
	case protocol.OuterBell, protocol.OuterTitle:
		return earlier.Kind == later.Kind
	case protocol.OuterClipboard, protocol.OuterReadClipboard:
		return earlier.Kind == later.Kind && earlier.Text == later.Text
	}
	return false
}

func effectJob(m protocol.Outer) job {
	kind := jobEffect
	if m.Kind == protocol.OuterRaw {
		kind = jobPassed
	}
	return job{kind: kind, effect: m, do: func(s *screen.Screen) error { return s.Outer(m) }}
}

// drop takes all jobs of a kind out.
func (l *jobList) drop(kind jobKind) {
	*l = slices.DeleteFunc(*l, func(j job) bool { return j.kind == kind })
}

func (l *jobList) count(kind jobKind) (n int) {
	for _, j := range *l {
		if j.kind == kind {
			n++
		}
	}
	return n
}

func frameJob(f protocol.Frame, then func()) job {
	return job{kind: jobFrame, do: func(s *screen.Screen) error { return s.Apply(f) }, then: then}
}
