package server

import (
	"fmt"
	"strconv"
	"strings"

	"gmux/server/model"
)

// offer tells a client whose build is newer than this server's how to upgrade it: once for each build.
func (s *Server) offer(c *conn, mc *model.Client) {
	if mc.Message != nil || s.offered[c.build] || !newer(c.build, s.hello.Build) {
		return
	}
	s.offered[c.build] = true
	text := fmt.Sprintf("%s is here; the server runs %s: gmux upgrade-server", c.build, s.model.Version)
	s.model.ShowMessage(mc, model.Message{Text: text}, noticeTime)
}

// newer compares two builds by their numbers, as in "gmux 0.10.1". One that says something else is not newer.
func newer(a, b string) bool {
	x, y := numbers(a), numbers(b)
	if x == nil || y == nil {
		return false
	}
	for i := range max(len(x), len(y)) {
		var m, n int
		if i < len(x) {
			m = x[i]
		}
		if i < len(y) {
			n = y[i]
		}
		if m != n {
			return m > n
		}
	}
	return false
}

func numbers(build string) (list []int) {
	text, ok := strings.CutPrefix(build, "gmux ")
	if !ok {
		return nil
	}
	for part := range strings.SplitSeq(text, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		list = append(list, n)
	}
	return list
}
