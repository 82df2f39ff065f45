package vars

import (
	"math"
	"strings"

	"gmux/server/layout"
	"gmux/server/model"
	"gmux/server/style"
	"gmux/server/syntax"
)

func pane(f func(v *Vars, p *model.Pane) string) func(*Vars) string {
	return func(v *Vars) string {
		if v.s.Pane == nil {
			return ""
		}
		return f(v, v.s.Pane)
	}
}

// fact is a variable that only the terminal knows.
func fact(f func(*Facts) string) func(*Vars) string {
	return func(v *Vars) string {
		if v.s.Pane == nil {
			return ""
		}
		return f(v.terminal())
	}
}

func factFlag(f func(*Facts) bool) func(*Vars) string {
	return fact(func(t *Facts) string { return flag(f(t)) })
}

func factInt(f func(*Facts) int) func(*Vars) string {
	return fact(func(t *Facts) string { return itoa(f(t)) })
}

func paneTable() map[string]func(*Vars) string {
	return map[string]func(*Vars) string{
		"pane_active":              pane(func(_ *Vars, p *model.Pane) string { return flag(p.Window.Active == p) }),
		"pane_at_bottom":           pane(func(_ *Vars, p *model.Pane) string { return flag(p.Top+p.Size.Rows == edges(p.Window).bottom) }),
		"pane_at_left":             pane(func(_ *Vars, p *model.Pane) string { return flag(p.Left == 0) }),
		"pane_at_right":            pane(func(_ *Vars, p *model.Pane) string { return flag(p.Left+p.Size.Cols == p.Window.Size.Cols) }),
		"pane_at_top":              pane(func(_ *Vars, p *model.Pane) string { return flag(p.Top == edges(p.Window).top) }),
		"pane_bottom":              pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Top + p.Size.Rows - 1) }),
		"pane_current_command":     pane(currentCommand),
		"pane_current_path":        pane(currentPath),
		"pane_dead":                pane(func(_ *Vars, p *model.Pane) string { return flag(p.Dead) }),
		"pane_dead_signal":         pane(deadSignal),
		"pane_dead_status":         pane(deadStatus),
		"pane_dead_time":           pane(deadTime),
		"pane_format":              func(v *Vars) string { return flag(v.about == aPane) },
		"pane_height":              pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Size.Rows) }),
		"pane_id":                  pane(func(_ *Vars, p *model.Pane) string { return p.ID.String() }),
		"pane_in_mode":             pane(func(_ *Vars, p *model.Pane) string { return flag(p.Mode != nil) }),
		"pane_index":               pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Index()) }),
		"pane_input_off":           pane(func(_ *Vars, p *model.Pane) string { return flag(p.InputOff) }),
		"pane_last":                pane(func(_ *Vars, p *model.Pane) string { return flag(len(p.Window.Last) > 0 && p.Window.Last[0] == p) }),
		"pane_left":                pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Left) }),
		"pane_marked":              pane(func(v *Vars, p *model.Pane) string { k, _ := v.m.Marked(); return flag(k.Pane == p) }),
		"pane_marked_set":          pane(func(v *Vars, _ *model.Pane) string { _, ok := v.m.Marked(); return flag(ok) }),
		"pane_mode":                pane(paneMode),
		"pane_pid":                 pane(panePID),
		"pane_pipe":                pane(func(*Vars, *model.Pane) string { return "0" }),
		"pane_right":               pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Left + p.Size.Cols - 1) }),
		"pane_start_command":       pane(func(_ *Vars, p *model.Pane) string { return commandLine(p.Argv) }),
		"pane_start_path":          pane(func(_ *Vars, p *model.Pane) string { return p.Cwd }),
		"pane_synchronized":        pane(func(_ *Vars, p *model.Pane) string { return flag(p.Options.Flag("synchronize-panes")) }),
		"pane_title":               pane(func(_ *Vars, p *model.Pane) string { return p.Title }),
		"pane_top":                 pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Top) }),
		"pane_tty":                 pane(paneTTY),
		"pane_width":               pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Size.Cols) }),
		"pane_key_mode":            fact(func(t *Facts) string { return or(t.KeyMode, "VT10x") }),
		"pane_bg":                  pane(func(v *Vars, p *model.Pane) string { _, bg := v.paneColours(p); return bg }),
		"pane_fg":                  pane(func(v *Vars, p *model.Pane) string { fg, _ := v.paneColours(p); return fg }),
		"pane_flags":               pane(paneFlags),
		"pane_floating_flag":       pane(func(*Vars, *model.Pane) string { return "0" }),
		"pane_path":                fact(func(t *Facts) string { return t.Path }),
		"pane_pb_progress":         factInt(func(t *Facts) int { return t.Progress }),
		"pane_pb_state":            fact(func(t *Facts) string { return or(t.ProgressState, "hidden") }),
		"pane_x":                   pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Left) }),
		"pane_y":                   pane(func(_ *Vars, p *model.Pane) string { return itoa(p.Top) }),
		"pane_zoomed_flag":         pane(func(_ *Vars, p *model.Pane) string { return flag(zoomed(p)) }),
		"pane_unseen_changes":      pane(func(*Vars, *model.Pane) string { return "0" }),
		"pane_search_string":       fact(func(t *Facts) string { return t.SearchString }),
		"pane_tabs":                fact(func(t *Facts) string { return t.Tabs }),
		"alternate_on":             factFlag(func(t *Facts) bool { return t.AlternateOn }),
		"alternate_saved_x":        factInt(func(t *Facts) int { return saved(t, t.AlternateSavedX) }),
		"alternate_saved_y":        factInt(func(t *Facts) int { return saved(t, t.AlternateSavedY) }),
		"bracket_paste_flag":       factFlag(func(t *Facts) bool { return t.BracketedPaste }),
		"cursor_blinking":          factFlag(func(t *Facts) bool { return t.CursorBlinking }),
		"cursor_character":         fact(func(t *Facts) string { return t.CursorCharacter }),
		"cursor_colour":            pane(cursorColour),
		"cursor_very_visible":      pane(func(*Vars, *model.Pane) string { return "0" }), // no terminal of ours has that
		"cursor_flag":              factFlag(func(t *Facts) bool { return t.CursorShown }),
		"cursor_shape":             fact(func(t *Facts) string { return or(t.CursorShape, "default") }),
		"cursor_x":                 factInt(func(t *Facts) int { return t.CursorX }),
		"cursor_y":                 factInt(func(t *Facts) int { return t.CursorY }),
		"history_bytes":            factInt(func(t *Facts) int { return t.HistoryBytes }),
		"history_limit":            factInt(func(t *Facts) int { return t.HistoryLimit }),
		"history_size":             factInt(func(t *Facts) int { return t.HistorySize }),
		"insert_flag":              factFlag(func(t *Facts) bool { return t.Insert }),
		"keypad_cursor_flag":       factFlag(func(t *Facts) bool { return t.CursorKeys }),
		"keypad_flag":              factFlag(func(t *Facts) bool { return t.KeypadApplication }),
		"mouse_all_flag":           factFlag(func(t *Facts) bool { return t.MouseAll }),
		"mouse_any_flag":           factFlag(func(t *Facts) bool { return t.MouseAny }),
		"mouse_button_flag":        factFlag(func(t *Facts) bool { return t.MouseButton }),
		"mouse_sgr_flag":           factFlag(func(t *Facts) bool { return t.MouseSGR }),
		"mouse_standard_flag":      factFlag(func(t *Facts) bool { return t.MouseStandard }),
		"mouse_utf8_flag":          factFlag(func(t *Facts) bool { return t.MouseUTF8 }),
		"origin_flag":              factFlag(func(t *Facts) bool { return t.Origin }),
		"scroll_region_lower":      factInt(func(t *Facts) int { return t.ScrollLower }),
		"scroll_region_upper":      factInt(func(t *Facts) int { return t.ScrollUpper }),
		"synchronized_output_flag": factFlag(func(t *Facts) bool { return t.Sync }),
		"wrap_flag":                factFlag(func(t *Facts) bool { return t.Wrap }),
	}
}

// edges are where the panes of a window begin and end: at one of the two there may be their titles.
func edges(w *model.Window) (e struct{ top, bottom int }) {
	e.bottom = w.Size.Rows
	switch w.BorderStatus() {
	case layout.StatusTop:
		e.top++
	case layout.StatusBottom:
		e.bottom--
	}
	return e
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// saved is a row or column of the cursor of the main screen; tmux has its largest number where there is none.
func saved(t *Facts, n int) int {
	if !t.AlternateSaved {
		return math.MaxUint32
	}
	return n
}

func zoomed(p *model.Pane) bool { return p.Window.Zoomed && p.Window.Active == p }

func paneFlags(_ *Vars, p *model.Pane) string {
	flags := ""
	if p.Window.Active == p {
		flags = "*"
	}
	if len(p.Window.Last) > 0 && p.Window.Last[0] == p {
		flags += "-"
	}
	if zoomed(p) {
		flags += "Z"
	}
	return flags
}

// paneColours are what the default colours look like: those of window-style, else those that the program chose.
func (v *Vars) paneColours(p *model.Pane) (fg, bg string) {
	f, b := PaneColours(v.m, v.w, p)
	t := v.terminal()
	return colourOr(f, t.Foreground), colourOr(b, t.Background)
}

func colourOr(c style.Colour, other string) string {
	if c == style.Default && other != "" {
		return other
	}
	return c.String()
}

func cursorColour(v *Vars, p *model.Pane) string {
	return or(v.terminal().CursorColour, p.Options.Colour("cursor-colour").String())
}

// panePID and paneTTY do not tell of what keeps an empty pane open.
func panePID(_ *Vars, p *model.Pane) string {
	if p.Empty {
		return "0"
	}
	return itoa(p.PID)
}

func paneTTY(_ *Vars, p *model.Pane) string {
	if p.Empty {
		return ""
	}
	return p.TTY
}

// running asks the system what p runs: the model knows only what was there when the program last printed, and one that goes
// elsewhere may print nothing. The lines of a list are of what is known: they may be about hundreds of panes.
func (v *Vars) running(p *model.Pane) (argv0, path string, ok bool) {
	w, can := v.w.(Watcher)
	if !can || v.memo != nil || p.Empty || p.Dead {
		return "", "", false
	}
	return w.Running(p.ID)
}

func currentPath(v *Vars, p *model.Pane) string {
	if _, path, ok := v.running(p); ok {
		return path
	}
	return p.Path
}

// currentCommand is the foreground program; until that is known, what the pane was started with.
func currentCommand(v *Vars, p *model.Pane) string {
	if argv0, _, ok := v.running(p); ok {
		return model.CommandName(argv0)
	}
	if p.Command != "" {
		return p.Command
	}
	return model.DefaultWindowName(p)
}

// commandLine prints the words of a command, each quoted where it needs to be.
func commandLine(argv []string) string {
	words := make([]string, len(argv))
	for i, a := range argv {
		words[i] = syntax.Quote(a)
	}
	return strings.Join(words, " ")
}

func paneMode(_ *Vars, p *model.Pane) string {
	if p.Mode == nil {
		return ""
	}
	return p.Mode.Name
}

// deadStatus is an exit status, empty for a signal and where the status was lost.
func deadStatus(_ *Vars, p *model.Pane) string {
	if !p.Dead || !p.Exit.Known || p.Exit.Signal != 0 {
		return ""
	}
	return itoa(p.Exit.Code)
}

func deadSignal(_ *Vars, p *model.Pane) string {
	if !p.Dead || !p.Exit.Known || p.Exit.Signal == 0 {
		return ""
	}
	return itoa(p.Exit.Signal)
}

func deadTime(_ *Vars, p *model.Pane) string {
	if !p.Dead {
		return ""
	}
	return unix(p.DeadAt)
}
