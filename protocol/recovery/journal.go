package recovery

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"golang.org/x/sys/unix"
)

// Layout of a journal's memory behind its first page. Memory is taken only where something was
// written, so the distances cost nothing. Under a limit of file sizes the slots lie elsewhere, see place.
const (
	journalBase = headerLen
	journalEnd  = 1 << 42 // 4 TiB of records in a lifetime
	slotBaseA   = 1 << 42
	slotBaseB   = 1 << 43

	slotHeaders   = 512 // in the first page, slotHeaderGap apart
	slotHeaderGap = 128
	slotHeaderLen = 40

	recordHeaderLen = 24
	terminatorLen   = 8

	// MaxRecord is the largest payload of a record.
	MaxRecord = 16 << 20
	// MaxSnapshot is the largest payload of a snapshot.
	MaxSnapshot = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A Record is one entry of a journal.
type Record struct {
	Stamp   uint64 // what the writer says it belongs to: an output offset, a sequence number
	Kind    uint32
	Payload []byte
}

// A Journal is a sequence of records and two slots for snapshots, written in turn. A snapshot stands
// for all records before it. One goroutine uses it.
type Journal struct {
	fd    int
	base  [2]int64 // where the slots lie
	trim  int64    // records before this position are gone
	end   int64    // where the next record goes
	slots [2]slot
	last  int // slot of the newest good snapshot, -1 if there is none
	buf   []byte
}

// A slot is the header of a snapshot.
type slot struct {
	generation uint64 // 0: empty
	stamp      uint64
	at         int64 // journal position that the snapshot stands for
	length     int64
	sum        uint32 // of the payload
}

// formatJournal makes an empty journal. Nothing written yet is what an empty one looks like.
func formatJournal(fd int, magic string) error {
	limit, err := fileSizeLimit()
	if err != nil {
		return err
	}
	begin := uint64(journalBase)
	if room := place(limit); room > 0 {
		begin += 2 * room
		if err := putWord(fd, wordSlotA, journalBase); err != nil {
			return err
		}
		if err := putWord(fd, wordSlotB, journalBase+room); err != nil {
			return err
		}
	}
	if err := putWord(fd, wordTrim, begin); err != nil {
		return err
	}
	return format(fd, magic)
}

// place is the room of each slot where no file may be longer than limit: they lie before the records then, which have the last
// third. 0: the limit leaves everything its place.
func place(limit uint64) (room uint64) {
	if limit >= slotBaseB+MaxSnapshot {
		return 0
	}
	return min((limit-min(limit, headerLen))/3&^(headerLen-1), MaxSnapshot)
}

// loadPlaces finds out where the slots lie, and how far before the first record that is.
func (j *Journal) loadPlaces() (end uint64, err error) {
	a, err := getWord(j.fd, wordSlotA)
	if err != nil {
		return 0, err
	}
	b, err := getWord(j.fd, wordSlotB)
	if err != nil {
		return 0, err
	}
	if a == 0 && b == 0 {
		j.base = [2]int64{slotBaseA, slotBaseB}
		return journalBase, nil
	}
	if a < journalBase || b <= a || b > journalEnd || a%headerLen != 0 || b%headerLen != 0 {
		return 0, fmt.Errorf("%w: slots at %d and %d", ErrCorrupt, a, b)
	}
	j.base = [2]int64{int64(a), int64(b)}
	return b + (b - a), nil
}

// room is how long a snapshot may be.
func (j *Journal) room() int64 { return min(j.base[1]-j.base[0], MaxSnapshot) }

// OpenJournal takes over a journal. A record that its writer did not finish is the end of it.
func OpenJournal(fd int, magic string) (*Journal, error) {
	if err := checkFormat(fd, magic); err != nil {
		return nil, err
	}
	j := &Journal{fd: fd, last: -1}
	begin, err := j.loadPlaces()
	if err != nil {
		return nil, err
	}
	trim, err := getWord(fd, wordTrim)
	if err != nil {
		return nil, err
	}
	if trim < begin || trim >= journalEnd || trim%8 != 0 {
		return nil, fmt.Errorf("%w: journal begins at %d", ErrCorrupt, trim)
	}
	j.trim = int64(trim)
	if err := j.loadSlots(); err != nil {
		return nil, err
	}
	if j.end, err = j.scan(j.start(), func(Record) error { return nil }); err != nil {
		return nil, err
	}
	return j, nil
}

// start is the position of the first record behind the newest snapshot.
func (j *Journal) start() int64 {
	if j.last < 0 {
		return j.trim
	}
	return max(j.trim, j.slots[j.last].at)
}

// Size is how many bytes the records behind the newest snapshot take.
func (j *Journal) Size() int64 { return j.end - j.start() }

// SnapshotSize is the length of the newest snapshot.
func (j *Journal) SnapshotSize() int64 {
	if j.last < 0 {
		return 0
	}
	return j.slots[j.last].length
}

// Append adds a record. When it returns, the record outlives this process.
func (j *Journal) Append(stamp uint64, kind uint32, payload []byte) error {
	if len(payload) > MaxRecord {
		return fmt.Errorf("%w: %d bytes", ErrTooBig, len(payload))
	}
	n := recordHeaderLen + len(payload)
	size := pad8(n)
	if j.end+int64(size)+terminatorLen > journalEnd {
		return fmt.Errorf("journal: %w", ErrFull)
	}
	p := append(j.buf[:0], make([]byte, recordHeaderLen)...)
	p = append(p, payload...)
	p = append(p, make([]byte, size-n+terminatorLen)...) // what comes behind reads as the end
	binary.LittleEndian.PutUint32(p, uint32(n))
	binary.LittleEndian.PutUint64(p[8:], stamp)
	binary.LittleEndian.PutUint32(p[16:], kind)
	binary.LittleEndian.PutUint32(p[4:], recordSum(j.end, p[:n]))
	if cap(p) <= 64<<10 {
		j.buf = p
	}
	if err := writeFull(j.fd, p, j.end); err != nil {
		// What was written of it must not be taken for a record later.
		if werr := writeFull(j.fd, make([]byte, terminatorLen), j.end); werr != nil {
			return fmt.Errorf("%w (and then: %v)", err, werr)
		}
		return err
	}
	j.end += int64(size)
	return nil
}

// Each calls f with each record behind the newest snapshot, in order. The payload is f's only until
// it returns.
func (j *Journal) Each(f func(Record) error) error {
	_, err := j.scan(j.start(), f)
	return err
}

// Drop forgets the records at the front that have a stamp below the given one.
func (j *Journal) Drop(below uint64) error {
	at := j.start()
	for at < j.end {
		r, size, err := j.readRecord(at)
		if err != nil {
			return err
		}
		if size == 0 || r.Stamp >= below {
			break
		}
		at += size
	}
	return j.trimTo(at)
}

// trimTo gives back the records before a position.
func (j *Journal) trimTo(at int64) error {
	if at <= j.trim {
		return nil
	}
	if err := putWord(j.fd, wordTrim, uint64(at)); err != nil {
		return err
	}
	const page = headerLen
	from, to := j.trim&^(page-1), at&^(page-1)
	j.trim = at
	if to <= from || !canPunch {
		return nil
	}
	if err := punch(j.fd, from, to-from); err != nil {
		return fmt.Errorf("trim journal: %w", err)
	}
	return nil
}

// scan calls f with the records from a position on and returns where they end.
func (j *Journal) scan(at int64, f func(Record) error) (end int64, err error) {
	for {
		r, size, err := j.readRecord(at)
		if err != nil || size == 0 {
			return at, err
		}
		if err := f(r); err != nil {
			return at, err
		}
		at += size
	}
}

// readRecord reads the record at a position. Size 0: there is no whole record.
func (j *Journal) readRecord(at int64) (r Record, size int64, err error) {
	var h [recordHeaderLen]byte
	if at+recordHeaderLen > journalEnd {
		return r, 0, nil
	}
	if err := readFull(j.fd, h[:], at); err != nil {
		return r, 0, err
	}
	n := int64(binary.LittleEndian.Uint32(h[:]))
	if n < recordHeaderLen || n > recordHeaderLen+MaxRecord || at+n > journalEnd {
		return r, 0, nil
	}
	if have, err := dataEnd(j.fd); err != nil || at+n > have {
		return r, 0, err
	}
	p := make([]byte, n)
	if err := readFull(j.fd, p, at); err != nil {
		return r, 0, err
	}
	if binary.LittleEndian.Uint32(p[4:]) != recordSum(at, p) {
		return r, 0, nil
	}
	return Record{
		Stamp:   binary.LittleEndian.Uint64(p[8:]),
		Kind:    binary.LittleEndian.Uint32(p[16:]),
		Payload: p[recordHeaderLen:],
	}, int64(pad8(int(n))), nil
}

// recordSum is over the record's position too: what an earlier writer left elsewhere is no record here.
func recordSum(at int64, p []byte) uint32 {
	var pos [8]byte
	binary.LittleEndian.PutUint64(pos[:], uint64(at))
	return crc32.Update(crc32.Checksum(pos[:], castagnoli), castagnoli, p[8:])
}

func pad8(n int) int { return (n + 7) &^ 7 }

// dataEnd is the size of the memory: nothing behind it was ever written, so no length that points
// there is believed.
func dataEnd(fd int) (int64, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return 0, fmt.Errorf("size of recovery memory: %w", err)
	}
	return st.Size, nil
}
