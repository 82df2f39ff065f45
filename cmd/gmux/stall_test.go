//go:build linux

package main_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"gmux/cmd/gmux/usertest"
)

// TestManyKeysInOneMessage: a message of 200,000 keys is not worked off at one go: others' keys come in between.
func TestManyKeysInOneMessage(t *testing.T) {
	t.Parallel()
	usertest.NeedGmux(t, "it has its own protocol")
	w := usertest.New(t)
	y := startTypist(t, w)
	w.Gmux("new-session", "-d", "-s", "sink", "sh", "-c", "stty raw -echo; exec cat >/dev/null")
	p := attach(t, socketOf(t, w), "sink", terminal(t).Name())
	defer p.close()
	keys := bytes.Repeat([]byte{1, 'x'}, 200_000)
	const least = 10 // keys of others in the time of one message, which is worked off in 400 turns
	typed, messages := y.typed.Load(), usertest.Count(3, 100)
	for seq := 1; seq <= messages; seq++ {
		body := append([]byte{0x94, 6, byte(seq), 0, 0xc6}, binary.BigEndian.AppendUint32(nil, uint32(len(keys)))...)
		p.say(append(body, keys...))
		p.await(kindInputAck)
	}
	if n := y.typed.Load() - typed; n < int64(least*messages) {
		t.Errorf("%d keys of others came in between those of %d messages", n, messages)
	}
	y.finish("beside one with very many keys")
}
