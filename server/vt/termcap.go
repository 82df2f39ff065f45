package vt

import (
	"encoding/hex"
	"strings"

	"gmux/server/vt/parser"
)

// maxCapabilities bounds how many names one request may have.
const maxCapabilities = 32

// capabilities are what XTGETTCAP tells, by their terminfo and termcap names.
var capabilities = map[string]string{
	"Co": "256", "colors": "256",
	"TN": "xterm-256color", "name": "xterm-256color",
	"RGB": "8/8/8", "Tc": "",
	"Smulx":  "\x1b[4:%p1%dm",
	"Setulc": "\x1b[58:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m",
	"Ms":     "\x1b]52;%p1%s;%p2%s\x1b\\",
	"Ss":     "\x1b[%p1%d q", "Se": "\x1b[0 q",
	"setrgbf": "\x1b[38:2::%p1%d:%p2%d:%p3%dm", "setrgbb": "\x1b[48:2::%p1%d:%p2%d:%p3%dm",
	"smxx": "\x1b[9m", "rmxx": "\x1b[29m",
}

// requestTermcap is XTGETTCAP.
//
//	DCS + q Pt ST    Pt: names in hexadecimal, set off by ;
//
// See xterm ctlseqs. Each name that we know is answered by itself, the others by a 0 that does not repeat
// what was asked.
func (t *Terminal) requestTermcap(_ *parser.Params, str []byte) {
	for _, h := range strings.SplitN(string(str), ";", maxCapabilities) {
		name, err := hex.DecodeString(h)
		value, ok := capabilities[string(name)]
		if err != nil || !ok {
			t.reply("\x1bP0+r\x1b\\")
			continue
		}
		answer := hex.EncodeToString(name)
		if value != "" {
			answer += "=" + hex.EncodeToString([]byte(value))
		}
		t.reply("\x1bP1+r" + strings.ToUpper(answer) + "\x1b\\")
	}
}
