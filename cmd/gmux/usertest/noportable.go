//go:build linux && !portable

package usertest

// Portable says that the tests, and so the binary they drive, are built with what other systems have in the place of
// splice, memfd and pidfd.
const Portable = false
