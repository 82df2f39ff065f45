// Package hostmsg is what host and server say to each other, over a socketpair that the server finds
// as descriptor 3.
//
//	host                                               server
//	 │  HostHello (versions, generation; listening socket, lock, model) ─▶ │
//	 │ ◀─ ServerHello (versions)                                           │
//	 │  AdoptPane (one for each pane, with its descriptors) ─▶  ...        │
//	 │  AdoptDone ─▶                                                       │
//	 │ ◀─ Ready, when the model is back and clients are accepted,          │
//	 │    or Failed, with the line that the user is to read                │
//	 │                                                                     │
//	 │ ◀─ Spawn                    Spawned or SpawnFailed ─▶               │
//	 │ ◀─ Signal                   Exited, OrphanExited ─▶                 │
//	 │ ◀─ Forget                   Reload (SIGHUP) ─▶                      │
//	 │ ◀─ Pong                     Ping ─▶                                 │
//	 │                             Terminate (SIGTERM), Listening ─▶       │
//	 │ ◀─ Shutdown                 Exited for each pane, then end of stream│
//
// An upgrade, where next is a server of another build, which got a HostHello with Upgrade set:
//
//	old                           host                             next
//	 │ Upgrade (path) ─▶           │ HostHello ─▶                    │
//	 │                             │                 ◀─ ServerHello  │
//	 │            ◀─ Seal (form)   │                                 │
//	 │ Sealed (proof) ─▶           │ AdoptPane ..., AdoptDone ─▶     │
//	 │                             │                       ◀─ Proof  │
//	 │                  ◀─ Retire  │ Go ─▶                           │   the two are the same
//	 │                ◀─ Upgraded  │                       ◀─ Ready  │
//	 │        ◀─ Resume, Upgraded  │                                 │   or not: next was killed
//
// The host itself becomes another build by exec: Move has the server end what it says with Moving, and keep the rest until
// Moved. Meanwhile nothing of the conversation is in the memory of the host, and what is (Estate, AdoptPane for each pane,
// AdoptDone, written one behind the other) goes through a memfd.
//
// If the host dies, the server starts another and hands everything to it, in the same way:
//
//	server                                             new host
//	 │  Handover (versions, generation; listening socket, lock, model) ─▶  │
//	 │  AdoptPane (one for each pane), AdoptDone ─▶                        │
//	 │ ◀─ Heir; from here on as above                                      │
//	 │  or Dismiss ─▶, if that did not come in time                        │
//
// This comment is the specification. Each message is a frame of protocol/wire, at most Limit long:
// a msgpack array of the kind and the fields below, in order. Fields are only added at the end, and
// a number of a kind is never used for something else. Who meets an unknown kind passes over it.
//
//	kind                from   fields                                                  descriptors
//	 1  HostHello       host   minVersion maxVersion build pid generation socket       listener lock model
//	                           deaths umask before fault restarts upgrade
//	 2  AdoptPane       host   pane                                                    the pane's
//	 3  AdoptDone       host   number of panes, form                                   -
//	 4  Spawned         host   request pane                                            the pane's
//	 5  SpawnFailed     host   request text                                            -
//	 6  Exited          host   pane id, exit                                           -
//	 7  OrphanExited    host   session leader's pid, exit                              -
//	 8  Ping            host   number                                                  -
//	 9  Reload          host   -                                                       -
//	10  Terminate       host   -                                                       -
//	11  Listening       host   -                                                       listener lock
//	12  Heir            host   build pid                                               -
//	13  Seal            host   pid of the next server, form                            -
//	14  Resume          host   generation                                              -
//	15  Go              host   -                                                       -
//	16  Retire          host   -                                                       -
//	17  Upgraded        host   failed build                                            -
//	18  Move            host   -                                                       -
//	19  Moved           host   -                                                       -
//	20  Estate          host   generation socket umask args restarts server-pid        listener lock model
//	                           server-version build forms child leaders others         stream words
//	32  ServerHello     server minVersion maxVersion build pid forms                   -
//	33  Ready           server -                                                       -
//	34  Failed          server text                                                    -
//	35  Spawn           server request pane-id argv argv0 env cwd home rows cols       -
//	                           xpixels ypixels cc
//	36  Signal          server pane id, signal number, scope                           -
//	37  Forget          server pane id                                                 -
//	38  Pong            server number                                                  -
//	39  Shutdown        server -                                                       -
//	40  Handover        server minVersion maxVersion build pid generation socket umask listener lock model
//	                           file-sizes args mask restarts forms                     server's pidfd and stderr: the
//	                                                                                   mask says which are there
//	41  Upgrade         server path                                                    -
//	42  Sealed          server proof text                                              -
//	43  Proof           server proof                                                   -
//	44  Moving          server -                                                       -
//	45  Dismiss         server -                                                       -
//
//	pane  [id pid started argv cwd tty mask exit]   started in nanoseconds since 1970; mask has a bit
//	                                                for each descriptor of recovery.FDs that is there;
//	                                                exit is an empty array while the leader runs
//	exit  [pid known code signal core user system maxrss at]
//	                                                times in nanoseconds, maxrss in bytes
//	form  [terminal model]                          versions of the canonical forms
//	forms [oldest newest]                           two of them
//	proof [model-digest list of [id offset digest]] SHA-256 of the canonical forms
//	scope 0 the session leader, 1 the tty's foreground process group, 2 every process group of the
//	      session; a hang-up (SIGHUP) to a session is followed by SIGCONT
//
// The version both use is the highest that both have. A host outlives its servers, so a server must
// speak the versions of every host that can still be running.
//
// The host keeps a pane, with its descriptors, until Forget; then it closes them. An exit is reported
// once to each server: by Exited, or in AdoptPane where it had happened before. The leader of a
// forgotten pane that lives on is reported by OrphanExited; Shutdown ends it with the others. Orphans (processes
// whose parent died, which come to the host because it is their subreaper) are named with the leader
// of the session they were in.
//
// Listening replaces the socket and the lock of HostHello, whose files somebody deleted.
//
// A new host ends the server that it has heard nothing of, or starts another, only if that one has died and has not dismissed
// it: the server may have another host by then.
//
// After Shutdown the host closes every pane, reports each exit, and closes the stream when all are
// reaped: the server tells its clients meanwhile, and ends at end of stream. A server that ends
// without Shutdown has died and is started again.
//
// Start reading in messages.go.
package hostmsg
