package job

import (
	"fmt"
	"time"
)

// How many commands of formats are kept, and how long one that nobody asks for any more.
const (
	maxFormats = 200
	formatIdle = time.Hour
)

// Formats are the jobs of #(command) in formats: a status line shows what its command printed last, and nobody ever waits
// for it. It belongs to one goroutine and starts nothing by itself: Start does, which gets told to end a job by the function
// that it returns.
type Formats struct {
	Start func(command string) (stop func())

	known map[string]*inFormat
}

// inFormat is one command.
type inFormat struct {
	stop    func() // nil: it does not run
	line    string
	some    bool // it has printed something, or has ended
	fresh   bool // what it prints is of this run
	started time.Time
	ended   time.Time
	asked   time.Time
}

// Line is what the command printed last. It is started again if it does not run, and once a second at the most: tmux's rule,
// but that its end, which has the line drawn, is no reason to start it.
func (f *Formats) Line(command string, now time.Time) string {
	j := f.known[command]
	if j == nil {
		f.tidy(now)
		if f.known == nil {
			f.known = make(map[string]*inFormat)
		}
		j = new(inFormat)
		f.known[command] = j
	}
	j.asked = now
	switch {
	case j.stop == nil && now.Sub(j.ended) >= time.Second && now.Unix() != j.started.Unix():
		j.started, j.fresh = now, false
		j.stop = f.Start(command)
	case j.stop != nil && !j.some && now.Sub(j.started) > time.Second:
		return fmt.Sprintf("<'%s' not ready>", command)
	}
	return j.line
}

// tidy makes room for another command: those go that were not asked for lately, then the one that was not for longest.
func (f *Formats) tidy(now time.Time) {
	var oldest string
	for command, j := range f.known {
		if now.Sub(j.asked) > formatIdle {
			f.forget(command)
		} else if o := f.known[oldest]; o == nil || j.asked.Before(o.asked) {
			oldest = command
		}
	}
	if len(f.known) >= maxFormats {
		f.forget(oldest)
	}
}

func (f *Formats) forget(command string) {
	if j := f.known[command]; j != nil && j.stop != nil {
		j.stop()
	}
	delete(f.known, command)
}

// Said tells what the command has printed: a line. It reports whether that is something new.
func (f *Formats) Said(command, line string) bool {
	j := f.known[command]
	if j == nil || j.stop == nil {
		return false
	}
	changed := !j.some || j.line != line
	j.line, j.some, j.fresh = line, true, true
	return changed
}

// Ended tells that the command has. One that printed nothing shows nothing. It reports whether that is something new.
func (f *Formats) Ended(command string, now time.Time) bool {
	j := f.known[command]
	if j == nil || j.stop == nil {
		return false
	}
	j.stop, j.ended = nil, now
	changed := !j.some || !j.fresh && j.line != ""
	if !j.fresh {
		j.line = ""
	}
	j.some = true
	return changed
}

// Stop ends all that run.
func (f *Formats) Stop() {
	for command := range f.known {
		f.forget(command)
	}
}
