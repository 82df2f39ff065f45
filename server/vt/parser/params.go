package parser

// Bounds of what is collected. xterm takes 30 parameters.
const (
	maxParams        = 32
	maxValue         = 65535
	maxIntermediates = 2
)

// Params are the numbers of a control sequence. Beyond the bound they are dropped.
type Params struct {
	n     int
	value [maxParams]int32 // -1 for one that was left out
	sub   uint32           // bit i: parameter i was set off by ':', it belongs to the one before
	full  bool
}

// Len is how many there are, subparameters counted. `CSI m` has none, `CSI ;m` has two that are left out.
func (p *Params) Len() int { return p.n }

// Get is parameter i, or def if it was left out.
func (p *Params) Get(i, def int) int {
	if i >= p.n || p.value[i] < 0 {
		return def
	}
	return int(p.value[i])
}

// Count is parameter i where 0 means 1 too, as in most movements.
func (p *Params) Count(i int) int { return max(1, p.Get(i, 1)) }

// IsSub reports whether parameter i was set off by a colon from the one before.
func (p *Params) IsSub(i int) bool { return i < p.n && p.sub&(1<<i) != 0 }

// Subs is the number of subparameters that follow parameter i.
func (p *Params) Subs(i int) int {
	n := 0
	for p.IsSub(i + n + 1) {
		n++
	}
	return n
}

func (p *Params) reset() { p.n, p.sub, p.full = 0, 0, false }

// digit adds a digit to the last parameter.
func (p *Params) digit(b byte) {
	if p.n == 0 {
		p.n, p.value[0] = 1, -1
	}
	if !p.full {
		v := &p.value[p.n-1]
		*v = min(max(*v, 0)*10+int32(b-'0'), maxValue)
	}
}

// separator begins the next parameter.
func (p *Params) separator(b byte) {
	if p.n == 0 {
		p.n, p.value[0] = 1, -1
	}
	if p.n == maxParams {
		p.full = true
		return
	}
	if b == ':' {
		p.sub |= 1 << p.n
	}
	p.value[p.n] = -1
	p.n++
}
