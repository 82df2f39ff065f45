//go:build nextversion

package persist

const later = 1

type laterRow struct{ Later string }

func newLaterRow() laterRow { return laterRow{"of a later version"} }
