package outer

import (
	"strings"
	"testing"
)

func TestResetLeavesEveryModeBeforeTheAlternateScreen(t *testing.T) {
	s := ResetSequence("xterm")
	leave := strings.Index(s, "\x1b[?1049l")
	if leave < 0 {
		t.Fatal("the alternate screen is not left")
	}
	for _, seq := range []string{
		"\x1b\\", "\x1b[?2026l", "\x1b]8;;\x1b\\", "\x1b[?69l", "\x1b[r", "\x1b[?1000l", "\x1b[?1002l", "\x1b[?1003l",
		"\x1b[?1006l", "\x1b[?1004l", "\x1b[?2004l", "\x1b[>4m", "\x1b[<u", "\x1b[?1l", "\x1b>", "\x1b[0 q", "\x1b[?7h",
	} {
		if at := strings.Index(s, seq); at < 0 || at > leave {
			t.Errorf("%q stands at %d, the alternate screen is left at %d", seq, at, leave)
		}
	}
	if !strings.HasPrefix(s, "\x1b\\") {
		t.Error("a string that was left open would swallow the first sequence")
	}
	if at := strings.Index(s, "\x1b[?25h"); at < leave {
		t.Error("the cursor is shown on the wrong screen")
	}
}
