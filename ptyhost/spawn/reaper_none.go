//go:build darwin || (linux && portable)

package spawn

// BecomeSubreaper: orphans go to init here.
func BecomeSubreaper() error { return nil }
