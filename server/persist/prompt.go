package persist

import (
	"fmt"

	"gmux/protocol/key"
	"gmux/server/model"
	"gmux/server/syntax"
)

// rowOfPrompt leaves out which command waits for the answer: it does so in the server that asked.
func rowOfPrompt(p *model.Prompt) *promptRow {
	row := &promptRow{
		Label: p.Label, Text: p.Text, At: p.At, Type: int(p.Type), Takes: int(p.Takes), Again: p.Again,
		Command: p.Command, Quote: p.Quote, Index: p.Index, Cut: p.Cut, Began: p.Began, Heard: p.Heard,
		Confirm: p.Confirm, Key: p.Key, DefaultYes: p.DefaultYes,
		Answers: p.Answers, Template: p.Template, Commands: p.Commands.String(), IsBlock: p.IsBlock,
		File: p.File, Line: p.Line, Session: int(p.Session), Window: int(p.Window), Pane: int(p.Pane),
	}
	for _, q := range p.More {
		row.More = append(row.More, questionRow{Label: q.Label, Text: q.Text})
	}
	return row
}

func (a *applier) prompt(token string, r promptRow) error {
	if r.Type >= int(model.PromptTypes) { // of a later version: the question closes
		return nil
	}
	if r.Type < 0 || r.At < 0 || r.At > len(r.Text) {
		return fmt.Errorf("no prompt has type %d and %d of %d bytes before the cursor", r.Type, r.At, len(r.Text))
	}
	list, errs := syntax.Parse(r.Commands, syntax.Input{OneGroup: true})
	if len(errs) > 0 {
		return errs[0]
	}
	p := &model.Prompt{
		Label: r.Label, Text: r.Text, At: r.At, Type: model.PromptType(r.Type), Takes: model.Takes(r.Takes), Again: r.Again,
		Command: r.Command, Quote: r.Quote, Index: r.Index, Cut: r.Cut, Began: r.Began, Heard: r.Heard,
		Confirm: r.Confirm, Key: r.Key, DefaultYes: r.DefaultYes,
		Answers: r.Answers, Template: r.Template, Commands: list, IsBlock: r.IsBlock,
		File: r.File, Line: r.Line,
		Session: model.SessionID(r.Session), Window: model.WindowID(r.Window), Pane: model.PaneID(r.Pane),
	}
	for _, q := range r.More {
		p.More = append(p.More, model.Question{Label: q.Label, Text: q.Text})
	}
	a.m.Prompts[token] = p
	return nil
}

func (a *applier) pan(token string, r panRow) error {
	a.m.Pans[token] = &model.Pan{Window: model.WindowID(r.Window), Row: r.Row, Col: r.Col}
	return nil
}

func (a *applier) client(token string, r clientRow) error {
	own := make(map[model.WindowID]model.PaneID)
	for _, at := range r.Own {
		own[model.WindowID(at[0])] = model.PaneID(at[1])
	}
	a.m.Absent[token] = &model.Absent{
		ActivePane: r.ActivePane, Own: own,
		IgnoreSize: r.IgnoreSize, NoDetachOnDestroy: r.NoDetachOnDestroy, Blurred: r.Blurred,
		LastSession: model.SessionID(r.LastSession), Created: timeOf(r.Created),
		Keys: model.KeyState{
			Table: r.KeyTable, Since: timeOf(r.KeysSince), Repeating: r.Repeating, RepeatUntil: timeOf(r.RepeatUntil),
			Last: key.Key{Code: key.Code(r.LastKey), Mods: key.Mods(r.LastMods)},
		},
	}
	return nil
}

func (a *applier) history(t int, r historyRow) error {
	if t < 0 {
		return fmt.Errorf("no such type of prompts")
	}
	if t >= int(model.PromptTypes) { // of a later version
		return nil
	}
	a.m.History[t] = r.Lines
	return nil
}

// note adds to the log, whose rows come in order.
func (a *applier) note(number int, r noteRow) error {
	if n := len(a.m.Log); n > 0 && a.m.Log[n-1].Number >= number {
		return fmt.Errorf("entry %d of the log follows entry %d", number, a.m.Log[n-1].Number)
	}
	a.m.Log = append(a.m.Log, model.LogEntry{Number: number, At: timeOf(r.At), Text: r.Text})
	a.m.NextNote = max(a.m.NextNote, number+1)
	return nil
}
