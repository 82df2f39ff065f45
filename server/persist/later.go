//go:build !nextversion

package persist

// later is how many versions this build is ahead of its source, see wire.Later, and laterRow what a row has more.
const later = 0

type laterRow struct{}

func newLaterRow() laterRow { return laterRow{} }
