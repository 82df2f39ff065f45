//go:build linux

package main_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// A result is how one test of the suite ended.
type result struct {
	outcome outcome
	why     string // the last line of a failure
}

type outcome int

const (
	passed outcome = iota
	failed
	uncounted // xterm is known to fail it, or it is not for this level
)

// readSuiteLog takes the log of esctest apart and says whether the suite is over.
func readSuiteLog(log string) (results map[string]result, over bool) {
	results = map[string]result{}
	name := ""
	failure := false
	for line := range strings.Lines(log) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "Run test: "):
			name, failure = strings.TrimPrefix(line, "Run test: "), false
		case line == "Passed.":
			results[name] = result{outcome: passed}
		case strings.HasPrefix(line, "Fails as expected: "), strings.HasPrefix(line, "Skipped because "):
			results[name] = result{outcome: uncounted}
		case strings.HasPrefix(line, "*** TEST "):
			results[name], failure = result{outcome: failed}, true
		case strings.HasPrefix(line, "*** ") && strings.Contains(line, " passed, "):
			return results, true
		case failure && isException(line):
			results[name] = result{failed, line}
		case failure && strings.HasSuffix(results[name].why, ":"):
			results[name] = result{failed, results[name].why + " " + line}
		}
	}
	return results, false
}

// isException reports whether a line of a traceback names an exception: it is not indented and begins with a dotted name.
func isException(line string) bool {
	name, _, ok := strings.Cut(line, ": ")
	return ok && !strings.ContainsAny(name, " \t") && name != "Actual" && name != "Expected"
}

// score is the line to publish.
func score(results map[string]result) string {
	counts := map[outcome]int{}
	for _, r := range results {
		counts[r.outcome]++
	}
	return fmt.Sprintf("%d of %d passed; %d more are not counted: xterm is known to fail them",
		counts[passed], counts[passed]+counts[failed], counts[uncounted])
}

// judge says what is otherwise than the list has it.
func judge(results map[string]result, listed map[string]string) (wrong []string) {
	for _, name := range slices.Sorted(maps.Keys(results)) {
		_, known := listed[name]
		switch r := results[name]; {
		case r.outcome == failed && !known:
			wrong = append(wrong, fmt.Sprintf("%s fails: %s", name, r.why))
		case r.outcome != failed && known:
			wrong = append(wrong, name+" is on the list of those that fail, and does not")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		if _, ok := results[name]; !ok {
			wrong = append(wrong, name+" is on the list of those that fail, and was not run")
		}
	}
	return wrong
}

// expectedFailures has a test on each line, and why it fails: "Class.test_Name  reason". # begins a comment.
const expectedFailures = "../../testdata/conformance/expected.txt"

func readExpected(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(expectedFailures)
	if err != nil {
		t.Fatal(err)
	}
	listed, err := parseExpected(string(data))
	if err != nil {
		t.Fatal(err)
	}
	return listed
}

func parseExpected(text string) (map[string]string, error) {
	listed := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, why, _ := strings.Cut(line, " ")
		if why = strings.TrimSpace(why); why == "" {
			return nil, fmt.Errorf("%s: no reason is given", name)
		}
		if _, twice := listed[name]; twice {
			return nil, fmt.Errorf("%s: listed twice", name)
		}
		listed[name] = why
	}
	return listed, nil
}

// The list that goes with the runner can be read, and the runner sees every way in which the two can differ.
func TestConformanceList(t *testing.T) {
	readExpected(t)
	for _, bad := range []string{"A.test_B", "A.test_B  once\nA.test_B  twice"} {
		if _, err := parseExpected(bad); err == nil {
			t.Errorf("%q is taken for a list", bad)
		}
	}
	log := "Run test: A.test_1\nPassed.\n\nRun test: A.test_2\n*** TEST A.test_2 FAILED:\nTraceback (most recent call last):\n" +
		"  File \"x.py\", line 3, in f\n    raise E: x\nesctypes.TestFailure: expected 1\n\n" +
		"Run test: A.test_3\nFails as expected: known\n\nRun test: A.test_4\nPassed.\n"
	if _, over := readSuiteLog(log); over {
		t.Error("a log without its end counts as whole")
	}
	results, over := readSuiteLog(log + "*** 2 tests passed, 1 known bug, 1 TEST FAILED ***\nFailing tests:\nA.test_2\n")
	if !over {
		t.Error("the end of a log is not seen")
	}
	want := map[string]result{
		"A.test_1": {outcome: passed}, "A.test_2": {failed, "esctypes.TestFailure: expected 1"},
		"A.test_3": {outcome: uncounted}, "A.test_4": {outcome: passed},
	}
	if !maps.Equal(results, want) {
		t.Errorf("read from the log: %v", results)
	}
	if s := score(results); !strings.HasPrefix(s, "2 of 3 passed; 1 more ") {
		t.Errorf("score %q", s)
	}
	for _, tt := range []struct {
		listed map[string]string
		want   []string
	}{
		{map[string]string{"A.test_2": "why"}, nil},
		{nil, []string{"A.test_2 fails: esctypes.TestFailure: expected 1"}},
		{map[string]string{"A.test_2": "why", "A.test_4": "why", "A.test_5": "why"}, []string{
			"A.test_4 is on the list of those that fail, and does not", "A.test_5 is on the list of those that fail, and was not run"}},
	} {
		if got := judge(results, tt.listed); !slices.Equal(got, tt.want) {
			t.Errorf("list %v: %q", tt.listed, got)
		}
	}
}
