package main

import (
	"os"
	"os/exec"
)

// world is run by sh as root, in new namespaces: a machine called box whose only user is user, with nothing in its home
// and no process but the program's. What follows is the program and its arguments.
const world = `
set -e
mount --make-rprivate /
hostname box
mount -t tmpfs tmpfs /home
mkdir -p /home/user/.config
printf 'root:x:0:0:root:/root:/bin/sh\n_apt:x:42:65534::/nonexistent:/usr/sbin/nologin\nuser:x:1000:1000:user:/home/user:/bin/bash\n' >/home/.passwd
printf 'root:x:0:\nuser:x:1000:\n' >/home/.group
mount --bind /home/.passwd /etc/passwd
mount --bind /home/.group /etc/group
printf 'box\n' >/home/.hostname
mount --bind /home/.hostname /etc/hostname
cd /home/user
eval "$SETUP"
chown -R 1000:1000 /home/user
unset SETUP
if [ -n "$AS_ROOT" ]; then exec env -i $VARIABLES "$@"; fi
exec env -i $VARIABLES setpriv --reuid 1000 --regid 1000 --clear-groups "$@"
`

// variables are all of the program's environment. Colours of 24 bits are not asked for: xterm-256color has 256.
const variables = "HOME=/home/user USER=user LOGNAME=user SHELL=/bin/bash PATH=/usr/bin:/bin:/usr/sbin:/sbin TERM=xterm-256color " +
	"LANG=C.UTF-8 TZ=UTC PS1=$ GIT_CONFIG_GLOBAL=/home/user/.gitconfig"

// command is the session's program in a world of its own.
func (s *session) command() *exec.Cmd {
	args := append([]string{"--uts", "--mount", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc", "sh", "-c", world, "world"}, s.program...)
	c := exec.Command("unshare", args...)
	c.Env = append(os.Environ(), "SETUP="+s.setup, "VARIABLES="+variables)
	if s.root {
		c.Env = append(c.Env, "AS_ROOT=1")
	}
	return c
}
