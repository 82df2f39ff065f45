package format

import "strings"

// log tells a step of the expansion, by how many formats it is within, in tmux's words. It costs nothing when nobody listens, and is
// work when somebody does: values are told again at each level.
func (x *expander) log(parts ...string) {
	if x.trace == nil {
		return
	}
	const spaces = "          " // deeper is not seen
	line := "#" + spaces[:min(x.depth, len(spaces))] + strings.Join(parts, "")
	if x.spend(len(line)) {
		x.trace(line)
	}
}

// logModifiers tells those of one #{...}.
func (x *expander) logModifiers(ms []modifier) {
	if x.trace == nil {
		return
	}
	for i, m := range ms {
		x.log("modifier ", itoa(i), " is ", m.op)
		for j, arg := range m.args {
			x.log("modifier ", itoa(i), " argument ", itoa(j), ": ", arg)
		}
	}
}

// logItem tells what a loop has come to.
func (x *expander) logItem(loop byte, it Item) {
	if x.trace == nil {
		return
	}
	value := func(name string) string {
		v, _ := it.Vars.Lookup(name)
		return v
	}
	switch loop {
	case 'S':
		x.log("session loop: ", value("session_id"))
	case 'W':
		x.log("window loop: ", value("window_index"), " ", value("window_id"))
	case 'P':
		x.log("pane loop: ", value("pane_id"))
	case 'L':
		x.log("client loop: ", value("client_name"))
	}
}
