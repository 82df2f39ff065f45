package command_test

import (
	"strings"
	"testing"
)

// TestWindows gives commands, one after the other in a session with one window, and what they leave: index and name of each window,
// the current one with *, or an error. The answers are tmux 3.7c's.
func TestWindows(t *testing.T) {
	for _, tt := range []struct{ name, commands, want string }{
		{"the first free index", "new-window -n b", "0:a 1:b*"},
		{"not current", "new-window -d -n b", "0:a* 1:b"},
		{"an index", "new-window -n b -t :5", "0:a 5:b*"},
		{"one that is taken", "new-window -t :0", "create window failed: index 0 in use"},
		{"in its place", "new-window -d -n b -t :3; new-window -k -d -n c -t :3", "0:a* 3:c"},
		{"in the place of the current one", "new-window -d -n b -t :3; new-window -k -d -n c -t :0", "0:c* 3:b"},
		{"behind, others make room", "new-window -d -n b; new-window -a -n c -t :0", "0:a 1:c* 2:b"},
		{"before", "new-window -d -n b; new-window -b -n c -t :0", "0:c* 1:a 2:b"},
		{"one that is there is taken", "new-window -d -n b; new-window -S -n b", "0:a 1:b*"},
		{"of two nobody knows which", "new-window -d -n b; new-window -d -n b; new-window -S -n b", "multiple windows named b"},
		{"next, round the end", "new-window -n b; next-window", "0:a* 1:b"},
		{"previous", "new-window -n b; previous-window; previous-window", "0:a 1:b*"},
		{"last", "new-window -n b; new-window -n c; last-window", "0:a 1:b* 2:c"},
		{"last of select-window", "new-window -n b; new-window -n c; select-window -l", "0:a 1:b* 2:c"},
		{"twice the same with -T", "new-window -n b; select-window -T -t :1", "0:a* 1:b"},
		{"by index", "new-window -n b; select-window -t :=0", "0:a* 1:b"},
		{"no next one", "next-window", "no next window"},
		{"no previous one", "previous-window", "no previous window"},
		{"no last one", "last-window", "no last window"},
		{"none with an alert", "new-window -n b; next-window -a", "no next window"},
		{"no such window", "select-window -t :7", "can't find window: 7"},
		{"a pane broken out", "split-window; break-pane -n b", "0:a 1:b*"},
		{"to an index, not current", "split-window; break-pane -d -n b -t :4", "0:a* 4:b"},
		{"to one that is taken", "split-window; break-pane -t :0", "index in use: 0"},
		{"a lone pane moves with its window", "new-window -n b; break-pane -s :1 -t :4", "0:a 4:b*"},
		{"joined from another window, which closes", "new-window -n b; join-pane -d -s :1 -t :0", "0:a*"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t)
			h.ok("new", "-d", "-s", "s", "-n", "a", "-x", "80", "-y", "24")
			got := ""
			for command := range strings.SplitSeq(tt.commands, "; ") {
				if o := h.run(strings.Fields(command)...); o.status != 0 {
					got = strings.TrimSpace(o.stderr)
				}
			}
			if got == "" {
				got = strings.ReplaceAll(h.ok("list-windows", "-F", "#{window_index}:#{window_name}#{?window_active,*,}"), "\n", " ")
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
