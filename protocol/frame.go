package protocol

// The picture inside a Frame is two packed byte strings, so that a screen of 10,000 cells costs no reflection, no
// allocation and no msgpack value for each cell. All numbers are unsigned varints (LEB128), rows and columns count from 0.
//
//	Styles: { id fg bg ul attrs underline linkLen link }*        a StyleDef; colours are 0 default, 1<<24|index, 2<<24|rgb
//	Ops:    { op ... }*
//	  1 scroll  top bottom n dir    rows [top,bottom) move by n, dir 0 up (text moves to smaller rows), 1 down; rows exposed are blank
//	  2 ascii   row col style len bytes              one column for each byte, 0x20..0x7e
//	  3 text    row col style n { width len bytes }*  n clusters; width 1 or 2 columns is the server's decision
//	  4 fill    row col style n byte                  the same one-column character n times
type StyleDef struct {
	ID         uint32
	Fg, Bg, Ul uint32 // 0 default, ColourIndex|n, ColourRGB|0xrrggbb
	Attrs      StyleAttr
	Underline  uint8  // 0 none, 1 single, 2 double, 3 curly, 4 dotted, 5 dashed
	Link       string // OSC 8 URI; "" none
}

const (
	ColourIndex uint32 = 1 << 24
	ColourRGB   uint32 = 2 << 24
)

// StyleAttr is a set of SGR attributes.
type StyleAttr uint16

const (
	AttrBold StyleAttr = 1 << iota
	AttrDim
	AttrItalic
	AttrBlink
	AttrReverse
	AttrConceal
	AttrStrike
	AttrOverline
)

// MaxCluster is the longest text of one cell, in bytes, that a frame may carry.
const MaxCluster = 64
