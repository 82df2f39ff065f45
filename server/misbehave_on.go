//go:build misbehave

package server

import (
	"os"
	"path/filepath"
	"time"

	"gmux/protocol/hostmsg"
)

// misbehave breaks this server's word, in the way that its file is named by: tests upgrade to it.
func misbehave(p hostmsg.Proof) hostmsg.Proof {
	exe, err := os.Readlink("/proc/self/exe")
	if err != nil {
		panic(err)
	}
	switch filepath.Base(exe) {
	case "wrong": // another digest
		p.Model[0] ^= 1
	case "torn":
		p.Panes[0].Digest[0] ^= 1
	case "mute": // none
		select {}
	case "crash": // soon after it has taken over
		time.AfterFunc(time.Second, func() { panic("as this build is to do") })
	case "early": // before it has taken over
		panic("as this build is to do")
	}
	return p
}
