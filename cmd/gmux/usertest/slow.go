//go:build linux

package usertest

import "time"

// StartSlow starts a program on a terminal that reads so many bytes a second, until Hurry.
func (w *World) StartSlow(rows, cols, bytesPerSecond int, argv ...string) *Plain {
	w.t.Helper()
	p := w.StartStuck(rows, cols, argv...)
	p.reads = true
	p.hurry = make(chan struct{})
	go p.crawl(bytesPerSecond)
	return p
}

// Hurry makes a slow terminal read all it gets.
func (p *Plain) Hurry() { close(p.hurry) }

// crawl reads a tenth of it ten times a second, and then as readLoop.
func (p *Plain) crawl(bytesPerSecond int) {
	beat := time.NewTicker(time.Second / 10)
	defer beat.Stop()
	buf := make([]byte, max(1, bytesPerSecond/10))
	for p.readOnce(buf) {
		select {
		case <-p.hurry:
			p.readLoop()
			return
		case <-beat.C:
		}
	}
}
