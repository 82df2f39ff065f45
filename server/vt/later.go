//go:build !nextversion

package vt

// later is how many versions this build is ahead of its source, see wire.Later. Its checkpoints have so many sections more.
const later = 0
