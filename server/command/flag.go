package command

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A Flag is one of a command's flags.
type Flag struct {
	Letter byte
	Arg    string // the name of its argument, "" if it takes none
}

// usageFlags finds in a usage the flags without an argument, and one with its argument.
var usageFlags = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\[-([0-9A-Za-z]+(?:\|-[0-9A-Za-z])*)\]|\[-([0-9A-Za-z]) ([^\[\]]+)\]`)
})

// Flags are the flags of a command that its usage names, in that order; like tmux's it leaves a few out.
func (e *Entry) Flags() []Flag {
	var list []Flag
	for _, m := range usageFlags().FindAllStringSubmatch(e.Usage, -1) {
		for _, letter := range []byte(strings.ReplaceAll(m[1], "|-", "")) {
			list = append(list, Flag{Letter: letter})
		}
		if m[2] != "" {
			arg := Flag{m[2][0], m[3]}
			list = slices.DeleteFunc(list, func(f Flag) bool { return f.Letter == arg.Letter }) // split-window's -e is there twice
			list = append(list, arg)
		}
	}
	return list
}

// Arguments is what stands behind the flags in the usage.
func (e *Entry) Arguments() string {
	return strings.Join(strings.Fields(usageFlags().ReplaceAllString(e.Usage, "")), " ")
}

// JSON reports whether the command takes --json.
func (e *Entry) JSON() bool { return e.json }
