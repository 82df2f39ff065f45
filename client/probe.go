package client

import (
	"math"
	"strconv"
	"strings"
	"time"

	"gmux/client/input"
	"gmux/client/screen"
	"gmux/protocol"
)

// queries asks the terminal what it is. Nobody waits for the answers; DA1, which every terminal answers, goes last, so
// that its answer ends the round.
//
//	CSI ? u          kitty keyboard protocol
//	CSI ? 4 m        XTQMODKEYS: modifyOtherKeys; SGR 0 after it, for those who take it for an underline
//	CSI > q          XTVERSION
//	CSI ? 2026 $ p   DECRQM: synchronized output
//	CSI ? 996 n      dark or light
//	OSC 10 ; ? ST    foreground, 11 background, 12 cursor
//	OSC 4 ; ... ST   the first 16 of the palette
//	CSI 16 t         cell in pixels, where the line does not say it
//	CSI c            DA1
const queries = "\x1b[?u\x1b[?4m\x1b[m\x1b[>q\x1b[?2026$p\x1b[?996n\x1b]10;?\x1b\\\x1b]11;?\x1b\\\x1b]12;?\x1b\\" +
	"\x1b]4;0;?;1;?;2;?;3;?;4;?;5;?;6;?;7;?;8;?;9;?;10;?;11;?;12;?;13;?;14;?;15;?\x1b\\\x1b[16t\x1b[c"

// A probe collects what the terminal answers.
type probe struct {
	info    protocol.TerminalInfo
	told    protocol.TerminalInfo // what the server knows
	asked   time.Time             // zero: nothing was asked
	heard   time.Time             // the last answer
	waiting bool                  // for DA1
	done    bool                  // a round has ended: from then on every change is told

	cellWidth, cellHeight uint16 // in pixels, 0 if the terminal did not say
}

// maxCell is more pixels than a cell has; a screen of them, as large as may be, still fits into a winsize.
const maxCell = 1 << 9

// size is a size with its pixels, which not every line tells.
func (p *probe) size(z protocol.Size) protocol.Size {
	if z.XPixel == 0 || z.YPixel == 0 {
		x, y := int(z.Cols)*int(p.cellWidth), int(z.Rows)*int(p.cellHeight)
		z.XPixel, z.YPixel = uint16(min(x, math.MaxUint16)), uint16(min(y, math.MaxUint16))
	}
	return z
}

// answer takes one reply.
func (p *probe) answer(r input.Reply) {
	p.heard = time.Now()
	switch r.Kind {
	case input.ReplyKittyFlags:
		p.info.Features |= protocol.FeatureKitty
	case input.ReplyModifyKeys:
		if len(r.Params) > 1 && r.Params[0] == 4 {
			p.info.Features |= protocol.FeatureOtherKeys
		}
	case input.ReplyXTVERSION:
		p.info.Name = screen.Sanitise(string(r.Data), 64)
		p.info.Features |= featuresOf(p.info.Name)
	case input.ReplyDECRPM:
		// 1 and 2: set and reset, 3: always set. 0 is not recognised, 4 never set.
		if len(r.Params) > 1 && r.Params[0] == 2026 && r.Params[1] >= 1 && r.Params[1] <= 3 {
			p.info.Features |= protocol.FeatureSync
		}
	case input.ReplyTheme:
		if len(r.Params) > 0 && (r.Params[0] == 1 || r.Params[0] == 2) {
			p.info.DarkScheme = uint8(r.Params[0])
		}
	case input.ReplyColor:
		p.colour(r)
	case input.ReplyXTWINOPS:
		if len(r.Params) == 3 && r.Params[0] == 6 && min(r.Params[1], r.Params[2]) > 0 && max(r.Params[1], r.Params[2]) <= maxCell {
			p.cellHeight, p.cellWidth = uint16(r.Params[1]), uint16(r.Params[2])
		}
	case input.ReplyDA1:
		p.waiting, p.done = false, true
	}
}

func (p *probe) colour(r input.Reply) {
	rgb, ok := parseColour(string(r.Data))
	if !ok || len(r.Params) == 0 {
		return
	}
	switch r.Params[0] {
	case 10:
		p.info.Foreground = 1<<24 | rgb
	case 11:
		p.info.Background = 1<<24 | rgb
	case 12:
		p.info.Cursor = 1<<24 | rgb
	case 4:
		if i := r.Params[1]; i < len(p.info.Palette) {
			p.info.Palette[i] = 1<<24 | rgb
		}
	}
}

// news returns what the server does not know yet.
func (p *probe) news() (protocol.TerminalInfo, bool) {
	if !p.done || p.info == p.told {
		return p.info, false
	}
	p.told = p.info
	return p.info, true
}

// parseColour reads the forms of XParseColor that terminals answer with: rgb:r/g/b, 1 to 4 hexadecimal digits each, and
// rgba: with a fourth part.
func parseColour(s string) (rgb uint32, ok bool) {
	_, list, found := strings.Cut(s, ":")
	parts := strings.Split(list, "/")
	if !found || len(parts) < 3 || !strings.HasPrefix(s, "rgb") {
		return 0, false
	}
	for _, part := range parts[:3] {
		v, err := strconv.ParseUint(part, 16, 16)
		if err != nil || len(part) > 4 {
			return 0, false
		}
		most := uint64(1)<<(4*len(part)) - 1
		rgb = rgb<<8 | uint32((v*255+most/2)/most)
	}
	return rgb, true
}

// known are terminals by the name that XTVERSION gives, for those whose TERM says less than they can do.
var known = []struct {
	prefix   string
	features protocol.Features
}{
	{"foot(", rich}, {"kitty(", rich}, {"WezTerm ", rich}, {"ghostty ", rich}, {"iTerm2 ", rich}, {"contour ", rich},
	{"Konsole ", rich}, {"mintty ", rich}, {"VTE(", rich}, {"tmux ", rich}, {"gmux ", rich}, {"alacritty", rich},
	{"XTerm(", protocol.FeatureRGB | protocol.Feature256},
}

const rich = protocol.FeatureRGB | protocol.Feature256 | protocol.FeatureUnderlines | protocol.FeatureHyperlinks

func featuresOf(name string) protocol.Features {
	for _, k := range known {
		if strings.HasPrefix(name, k.prefix) {
			return k.features
		}
	}
	return 0
}
