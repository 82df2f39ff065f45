package key

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrName is what Parse returns, wrapped, for a name that is no key's. The text is tmux's.
var ErrName = errors.New("unknown key")

// Parse returns the canonical Key that tmux calls name: any order of C-, M- and S- before a character
// or a name of the table, ^a for C-a, 0x41 for a code point. Case matters only in a single character.
// Beyond tmux's names it takes those that String writes for keys tmux has no name for.
func Parse(name string) (Key, error) {
	k, ok := parse(name)
	if !ok {
		return Key{}, fmt.Errorf("%w: %s", ErrName, name)
	}
	return k.Canonical(), nil
}

func parse(name string) (Key, bool) {
	if len(name) > 2 && name[0] == '0' && (name[1] == 'x' || name[1] == 'X') {
		u, err := strconv.ParseUint(name[2:], 16, 32)
		if err != nil || u > uint64(maxText) || !utf8.ValidRune(rune(u)) {
			return Key{}, false
		}
		return Rune(rune(u)), u < 0x80 || u > 0x9f // no key sends a C1 control
	}
	var mods Mods
	if len(name) > 1 && name[0] == '^' {
		mods, name = Ctrl, name[1:]
	}
	m, name, ok := parseMods(name)
	if !ok || name == "" {
		return Key{}, false
	}
	mods |= m
	if r, n := utf8.DecodeRuneInString(name); n == len(name) {
		return Key{Code: Code(r), Mods: mods}, r != utf8.RuneError && Code(r).IsText()
	}
	k, ok := named(name)
	k.Mods |= mods
	return k, ok
}

// parseMods takes the modifiers off the front of name: one letter and a hyphen each for tmux's three, a
// word for the others.
func parseMods(name string) (Mods, string, bool) {
	var mods Mods
outer:
	for {
		for _, m := range longMods {
			if rest, ok := cutPrefixFold(name, m.prefix); ok && rest != "" {
				mods |= m.mod
				name = rest
				continue outer
			}
		}
		if len(name) < 2 || name[1] != '-' {
			return mods, name, true
		}
		switch name[0] {
		case 'C', 'c':
			mods |= Ctrl
		case 'M', 'm':
			mods |= Alt
		case 'S', 's':
			mods |= Shift
		default:
			return 0, "", false
		}
		name = name[2:]
	}
}

var longMods = []struct {
	prefix string
	mod    Mods
}{{"Super-", Super}, {"Hyper-", Hyper}, {"Meta-", Meta}}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func named(name string) (Key, bool) {
	if k, ok := words().byName[strings.ToLower(name)]; ok {
		return k, true
	}
	if rest, ok := strings.CutPrefix(name, "User"); ok { // the one name that tmux takes in its own case only
		n, err := strconv.ParseUint(rest, 10, 16)
		return Key{Code: User + Code(n)}, err == nil && n < UserKeys
	}
	return Key{}, false
}

// String returns the name of k's canonical form: modifiers in the order C-, M-, S-, then the name. It
// is tmux's spelling wherever tmux has one, and Parse takes it back.
func (k Key) String() string {
	k = k.Canonical()
	if k.Code == Tab && k.Mods&Shift != 0 {
		return modNames(k.Mods&^Shift) + "BTab"
	}
	return modNames(k.Mods) + k.Code.String()
}

func modNames(m Mods) string {
	if m == 0 {
		return ""
	}
	var b strings.Builder
	for _, l := range longMods {
		if m&l.mod != 0 {
			b.WriteString(l.prefix)
		}
	}
	if m&Ctrl != 0 {
		b.WriteString("C-")
	}
	if m&Alt != 0 {
		b.WriteString("M-")
	}
	if m&Shift != 0 {
		b.WriteString("S-")
	}
	return b.String()
}

// String returns the name of the key without modifiers.
func (c Code) String() string {
	if name, ok := words().byCode[c]; ok {
		return name
	}
	if c.IsText() {
		return string(rune(c))
	}
	if c >= User && c < User+UserKeys {
		return "User" + strconv.Itoa(int(c-User))
	}
	return "Unknown"
}
