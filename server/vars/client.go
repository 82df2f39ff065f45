package vars

import (
	"strconv"
	"strings"

	"gmux/server/model"
)

func client(f func(v *Vars, c *model.Client) string) func(*Vars) string {
	return func(v *Vars) string {
		if v.s.Client == nil {
			return ""
		}
		return f(v, v.s.Client)
	}
}

func clientTable() map[string]func(*Vars) string {
	return map[string]func(*Vars) string{
		"client_activity":     client(func(_ *Vars, c *model.Client) string { return unix(c.Activity) }),
		"client_cell_height":  client(func(_ *Vars, c *model.Client) string { return cell(c.Size.YPixel, c.Size.Rows) }),
		"client_cell_width":   client(func(_ *Vars, c *model.Client) string { return cell(c.Size.XPixel, c.Size.Cols) }),
		"client_control_mode": client(func(_ *Vars, c *model.Client) string { return flag(c.Control) }),
		"client_created":      client(func(_ *Vars, c *model.Client) string { return unix(c.Created) }),
		"client_flags":        client(func(_ *Vars, c *model.Client) string { return c.Flags() }),
		"client_height":       client(func(_ *Vars, c *model.Client) string { return itoa(c.Size.Rows) }),
		"client_key_table":    client(func(_ *Vars, c *model.Client) string { return c.KeyTable() }),
		"client_last_session": client(lastSession),
		"client_name":         client(func(_ *Vars, c *model.Client) string { return c.Name }),
		"client_pid":          client(func(_ *Vars, c *model.Client) string { return itoa(c.PID) }),
		"client_prefix":       client(func(_ *Vars, c *model.Client) string { return flag(c.Keys.Table != "") }),
		"client_readonly":     client(func(_ *Vars, c *model.Client) string { return flag(c.ReadOnly) }),
		"client_session":      client(showsSession),
		"client_termname":     client(func(_ *Vars, c *model.Client) string { return c.Term }),
		"client_discarded":    client(func(*Vars, *model.Client) string { return "0" }), // frames are left out, nothing is thrown away
		"client_termfeatures": client(func(_ *Vars, c *model.Client) string { return strings.Join(c.Features, ",") }),
		"client_termtype":     client(func(_ *Vars, c *model.Client) string { return c.TermType }),
		"client_theme":        client(func(_ *Vars, c *model.Client) string { return c.Theme }),
		"client_written":      client(written),
		"client_tty":          client(func(_ *Vars, c *model.Client) string { return c.TTY }),
		"client_uid":          client(func(_ *Vars, c *model.Client) string { return itoa(c.UID) }),
		"client_user":         client(func(_ *Vars, c *model.Client) string { return c.User }),
		"client_utf8":         client(func(_ *Vars, c *model.Client) string { return flag(c.UTF8) }),
		"client_width":        client(func(_ *Vars, c *model.Client) string { return itoa(c.Size.Cols) }),
	}
}

// written is how many bytes a client was sent, "0" where the world does not tell.
func written(v *Vars, c *model.Client) string {
	if w, ok := v.w.(interface{ Written(model.ClientID) uint64 }); ok {
		return strconv.FormatUint(w.Written(c.ID), 10)
	}
	return "0"
}

func cell(pixels, n int) string {
	if n == 0 {
		return "0"
	}
	return itoa(pixels / n)
}

func showsSession(_ *Vars, c *model.Client) string {
	if c.Session == nil {
		return ""
	}
	return c.Session.Name
}

func lastSession(_ *Vars, c *model.Client) string {
	if c.LastSession == nil {
		return ""
	}
	return c.LastSession.Name
}
