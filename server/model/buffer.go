package model

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// A Buffer is a piece of text that was copied or set.
type Buffer struct {
	Name      string
	Data      string
	Automatic bool // it has no name of the user's, and is forgotten when there are more than buffer-limit
	Order     int  // the newest has the highest
	Created   time.Time
}

// BufferList returns the buffers, the newest first.
func (m *Model) BufferList() []*Buffer {
	return slices.SortedFunc(maps.Values(m.Buffers), func(a, b *Buffer) int { return cmp.Compare(b.Order, a.Order) })
}

// TopBuffer is the newest that has no name of the user's, nil if there is none.
func (m *Model) TopBuffer() (top *Buffer) {
	for _, b := range m.Buffers {
		if b.Automatic && (top == nil || b.Order > top.Order) {
			top = b
		}
	}
	return top
}

// AddBuffer keeps data under a name that it makes up, and forgets the oldest such buffers beyond buffer-limit.
func (m *Model) AddBuffer(data string) {
	if data == "" {
		return
	}
	limit := m.Options.Number("buffer-limit")
	var automatic []*Buffer
	for _, b := range m.BufferList() {
		if b.Automatic {
			automatic = append(automatic, b)
		}
	}
	for n := len(automatic); n > 0 && n >= limit; n-- {
		m.DeleteBuffer(automatic[n-1])
	}
	var name string
	for {
		name = "buffer" + strconv.Itoa(m.NextBuffer)
		m.NextBuffer++
		if m.Buffers[name] == nil {
			break
		}
	}
	m.putBuffer(&Buffer{Name: name, Data: data, Automatic: true})
}

// SetBuffer keeps data under the user's name.
func (m *Model) SetBuffer(name, data string) error {
	if data == "" {
		return nil
	}
	name, err := bufferName(name)
	if err != nil {
		return err
	}
	m.putBuffer(&Buffer{Name: name, Data: data})
	return nil
}

// ReplaceBuffer gives a buffer other data and keeps its place.
func (m *Model) ReplaceBuffer(b *Buffer, data string) {
	b.Data = data
	m.touchBuffer(b.Name)
}

// RenameBuffer gives a buffer a name of the user's. One that has the name goes.
func (m *Model) RenameBuffer(b *Buffer, name string) error {
	if name == "" {
		return errors.New("new name is empty")
	}
	name, err := bufferName(name)
	if err != nil {
		return err
	}
	m.DeleteBuffer(b)
	b.Name, b.Automatic = name, false
	m.Buffers[name] = b
	m.touchBuffer(name)
	return nil
}

// DeleteBuffer forgets a buffer.
func (m *Model) DeleteBuffer(b *Buffer) {
	delete(m.Buffers, b.Name)
	m.touchBuffer(b.Name)
}

func (m *Model) putBuffer(b *Buffer) {
	b.Created, b.Order = m.Now, m.BufferOrder
	m.BufferOrder++
	m.Buffers[b.Name] = b
	m.touchBuffer(b.Name)
	m.touch(KindServer, 0)
}

func (m *Model) touchBuffer(name string) { m.touched[Ref{Kind: KindBuffer, Name: name}] = true }

func bufferName(name string) (string, error) {
	if name == "" {
		return "", errors.New("empty buffer name")
	}
	clean, ok := CleanName(name)
	if !ok {
		return "", fmt.Errorf("invalid buffer name: %s", name)
	}
	return clean, nil
}

// sampleWidth is how much of a buffer buffer_sample shows.
const sampleWidth = 200

// Sample is the beginning of a buffer on one line, with what does not print as escapes.
func (b *Buffer) Sample() string {
	var out []byte
	width := 0
	rest := b.Data
	for rest != "" && width < sampleWidth {
		r, n := utf8.DecodeRuneInString(rest)
		part := escapeByte(rest, r, n)
		out = append(out, part...)
		width += utf8.RuneCountInString(part)
		rest = rest[n:]
	}
	if rest != "" || width > sampleWidth {
		out = append(out, "..."...)
	}
	return string(out)
}

func escapeByte(s string, r rune, n int) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case r == '\\':
		return `\\`
	case r == utf8.RuneError && n == 1, r < ' ', r == 0x7f:
		return fmt.Sprintf(`\%03o`, s[0])
	}
	return s[:n]
}
