package recovery

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"gmux/protocol/instant"
)

// Version is the version of every layout in this package.
const Version = 1

// headerLen is the first page of each memory; what the memory holds begins behind it.
const headerLen = 4096

// Every memory begins with these two words.
const (
	wordMagic   = 0
	wordVersion = 8
)

// A memory with a journal may say where its slots lie.
const (
	wordSlotA = 112 // 0: at slotBaseA
	wordSlotB = 120
)

// Errors that callers test for.
var (
	ErrVersion    = errors.New("recovery memory of another version")
	ErrCorrupt    = errors.New("recovery memory is damaged")
	ErrSuperseded = errors.New("a later server reads this pane")
	ErrFull       = errors.New("recovery memory is full")
	ErrTooBig     = errors.New("record too big")
)

// getWord reads the aligned 8-byte word at off.
func getWord(fd int, off int64) (uint64, error) {
	var p [8]byte
	if err := readFull(fd, p[:], off); err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(p[:]), nil
}

// putWord publishes the aligned 8-byte word at off. The kernel copies it in one piece: a signal, and
// so a SIGKILL, takes effect before or after, never within.
func putWord(fd int, off int64, v uint64) error {
	var p [8]byte
	binary.LittleEndian.PutUint64(p[:], v)
	return writeFull(fd, p[:], off)
}

// format writes the two words every memory begins with.
func format(fd int, magic string) error {
	if err := writeFull(fd, []byte(magic), wordMagic); err != nil {
		return err
	}
	return putWord(fd, wordVersion, Version)
}

// checkFormat refuses a memory that is not what magic says or is of another version.
func checkFormat(fd int, magic string) error {
	var p [8]byte
	if err := readFull(fd, p[:], wordMagic); err != nil {
		return err
	}
	if string(p[:]) != magic {
		return fmt.Errorf("%w: it begins with %q, not with %q", ErrCorrupt, p[:], magic)
	}
	v, err := getWord(fd, wordVersion)
	if err != nil {
		return err
	}
	if v != Version {
		return fmt.Errorf("%w: %d, this build reads %d", ErrVersion, v, Version)
	}
	return nil
}

// readFull reads len(p) bytes at off. What lies behind the end of the file reads as zeros, as holes do.
func readFull(fd int, p []byte, off int64) error {
	for len(p) > 0 {
		n, err := instant.Pread(fd, p, off)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return fmt.Errorf("read recovery memory: %w", err)
		case n == 0:
			clear(p)
			return nil
		}
		p, off = p[n:], off+int64(n)
	}
	return nil
}

// writeFull writes p at off. Where memory is short the error is ENOSPC, and what was written is not
// committed: nothing refers to it yet.
func writeFull(fd int, p []byte, off int64) error {
	for len(p) > 0 {
		n, err := instant.Pwrite(fd, p, off)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return fmt.Errorf("write recovery memory: %w", err)
		}
		p, off = p[n:], off+int64(n)
	}
	return nil
}

// position is where the shared open file description stands.
func position(fd int) (int64, error) {
	at, err := unix.Seek(fd, 0, unix.SEEK_CUR)
	if err != nil {
		return 0, fmt.Errorf("position of recovery memory: %w", err)
	}
	return at, nil
}

// seek moves the shared position, which is a commit.
func seek(fd int, at int64) error {
	if _, err := unix.Seek(fd, at, unix.SEEK_SET); err != nil {
		return fmt.Errorf("position of recovery memory: %w", err)
	}
	return nil
}

func closeFD(fd int) { unix.Close(fd) }
