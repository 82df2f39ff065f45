package command

import (
	"math"

	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/vars"
)

func refreshClient(c *call) outcome {
	for _, f := range []byte("cLRUD") {
		if c.args.Has(f) {
			return c.pan()
		}
	}
	if c.args.Has('l') {
		c.m.Emit(model.AskClipboard{Client: c.tc.ID})
		return done
	}
	for _, f := range []byte("Ff") {
		if v, ok := c.args.Get(f); ok {
			c.m.SetFlags(c.tc, v)
		}
	}
	for _, f := range []byte("ABC") { // -r is a control client's too, but tmux says nothing of it
		if c.args.Has(f) {
			return c.failf("not a control client")
		}
	}
	c.m.DirtyClient(c.tc)
	if !c.args.Has('S') {
		c.m.Emit(model.Redraw{Client: c.tc.ID})
	}
	return done
}

// pan moves what a client shows of a window that is larger than its screen, or has it follow the cursor again.
func (c *call) pan() outcome {
	by := int64(1)
	if len(c.args.Rest) > 0 {
		n, err := syntax.Number(c.args.Strings()[0], 1, math.MaxInt32)
		if err != nil {
			return c.failf("adjustment %v", err)
		}
		by = n
	}
	row, col, _ := vars.Offset(c.m, c.q.w, c.tc)
	switch n := int(by); {
	case c.args.Has('c'):
		c.m.PanBack(c.tc)
		return done
	case c.args.Has('L'):
		col -= n
	case c.args.Has('R'):
		col += n
	case c.args.Has('U'):
		row -= n
	case c.args.Has('D'):
		row += n
	}
	c.m.PanTo(c.tc, row, col)
	return done
}
