package spawn

import "golang.org/x/sys/unix"

const iutf8 = unix.IUTF8
