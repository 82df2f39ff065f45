package recovery

// A Trial finds out whether replaying this pane is what kills servers. While a pane is replayed its memory says so; a
// server that finds that note knows that its predecessor died there. One death may be a coincidence, and an
// outsider's SIGKILL says next to nothing; what comes again does not.
type Trial struct{ fd int }

// Blame for one death, and how much of it condemns.
const (
	blameFault   = 4 // the server died of itself: a panic, a signal, a hang
	blameKilled  = 1 // somebody killed it
	blameTooMuch = 2 * blameFault
)

// A Verdict is what is known of a pane before it is replayed.
type Verdict int

// Verdicts.
const (
	Innocent  Verdict = iota
	Suspect           // a server died while it was replayed: replay it alone
	Condemned         // too many did: do not replay it
)

// Open looks at how the last replay ended. fault says that the server before this one died of itself.
func (t *Trial) Open(fault bool) (Verdict, error) {
	trying, err := getWord(t.fd, wordTrying)
	if err != nil {
		return Innocent, err
	}
	blame, err := getWord(t.fd, wordBlame)
	if err != nil {
		return Innocent, err
	}
	if trying != 0 {
		if fault {
			blame += blameFault
		} else {
			blame += blameKilled
		}
		if err := t.put(blame, 0); err != nil {
			return Innocent, err
		}
	}
	switch {
	case blame >= blameTooMuch:
		return Condemned, nil
	case blame > 0:
		return Suspect, nil
	}
	return Innocent, nil
}

// put writes the blame first: a death between the two counts a death twice, and never forgets one.
func (t *Trial) put(blame, trying uint64) error {
	if err := putWord(t.fd, wordBlame, blame); err != nil {
		return err
	}
	return putWord(t.fd, wordTrying, trying)
}

// Begin notes that the replay begins.
func (t *Trial) Begin() error { return putWord(t.fd, wordTrying, 1) }

// End notes that the pane is back, and takes all blame from it.
func (t *Trial) End() error {
	if err := putWord(t.fd, wordTrying, 0); err != nil {
		return err
	}
	return putWord(t.fd, wordBlame, 0)
}
