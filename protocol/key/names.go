package key

import (
	"strconv"
	"strings"
	"sync"
)

// names is the table of key names; of several for one key the first is the one that is printed.
// The first block is tmux's, the second names what tmux cannot bind.
var names = []struct {
	name string
	key  Key
}{
	{"None", Key{Code: None}},
	{"Any", Key{Code: Any}},
	{"IC", Key{Code: Insert}}, {"Insert", Key{Code: Insert}},
	{"DC", Key{Code: Delete}}, {"Delete", Key{Code: Delete}},
	{"Home", Key{Code: Home}},
	{"End", Key{Code: End}},
	{"NPage", Key{Code: PageDown}}, {"PageDown", Key{Code: PageDown}}, {"PgDn", Key{Code: PageDown}},
	{"PPage", Key{Code: PageUp}}, {"PageUp", Key{Code: PageUp}}, {"PgUp", Key{Code: PageUp}},
	{"Tab", Key{Code: Tab}}, {"BTab", Key{Code: Tab, Mods: Shift}},
	{"Space", Key{Code: Space}},
	{"BSpace", Key{Code: Backspace}},
	{"Enter", Key{Code: Enter}},
	{"Escape", Key{Code: Escape}},
	{"Up", Key{Code: Up}}, {"Down", Key{Code: Down}}, {"Left", Key{Code: Left}}, {"Right", Key{Code: Right}},
	{"KP/", Key{Code: KPDivide}}, {"KP*", Key{Code: KPMultiply}}, {"KP-", Key{Code: KPSubtract}},
	{"KP+", Key{Code: KPAdd}}, {"KP.", Key{Code: KPDecimal}}, {"KPEnter", Key{Code: KPEnter}},

	{"KP=", Key{Code: KPEqual}}, {"KP,", Key{Code: KPSeparator}}, {"KPBegin", Key{Code: KPBegin}},
	{"KPLeft", Key{Code: KPLeft}}, {"KPRight", Key{Code: KPRight}}, {"KPUp", Key{Code: KPUp}},
	{"KPDown", Key{Code: KPDown}}, {"KPPageUp", Key{Code: KPPageUp}}, {"KPPageDown", Key{Code: KPPageDown}},
	{"KPHome", Key{Code: KPHome}}, {"KPEnd", Key{Code: KPEnd}}, {"KPInsert", Key{Code: KPInsert}},
	{"KPDelete", Key{Code: KPDelete}},
	{"Find", Key{Code: Find}}, {"Select", Key{Code: Select}},
	{"CapsLock", Key{Code: CapsLockKey}}, {"ScrollLock", Key{Code: ScrollLock}}, {"NumLock", Key{Code: NumLockKey}},
	{"PrintScreen", Key{Code: PrintScreen}}, {"Pause", Key{Code: Pause}}, {"Menu", Key{Code: Menu}},
	{"MediaPlay", Key{Code: MediaPlay}}, {"MediaPause", Key{Code: MediaPause}},
	{"MediaPlayPause", Key{Code: MediaPlayPause}}, {"MediaReverse", Key{Code: MediaReverse}},
	{"MediaStop", Key{Code: MediaStop}}, {"MediaFastForward", Key{Code: MediaFastForward}},
	{"MediaRewind", Key{Code: MediaRewind}}, {"MediaTrackNext", Key{Code: MediaTrackNext}},
	{"MediaTrackPrevious", Key{Code: MediaTrackPrevious}}, {"MediaRecord", Key{Code: MediaRecord}},
	{"LowerVolume", Key{Code: LowerVolume}}, {"RaiseVolume", Key{Code: RaiseVolume}},
	{"MuteVolume", Key{Code: MuteVolume}},
	{"LeftShift", Key{Code: LeftShift}}, {"LeftCtrl", Key{Code: LeftCtrl}}, {"LeftAlt", Key{Code: LeftAlt}},
	{"LeftSuper", Key{Code: LeftSuper}}, {"LeftHyper", Key{Code: LeftHyper}}, {"LeftMeta", Key{Code: LeftMeta}},
	{"RightShift", Key{Code: RightShift}}, {"RightCtrl", Key{Code: RightCtrl}}, {"RightAlt", Key{Code: RightAlt}},
	{"RightSuper", Key{Code: RightSuper}}, {"RightHyper", Key{Code: RightHyper}}, {"RightMeta", Key{Code: RightMeta}},
	{"ISOLevel3Shift", Key{Code: ISOLevel3Shift}}, {"ISOLevel5Shift", Key{Code: ISOLevel5Shift}},
}

// InTmux reports whether k has a name in tmux too; F13 and those above are taken as if they had.
func (k Key) InTmux() bool {
	c := k.Code
	switch {
	case k.Mods&(Super|Hyper|Meta) != 0:
		return false
	case c >= Find && c <= Select, c > KPEnter && c <= KPBegin, c >= CapsLockKey && c <= Menu,
		c >= MediaPlay && c <= MuteVolume, c >= LeftShift && c <= ISOLevel5Shift:
		return false
	}
	return true
}

// mouseNames are the parts of mouse events' names; tmux joins kind, button and place.
var (
	mouseKinds = []struct {
		name    string
		kind    MouseKind
		buttons []Button
	}{
		{"MouseDown", MouseDownKind, clickButtons}, {"MouseUp", MouseUpKind, clickButtons},
		{"MouseDrag", MouseDragKind, clickButtons}, {"MouseDragEnd", MouseDragEndKind, clickButtons},
		{"WheelUp", WheelUpKind, []Button{ButtonNone}}, {"WheelDown", WheelDownKind, []Button{ButtonNone}},
		{"SecondClick", SecondClickKind, clickButtons}, {"DoubleClick", DoubleClickKind, clickButtons},
		{"TripleClick", TripleClickKind, clickButtons},
		{"MouseMove", MouseMoveKind, []Button{ButtonNone}},
	}
	// clickButtons lacks 4 and 5, which are the wheel.
	clickButtons = []Button{1, 2, 3, 6, 7, 8, 9, 10, 11}

	mousePlaces = []string{
		"Pane", "Status", "StatusLeft", "StatusRight", "StatusDefault",
		"ScrollbarUp", "ScrollbarSlider", "ScrollbarDown", "Empty", "Border",
		"Control0", "Control1", "Control2", "Control3", "Control4",
		"Control5", "Control6", "Control7", "Control8", "Control9",
	}
)

// dictionary leads from names to keys and back. It is made when somebody first asks: most programs that have this package, a
// client that says one command, never do, and it would be a third of their life.
type dictionary struct {
	byName map[string]Key
	byCode map[Code]string
}

var words = sync.OnceValue(func() *dictionary {
	d := &dictionary{map[string]Key{}, map[Code]string{}}
	for _, n := range names {
		d.add(n.name, n.key)
	}
	for i := range 35 {
		d.add("F"+strconv.Itoa(i+1), Key{Code: F1 + Code(i)})
	}
	for i := range 10 {
		d.add("KP"+strconv.Itoa(i), Key{Code: KP0 + Code(i)})
	}
	for _, k := range mouseKinds {
		for _, b := range k.buttons {
			number := ""
			if b != ButtonNone {
				number = strconv.Itoa(int(b))
			}
			for on, place := range mousePlaces {
				d.add(k.name+number+place, Key{Code: MouseCode(k.kind, b, MousePlace(on))})
			}
		}
	}
	return d
})

func (d *dictionary) add(name string, k Key) {
	d.byName[strings.ToLower(name)] = k
	if _, ok := d.byCode[k.Code]; !ok && k.Mods == 0 {
		d.byCode[k.Code] = name
	}
}
