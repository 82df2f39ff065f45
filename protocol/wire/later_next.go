//go:build nextversion

package wire

// Later is of the build that plays the next version in tests.
const Later = 1
