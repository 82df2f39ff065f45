package command

import (
	"fmt"
	"slices"
	"strconv"

	"gmux/protocol/key"
	"gmux/server/format"
	"gmux/server/model"
)

var messageCommands = []*Entry{
	{
		Name: "show-messages", Alias: "showmsgs", flags: "JTt:", Usage: "[-JT] " + usageClient,
		Help:   "Show what was told and done lately, or jobs, or terminals",
		client: clientWant{flag: 't', canFail: true}, json: true, exec: showMessages,
	},
}

const messageLine = "#{t/p:message_time}: #{message_text}"

func showMessages(c *call) outcome {
	if c.json() {
		return c.messagesAsJSON()
	}
	if c.args.Has('T') {
		c.showTerminals()
	}
	if c.args.Has('J') {
		c.showJobs(c.args.Has('T'))
	}
	if c.args.Has('T') || c.args.Has('J') {
		return done
	}
	for _, e := range slices.Backward(c.m.Log) {
		s := c.scope()
		s.Extra = format.Map{
			"message_text": e.Text, "message_number": strconv.Itoa(e.Number), "message_time": strconv.FormatInt(e.At.Unix(), 10),
		}
		c.print(c.vars(s).Expand(messageLine))
	}
	return done
}

// messagesAsJSON is the log, whatever else was asked for: jobs and terminals have no members that would stay.
func (c *call) messagesAsJSON() outcome {
	list := jsonList{call: c}
	for _, e := range slices.Backward(c.m.Log) {
		list.add(member{"message_number", e.Number}, member{"message_time", e.At.Unix()}, member{"message_text", e.Text})
	}
	return list.end()
}

// showTerminals is -T. What gmux knows of a terminal the client knows, so there is no list of capabilities.
func (c *call) showTerminals() {
	n := 0
	for _, o := range c.m.Clients {
		if o.Session != nil && (!c.args.Has('t') || o == c.tc) {
			c.print(fmt.Sprintf("Terminal %d: %s for %s", n, o.Term, o.Name))
			n++
		}
	}
}

// showJobs is -J: the shell commands that commands wait for.
func (c *call) showJobs(behind bool) {
	var tokens []model.Token
	for token := range c.q.jobs {
		tokens = append(tokens, token)
	}
	slices.Sort(tokens)
	for i, token := range tokens {
		if i == 0 && behind {
			c.print("")
		}
		c.print(fmt.Sprintf("Job %d: %s", i, c.q.jobs[token]))
	}
}

// note tells the log of a command, as soon as the configuration is through.
func (c *call) note() {
	if !c.q.configured {
		return
	}
	text := "command: " + c.it.command.String()
	if o := c.m.Client(c.it.owner); o != nil {
		if k, ok := c.it.state.event.(key.Key); ok && o.Session != nil {
			text = fmt.Sprintf("key %v: %s", k, c.it.command)
		}
		text = o.Name + c.stranger(o) + " " + text
	}
	c.m.Note(text)
}

// stranger names the user of a client that is not the server's own.
func (c *call) stranger(o *model.Client) string {
	if o.UID == c.m.UID {
		return ""
	}
	return "[" + o.User + "]"
}
