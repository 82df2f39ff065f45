package option

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"gmux/server/style"
	"gmux/server/syntax"
)

// read makes a value of the text that a user gave for an option, or says why it cannot.
func (c Checks) read(e *Entry, text string) (*value, error) {
	switch e.Type {
	case Number:
		n, err := syntax.Number(text, e.Min, e.Max)
		if err != nil {
			return nil, fmt.Errorf("value is %v: %s", err, text)
		}
		return &value{text: fmt.Sprint(n), num: n}, nil
	case Key:
		if c.Key == nil {
			return &value{text: text}, nil
		}
		name, ok := c.Key(text)
		if !ok {
			return nil, fmt.Errorf("bad key: %s", text)
		}
		return &value{text: name}, nil
	case Colour:
		col, err := style.ParseColour(text)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, text)
		}
		return &value{text: col.String()}, nil
	case Flag:
		switch strings.ToLower(text) {
		case "on", "yes", "1":
			return &value{text: "on", num: 1}, nil
		case "off", "no", "0":
			return &value{text: "off"}, nil
		}
		return nil, fmt.Errorf("bad value: %s", text)
	case Choice:
		n := slices.Index(e.Choices, text)
		if n < 0 {
			return nil, fmt.Errorf("unknown value: %s", text)
		}
		return &value{text: text, num: int64(n)}, nil
	case Command:
		l, err := syntax.ParseString(text, syntax.Input{})
		if err != nil {
			return nil, err
		}
		return &value{text: l.String(), list: l}, nil
	}
	return c.readString(e, text)
}

func (c Checks) readString(e *Entry, text string) (*value, error) {
	if e.Name == "default-shell" && c.Shell != nil && !c.Shell(text) {
		return nil, fmt.Errorf("not a suitable shell: %s", text)
	}
	if e.Pattern != "" {
		if ok, err := path.Match(e.Pattern, text); !ok || err != nil {
			return nil, fmt.Errorf("value is invalid: %s", text)
		}
	}
	v := &value{text: text}
	if e.Style && !strings.Contains(text, "#{") {
		st, err := style.Parse(style.Style{}, text)
		if err != nil {
			return nil, fmt.Errorf("invalid style: %s", text)
		}
		v.style = &st
	}
	return v, nil
}
