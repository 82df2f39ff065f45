// Package instant has the system calls that move bytes and come back at once: for descriptors that do not block, and for
// memory.
//
//	every other call                     these
//	   │  the runtime makes ready to        │
//	   │  give the processor to another     │
//	   ▼                                    ▼
//	 kernel                               kernel
//
// The runtime is not told of them. To be told wakes its monitor, a thread that looks every 20 µs for a while what has become
// of the call; with a key to handle now and then that is a quarter of what the processor has to do for it
// (docs/benchmarks.md). In turn nothing else runs on the processor meanwhile, and a collection waits: a call that may
// wait for anybody must be another one.
//
// The calls are those of package unix, here for 64-bit Linux and elsewhere the same under these names. EINTR and EAGAIN are
// the caller's.
package instant
