package server

import (
	"log"
	"sync"
	"time"
)

// gripes are the log's lines about peers. Anybody who reaches the socket can cause them, and the log of a server has an
// end (the host keeps it in a memory of fixed size) in which the last words of a crash must find room.
type gripes struct {
	mu      sync.Mutex // guards all
	since   time.Time
	lines   int
	dropped int
}

// So many lines are written in so much time.
const (
	gripeLines = 10
	gripeTime  = time.Minute
)

func (g *gripes) printf(l *log.Logger, format string, args ...any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now := time.Now(); now.Sub(g.since) >= gripeTime {
		if g.dropped > 0 {
			l.Printf("%d more lines like these were left out", g.dropped)
		}
		g.since, g.lines, g.dropped = now, 0, 0
	}
	if g.lines++; g.lines > gripeLines {
		g.dropped++
		return
	}
	l.Printf(format, args...)
}
