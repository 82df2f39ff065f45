package manual

// What the tables do not know. An empty line parts paragraphs, a line that ends in " ::" is the tag of one.

const description = `
*gmux* keeps terminals alive. A server holds sessions of windows and panes, each with a program in it; clients attach to a
session from any terminal, and nothing that happens to a client, to a connection or even to the server reaches the programs.
Without a command a session is made and attached to.

gmux follows tmux(1): its keys, its commands, its targets, its formats and its configuration file. Invoked under the name *tmux* it
has the sockets and the version of that.

The flags of gmux itself stand before the command:
`

const targets = `
Many commands have a target, -t. It names a session, a window or a pane, as in _session_:_window_._pane_; what is left out is
the current one.

A session ::
is its id ($1), its name, the beginning of its name, or a pattern; with = in front only the name itself.

A window ::
is its id (@1), its index, its name, the beginning of its name or a pattern, or one of ^ (lowest index), $ (highest), ! (last used), + and -
(next and previous, also with a number).

A pane ::
is its id (%1), its index, or one of ! (last used), + and -, {last}, {next}, {previous}, {top}, {bottom}, {left}, {right}, {top-left}, {top-right},
{bottom-left}, {bottom-right}, {up-of}, {down-of}, {left-of}, {right-of}.

{marked} or ~ ::
is the marked pane, {mouse} or = where the mouse was when a key of the mouse was pressed.
`

const commandsIntro = `
A command may be shortened as long as no other begins so. Commands follow each other with ; between them, which a shell has to be
kept from as \;. Where one fails the rest of the line is not run. Every command tells its usage with -?.
`

const listsIntro = `
Commands that list print tmux's lines to a pipe and with -F, and tables to a terminal. With --json they print one array of objects.
The members are format variables; those of the kind of a number are numbers, or null where there is none, and those that say whether something is
so are true or false. Members may come to be more, but none goes away.
`

const formats = `
Where a format is taken, #{_name_} is a variable, an option or a variable of the environment, #{?_condition_,_one_,_other_} a choice, #(_command_) the last
line that a shell command printed, and #[_style_] the style of what follows. #S, #W, #I, #P, #F, #T, #D, #H and #h are short for
session_name, window_name, window_index, pane_index, window_flags, pane_title, pane_id, host and host_short.

Modifiers stand before a colon, as in #{=10:pane_title}, with semicolons between them: == != < > <= >= m (compare), && || ! !! (logic), e (arithmetic), = (cut), p (pad), n and w
(length), s (substitute), b and d (base name, directory), t (time), q (quote), l (literal), E and T (expand again), S, W, P and L (loop over sessions, windows, panes and clients), N (whether
there is such a name), R (repeat), a and c (character, colour), C (search the pane).
`

const optionsIntro = `
Options are set with *set-option* and shown with *show-options*. Those of sessions and windows have a global value, set with -g, that each
inherits which has none of its own. Options whose names begin with @ are the user's.
`

const hooksIntro = `
A hook is an array of commands, set with *set-hook*, that run when something has happened. There is an after-_command_ for most commands
too.
`

const keysIntro = `
Keys follow the prefix, C-b by default; *list-keys* lists them all.
`

const environment = `
GMUX_TMPDIR ::
Where the directory of the sockets is, instead of /tmp; TMUX_TMPDIR under the name tmux.

GMUX ::
In a pane: socket, process of the host and session.

GMUX_PANE ::
In a pane: its id.

TMUX, TMUX_PANE ::
The same in the panes of a server that was started under the name tmux.

SHELL ::
The shell of new panes, where default-shell does not say another.

TERM, COLORTERM ::
What the terminal is; in panes xterm-256color and truecolor.
`

const files = `
/etc/gmux.conf, ~/.gmux.conf, $XDG_CONFIG_HOME/gmux/gmux.conf ::
Configuration, read when the server starts.

/tmp/gmux-UID/default ::
Socket of the server.
`

const exitStatus = `
0 if all went well, 1 if not. *run-shell* has that of its command.
`

const seeAlso = `
tmux(1), screen(1), pty(7)
`
