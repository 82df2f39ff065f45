// Package transport carries frames and descriptors between gmux's processes, and knows where its
// socket is, who holds it and who may speak on it.
//
//	SocketPath ─▶ CheckDir ─▶ Lock ─▶ Listen          (host)
//	                                    │ SCM_RIGHTS
//	Dial (client) ◀── frames + fds ──▶ Listener.Accept (server)
//	Pair: the host's end and the server's end of a socketpair
//
// A Conn is a unix stream socket that speaks in frames (protocol/wire). Descriptors travel with the
// first byte of a frame: a sender puts them into the sendmsg that begins the frame, and a receiver
// reads a frame's header by itself and never past it, so the kernel hands over exactly the
// descriptors of the frame whose first byte was read. Descriptors that come anywhere else are closed.
//
// The socket is /tmp/gmux-UID/NAME, in a directory of mode 0700 that the user owns; beside it lies
// NAME.lock, held by flock. A lock counts only while its inode is still the one at its path. The
// owner of the server and root may connect, nobody else.
//
// The package knows no message. Start reading in conn.go.
package transport
