package key

// A MouseAction is what the mouse did.
type MouseAction uint8

const (
	MousePress   MouseAction = iota
	MouseRelease             // of Button, or of ButtonNone where the protocol does not say which
	MouseDrag                // moved with Button held
	MouseMotion              // moved with none held
	MouseWheel               // turned: Button is ButtonWheelUp to ButtonWheelRight
)

// A Button is numbered as in X11.
type Button uint8

const (
	ButtonNone Button = iota
	ButtonLeft
	ButtonMiddle
	ButtonRight
	ButtonWheelUp
	ButtonWheelDown
	ButtonWheelLeft
	ButtonWheelRight
	Button8 // back
	Button9 // forward
	Button10
	Button11
)

// A Mouse is one event of the mouse. Rows and columns count from 0 and may lie outside of the screen,
// as terminals report drags that leave it.
type Mouse struct {
	Action         MouseAction
	Button         Button
	Mods           Mods // Shift, Alt and Ctrl only
	Row, Col       int
	PixelX, PixelY int // within the text area, from 0
	HasPixels      bool
}

// mouseBase is where the codes begin that name mouse events in key tables.
const mouseBase Code = 0x200000

// A MouseKind is the first part of the name of a mouse event in a key table.
type MouseKind uint8

const (
	MouseDownKind MouseKind = iota
	MouseUpKind
	MouseDragKind
	MouseDragEndKind
	WheelUpKind
	WheelDownKind
	SecondClickKind
	DoubleClickKind
	TripleClickKind
	MouseMoveKind
)

// A MousePlace is the last part: what the pointer was over.
type MousePlace uint8

const (
	OnPane MousePlace = iota
	OnStatus
	OnStatusLeft
	OnStatusRight
	OnStatusDefault
	OnScrollbarUp
	OnScrollbarSlider
	OnScrollbarDown
	OnEmpty
	OnBorder
	OnControl0 // to OnControl0 + 9
)

// MouseCode returns the Code that a key table binds for a mouse event: MouseDown1Pane is
// MouseCode(MouseDownKind, ButtonLeft, OnPane). Wheel and move events carry ButtonNone.
func MouseCode(kind MouseKind, b Button, on MousePlace) Code {
	return mouseBase + Code(kind)<<12 + Code(b&15)<<8 + Code(on)
}

// Mouse takes a MouseCode apart; ok is false for any other Code.
func (c Code) Mouse() (kind MouseKind, b Button, on MousePlace, ok bool) {
	if !c.IsMouse() {
		return 0, 0, 0, false
	}
	c -= mouseBase
	return MouseKind(c >> 12), Button(c >> 8 & 15), MousePlace(c & 255), true
}
