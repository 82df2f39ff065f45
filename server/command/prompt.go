package command

import (
	"fmt"
	"strings"

	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/vars"
)

var promptCommands = []*Entry{
	{
		Name: "command-prompt", flags: "1CbeFiklI:Np:t:T:", max: 1,
		block: func(*syntax.Args, int) syntax.ArgKind { return syntax.CommandsOrString },
		Usage: "[-1CbeFiklN] [-I inputs] [-p prompts] " + usageClient + " [-T prompt-type] [template]",
		Help:  "Ask a client for text, and run commands with it",
		// -C is taken: the panes of a client that is asked something are never frozen here.
		client: clientWant{flag: 't'}, exec: commandPrompt,
	},
	{
		Name: "confirm-before", Alias: "confirm", flags: "bc:p:t:y", min: 1, max: 1,
		block: func(*syntax.Args, int) syntax.ArgKind { return syntax.CommandsOrString },
		Usage: "[-by] [-c confirm-key] [-p prompt] " + usageClient + " command", Help: "Ask a client before a command is run",
		client: clientWant{flag: 't'}, exec: confirmBefore,
	},
	{
		Name: "show-prompt-history", Alias: "showphist", flags: "T:", Usage: "[-T prompt-type]",
		Help: "Show what was typed at prompts",
		json: true, exec: showPromptHistory,
	},
	{
		Name: "clear-prompt-history", Alias: "clearphist", flags: "T:", Usage: "[-T prompt-type]",
		Help: "Forget what was typed at prompts",
		exec: func(c *call) outcome {
			return c.eachPromptType(func(t model.PromptType) {
				c.m.SetHistory(t, nil)
				c.q.saveHistory()
			})
		},
	},
}

// PromptScope is what the formats of a prompt are about: the place it was opened for, as far as there still is one.
func PromptScope(m *model.Model, mc *model.Client, p *model.Prompt) vars.Scope {
	s := vars.Scope{Client: mc}
	ses, w, pane := m.Sessions[p.Session], m.Windows[p.Window], m.Panes[p.Pane]
	if ses == nil || w == nil || ses.Link(w) == nil || pane == nil || pane.Window != w {
		return s
	}
	s.Session, s.Link, s.Pane = ses, ses.Link(w), pane
	return s
}

func commandPrompt(c *call) outcome {
	if c.m.Prompt(c.tc) != nil { // it is asked something already
		return done
	}
	p := &model.Prompt{Takes: c.takes(), Again: c.args.Has('e'), Template: "%1", File: c.it.command.File, Line: c.it.command.Line}
	if name, ok := c.args.Get('T'); ok {
		if p.Type, ok = model.ParsePromptType(name); !ok {
			return c.failf("unknown type: %s", name)
		}
	}
	label := ":"
	if c.args.Len() > 0 {
		label = "(" + c.template(p) + ") "
	}
	if s := c.target.Session; s != nil {
		p.Session, p.Window, p.Pane = s.ID, c.target.Window.ID, c.target.Pane.ID
	}
	p.More = c.questions(label)
	return c.ask(p, c.args.Has('b') || p.Takes == model.TakesIncremental)
}

// takes is what the flags say that the answer is.
func (c *call) takes() model.Takes {
	switch {
	case c.args.Has('1'):
		return model.TakesCharacter
	case c.args.Has('N'):
		return model.TakesNumber
	case c.args.Has('i'):
		return model.TakesIncremental
	case c.args.Has('k'):
		return model.TakesKey
	}
	return model.TakesLine
}

// template sets what runs, and returns its first word.
func (c *call) template(p *model.Prompt) string {
	arg := c.args.Rest[0]
	if arg.IsBlock() {
		p.Commands, p.IsBlock = *arg.Block, true
		return firstCommand(p.Commands)
	}
	p.Template = arg.Text
	if c.args.Has('F') {
		p.Template = c.expand(arg.Text)
	}
	if i := strings.IndexAny(p.Template, " ,"); i >= 0 {
		return p.Template[:i]
	}
	return p.Template
}

func firstCommand(l syntax.List) string {
	for cmd := range l.Commands() {
		return cmd.Name
	}
	return ""
}

// questions are what -p and -I say, one after the other, with the texts that they begin with.
func (c *call) questions(label string) []model.Question {
	inputs, given := c.args.Get('I')
	prompts, named := c.args.Get('p')
	if !named {
		prompts = strings.TrimSuffix(label, " ")
	}
	if c.args.Has('l') {
		return []model.Question{{Label: prompts, Text: inputs}}
	}
	var list []model.Question
	for prompt := range strings.SplitSeq(prompts, ",") {
		q := model.Question{Label: prompt}
		if named || label != ":" {
			q.Label += " "
		}
		if given {
			q.Text, inputs, given = strings.Cut(inputs, ",")
		}
		list = append(list, q)
	}
	return list
}

// ask opens a prompt with the first of its questions.
func (c *call) ask(p *model.Prompt, background bool) outcome {
	c.q.cancel(c.tc)
	c.m.ClearMessage(c.tc)
	if !background {
		p.Token = c.q.wait(c.it, c.answered)
	}
	c.q.nextQuestion(c.tc, p)
	c.m.OpenPrompt(c.tc, p)
	if p.Takes == model.TakesIncremental {
		c.q.runAnswer(c.it, c.tc, p, []string{"="})
	}
	if background {
		return done
	}
	return waiting
}

// answered goes on with what the prompt's answer makes of its template.
func (c *call) answered(r Result) outcome {
	if c.client != nil && c.client.Session == nil && c.entry.Name == "confirm-before" {
		c.q.list(c.it.owner).status = r.Code
	}
	c.q.insert(c.it, r.List, c.it.state)
	return done
}

func confirmBefore(c *call) outcome {
	list, err := c.commands(0, true)
	if err != nil {
		return c.fail(err)
	}
	p := &model.Prompt{Takes: model.TakesCharacter, Confirm: true, Key: 'y', DefaultYes: c.args.Has('y'), Commands: list, IsBlock: true}
	if k, ok := c.args.Get('c'); ok {
		if len(k) != 1 || k[0] < ' ' || k[0] > '~' {
			return c.failf("invalid confirm key")
		}
		p.Key = k[0]
	}
	label := fmt.Sprintf("Confirm '%s'? (%c/n) ", firstCommand(list), p.Key)
	if prompt, ok := c.args.Get('p'); ok {
		label = prompt + " "
	}
	if s := c.target.Session; s != nil {
		p.Session, p.Window, p.Pane = s.ID, c.target.Window.ID, c.target.Pane.ID
	}
	p.More = []model.Question{{Label: label}}
	return c.ask(p, c.args.Has('b'))
}

// eachPromptType does something with the type of -T, or with all.
func (c *call) eachPromptType(do func(model.PromptType)) outcome {
	if name, ok := c.args.Get('T'); ok {
		t, ok := model.ParsePromptType(name)
		if !ok {
			return c.failf("invalid type: %s", name)
		}
		do(t)
		return done
	}
	for t := range model.PromptTypes {
		do(t)
	}
	return done
}

func showPromptHistory(c *call) outcome {
	if !c.json() {
		return c.eachPromptType(c.showHistory)
	}
	list := jsonList{call: c}
	o := c.eachPromptType(func(t model.PromptType) {
		for _, line := range c.m.History[t] {
			list.add(member{"prompt_type", t.String()}, member{"prompt_text", line})
		}
	})
	if o != done {
		return o
	}
	return list.end()
}

func (c *call) showHistory(t model.PromptType) {
	c.print(fmt.Sprintf("History for %v:\n", t))
	for i, line := range c.m.History[t] {
		c.print(fmt.Sprintf("%d: %s", i+1, line))
	}
	c.print("")
}
