package model

import (
	"strconv"
	"time"

	"gmux/protocol/key"
)

// awaitTime is how long clients have to come back to a new server: as long as they try.
const awaitTime = 15 * time.Second

func itoa(n int) string { return strconv.Itoa(n) }

// disturb says that who looks at what, or an option, has changed.
func (m *Model) disturb() { m.disturbed = true }

// settle puts in order what an event left: sessions that nobody may leave alone, sizes, and the end. Most
// events, a key say, disturb nothing.
func (m *Model) settle() {
	if m.Await && m.waitUntil.IsZero() {
		m.waitUntil = m.Now.Add(awaitTime)
	}
	if m.disturbed {
		if !m.Await {
			m.destroyUnattached()
			if m.Served && len(m.Clients) == 0 && m.Options.Flag("exit-unattached") {
				m.End()
			}
		}
		m.recalculate()
		m.disturbed = false
	}
	m.settlePans()
	m.settleFocus()
	m.settleAlerts()
	if m.done() {
		m.down = true
		m.Emit(Shutdown{})
	}
}

// destroyUnattached ends the sessions without a client that have destroy-unattached.
func (m *Model) destroyUnattached() {
	for _, s := range m.SessionList() {
		if !s.making && len(m.Attached(s)) == 0 && m.expendable(s) {
			m.KillSession(s)
		}
	}
}

// expendable reports whether destroy-unattached lets s go when nobody looks at it any more.
func (m *Model) expendable(s *Session) bool {
	switch s.Options.Choice("destroy-unattached") {
	case "on":
		return true
	case "keep-last": // of a group
		return len(m.Grouped(s)) > 1
	case "keep-group":
		return s.Group == "" || len(m.Grouped(s)) > 1
	}
	return false
}

// done reports whether the server has nothing left to do: asked to end, or empty and exit-empty says so.
// It waits for the clients to leave, so that each is told why.
func (m *Model) done() bool {
	if m.down || len(m.Clients) > 0 {
		return false
	}
	return m.ending || m.Vacant()
}

// Vacant reports whether the server has no session and only waits for its clients to leave (exit-empty).
func (m *Model) Vacant() bool {
	return m.Served && !m.Await && len(m.Sessions) == 0 && m.Options.Flag("exit-empty")
}

// ClientsBack tells that the clients of the server before this one have come back: whatever ends without a
// client may end now. Tick does the same when they have had their time.
func (m *Model) ClientsBack() []Effect {
	m.endAwait()
	return m.TakeEffects()
}

func (m *Model) endAwait() {
	m.Await = false
	m.disturb()
	m.dropLostPrompts()
	m.dropAbsent()
}

// End is kill-server, and SIGTERM: everyone is sent away, every session ends, then Shutdown.
func (m *Model) End() {
	if m.ending {
		return
	}
	m.ending = true
	m.disturb()
	for _, c := range m.Clients {
		m.DetachClient(c, ServerExited, "")
	}
	for _, s := range m.SessionList() {
		m.KillSession(s)
	}
}

// Ending reports whether the server is going down: no new session is made.
func (m *Model) Ending() bool { return m.ending }

// Tick tells that time has passed: messages end, a key's repeat is over, status lines are due.
func (m *Model) Tick() []Effect {
	if m.Await && !m.waitUntil.IsZero() && !m.Now.Before(m.waitUntil) {
		m.endAwait()
	}
	m.tickSilence()
	for _, c := range m.Clients {
		if c.Message != nil && !c.Message.Until.IsZero() && !m.Now.Before(c.Message.Until) {
			m.ClearMessage(c)
		}
		if c.Keys.Repeating && !m.Now.Before(c.Keys.RepeatUntil) {
			m.ResetKeys(c)
		}
		if due, ok := c.statusDue(); ok && !m.Now.Before(due) {
			c.statusAt = m.Now
			m.DirtyClient(c)
		}
	}
	return m.TakeEffects()
}

// Deadline is when Tick has something to do next, and false if it never has.
func (m *Model) Deadline() (time.Time, bool) {
	var next time.Time
	found := false
	soonest := func(t time.Time) {
		if !found || t.Before(next) {
			next, found = t, true
		}
	}
	if m.Await {
		soonest(m.waitUntil) // zero before the first event: at once
	}
	if due, ok := m.nextSilence(); ok {
		soonest(due)
	}
	for _, c := range m.Clients {
		if c.Message != nil && !c.Message.Until.IsZero() {
			soonest(c.Message.Until)
		}
		if c.Keys.Repeating {
			soonest(c.Keys.RepeatUntil)
		}
		if due, ok := c.statusDue(); ok {
			soonest(due)
		}
	}
	return next, found
}

// statusDue is when a client's status line is drawn anew without a reason.
func (c *Client) statusDue() (time.Time, bool) {
	if c.Session == nil || c.Suspended || c.Session.StatusLines() == 0 {
		return time.Time{}, false
	}
	every := c.Session.Options.Number("status-interval")
	if every <= 0 {
		return time.Time{}, false
	}
	from := c.statusAt
	if from.IsZero() {
		from = c.Created
	}
	return from.Add(time.Duration(every) * time.Second), true
}

// ResetKeys puts c back into its session's key table.
func (m *Model) ResetKeys(c *Client) { m.SetKeyTable(c, "") }

// SetKeyTable puts c into a key table for the next key; "" is the session's own.
func (m *Model) SetKeyTable(c *Client, table string) {
	if table == c.KeyTable() && c.Session != nil && table == c.Session.Options.String("key-table") {
		table = ""
	}
	was := c.Keys
	c.Keys.Table, c.Keys.Repeating, c.Keys.Since = table, false, time.Time{}
	if table != "" {
		c.Keys.Since = m.Now
	}
	if c.Keys != was {
		m.DirtyClient(c) // client_prefix, client_key_table
		m.touchKeys(c)
	}
}

// RepeatKeys keeps c in its key table until then, for keys that repeat; last is the one that was pressed.
func (m *Model) RepeatKeys(c *Client, last key.Key, until time.Time) {
	c.Keys.Repeating, c.Keys.Last, c.Keys.RepeatUntil = true, last, until
	m.touchKeys(c)
}

// KeyTable is the name of the table that c's next key is looked up in.
func (c *Client) KeyTable() string {
	if c.Keys.Table != "" {
		return c.Keys.Table
	}
	if c.Session != nil {
		return c.Session.Options.String("key-table")
	}
	return "root"
}
