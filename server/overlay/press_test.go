package overlay

import (
	"fmt"
	"strings"
	"testing"

	"gmux/protocol/key"
	"gmux/server/model"
)

// env has three lines of history, a paste buffer and some words.
func env(vi bool) Env {
	return Env{
		Vi: vi, Separators: ".,/", History: []string{"first", "second", "third"},
		Buffer: func() string { return "pasted\x01rest" },
		Complete: func(word string, first bool) []string {
			switch {
			case word == "li" && first:
				return []string{"list-keys", "list-panes"}
			case word == "list-k" || word == "list-keys":
				return []string{"list-keys "}
			case word == "-tw":
				return []string{"-twork:"}
			case word == "stat" && !first:
				return []string{"status "}
			}
			return nil
		},
	}
}

// typedAt presses keys, by name with spaces between them, and shows the text with | for the cursor and what came of the last.
func typedAt(t *testing.T, p *model.Prompt, e Env, keys string) string {
	var a Answer
	for name := range strings.FieldsSeq(keys) {
		if text, ok := strings.CutPrefix(name, "text:"); ok {
			var rest []byte
			if a, rest = Type(p, []byte(text), e); len(rest) > 0 {
				return fmt.Sprintf("%q and %q", a.Text, rest)
			}
			continue
		}
		k, err := key.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		if a = Press(p, k, e); a.Outcome >= Answered {
			break
		}
	}
	switch {
	case a.Outcome == Answered && a.Pass:
		return fmt.Sprintf("%q, and the key", a.Text)
	case a.Outcome == Answered:
		return fmt.Sprintf("%q", a.Text)
	case a.Outcome == Cancelled:
		return "cancelled"
	}
	shown := p.Text[:p.At] + "|" + p.Text[p.At:]
	if a.Outcome == Changed {
		shown += " tells " + a.Text
	}
	return shown
}

func TestEmacsKeys(t *testing.T) {
	for _, tt := range []struct{ name, text, keys, want string }{
		{"text is typed", "", "a b Space c", "ab c|"},
		{"in the middle too", "ab", "Left x", "ax|b"},
		{"Home and End", "ab", "Home x End y", "xaby|"},
		{"C-a and C-e", "ab", "C-a x C-e y", "xaby|"},
		{"left of the first is nowhere", "ab", "C-b C-b C-b x", "x|ab"},
		{"right of the last is nowhere", "ab", "Right C-f x", "abx|"},
		{"Backspace", "ab", "BSpace", "a|"},
		{"C-h is Backspace", "ab", "Left C-h", "|b"},
		{"Backspace in front of all does nothing", "ab", "Home BSpace", "|ab"},
		{"Delete and C-d", "abc", "Home DC C-d", "|c"},
		{"Delete behind all does nothing", "ab", "DC", "ab|"},
		{"C-u empties", "ab", "Left C-u", "|"},
		{"C-k cuts the rest off", "abc", "Home Right C-k", "a|"},
		{"C-w takes a word", "one two", "C-w", "one |"},
		{"with the spaces behind it", "one two  ", "C-w", "one |"},
		{"a separator is a word", "a/b..", "C-w", "a/b|"},
		{"and ends one", "a/bc", "C-w", "a/|"},
		{"C-y puts it back", "one two", "C-w C-y C-y", "one twotwo|"},
		{"C-y with nothing cut is the paste buffer, as far as it prints", "x", "C-y", "xpasted|"},
		{"M-b and M-f go by words", "one two", "M-b M-b M-f x", "onex| two"},
		{"C-Left and C-Right do", "one two", "C-Left C-Left C-Right x", "onex| two"},
		{"C-t swaps", "ab", "C-t", "ba|"},
		{"C-t in the middle moves on", "abc", "Home Right C-t", "ba|c"},
		{"C-t with one does nothing", "a", "C-t", "a|"},
		{"Up is the newest of the history", "x", "Up", "third|"},
		{"C-p the one before", "x", "Up C-p", "second|"},
		{"at the oldest it stays", "", "Up Up Up Up Up", "first|"},
		{"Down goes back", "", "Up Up Down", "third|"},
		{"and below the newest is nothing", "x", "Up C-n", "|"},
		{"Down with no history gone to empties", "x", "Down", "|"},
		{"Tab completes as far as all agree", "", "l i Tab", "list-|"},
		{"the only one gets a space", "list-k", "Tab", "list-keys |"},
		{"a target gets none", "list-keys -tw", "Tab", "list-keys -twork:|"},
		{"words behind the first are others", "set stat", "Tab", "set status |"},
		{"in the middle of the line", "list-k x", "Left Left Tab", "list-keys | x"},
		{"what nothing fits stays", "zzz", "Tab", "zzz|"},
		{"Enter answers", "one two", "Home Enter", `"one two"`},
		{"with nothing too", "", "Enter", `""`},
		{"C-m and C-j are Enter", "a", "C-m", `"a"`},
		{"Escape cancels", "a", "Escape", "cancelled"},
		{"C-c too", "a", "C-c", "cancelled"},
		{"C-g too", "a", "C-g", "cancelled"},
		{"C-[ is Escape", "a", "C-[", "cancelled"},
		{"C-v takes the next key as text", "", "C-v C-c x", "\x03x|"},
		{"also Enter", "", "C-v Enter", "\r|"},
		{"wide characters are one step", "日本語", "Left x", "日本x|語"},
		{"an accent goes with its letter", "ae\u0301", "BSpace", "a|"},
		{"an accent that is typed joins it", "e", "text:\u0301 Left", "|e\u0301"},
		{"many at once", "", "text:abc", "abc|"},
		{"keys that mean nothing do nothing", "a", "F1 PPage M-x C-x", "a|"},
		{"the keypad types", "", "KP5 KP/ KPEnter", `"5/"`},
	} {
		p := &model.Prompt{Text: tt.text, At: len(tt.text)}
		if got := typedAt(t, p, env(false), tt.keys); got != tt.want {
			t.Errorf("%s: %q and %s: %s, want %s", tt.name, tt.text, tt.keys, got, tt.want)
		}
	}
}

func TestViKeys(t *testing.T) {
	for _, tt := range []struct{ name, text, keys, want string }{
		{"begins with typing", "", "a b", "ab|"},
		{"Escape goes to the command mode, a step back", "ab", "Escape", "a|b"},
		{"and stays there", "ab", "Escape Escape", "a|b"},
		{"i types", "ab", "Escape i x", "ax|b"},
		{"a behind the cursor", "ab", "Escape a x", "abx|"},
		{"A behind all, I before all", "ab", "Escape 0 A x Escape I y", "y|abx"},
		{"h and l", "abc", "Escape h l", "ab|c"},
		{"$ and ^", "abc", "Escape ^ $", "abc|"},
		{"x", "abc", "Escape x", "ab|"},
		{"X", "abc", "Escape X", "a|c"},
		{"D", "abc", "Escape 0 l D", "a|"},
		{"C types after it", "abc", "Escape 0 l C z", "az|"},
		{"S", "abc", "Escape S z", "z|"},
		{"s", "abc", "Escape 0 s z", "z|bc"},
		{"d empties", "abc", "Escape d", "|"},
		{"b and w go by words", "one two three", "Escape b b w", "one two |three"},
		{"e to the end of one", "one two", "Escape 0 e", "on|e two"},
		{"W and B by spaces only", "a/b c/d e", "Escape 0 W W B", "a/b |c/d e"},
		{"E", "a/b c", "Escape 0 E", "a/|b c"},
		{"p puts back", "one two", "C-w Escape p", "onetwo| "},
		{"k and j", "", "Escape k k j", "third|"},
		{"q cancels", "a", "Escape q", "cancelled"},
		{"C-c cancels in both", "a", "C-c", "cancelled"},
		{"Enter answers in both", "a", "Escape Enter", `"a"`},
		{"Backspace is a step left", "ab", "Escape BSpace", "|ab"},
		{"what means nothing there is not typed", "ab", "Escape z Z !", "a|b"},
		{"C-b is no step left in vi's typing", "ab", "C-b x", "abx|"},
	} {
		p := &model.Prompt{Text: tt.text, At: len(tt.text)}
		if got := typedAt(t, p, env(true), tt.keys); got != tt.want {
			t.Errorf("%s: %q and %s: %s, want %s", tt.name, tt.text, tt.keys, got, tt.want)
		}
	}
}

func TestTakes(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    model.Prompt
		keys string
		want string
	}{
		{"a character", model.Prompt{Takes: model.TakesCharacter}, "x", `"x"`},
		{"a wide one", model.Prompt{Takes: model.TakesCharacter}, "日", `"日"`},
		{"Enter is one", model.Prompt{Takes: model.TakesCharacter}, "Enter", `"\r"`},
		{"C-c is one", model.Prompt{Takes: model.TakesCharacter}, "C-c", `"\x03"`},
		{"Up is none", model.Prompt{Takes: model.TakesCharacter}, "Up F5", "|"},
		{"the rest of many at once is left", model.Prompt{Takes: model.TakesCharacter}, "text:xyz", `"x" and "yz"`},
		{"a key by name", model.Prompt{Takes: model.TakesKey}, "C-Up", `"C-Up"`},
		{"Escape is one", model.Prompt{Takes: model.TakesKey}, "Escape", `"Escape"`},
		{"digits", model.Prompt{Takes: model.TakesNumber}, "1 2", "12|"},
		{"another key ends them", model.Prompt{Takes: model.TakesNumber, Text: "1", At: 1}, "2 x", `"12", and the key`},
		{"behind many at once", model.Prompt{Takes: model.TakesNumber}, "text:12xy", `"12" and "xy"`},
		{"each change is told", model.Prompt{Takes: model.TakesIncremental}, "a b", "ab| tells =ab"},
		{"C-r looks back", model.Prompt{Takes: model.TakesIncremental}, "a C-r", "a| tells -a"},
		{"C-s looks on", model.Prompt{Takes: model.TakesIncremental}, "a C-s", "a| tells +a"},
		{"with nothing for the last one", model.Prompt{Takes: model.TakesIncremental, Began: "old"}, "C-r", "old| tells =old"},
		{"C-r elsewhere is nothing", model.Prompt{}, "a C-r", "a|"},
		{"Backspace leaves an empty one with -e", model.Prompt{Again: true}, "a BSpace BSpace", "cancelled"},
		{"and not without", model.Prompt{}, "a BSpace BSpace", "|"},
	} {
		if got := typedAt(t, &tt.p, env(false), tt.keys); got != tt.want {
			t.Errorf("%s: %s: %s, want %s", tt.name, tt.keys, got, tt.want)
		}
	}
}

func TestPasteIsOneLine(t *testing.T) {
	p := &model.Prompt{Text: "ab", At: 1}
	Paste(p, []byte("one\ntwo\t3\x1b[m\n"))
	if want := "aone two 3[mb"; p.Text != want {
		t.Errorf("got %q, want %q", p.Text, want)
	}
	Paste(p, []byte(strings.Repeat("x", maxText)))
	if len(p.Text) > maxText {
		t.Errorf("%d bytes", len(p.Text))
	}
}

// FuzzPress: whatever is typed in whatever mode, the cursor is within the text and between characters, and the picture is as wide
// as it was asked for.
func FuzzPress(f *testing.F) {
	f.Add("ab 日本", []byte("x\x1b0wdpk\x17\x19\t\x0b"), true)
	f.Add("e\u0301", []byte{2, 20, 22, 3, 6}, false)
	f.Fuzz(func(t *testing.T, text string, keys []byte, vi bool) {
		p := &model.Prompt{Text: strings.ToValidUTF8(text, ""), Takes: model.TakesIncremental}
		for _, b := range keys {
			k := key.Rune(rune(b))
			if b >= 0xa0 {
				k = key.Key{Code: key.Up + key.Code(b&7)}
			}
			if a := Press(p, k, env(vi)); a.Outcome >= Answered {
				break
			}
			if p.At < 0 || p.At > len(p.Text) || strings.ToValidUTF8(p.Text[:p.At], "") != p.Text[:p.At] {
				t.Fatalf("cursor at %d of %q", p.At, p.Text)
			}
			for _, width := range []int{0, 1, 2, 7, 80} {
				cells, cursor := Draw(p, "日:", plain, width)
				if got := columns(cells); got != width || cursor < 0 || cursor > max(0, width-1) {
					t.Fatalf("%q: %d columns instead of %d, cursor %d", p.Text, got, width, cursor)
				}
			}
		}
	})
}
