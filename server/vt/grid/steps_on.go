//go:build steps

package grid

// Steps is what was counted.
var Steps int

// Count counts cells and table entries that are looked at or changed.
func Count(n int) { Steps += n }
