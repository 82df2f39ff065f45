package spawn

import "golang.org/x/sys/unix"

const (
	getTermios = unix.TCGETS
	setTermios = unix.TCSETS
	iutf8      = unix.IUTF8
	maxrssUnit = 1024
)
