//go:build !nextversion

package wire

// Later is how many versions this build is ahead of its source, for tests of how versions get on with each other. Each of its messages
// has so many fields more.
const Later = 0
