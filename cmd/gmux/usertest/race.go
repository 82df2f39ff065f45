//go:build linux && race

package usertest

// Race says that the tests, and so the binary they drive, are built with the race detector.
const Race = true
