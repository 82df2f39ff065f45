package syntax

import "strconv"

// An Error is what is wrong with one line. It prints as "file:line: text", or as the text alone where
// there is no file.
type Error struct {
	File string
	Line int
	Text string
}

func (e *Error) Error() string {
	if e.File == "" {
		return e.Text
	}
	return e.File + ":" + strconv.Itoa(e.Line) + ": " + e.Text
}

// at gives err the place of c, unless it has one already.
func at(c Command, err error) error {
	if e, ok := err.(*Error); ok {
		return e
	}
	return &Error{File: c.File, Line: c.Line, Text: err.Error()}
}
