package screen

import (
	"bytes"
	"sync"

	"github.com/gdamore/tcell/v2"
)

// A feed is the tty that tcell is given. It has no input, its size is what we say, and what is written to it is kept until
// the whole frame goes out as one write.
type feed struct {
	drained chan struct{}
	once    sync.Once

	mu   sync.Mutex // guards size and out: tcell's goroutines use them too
	size tcell.WindowSize
	out  bytes.Buffer
}

func newFeed(rows, cols int) *feed {
	return &feed{drained: make(chan struct{}), size: tcell.WindowSize{Width: cols, Height: rows}}
}

func (f *feed) resize(rows, cols int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.size.Width, f.size.Height = cols, rows
}

// take returns what was written since the last time.
func (f *feed) take() []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := bytes.Clone(f.out.Bytes())
	f.out.Reset()
	return out
}

func (f *feed) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.out.Write(p)
}

// Read waits for Drain. tcell's own decoder would hang for good on one invalid byte; it never gets any.
func (f *feed) Read([]byte) (int, error) {
	<-f.drained
	return 0, nil
}

func (f *feed) Drain() error {
	f.once.Do(func() { close(f.drained) })
	return nil
}

func (f *feed) WindowSize() (tcell.WindowSize, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.size, nil
}

// NotifyResize does not pass the callback on: tcell would repaint what is stale before the new picture is here.
func (f *feed) NotifyResize(func()) {}

func (f *feed) Start() error { return nil }
func (f *feed) Stop() error  { return nil }
func (f *feed) Close() error { return nil }
