package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"

	"gmux/server/vars"
)

// jsonFlag is --json of the commands that list: one array of objects, an object a line.
const jsonFlag = "json"

var errJSONFormat = errors.New("only one of -F or --json must be given")

func (c *call) json() bool { return c.args.HasLong(jsonFlag) }

// A field is one member of the objects of a list: a format variable.
type field struct {
	name string
	kind fieldKind
}

type fieldKind byte

const (
	isText   fieldKind = ' '
	isNumber fieldKind = '#' // null where the variable is empty
	isFlag   fieldKind = '?'
)

// fieldsOf reads names; a # behind one says that it is a number, a ? that it is true or false.
func fieldsOf(names string) []field {
	var list []field
	for _, name := range strings.Fields(names) {
		kind := isText
		switch last := fieldKind(name[len(name)-1]); last {
		case isNumber, isFlag:
			kind, name = last, name[:len(name)-1]
		}
		list = append(list, field{name, kind})
	}
	return list
}

// What --json prints of each kind of thing. Members may be added; none is taken away or changes its type.
var (
	sessionFields = fieldsOf("session_id session_name session_path session_group session_grouped? session_windows# " +
		"session_attached# session_created# session_activity# session_last_attached#")
	windowFields = fieldsOf("session_id session_name window_id window_index# window_name window_flags window_active? " +
		"window_last_flag? window_zoomed_flag? window_activity_flag? window_bell_flag? window_silence_flag? window_panes# " +
		"window_width# window_height# window_layout window_visible_layout window_activity#")
	paneFields = fieldsOf("session_id session_name window_id window_index# window_name pane_id pane_index# pane_active? " +
		"pane_title pane_pid# pane_tty pane_current_command pane_current_path pane_start_command pane_width# pane_height# " +
		"pane_left# pane_top# pane_right# pane_bottom# pane_dead? pane_dead_status# pane_in_mode? pane_mode pane_marked? " +
		"pane_synchronized? pane_input_off? history_size# history_limit# history_bytes# cursor_x# cursor_y# alternate_on?")
	clientFields = fieldsOf("client_name client_tty client_pid# client_uid# client_user client_session client_last_session " +
		"client_width# client_height# client_termname client_flags client_readonly? client_control_mode? client_utf8? " +
		"client_prefix? client_key_table client_created# client_activity#")
	bufferFields  = fieldsOf("buffer_name buffer_size# buffer_created# buffer_sample")
	keyFields     = fieldsOf("key_table key_string key_note key_repeat? key_command")
	commandFields = fieldsOf("command_list_name command_list_alias command_list_usage command_list_help")
)

// jsonValue is a field's value for JSON. What is no number after all stays text.
func jsonValue(f field, v *vars.Vars) any {
	text, _ := v.Lookup(f.name)
	switch f.kind {
	case isFlag:
		return text != "" && text != "0"
	case isNumber:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
		if text == "" {
			return nil
		}
	}
	return text
}

// A member is a name and its value in an object; they keep their order.
type member struct {
	name  string
	value any
}

// jsonList is a list on its way out.
type jsonList struct {
	*call
	objects []string
}

func (l *jsonList) add(members ...member) {
	var b strings.Builder
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(l.encode(m.name) + ":" + l.encode(m.value))
	}
	l.objects = append(l.objects, "{"+b.String()+"}")
}

// end prints it.
func (l *jsonList) end() outcome {
	if len(l.objects) == 0 {
		l.print("[]")
	} else {
		l.print("[\n" + strings.Join(l.objects, ",\n") + "\n]")
	}
	return done
}

// encode is a value as JSON. For who does not read UTF-8 the rest is escaped, so that nothing is lost.
func (l *jsonList) encode(v any) string {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "null" // values are text, numbers and flags, which always can be
	}
	text := strings.TrimSuffix(buf.String(), "\n")
	if l.client != nil && l.client.UTF8 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
	}
	return b.String()
}

// A JSONList is what --json of some commands prints.
type JSONList struct {
	Command string
	Fields  []string
}

// JSONFields are the members of the objects that each list has.
func JSONFields() []JSONList {
	names := func(fields []field) []string {
		var list []string
		for _, f := range fields {
			list = append(list, f.name)
		}
		return list
	}
	options := []string{"option_name", "option_value", "option_inherited", "option_index (of an item of an array)"}
	return []JSONList{
		{"list-sessions", names(sessionFields)}, {"list-windows", names(windowFields)}, {"list-panes", names(paneFields)},
		{"list-clients", names(clientFields)}, {"list-buffers", names(bufferFields)}, {"list-keys", names(keyFields)},
		{"list-commands", names(commandFields)}, {"show-options, show-window-options, show-hooks", options},
		{"show-environment", []string{"environ_name", "environ_value", "environ_removed"}},
	}
}
