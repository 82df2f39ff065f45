package input

import (
	"bytes"
	"slices"
)

// A ReplyKind says which question a Reply answers.
type ReplyKind int

const (
	ReplyUnknown      ReplyKind = iota // Data is the whole sequence
	ReplyDA1                           // CSI ? Params c
	ReplyDA2                           // CSI > Params c
	ReplyDA3                           // DCS ! | Data ST
	ReplyXTVERSION                     // DCS > | Data ST
	ReplyDECRPM                        // CSI ? mode ; state $ y: Params mode, state
	ReplyANSIRPM                       // CSI mode ; state $ y
	ReplyDECRPSS                       // DCS Params $ r Data ST
	ReplyXTGETTCAP                     // DCS Params + r Data ST
	ReplyCPR                           // CSI row ; column R
	ReplyDECXCPR                       // CSI ? row ; column ; page R
	ReplyDSR                           // CSI Params n
	ReplyDECDSR                        // CSI ? Params n
	ReplyTheme                         // CSI ? 997 ; Params n: 1 dark, 2 light
	ReplyKittyFlags                    // CSI ? Params u
	ReplyModifyKeys                    // CSI > resource ; value m
	ReplyXTWINOPS                      // CSI Params t
	ReplyResize                        // CSI 48 ; Params t: rows, columns, height and width in pixels
	ReplyXTSMGRAPHICS                  // CSI ? Params S
	ReplyColor                         // OSC Params ; Data ST: Params 4 and the index, or 10 to 19
	ReplyClipboard                     // OSC 52 ; Data ST
	ReplyTitle                         // OSC l or L, Data ST: Params 'l' or 'L'
	ReplyOSC                           // any other OSC: Params the number, Data the rest
	ReplyGraphics                      // APC G Data ST
)

// A Reply is what the outer terminal answered or announced. Params and Data hold until OnReply returns.
type Reply struct {
	Kind   ReplyKind
	Params []int // missing ones are 0
	Data   []byte
}

// ExpectCursorPosition says that the client has asked for a cursor position. Only then can CSI 1 ; 5 R be
// the answer; else it is Ctrl+F3. The answer to DA1, with which the client ends each round of questions,
// ends the waiting.
func (d *Decoder) ExpectCursorPosition() { d.cprs++ }

func (d *Decoder) reply(r Reply) {
	if d.OnReply != nil {
		d.OnReply(r)
	}
}

// replyCSI hands on s if it is a reply.
func (d *Decoder) replyCSI(s *sequence) bool {
	kind := d.kindCSI(s)
	switch kind {
	case ReplyUnknown:
		return false
	case ReplyDA1:
		d.cprs = 0
	}
	params := make([]int, 0, 8)
	for i := range s.params() {
		params = append(params, s.param(i, 0))
	}
	if kind == ReplyTheme || kind == ReplyResize {
		params = params[1:]
	}
	d.reply(Reply{Kind: kind, Params: params})
	return true
}

func (d *Decoder) kindCSI(s *sequence) ReplyKind {
	if s.inter != 0 {
		switch {
		case s.inter == '$' && s.final == 'y' && s.leader == '?' && s.params() == 2:
			return ReplyDECRPM
		case s.inter == '$' && s.final == 'y' && s.leader == 0 && s.params() == 2:
			return ReplyANSIRPM
		}
		return ReplyUnknown
	}
	switch s.leader {
	case 0:
		return d.kindPlain(s)
	case '>':
		switch s.final {
		case 'c':
			return ReplyDA2
		case 'm':
			return ReplyModifyKeys
		}
	case '?':
		switch s.final {
		case 'c':
			return ReplyDA1
		case 'u':
			return ReplyKittyFlags
		case 'R':
			return ReplyDECXCPR
		case 'S':
			return ReplyXTSMGRAPHICS
		case 'n':
			if s.param(0, 0) == 997 && s.params() > 1 {
				return ReplyTheme
			}
			return ReplyDECDSR
		}
	}
	return ReplyUnknown
}

// kindPlain is for sequences without a leader, where keys are, too.
func (d *Decoder) kindPlain(s *sequence) ReplyKind {
	switch {
	case s.final == 't' && s.param(0, 0) == 48 && s.params() >= 5:
		return ReplyResize
	case s.final == 't' && s.n > 0:
		return ReplyXTWINOPS
	case s.final == 'n' && s.n > 0:
		return ReplyDSR
	case s.final != 'R' || s.params() < 2:
	case d.cprs > 0:
		d.cprs--
		return ReplyCPR
	case s.param(0, 1) != 1 || s.param(1, 1) > 16: // no modifiers that a terminal without kitty's protocol sends
		return ReplyCPR
	}
	return ReplyUnknown
}

// string decodes OSC, DCS and APC, which are all replies. Those are told from Alt+], Alt+P and Alt+_ by
// what comes next; a string that never ends is given up by time.
func (d *Decoder) string(p []byte, final bool) (n int, known bool) {
	if len(p) == 2 {
		return 0, true
	}
	if !beginsReply(p[1], p[2]) {
		return 0, false
	}
	end, after := d.stringEnd(p)
	switch {
	case end > 0:
		if after > end && end <= MaxString {
			d.replyString(p[1], p[2:end])
		}
		return max(after, end), true
	case d.searched > MaxString:
		d.dropping = p[1]
		return d.searched, true
	case final && surelyReply(p[1], p[2:]): // cut short, but nobody's typing
		return len(p), true
	}
	return 0, true
}

// beginsReply reports whether first can follow the introducer in a reply.
func beginsReply(introducer, first byte) bool {
	switch introducer {
	case ']':
		return first >= '0' && first <= '9' || first == 'l' || first == 'L'
	case 'P':
		return first >= '0' && first <= '9' || first == '>' || first == '!' || first == '$' || first == '+'
	}
	return first == 'G'
}

// surelyReply reports whether body is more of a reply than somebody can have typed after Alt+], Alt+P
// or Alt+_ before the time ran out.
func surelyReply(introducer byte, body []byte) bool {
	rest := bytes.TrimLeft(body, "0123456789")
	switch introducer {
	case ']':
		return len(rest) > 0 && rest[0] == ';'
	case 'P':
		return slices.ContainsFunc(dcsForms, func(f dcsForm) bool { return bytes.HasPrefix(rest, []byte(f.prefix)) })
	}
	return bytes.IndexByte(body, '=') > 0
}

// stringEnd finds the end of the string p and what comes after its terminator: ST, or BEL for an OSC.
// Another escape sequence ends it as well, CAN and SUB too; then the two are equal, and the string is
// dropped, having been cut on its way. Without an end both are 0.
func (d *Decoder) stringEnd(p []byte) (end, after int) {
	for at := max(d.searched, 2); at < len(p); at++ {
		switch c := p[at]; {
		case c == 0x07 && p[1] == ']':
			return at, at + 1
		case c == 0x18, c == 0x1a:
			return at + 1, at + 1
		case c != 0x1b:
		case at+1 == len(p):
			d.searched = at
			return 0, 0
		case p[at+1] == '\\':
			return at, at + 2
		default:
			return at, at
		}
	}
	d.searched = len(p)
	return 0, 0
}

// drop swallows the rest of a string that was too long.
func (d *Decoder) drop(p []byte) int {
	for at, c := range p {
		switch {
		case c == 0x07 && d.dropping == ']', c == 0x18, c == 0x1a:
			d.dropping = 0
			return at + 1
		case c != 0x1b:
		case at+1 == len(p):
			return at // the ESC waits for its second half
		case p[at+1] == '\\':
			d.dropping = 0
			return at + 2
		default:
			d.dropping = 0
			return at
		}
	}
	return len(p)
}

// replyString hands on a string without its introducer and terminator.
func (d *Decoder) replyString(introducer byte, body []byte) {
	switch introducer {
	case ']':
		d.replyOSC(body)
	case 'P':
		d.replyDCS(body)
	default:
		d.reply(Reply{Kind: ReplyGraphics, Data: body[1:]})
	}
}

func (d *Decoder) replyOSC(body []byte) {
	if body[0] == 'l' || body[0] == 'L' {
		d.reply(Reply{Kind: ReplyTitle, Params: []int{int(body[0])}, Data: body[1:]})
		return
	}
	n, rest := number(body)
	r := Reply{Kind: ReplyOSC, Params: []int{n}, Data: rest}
	switch {
	case n == 4:
		var index int
		index, r.Data = number(rest)
		r.Kind, r.Params = ReplyColor, []int{4, index}
	case n >= 10 && n <= 19:
		r.Kind = ReplyColor
	case n == 52:
		r.Kind = ReplyClipboard
	}
	d.reply(r)
}

// replyDCS tells DCS replies by their parameters, intermediates and final byte.
func (d *Decoder) replyDCS(body []byte) {
	var params []int
	rest := body
	for len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' {
		var n int
		n, rest = number(rest)
		params = append(params, n)
	}
	for _, f := range dcsForms {
		if bytes.HasPrefix(rest, []byte(f.prefix)) {
			d.reply(Reply{Kind: f.kind, Params: params, Data: rest[len(f.prefix):]})
			return
		}
	}
	d.reply(Reply{Kind: ReplyUnknown, Data: slices.Concat([]byte("\x1bP"), body)})
}

type dcsForm struct {
	prefix string
	kind   ReplyKind
}

var dcsForms = []dcsForm{{">|", ReplyXTVERSION}, {"!|", ReplyDA3}, {"$r", ReplyDECRPSS}, {"+r", ReplyXTGETTCAP}}

// number takes a number and the semicolon after it off the front of p.
func number(p []byte) (int, []byte) {
	v, at := 0, 0
	for ; at < len(p) && p[at] >= '0' && p[at] <= '9'; at++ {
		v = min(v*10+int(p[at]-'0'), maxValue)
	}
	if at < len(p) && p[at] == ';' {
		at++
	}
	return v, p[at:]
}
