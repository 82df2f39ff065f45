package command

import (
	"slices"

	"gmux/protocol/key"
	"gmux/server/model"
	"gmux/server/overlay"
	"gmux/server/syntax"
	"gmux/server/vars"
)

// hearing is the prompt that what is typed at c goes to, nil if there is none.
func (q *Queue) hearing(c *model.Client) *model.Prompt {
	if c == nil || c.ReadOnly || c.Session == nil {
		return nil
	}
	return q.m.Prompt(c)
}

// Hears reports whether what is typed at a client can be taken now: nothing of its own waits, or it is asked something.
func (q *Queue) Hears(id model.ClientID) bool {
	return q.Idle(id) || q.hearing(q.m.Client(id)) != nil
}

// overheard lets a prompt have what was typed behind the command that waits for it, or behind any other that waits.
func (q *Queue) overheard(id model.ClientID, l *list) bool {
	c := q.m.Client(id)
	p := q.hearing(c)
	if p == nil {
		return false
	}
	at := slices.IndexFunc(l.items, func(it *item) bool { return it.event != nil })
	if at < 0 {
		return false
	}
	it := l.items[at]
	if isPress(it.event) {
		q.m.ClientTyped(c)
	}
	a, rest := q.atPrompt(c, p, it.event)
	if it.event = rest; rest == nil {
		l.items = slices.Delete(l.items, at, at+1)
	}
	q.take(it, c, p, a, at)
	return true
}

// atPrompt is one event at a prompt. rest is what is no part of the answer.
func (q *Queue) atPrompt(c *model.Client, p *model.Prompt, ev key.Event) (a overlay.Answer, rest key.Event) {
	switch ev := ev.(type) {
	case key.Key:
		if !isPress(ev) {
			return a, nil
		}
		if a = overlay.Press(p, ev, q.promptEnv(c, p)); a.Pass {
			return a, ev
		}
	case key.Text:
		var left []byte
		if a, left = overlay.Type(p, ev, q.promptEnv(c, p)); len(left) > 0 {
			return a, key.Text(left)
		}
	case key.Paste:
		a = overlay.Paste(p, ev.Data)
	case key.Focus:
		if q.m.Options.Flag("focus-events") {
			q.forward(c, c.Pane(), ev)
		}
	}
	return a, nil
}

func (q *Queue) promptEnv(c *model.Client, p *model.Prompt) overlay.Env {
	o := c.Session.Options
	return overlay.Env{
		Vi: o.Choice("status-keys") == "vi", Separators: o.String("word-separators"), History: q.m.History[p.Type],
		Buffer: func() string {
			if b := q.m.TopBuffer(); b != nil {
				return b.Data
			}
			return ""
		},
		Complete: func(word string, first bool) []string { return q.completions(c, p.Type, word, first) },
	}
}

// take does what an answer says. it is where commands go behind, or with at larger than 0 they go to that place of its queue.
func (q *Queue) take(it *item, c *model.Client, p *model.Prompt, a overlay.Answer, at int) {
	switch a.Outcome {
	case overlay.Moved:
		q.m.PromptMoved(c)
	case overlay.Changed:
		q.m.PromptMoved(c)
		q.runAt(it, c, p, []string{a.Text}, at)
	case overlay.Cancelled:
		q.cancel(c)
	case overlay.Answered:
		q.answer(it, c, p, a.Text, at)
	}
}

// answer takes a line: the next question is asked, or the commands run.
func (q *Queue) answer(it *item, c *model.Client, p *model.Prompt, text string, at int) {
	if text != "" && (p.Takes == model.TakesLine || p.Takes == model.TakesIncremental) {
		q.m.AddHistory(p.Type, text)
		q.saveHistory()
	}
	if p.Takes == model.TakesIncremental || p.Confirm && !p.Confirmed(text) {
		q.cancel(c)
		return
	}
	p.Answers = append(p.Answers, text)
	if len(p.More) > 0 {
		q.nextQuestion(c, p)
		q.m.PromptMoved(c)
		return
	}
	q.m.ClosePrompt(c)
	q.runAt(it, c, p, p.Answers, at)
}

// nextQuestion asks the first of those that are left.
func (q *Queue) nextQuestion(c *model.Client, p *model.Prompt) {
	next := p.More[0]
	p.More = p.More[1:]
	text := vars.New(q.m, q.w, PromptScope(q.m, c, p)).ExpandTime(next.Text)
	p.Label, p.Text, p.Began, p.Index, p.Quote = next.Label, text, text, 0, false
	if p.Takes == model.TakesIncremental {
		p.Text = ""
	}
	p.At = len(p.Text)
}

// cancel takes a client's prompt away; the command that waited for it goes on.
func (q *Queue) cancel(c *model.Client) {
	if p := q.m.Prompt(c); p != nil {
		q.m.ClosePrompt(c)
		q.Resume(p.Token, Result{Code: 1})
	}
}

// runAnswer runs what words make of a prompt's commands behind an item.
func (q *Queue) runAnswer(it *item, c *model.Client, p *model.Prompt, words []string) {
	q.runAt(it, c, p, words, 0)
}

// runAt is runAnswer, or with at larger than 0 for that place of the queue. A command that waits for the answer has them
// behind it.
func (q *Queue) runAt(it *item, c *model.Client, p *model.Prompt, words []string, at int) {
	list, err := q.commandsOf(c, p, words)
	if err != nil {
		q.complain(c, it, err)
	}
	switch {
	case p.Token != model.NoToken && q.m.Prompt(c) != p:
		q.Resume(p.Token, Result{List: list})
	case at > 0:
		q.insertAt(it, at, list, new(state))
	case it.owner != c.ID: // typed by another's send-keys -K
		q.add(c.ID, func(it *item) outcome {
			q.insert(it, list, new(state))
			return done
		})
	default:
		q.insert(it, list, new(state))
	}
}

// commandsOf is what a prompt runs.
func (q *Queue) commandsOf(c *model.Client, p *model.Prompt, words []string) (syntax.List, error) {
	list := p.Commands
	switch {
	case p.Confirm:
	case p.IsBlock:
		list = list.Fill(words, findSpec)
	default:
		in := q.input(p.File, &item{owner: c.ID, state: new(state)})
		in.Line = p.Line
		var err error
		if list, err = syntax.ParseString(syntax.Fill(p.Template, words), in); err != nil {
			return nil, err
		}
	}
	ready, errs := q.resolve(list)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return ready, nil
}

// endPrompts ends the prompts that a client who has gone was asked, and those whose answer it waited for.
func (q *Queue) endPrompts(id model.ClientID) {
	for _, c := range q.m.Clients {
		p := q.m.Prompt(c)
		switch {
		case p == nil || p.Token == model.NoToken:
		case c.ID != id && q.waits[p.Token] != nil && q.waits[p.Token].owner == id:
			q.m.ClosePrompt(c)
		case c.ID == id && q.waits[p.Token] != nil && q.waits[p.Token].owner != id:
			token := p.Token
			q.add(model.NoClient, func(*item) outcome {
				q.Resume(token, Result{Code: 1})
				return done
			})
		}
	}
}
