package protocol

import (
	"errors"
	"fmt"

	"gmux/protocol/wire"
)

// The protocol versions that this build speaks. No version counts as released yet.
const (
	MinVersion = 1
	MaxVersion = 1 + wire.Later
)

// ErrVersion says that two sides have no protocol version in common.
var ErrVersion = errors.New("protocol version mismatch")

// OurHello is the Hello of this build; build is the text of gmux -V.
func OurHello(build string) Hello {
	return Hello{MinVersion: MinVersion, MaxVersion: MaxVersion, Build: build}
}

// Negotiate picks the highest version that both sides speak.
func Negotiate(mine, theirs Hello) (version uint32, err error) {
	if theirs.MinVersion > theirs.MaxVersion || theirs.MinVersion == 0 {
		return 0, fmt.Errorf("hello with the versions %d to %d: %w", theirs.MinVersion, theirs.MaxVersion, ErrVersion)
	}
	version = min(mine.MaxVersion, theirs.MaxVersion)
	if version < mine.MinVersion || version < theirs.MinVersion {
		return 0, fmt.Errorf("%w (%s speaks %s, %s speaks %s)", ErrVersion,
			mine.Build, versions(mine), theirs.Build, versions(theirs))
	}
	return version, nil
}

func versions(h Hello) string {
	if h.MinVersion == h.MaxVersion {
		return fmt.Sprint(h.MinVersion)
	}
	return fmt.Sprintf("%d to %d", h.MinVersion, h.MaxVersion)
}
