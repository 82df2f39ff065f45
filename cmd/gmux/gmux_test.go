//go:build linux

package main_test

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gmux/cmd/gmux/usertest"
)

func TestMain(m *testing.M) { usertest.Main(m) }

// TestScripts runs testdata/script: what a user does, step by step, and what the screen shows.
func TestScripts(t *testing.T) {
	testscript.Run(t, usertest.Params("../../testdata/script"))
}
