//go:build !steps

package grid

// Count counts cells and table entries that are looked at or changed, in the build that tests how much work a byte is:
// go test -tags steps -run FuzzSteps ./server/vt. In any other it is nothing.
func Count(int) {}
