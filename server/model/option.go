package model

import "gmux/server/option"

// An OptionTarget is a set of options and whose it is.
type OptionTarget struct {
	Set *option.Set
	Ref Ref
}

// The sets an option can be changed in.
func (m *Model) ServerTarget() OptionTarget {
	return OptionTarget{m.Options, Ref{Kind: KindOptions, ID: ServerOptions}}
}

func (m *Model) GlobalSessionTarget() OptionTarget {
	return OptionTarget{m.SessionOption, Ref{Kind: KindOptions, ID: SessionOptions}}
}

func (m *Model) GlobalWindowTarget() OptionTarget {
	return OptionTarget{m.WindowOption, Ref{Kind: KindOptions, ID: WindowOptions}}
}

func (s *Session) OptionTarget() OptionTarget {
	return OptionTarget{s.Options, Ref{Kind: KindSession, ID: int(s.ID)}}
}

func (w *Window) OptionTarget() OptionTarget {
	return OptionTarget{w.Options, Ref{Kind: KindWindow, ID: int(w.ID)}}
}

func (p *Pane) OptionTarget() OptionTarget {
	return OptionTarget{p.Options, Ref{Kind: KindPane, ID: int(p.ID)}}
}

// OptionChanged tells that an option of t has been set or unset. Any option may be in a format, so
// every client is drawn again; sizes follow when the event ends.
func (m *Model) OptionChanged(t OptionTarget, name string) {
	m.touched[t.Ref] = true
	m.disturb()
	m.DirtyAll()
	m.Emit(OptionChanged{Name: name})
	if name == "monitor-silence" {
		m.restartSilence()
	}
	if name == "status-interval" {
		for _, c := range m.Clients {
			c.statusAt = m.Now
		}
	}
	if name == "key-table" {
		for _, c := range m.Clients {
			m.ResetKeys(c)
		}
	}
}

// SetEnv changes an environment variable: of s, or the global one if s is nil. A nil change unsets it.
func (m *Model) SetEnv(s *Session, name string, v *Var) {
	env, ref := m.Env, Ref{Kind: KindEnviron}
	if s != nil {
		env, ref = s.Env, Ref{Kind: KindSession, ID: int(s.ID)}
	}
	if v == nil {
		delete(env, name)
	} else {
		env[name] = *v
	}
	m.touched[ref] = true
}

// UpdateEnv takes over from a client what update-environment names.
func (m *Model) UpdateEnv(s *Session, c *Client) {
	s.Env.Update(s.Options.Strings("update-environment"), c.Env)
	m.touch(KindSession, int(s.ID))
}
