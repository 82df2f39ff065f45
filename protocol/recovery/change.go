package recovery

import (
	"bytes"
	"fmt"

	"gmux/protocol/wire"
)

// A Change is what alters a Terminal besides its output.
type Change interface {
	encode(e *wire.Encoder) (kind uint32)
}

// Kinds of changes. A number is never used again for something else.
const (
	changeResize       = 1
	changeClearHistory = 2
	changeReset        = 3
	changeOption       = 4
	changeText         = 5
	changeColours      = 6
	changeShow         = 7
	changeTrim         = 8
)

// Resize: the window has another size.
type Resize struct{ Rows, Cols, XPixels, YPixels int }

// ClearHistory: the lines that left the screen are forgotten.
type ClearHistory struct{}

// Trim: the rows below the cursor make room for lines of the history (resize-pane -T).
type Trim struct{}

// Reset: the terminal is as if switched on.
type Reset struct{}

// Option: an option that the terminal depends on has another value.
type Option struct{ Name, Value string }

// Text: the server itself wrote onto the screen.
type Text struct{ Data []byte }

// Show: a command gave text to a pane in which no program runs.
type Show struct{ Data []byte }

// MostShown is how much of it one record takes.
const MostShown = maxOption

// Colours: the user's terminal has these, as far as it told. A colour is 1<<24|rgb, or 0.
type Colours struct {
	Foreground, Background, Cursor uint32
	Scheme                         uint8 // 1 dark, 2 light
	Palette                        [16]uint32
}

// An UnknownChange was written by a later version.
type UnknownChange struct {
	Kind    uint32
	Payload []byte
}

const (
	maxSize       = 1<<16 - 1 // struct winsize
	maxOptionName = 256
	maxOption     = 64 << 10
	maxColour     = 1<<25 - 1
)

func (c Resize) encode(e *wire.Encoder) uint32 {
	e.Array(4)
	for _, v := range [...]int{c.Rows, c.Cols, c.XPixels, c.YPixels} {
		e.Uint(uint64(v))
	}
	return changeResize
}

func (ClearHistory) encode(e *wire.Encoder) uint32 { e.Array(0); return changeClearHistory }

func (Trim) encode(e *wire.Encoder) uint32 { e.Array(0); return changeTrim }

func (Reset) encode(e *wire.Encoder) uint32 { e.Array(0); return changeReset }

func (c Option) encode(e *wire.Encoder) uint32 {
	e.Array(2)
	e.String(c.Name)
	e.String(c.Value)
	return changeOption
}

func (c Text) encode(e *wire.Encoder) uint32 {
	e.Array(1)
	e.Bytes(c.Data)
	return changeText
}

func (c Show) encode(e *wire.Encoder) uint32 {
	e.Array(1)
	e.Bytes(c.Data)
	return changeShow
}

func (c Colours) encode(e *wire.Encoder) uint32 {
	e.Array(4 + len(c.Palette))
	for _, v := range append([]uint32{c.Foreground, c.Background, c.Cursor, uint32(c.Scheme)}, c.Palette[:]...) {
		e.Uint(uint64(v))
	}
	return changeColours
}

func (c UnknownChange) encode(e *wire.Encoder) uint32 {
	e.ResetBuffer(append(e.Body(), c.Payload...))
	return c.Kind
}

// decodeChange reads a record's payload.
func decodeChange(r Record) (Change, error) {
	var d wire.Decoder
	d.Reset(r.Payload)
	var c Change
	d.Record()
	switch r.Kind {
	case changeResize:
		c = Resize{int(d.Uint(maxSize)), int(d.Uint(maxSize)), int(d.Uint(maxSize)), int(d.Uint(maxSize))}
	case changeClearHistory:
		c = ClearHistory{}
	case changeTrim:
		c = Trim{}
	case changeReset:
		c = Reset{}
	case changeOption:
		c = Option{d.String(maxOptionName), d.String(maxOption)}
	case changeText:
		c = Text{bytes.Clone(d.Bytes(maxOption))}
	case changeShow:
		c = Show{bytes.Clone(d.Bytes(maxOption))}
	case changeColours:
		c = decodeColours(&d)
	default:
		return UnknownChange{r.Kind, r.Payload}, nil
	}
	if err := d.Finish(); err != nil {
		return nil, fmt.Errorf("change record of kind %d: %w", r.Kind, err)
	}
	return c, nil
}

func decodeColours(d *wire.Decoder) (c Colours) {
	colour := func() uint32 { return uint32(d.Uint(maxColour)) }
	c.Foreground, c.Background, c.Cursor = colour(), colour(), colour()
	c.Scheme = uint8(d.Uint(2))
	for i := range c.Palette {
		c.Palette[i] = colour()
	}
	return c
}

// Record writes down a change that happens at an output offset, before it is made.
func (p *Pane) Record(offset int64, c Change) error {
	var e wire.Encoder
	e.ResetBuffer(nil)
	kind := c.encode(&e)
	if err := p.Changes.Append(uint64(offset), kind, e.Body()); err != nil {
		return fmt.Errorf("record change at %d: %w", offset, err)
	}
	return nil
}

// EachChange calls f with the changes since the newest checkpoint, in order. Those of one offset come
// after the output before it and before the output behind it.
func (p *Pane) EachChange(f func(offset int64, c Change) error) error {
	return p.Changes.Each(func(r Record) error {
		c, err := decodeChange(r)
		if err != nil {
			return err
		}
		return f(int64(r.Stamp), c)
	})
}

// Checkpoint keeps a payload that stands for the output before an offset and all changes so far.
func (p *Pane) Checkpoint(offset int64, payload []byte) error {
	return p.Changes.Snapshot(uint64(offset), payload)
}

// LatestCheckpoint returns the newest checkpoint and the output offset it covers.
func (p *Pane) LatestCheckpoint() (payload []byte, offset int64, ok bool, err error) {
	payload, stamp, ok, err := p.Changes.Latest()
	return payload, int64(stamp), ok, err
}
