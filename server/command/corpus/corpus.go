// Package corpus reads the answers of tmux that gmux is held to: testdata/tmux, one file for each family
// of scripts. Only tests use it: server/command replays the scripts, cmd/gmux runs some with the real
// binary.
//
//	== a name of one's own wins           a script; each begins with a server of its own
//	-- a.conf                             a file that is there, up to the next line with a mark
//	set -g @a 1
//	-- start.conf < large/a.conf          one whose text is in a file below the folder
//	$ source a.conf                       a step: what one types behind tmux
//	$ show -gv @a
//	1                                     what tmux 3.7c printed, first stdout, then stderr
//	=> 0                                  its exit status; with "3.7c" behind it, the other tmux that was
//	                                      asked when this was recorded answered otherwise
//	gmux| 2                               gmux's own answer, where differs.txt says why there is one
//	gmux=> 0
//
// A file named start.conf is what the server is started with. The folder with the files is /DIR in what is printed.
// notyet.txt names the scripts that cannot pass yet.
package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Family is one file of scripts.
type Family struct {
	Name    string
	Header  string // comments above the first script
	Scripts []*Script
}

// A Script is some commands for one server, and what came of each.
type Script struct {
	Family, Name string
	Files        []File
	Steps        []*Step
}

// A File is one that a script reads.
type File struct {
	Name, Text string
	From       string // where its text is, below the folder; "": in the script
}

// A Step is one command line.
type Step struct {
	Line string
	Want string // as Answer writes it
	New  bool   // an older tmux answers otherwise
	Ours string // gmux's answer where it differs by design

	again int // how often the line was there before in the script
}

// NeedPrograms reports whether there have to be real panes with programs in them, so that only a real binary can be asked.
func (f *Family) NeedPrograms() bool { return f.Name == "capture" }

// ID is how the lists name a script.
func (s *Script) ID() string { return s.Family + "/" + s.Name }

// Answer is what came of a command, as the files have it.
func Answer(stdout, stderr string, status int) string {
	text := dates.ReplaceAllString(stdout+stderr, "created DATE)")
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text + fmt.Sprintf("=> %d\n", status)
}

// Load reads all families of a folder.
func Load(dir string) ([]*Family, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var list []*Family
	for _, name := range names {
		family := strings.TrimSuffix(filepath.Base(name), ".txt")
		if family == "differs" || family == "notyet" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		f, err := parse(family, string(data))
		if err == nil {
			err = f.readFiles(dir)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, f)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no scripts in %s", dir)
	}
	return list, nil
}

// readFiles reads the files that scripts share.
func (f *Family) readFiles(dir string) error {
	for _, s := range f.Scripts {
		for i, file := range s.Files {
			if file.From == "" {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, file.From))
			if err != nil {
				return err
			}
			s.Files[i].Text = string(data)
		}
	}
	return nil
}

// Save writes a family back.
func (f *Family) Save(dir string) error {
	return os.WriteFile(filepath.Join(dir, f.Name+".txt"), []byte(f.text()), 0o644)
}

// parser takes a file apart line by line.
type parser struct {
	family *Family
	script *Script
	file   *File
	step   *Step
	ended  bool // the step has its status
	seen   map[string]bool
}

func parse(name, text string) (*Family, error) {
	p := parser{family: &Family{Name: name}, seen: make(map[string]bool)}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if err := p.line(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return p.family, nil
}

func (p *parser) line(line string) error {
	bare := strings.TrimSuffix(line, "\n")
	switch {
	case strings.HasPrefix(line, "== "):
		p.script, p.file, p.step = &Script{Family: p.family.Name, Name: bare[3:]}, nil, nil
		if p.seen[p.script.Name] {
			return fmt.Errorf("there are two scripts named %q", p.script.Name)
		}
		p.seen[p.script.Name] = true
		p.family.Scripts = append(p.family.Scripts, p.script)
	case p.script == nil:
		p.family.Header += line
	case strings.HasPrefix(line, "-- ") && p.step == nil:
		name, from, _ := strings.Cut(bare[3:], " < ")
		p.script.Files = append(p.script.Files, File{Name: name, From: from})
		p.file = &p.script.Files[len(p.script.Files)-1]
	case strings.HasPrefix(line, "$ "):
		p.step, p.file, p.ended = &Step{Line: bare[2:]}, nil, false
		for _, st := range p.script.Steps {
			if st.Line == p.step.Line {
				p.step.again++
			}
		}
		p.script.Steps = append(p.script.Steps, p.step)
	case p.file != nil:
		p.file.Text += line
	case p.step == nil || p.ended && bare == "":
		if bare != "" {
			return fmt.Errorf("%q belongs to nothing", bare)
		}
	case !p.ended:
		p.output(line)
	case strings.HasPrefix(line, "gmux=> "):
		p.step.Ours += line[4:]
	case strings.HasPrefix(line, "gmux| "):
		p.step.Ours += line[6:]
	default:
		return fmt.Errorf("%q stands behind an exit status", bare)
	}
	return nil
}

func (p *parser) output(line string) {
	status, ok := strings.CutPrefix(line, "=> ")
	if ok {
		number, mark, marked := strings.Cut(strings.TrimSuffix(status, "\n"), " ")
		p.step.New = marked && mark == Version
		line, p.ended = "=> "+number+"\n", true
	}
	p.step.Want += line
}

// text is a family as its file has it.
func (f *Family) text() string {
	var b strings.Builder
	b.WriteString(strings.TrimRight(f.Header, "\n") + "\n")
	for _, s := range f.Scripts {
		fmt.Fprintf(&b, "\n== %s\n", s.Name)
		for _, file := range s.Files {
			if file.From != "" {
				fmt.Fprintf(&b, "-- %s < %s\n", file.Name, file.From)
				continue
			}
			fmt.Fprintf(&b, "-- %s\n%s", file.Name, file.Text)
		}
		for _, st := range s.Steps {
			want := st.Want
			if st.New {
				want = strings.TrimSuffix(want, "\n") + " " + Version + "\n"
			}
			fmt.Fprintf(&b, "$ %s\n%s", st.Line, want)
			for line := range strings.Lines(st.Ours) {
				if strings.HasPrefix(line, "=> ") {
					b.WriteString("gmux" + line)
				} else {
					b.WriteString("gmux| " + line)
				}
			}
		}
	}
	return b.String()
}
