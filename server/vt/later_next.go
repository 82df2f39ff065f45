//go:build nextversion

package vt

// later is of the build that plays the next version in tests.
const later = 1
