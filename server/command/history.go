package command

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"gmux/server/model"
)

// historyFile is the path that history-file says, "" for none. As in tmux it is absolute or below the home directory.
func (q *Queue) historyFile() string {
	path := q.m.Options.String("history-file")
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, _ := environment{q}.Home("")
		path = home + "/" + rest
	}
	if !strings.HasPrefix(path, "/") {
		return ""
	}
	return path
}

// readHistory reads the file once the configuration has named it. A server that has a history already has it from a server
// before it, or reads its configuration again.
func (q *Queue) readHistory() {
	path := q.historyFile()
	for t := range model.PromptTypes {
		if len(q.m.History[t]) > 0 {
			path = ""
		}
	}
	if path == "" {
		return
	}
	token := q.background(func(r Result) outcome {
		for _, f := range r.Files {
			switch {
			case errors.Is(f.Err, fs.ErrNotExist):
			case f.Err != nil:
				q.m.Note(fmt.Sprintf("history-file: %v", f.Err))
			default:
				q.addHistory(string(f.Data))
			}
		}
		return done
	})
	q.m.Emit(model.ReadFile{Token: token, Client: model.NoClient, Paths: []string{quotePattern(path)}})
}

// addHistory takes lines of TYPE:TEXT; of old files, without a type, they are commands.
func (q *Queue) addHistory(data string) {
	for line := range strings.Lines(data) {
		line = strings.TrimSuffix(line, "\n")
		name, text, _ := strings.Cut(line, ":")
		t, ok := model.ParsePromptType(name)
		if !ok {
			t, text = model.PromptCommand, line
		}
		if text != "" {
			q.m.AddHistory(t, text)
		}
	}
}

// saveHistory writes the file. tmux does so when it ends; here any line may be the last before a crash. One write follows
// the other, so that the file holds the newest.
func (q *Queue) saveHistory() {
	path := q.historyFile()
	if path == "" {
		return
	}
	if q.saving {
		q.saveAgain = true
		return
	}
	q.saving = true
	var b strings.Builder
	for t := range model.PromptTypes {
		for _, line := range q.m.History[t] {
			if !strings.Contains(line, "\n") { // which would be two
				fmt.Fprintf(&b, "%v:%s\n", t, line)
			}
		}
	}
	token := q.background(func(r Result) outcome {
		if r.Err != nil {
			q.m.Note(fmt.Sprintf("history-file: %v", r.Err))
		}
		again := q.saveAgain
		q.saving, q.saveAgain = false, false
		if again {
			q.saveHistory()
		}
		return done
	})
	q.m.Emit(model.WriteFile{Token: token, Client: model.NoClient, Path: path, Data: b.String()})
}

// background waits for an effect without holding up a queue.
func (q *Queue) background(resume func(Result) outcome) model.Token {
	return q.wait(&item{owner: model.NoClient, state: new(state)}, resume)
}
