package main

import "strings"

// source is a program to look at and to change.
const source = `cat >count.c <<'EOF'
#include <stdio.h>

/* count words: 漢字 are one each */
int main(void)
{
	int c, inside = 0;
	long words = 0, lines = 0;

	while ((c = getchar()) != EOF) {
		if (c == '\n')
			lines++;
		if (c == ' ' || c == '\n') {
			inside = 0;
		} else if (!inside) {
			inside = 1;
			words++;
		}
	}
	printf("%ld words in %ld lines\n", words, lines);
	return 0;
}
EOF
for i in 1 2 3 4; do cat count.c; done >long.c
seq 1 400 | sed 's/.*/line & of a text that is long enough to be wrapped where the window ends, some time/' >text
mkdir -p dir/sub; touch dir/one dir/two dir/sub/three; ln -s dir link
`

// repository has three commits.
const repository = source + `
printf '[user]\n\tname = user\n\temail = user@box\n[init]\n\tdefaultBranch = main\n[safe]\n\tdirectory = *\n' >.gitconfig
export GIT_CONFIG_GLOBAL=/home/user/.gitconfig GIT_AUTHOR_DATE='2024-01-01T12:00:00Z' GIT_COMMITTER_DATE='2024-01-01T12:00:00Z'
mkdir work; cd work; git init -q; cp ../count.c .; git add .; git commit -qm 'count words'
sed -i 's/words++/words += 1/; s/\t/    /g' count.c; git commit -qam 'four spaces'
head -100 ../text >text; git add .; git commit -qm 'a text'
sed -i 's/^line \(.*\)5 of/LINE \1five of/' text; git commit -qam 'fives'
cd ..
`

// zshrc has a prompt of two lines, one on the right, and a menu of completions.
const zshrc = source + `
touch .zprofile; cat >.zshrc <<'EOF'
autoload -U compinit; compinit -u -D
zstyle ':completion:*' menu select
zstyle ':completion:*' list-colors 'di=1;34:ln=1;36:*.c=32'
zstyle ':completion:*' group-name ''
zstyle ':completion:*:descriptions' format '%F{yellow}-- %d --%f'
setopt prompt_subst
PROMPT=$'%K{24}%F{255} %n@%m %F{24}%K{238}\ue0b0%F{250} %~ %k%F{238}\ue0b0%f\n%(?.%F{green}.%F{red})❯%f '
RPROMPT='%F{244}%? %(1j.%j jobs.)%F{39}%T%f'
RPROMPT='%F{244}[%?]%f %B%F{39}main%f%b'
EOF
`

// redraw paints the whole screen again and again, with a status line in a region that scrolls.
const redraw = `cat >redraw <<'EOF'
printf '\033[?1049h\033[?25l\033[2J\033[2;23r'
i=0
while [ $i -lt 60 ]; do
	printf '\033[H\033[7m frame %3d \033[K\033[m' $i
	r=2
	while [ $r -lt 23 ]; do
		printf '\033[%d;%dH\033[48;5;%dm%3d\033[38;5;%dm%-12s\033[m\033[K' $r $(((r*i)%60+1)) $(((i+r)%256)) $r $(((i*7+r)%256)) "row $r"
		r=$((r+1))
	done
	printf '\033[23;1H\n\033[1;%dm scrolled at %d\033[m' $((31+i%7)) $i
	printf '\033[24;1H\033[44m\033[2K\033[1mstatus %d\033[m' $i
	i=$((i+1))
done
printf '\033[24;70Hend'
sleep 1000
EOF
`

// packages are three that apt can install, with a status of its own.
const packages = `
for d in /var/lib/dpkg /var/cache/apt /var/lib/apt /etc/apt /var/log /var/cache/debconf; do mount -t tmpfs tmpfs $d; done
mkdir -p /var/lib/dpkg/info /var/lib/dpkg/updates /var/lib/dpkg/triggers /var/lib/dpkg/alternatives /var/cache/apt/archives/partial /var/lib/apt/lists/partial /var/log/apt /etc/apt/apt.conf.d /etc/apt/preferences.d /etc/apt/sources.list.d
touch /etc/apt/sources.list /var/lib/dpkg/status /var/lib/dpkg/available
for p in alpha beta gamma; do
	mkdir -p $p/DEBIAN $p/home/user/$p
	printf 'Package: %s\nVersion: 1.0\nArchitecture: all\nMaintainer: user <user@box>\nDescription: package %s\n' $p $p >$p/DEBIAN/control
	[ $p = gamma ] && printf '#!/bin/sh\necho working\nsleep 1000\n' >$p/DEBIAN/postinst && chmod 755 $p/DEBIAN/postinst
	dpkg-deb --root-owner-group -b $p $p.deb >/dev/null; rm -r $p
done
`

const examples = "/usr/libexec/ncurses-examples/"

// sessions are what is recorded. Keys are those that xterm sends: after smkx the arrows begin with ESC O.
var sessions = []session{
	{name: "vim-edit", setup: source, program: []string{"vim", "-u", "NONE", "-N", "--cmd", "syntax on|set nu hls ruler laststatus=2 mouse=a title", "long.c"}, steps: []step{
		{"main", "/words\r"}, {"", "3GOnew // 漢字 line\x1b"}, {"", "dd"}, {"", "p10J"}, {"", "u"}, {"", ":split\r"},
		{"", "G\x15\x15"}, {"", ":vsplit count.c\r"}, {"", "10Gzt\x05\x05\x05"}, {"", "V3jd"}, {"", ":set wrap list\r"}, {"", "\x17wA end\x1b"}, {"", ""},
	}},
	{name: "vim-scroll", setup: source, program: []string{"vim", "-u", "NONE", "-N", "--cmd", "syntax on|set nowrap ttyfast", "text"}, steps: []step{
		{"line 1 ", "\x06"}, {"", "\x06\x06"}, {"", "\x02"}, {"", "\x05\x05\x05\x19"}, {"", "20zl"}, {"", ":%s/line/LINE/g\r"}, {"", "50G"}, {"", "20dd"}, {"", "P"}, {"", ""},
	}},
	{name: "less-search", setup: source, program: []string{"less", "-R", "text"}, steps: []step{
		{"line 1 ", "/1[05]0\r"}, {"", "n"}, {"", "kkk"}, {"", "G"}, {"", "b"}, {"", "\x1bOA\x1bOA"}, {"", "-S\r"}, {"", "10\x1bOC"}, {"", "?line 7\r"}, {"", ""},
	}},
	{name: "htop", setup: "", program: []string{"sh", "-c", "sleep 1000 & sleep 2000 & sleep 3000 & exec htop -d 100"}, steps: []step{
		{"F10", ""}, {"", "t"}, {"", "\x1bOB\x1bOB"}, {"", "\x1bOQ"}, {"", "\x1bOB\x1bOB"}, {"", ""},
	}},
	{name: "mc", setup: source, program: []string{"mc", "-x", "-u"}, steps: []step{
		{"10Quit", "\x1bOB\x1bOB\x1bOB"}, {"", "\x1b[20~"}, {"", "\x1bOC\x1bOC\x1bOB\x1bOB"}, {"", "\x1b[21~"}, {"", "\t\x1bOB\r"}, {"", ""},
	}},
	{name: "mc-view", setup: source, program: []string{"mc", "-x", "-u"}, steps: []step{
		{"10Quit", "\x1bOF"}, {"", "\x1bOR"}, {"", "\x1b[6~\x1b[6~"}, {"", "\x1bOB\x1bOB\x1bOB"}, {"", "\x1bOS"}, {"", ""},
	}},
	{name: "nano-edit", setup: source, program: []string{"nano", "-l", "-S", "long.c"}, steps: []step{
		{"Exit", "\x1b[6~\x1b[6~"}, {"", "\x0b\x0b\x0b"}, {"", "\x15"}, {"", "new 漢字 text "}, {"", "\x17while\r"}, {"", "\x1bOA\x1bOA\x1bOA"}, {"", "\x0f"}, {"", ""},
	}},
	{name: "emacs", setup: source, program: []string{"emacs", "-nw", "-Q", "long.c"}, steps: []step{
		{"long.c", "\x13while"}, {"", "\x13\x13"}, {"", "\r\x182"}, {"", "\x16\x16"}, {"", "\x183"}, {"", "\x0b\x0b\x0b"}, {"", "\x19"}, {"", "\x18\x06"}, {"", "\t\t"}, {"", ""},
	}},
	{name: "fish", setup: source, program: []string{"fish", "--private"}, steps: []step{
		{"user@box", "echo hello wor"}, {"", "ld\r"}, {"", "for i in 1 2 3\recho $i 漢字\rend\r"}, {"", "echo \"open"}, {"", "\x03"}, {"", "ls dir/\t"}, {"", "\t"}, {"", "\x1b[B"}, {"", ""},
	}},
	{name: "fish-history", setup: source, program: []string{"fish", "--private"}, steps: []step{
		{"user@box", "echo a 漢字 of some length | string upper\r"}, {"", "false\r"}, {"", "echo a"}, {"", "\x1b[C"}, {"", "\x15"}, {"", "\x1b[A\x1b[A"}, {"", strings.Repeat("wide 漢字 ", 9)}, {"", "\x01"}, {"", "x"}, {"", ""},
	}},
	{name: "zsh", setup: zshrc, program: []string{"zsh", "-i"}, steps: []step{
		{"❯", "echo hello\r"}, {"", "false\r"}, {"", strings.Repeat("echo a long line 漢字 ", 6)}, {"", strings.Repeat("\x1b[D", 60)}, {"", "insert"}, {"", "\x0b"}, {"", "\r"}, {"", ""},
	}},
	{name: "zsh-menu", setup: zshrc, program: []string{"zsh", "-i"}, steps: []step{
		{"❯", "sleep 1000 &\r"}, {"", "cat \t"}, {"", "\t\t"}, {"", "\x1b[B"}, {"", "\x03"}, {"", "git -\t"}, {"", "\x03"}, {"", "kill -\t"}, {"", "\t"}, {"", ""},
	}},
	{name: "apt-progress", setup: packages, root: true, program: []string{"apt-get", "-o", "Dpkg::Progress-Fancy=1", "-o", "Dpkg::Progress=1", "-o", "APT::Color=1", "install", "-y", "/home/user/alpha.deb", "/home/user/beta.deb", "/home/user/gamma.deb"}, steps: []step{
		{"working", ""}, {"", ""},
	}},
	{name: "git-log", setup: repository, program: []string{"git", "-C", "work", "-c", "core.pager=less -R", "log", "-p", "--color"}, steps: []step{
		{"commit", " "}, {"", " "}, {"", "kkkk"}, {"", "/fives\r"}, {"", "G"}, {"", "uu"}, {"", ""},
	}},
	{name: "git-log-all", setup: repository, program: []string{"git", "-C", "work", "-c", "core.pager=cat", "log", "-p", "--color", "--graph", "--word-diff=color"}, steps: []step{{"return 0;", ""}, {"", ""}}},
	{name: "redraw", setup: redraw, program: []string{"sh", "redraw"}, steps: []step{{"end$", ""}, {"", ""}}},
	{name: "ncurses-attributes", program: []string{examples + "ncurses"}, steps: []step{
		{"q +=.*quit", "b\r"}, {"", "?"}, {"", "q"}, {"", ""},
	}},
	{name: "ncurses-colors", program: []string{examples + "ncurses"}, steps: []step{{"q +=.*quit", "c\r"}, {"", ""}}},
	{name: "ncurses-graphics", program: []string{examples + "ncurses"}, steps: []step{{"q +=.*quit", "f\r"}, {"", "x"}, {"", ""}}},
	{name: "ncurses-overlap", program: []string{examples + "ncurses"}, steps: []step{{"q +=.*quit", "s\r"}, {"", "abcdefgh"}, {"", ""}}},
	{name: "ncurses-scroll", program: []string{examples + "ncurses"}, steps: []step{{"q +=.*quit", "p\r"}, {"", "\x1bOB\x1bOB\x1bOC\x1bOC"}, {"", ""}}},
	{name: "ncurses-labels", program: []string{examples + "ncurses"}, steps: []step{{"q +=.*quit", "e\r"}, {"", "a"}, {"", "2"}, {"", "softkey\r"}, {"", ""}}},
	{name: "ncurses-hanoi", program: []string{examples + "hanoi", "5", "a"}, steps: []step{{"", ""}, {"", ""}}},
	{name: "ncurses-insert", setup: source, program: []string{examples + "ins_wide"}, steps: []step{{"", "abc"}, {"", "漢字"}, {"", "\x02\x02x"}, {"", ""}}},
	{name: "ncurses-pad", setup: source, program: []string{examples + "view", "text"}, steps: []step{{"", "jjjjj"}, {"", "10n"}, {"", "rrrr"}, {"", "5k"}, {"", ""}}},
	{name: "ncurses-panels", program: []string{examples + "demo_panels"}, steps: []step{{"", "          "}, {"", ""}}},
	{name: "ncurses-forms", program: []string{examples + "demo_forms"}, steps: []step{{"", "user\ttext"}, {"", "\x1bOB\x1bOB"}, {"", ""}}},
}
