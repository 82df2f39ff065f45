package command

import (
	"path/filepath"

	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/vars"
)

var serverCommands = []*Entry{
	{
		Name: "kill-server", Help: "End the server, its sessions and clients",
		exec: func(c *call) outcome {
			c.m.End()
			c.q.wakeAll()
			return done
		},
	},
	{
		Name: "start-server", Alias: "start", Help: "Start the server, if none runs", startsServer: true,
		exec: func(*call) outcome { return done },
	},
	{
		Name: "upgrade-server", max: 1, Usage: "[path]",
		Help: "Replace the running server by another build, which goes on where it is",
		exec: upgradeServer,
	},
	{
		Name: "source-file", Alias: "source", flags: "t:Fnqv", min: 1, max: -1,
		Usage:  "[-Fnqv] " + usagePane + " path ...",
		Help:   "Run the commands of a file",
		target: orNone(onPane), exec: sourceFile,
	},
	{
		Name: "list-commands", Alias: "lscm", flags: "F:", max: 1, Usage: "[-F format] [command]",
		Help: "List the commands", startsServer: true,
		json: true, exec: listTable,
	},
}

// upgradeServer asks for another build of the server: the one at path, or else the one whose client asks.
func upgradeServer(c *call) outcome {
	path := ""
	if c.args.Len() > 0 {
		if path = c.args.Text(0); !filepath.IsAbs(path) {
			path = filepath.Join(c.cwd(nil), path)
		}
	}
	token := c.q.wait(c.it, func(r Result) outcome {
		defer c.flush()
		if r.Err != nil {
			return c.fail(r.Err)
		}
		c.print(r.Text)
		return done
	})
	c.m.Emit(model.Upgrade{Token: token, Client: c.it.owner, Path: path})
	return waiting
}

const commandLine = "#{command_list_name}#{?command_list_alias, (#{command_list_alias}),} #{command_list_usage}"

func listTable(c *call) outcome {
	list := entries
	if c.args.Len() > 0 {
		e, err := Find(c.args.Text(0))
		if err != nil {
			return c.fail(err)
		}
		list = []*Entry{e}
	}
	l := c.listing(commandLine, commandFields, nil)
	l.skipEmpty = true
	for _, e := range list {
		l.add(vars.Scope{Extra: format.Map{
			"command_list_name": e.Name, "command_list_alias": e.Alias, "command_list_usage": e.Usage, "command_list_help": e.Help,
		}}, -1)
	}
	return l.end()
}
