package server

import (
	"slices"
	"testing"
)

func TestMailboxKeepsOrderAndEnds(t *testing.T) {
	b := newMailbox[int]()
	b.put(1, 10)
	b.put(2, 20)
	if w := b.waiting(); w != 30 {
		t.Errorf("30 bytes were put, %d wait", w)
	}
	batch, ok := b.take()
	if !ok || !slices.Equal(batch, []int{1, 2}) {
		t.Fatalf("took %v, %v", batch, ok)
	}
	if w := b.waiting(); w != 30 {
		t.Errorf("what is being sent weighs 30, not %d", w)
	}
	b.put(3, 5)
	b.close()
	b.put(4, 5)
	if batch, ok = b.take(); !ok || !slices.Equal(batch, []int{3}) {
		t.Fatalf("took %v, %v", batch, ok)
	}
	if w := b.waiting(); w != 5 {
		t.Errorf("%d bytes wait, want 5", w)
	}
	if batch, ok = b.take(); ok {
		t.Errorf("took %v from a closed mailbox", batch)
	}
}

func TestMailboxKeepsOnlyTheLastNews(t *testing.T) {
	b := newMailbox[int]()
	even := func(o int) (int, bool) { return 10, o%2 == 0 }
	b.put(1, 1)
	for i := range 1000 {
		b.replace(2*i, 10, even)
	}
	b.put(3, 1)
	if w := b.waiting(); w != 12 {
		t.Errorf("%d bytes wait, want 12", w)
	}
	if batch, ok := b.take(); !ok || !slices.Equal(batch, []int{1, 1998, 3}) {
		t.Errorf("took %v, %v", batch, ok)
	}
}

func TestClosedMailboxKeepsItsNews(t *testing.T) {
	b := newMailbox[int]()
	b.put(1, 10)
	b.close()
	b.replace(2, 10, func(int) (int, bool) { return 10, true })
	if batch, ok := b.take(); !ok || !slices.Equal(batch, []int{1}) {
		t.Errorf("took %v, %v", batch, ok)
	}
}

// TestMailboxSendsAtOnce: only what nothing is before, and what cannot be waits its turn.
func TestMailboxSendsAtOnce(t *testing.T) {
	b := newMailbox[int]()
	var tried []int
	sent, whole := true, true
	b.try = func(m int) (bool, bool) {
		tried = append(tried, m)
		return sent, whole
	}
	b.put(1, 10)
	if w := b.waiting(); w != 0 || !slices.Equal(tried, []int{1}) {
		t.Errorf("tried %v, %d bytes wait", tried, w)
	}
	whole = false
	b.put(2, 10)
	if batch, ok := b.take(); !ok || len(batch) > 0 {
		t.Errorf("of a message that went in part %v is left, %v", batch, ok)
	}
	sent, whole = false, true
	b.put(3, 10)
	b.put(4, 10)
	if batch, ok := b.take(); !ok || !slices.Equal(batch, []int{3, 4}) {
		t.Errorf("took %v, %v", batch, ok)
	}
	sent = true
	b.put(5, 10) // 3 and 4 are being sent
	if !slices.Equal(tried, []int{1, 2, 3}) {
		t.Errorf("tried %v", tried)
	}
	if batch, ok := b.take(); !ok || !slices.Equal(batch, []int{5}) {
		t.Errorf("took %v, %v", batch, ok)
	}
}

func TestMailboxWakesATaker(t *testing.T) {
	b := newMailbox[string]()
	taken := make(chan []string)
	go func() {
		for {
			batch, ok := b.take()
			if !ok {
				close(taken)
				return
			}
			taken <- batch
		}
	}()
	for _, m := range []string{"a", "b", "c"} {
		b.put(m, 1)
		if batch := <-taken; !slices.Equal(batch, []string{m}) {
			t.Errorf("took %v, want %s", batch, m)
		}
	}
	b.close()
	if batch, ok := <-taken; ok {
		t.Errorf("took %v after the end", batch)
	}
}
