package osproc

import (
	"runtime"
	"sync"
)

// KeepThreads has the runtime make threads, for each processor that it uses and some to wait in system calls. It keeps
// them for good. A program that wants a thread and gets none (RLIMIT_NPROC, no memory) is ended by the runtime, so
// whoever must live on when the user has used up their processes takes what it will need at its start.
func KeepThreads(waiting int) {
	n := runtime.GOMAXPROCS(0) + waiting
	var made, ended sync.WaitGroup
	release := make(chan struct{})
	for range n {
		made.Add(1)
		ended.Go(func() {
			runtime.LockOSThread() // while it waits nobody else runs on its thread, so the next needs another
			made.Done()
			<-release
			runtime.UnlockOSThread()
		})
	}
	made.Wait()
	close(release)
	ended.Wait()
}
