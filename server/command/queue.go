package command

import (
	"errors"
	"slices"

	"gmux/protocol/key"
	"gmux/server/format"
	"gmux/server/model"
	"gmux/server/syntax"
	"gmux/server/target"
)

// A Queue runs commands, for all clients. It belongs to the goroutine that owns the model.
type Queue struct {
	m *model.Model
	w World

	lists      map[model.ClientID]*list
	waits      map[model.Token]*item
	channels   map[string]*waiters    // of wait-for
	jobs       map[model.Token]string // shell commands that run
	saving     bool                   // the history is being written
	saveAgain  bool                   // and is another already
	lastToken  model.Token
	lastGroup  int
	nested     int  // what commands have set off since the loop last had its turn
	configured bool // the configuration has been read: clients have their turn
	running    bool
}

// list is the queue of one client.
type list struct {
	items  []*item
	status int // exit status so far
	depth  int // of files that read files
	files  int // read by the list that runs
}

// item is one command, or one step in between.
type item struct {
	owner   model.ClientID
	command syntax.Command
	step    func(*item) outcome // instead of a command
	event   key.Event           // typed at the client, instead of a command; pressed is as in state
	pressed *int
	kept    bool // event is a copy
	group   int
	state   *state

	token  model.Token
	resume func(Result) outcome
	events []model.Event // what it did before it had to wait
	after  int           // how many items have been put behind this one
}

// state is shared by the commands of one list.
type state struct {
	current target.State // where -t is by default; some commands move it
	event   key.Event    // the key that was pressed, nil if none
	repeat  bool         // of a repeating binding: the key table stays
	quiet   bool         // a hook's commands: they set off no hooks themselves
	pressed *int         // keys that bindings have pressed because of the first; nil: this is the first
	extra   format.Map
}

// NewQueue makes the queues over a model.
func NewQueue(m *model.Model, w World) *Queue {
	return &Queue{
		m: m, w: w,
		lists: make(map[model.ClientID]*list),
		waits: make(map[model.Token]*item), channels: make(map[string]*waiters), jobs: make(map[model.Token]string),
	}
}

func (q *Queue) list(id model.ClientID) *list {
	l := q.lists[id]
	if l == nil {
		l = new(list)
		q.lists[id] = l
	}
	return l
}

// Command runs what a client gave as arguments; without any, what default-client-command says. Print and
// then Exit come as effects, or Attach, now or after a Resume.
func (q *Queue) Command(id model.ClientID, argv []string) []model.Effect {
	if StartsServer(argv) {
		q.m.Serve()
	}
	q.add(id, func(it *item) outcome {
		if q.m.Ending() {
			return q.refuse(it, errEnding)
		}
		text := syntax.FromArgv(argv)
		if len(argv) == 0 {
			text = q.m.Options.Command("default-client-command")
		}
		ready, errs := q.resolve(text)
		if len(errs) > 0 { // a slip anywhere means that nothing of it runs
			return q.refuse(it, errs[0])
		}
		q.insert(it, ready, new(state))
		return done
	})
	q.add(id, q.finish)
	return q.run()
}

var errEnding = errors.New("server is exiting")

// A Request is a list to run.
type Request struct {
	Client model.ClientID // NoClient: errors are kept for the next client that attaches
	List   syntax.List
	Event  key.Event
	Target target.State // where -t is by default, if valid
}

// Run runs a list behind what its client has waiting.
func (q *Queue) Run(r Request) []model.Effect {
	q.add(r.Client, func(it *item) outcome {
		ready, errs := q.resolve(r.List)
		if len(errs) > 0 {
			return q.refuse(it, errs[0])
		}
		q.insert(it, ready, &state{current: r.Target, event: r.Event})
		return done
	})
	return q.run()
}

// Resume continues the command that waits for token, if it still does.
func (q *Queue) Resume(token model.Token, r Result) []model.Effect {
	delete(q.jobs, token)
	if it := q.waits[token]; it != nil {
		delete(q.waits, token)
		it.token = model.NoToken
		resume := it.resume
		it.resume = nil
		q.settle(it, resume(r))
		if it.token == model.NoToken {
			q.reactTo(it.events, it.state.quiet)
		}
		q.react(it.state.quiet)
	}
	return q.run()
}

// Gone drops the commands of a client that has gone.
func (q *Queue) Gone(id model.ClientID) {
	q.endPrompts(id)
	for token, it := range q.waits {
		if it.owner == id {
			delete(q.waits, token)
			q.reactTo(it.events, it.state.quiet)
		}
	}
	delete(q.lists, id)
}

// Idle reports whether nothing runs or waits for a client.
func (q *Queue) Idle(id model.ClientID) bool {
	l := q.lists[id]
	return l == nil || len(l.items) == 0
}

// resolve expands the aliases of a list and writes its commands in full.
func (q *Queue) resolve(l syntax.List) (syntax.List, []error) {
	expanded, errs := l.ExpandAliases(q.alias, q.input("", nil))
	ready, more := expanded.Canonical(findSpec)
	return ready, append(errs, more...)
}

// alias looks a name up in command-alias.
func (q *Queue) alias(name string) (string, bool) {
	for _, a := range q.m.Options.Strings("command-alias") {
		if alias, commands, ok := cutAlias(a); ok && alias == name {
			return commands, true
		}
	}
	return "", false
}

// add puts a step at the end of a client's queue.
func (q *Queue) add(id model.ClientID, step func(*item) outcome) {
	l := q.list(id)
	l.items = append(l.items, &item{owner: id, step: step, state: new(state)})
}

// insert puts a list right behind it, after what it has put there before.
func (q *Queue) insert(it *item, ready syntax.List, st *state) {
	q.insertItems(it, q.itemsOf(it.owner, ready, st)...)
}

// nest is insert for a list that a command has set off, which counts.
func (q *Queue) nest(it *item, ready syntax.List, st *state) {
	if items := q.itemsOf(it.owner, ready, st); !q.runsAway(it, len(items)) {
		q.insertItems(it, items...)
	}
}

// append is nest for a list that goes on in the background: at the end of a client's queue.
func (q *Queue) append(it *item, id model.ClientID, ready syntax.List, st *state) {
	if items := q.itemsOf(id, ready, st); !q.runsAway(it, len(items)) {
		l := q.list(id)
		l.items = append(l.items, items...)
	}
}

func (q *Queue) itemsOf(id model.ClientID, ready syntax.List, st *state) []*item {
	var items []*item
	for _, g := range ready {
		q.lastGroup++
		for _, c := range g {
			items = append(items, &item{owner: id, command: c, group: q.lastGroup, state: st})
		}
	}
	return items
}

// maxNestedWork is how many commands may be set off before the loop has its turn again, a list counting for perList more:
// far more than a configuration has of them, and over in a moment. What runs itself, as set-hook -R and run-shell -C can,
// would never end.
const (
	maxNestedWork = 50_000
	perList       = 10
)

var errRunaway = errors.New("too many nested commands")

// runsAway counts a list that it sets off. When there have been too many, all that the queue and the background have
// yet to run is dropped, with one error; steps stay, for they put things in order.
func (q *Queue) runsAway(it *item, commands int) bool {
	if q.nested += perList + commands; q.nested <= maxNestedWork {
		return false
	}
	q.nested = 0
	for _, id := range []model.ClientID{it.owner, model.NoClient} {
		if l := q.lists[id]; l != nil {
			l.items = slices.DeleteFunc(l.items, func(o *item) bool { return o != it && o.step == nil && o.event == nil && o.token == model.NoToken })
		}
	}
	it.after = 0
	q.refuse(it, errRunaway)
	return true
}

func (q *Queue) insertStep(it *item, step func(*item) outcome) {
	q.insertItems(it, &item{owner: it.owner, step: step, state: it.state})
}

// insertAt puts a list into a place of the queue that it is, or was, in.
func (q *Queue) insertAt(it *item, at int, ready syntax.List, st *state) {
	l := q.lists[it.owner]
	if l == nil {
		return
	}
	l.items = slices.Insert(l.items, min(at, len(l.items)), q.itemsOf(it.owner, ready, st)...)
}

// insertItems counts on it being the first of its queue, as whatever runs is.
func (q *Queue) insertItems(it *item, items ...*item) {
	l := q.lists[it.owner]
	if l == nil { // the client has gone meanwhile
		return
	}
	at := 1 + it.after
	it.after += len(items)
	l.items = slices.Insert(l.items, at, items...)
}

// run goes through the queues until each is empty or waits, and returns what the world must do.
func (q *Queue) run() []model.Effect {
	if q.running { // a command asked for it; the outer run goes on
		return nil
	}
	q.running, q.nested = true, 0
	q.react(false)
	for q.runClients() || q.runAll(model.NoClient) { // as in tmux hooks come when the clients have had their say
	}
	q.running = false
	return q.m.TakeEffects()
}

// runClients runs each client's queue as far as it goes. What that sets off waits until all have had their turn.
func (q *Queue) runClients() bool {
	if !q.configured {
		return false
	}
	ran := false
	for _, c := range slices.Clone(q.m.Clients) {
		ran = q.runAll(c.ID) || ran
	}
	return ran
}

// runAll runs a queue until it is empty or waits, and reports whether there was anything to run.
func (q *Queue) runAll(id model.ClientID) bool {
	ran := false
	for q.runList(id) {
		ran = true
	}
	return ran
}

// runList runs the first item of a queue, and reports whether there was one that could.
func (q *Queue) runList(id model.ClientID) bool {
	l := q.lists[id]
	if l == nil || len(l.items) == 0 {
		return false
	}
	if l.items[0].token != model.NoToken {
		return q.overheard(id, l)
	}
	it := l.items[0]
	switch {
	case it.event != nil:
		if c := q.m.Client(it.owner); c != nil {
			q.typed(it, c, it.event, it.pressed)
		}
		q.settle(it, done)
	case it.step != nil:
		q.settle(it, it.step(it))
	default:
		q.settle(it, q.fire(it))
	}
	q.m.Perform(q.w.AtOnce)
	if it.token != model.NoToken {
		it.events = append(it.events, q.m.TakeEvents()...) // its after-hooks come first
	}
	q.react(it.state.quiet)
	return true
}

// settle takes a finished item from its queue, and after an error the rest of its group.
func (q *Queue) settle(it *item, o outcome) {
	l := q.lists[it.owner]
	if o == waiting || l == nil || len(l.items) == 0 || l.items[0] != it {
		return
	}
	l.items = l.items[1:]
	if o != failed || it.group == 0 {
		return
	}
	kept := l.items[:0]
	for _, other := range l.items {
		if other.group != it.group {
			kept = append(kept, other)
		}
	}
	clear(l.items[len(kept):])
	l.items = kept
}

// finish is the end of a command client's argv: it leaves, unless it shows a session now.
func (q *Queue) finish(it *item) outcome {
	if c := q.m.Client(it.owner); c != nil && c.Session == nil {
		q.m.ExitClient(c, q.list(it.owner).status)
	}
	return done
}

// wait makes the item that runs wait for an effect. The effect carries the token.
func (q *Queue) wait(it *item, resume func(Result) outcome) model.Token {
	q.lastToken++
	it.token, it.resume = q.lastToken, resume
	q.waits[it.token] = it
	return it.token
}
