package recovery

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// Snapshot writes a payload that stands for every record so far into the slot that does not hold the
// newest one. Until its header is written, which is last, the newest stays what it was. The records
// between the two snapshots are kept, those before the older are given back.
func (j *Journal) Snapshot(stamp uint64, payload []byte) error {
	if int64(len(payload)) > j.room() {
		return fmt.Errorf("snapshot: %w: %d bytes", ErrTooBig, len(payload))
	}
	i, generation := 0, uint64(1)
	if j.last >= 0 {
		i, generation = 1-j.last, j.slots[j.last].generation+1
	}
	s := slot{generation, stamp, j.end, int64(len(payload)), crc32.Checksum(payload, castagnoli)}
	if err := j.writeSlot(i, s, payload); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	older := j.last
	j.slots[i], j.last = s, i
	if older < 0 {
		return nil
	}
	return j.trimTo(j.slots[older].at)
}

func (j *Journal) writeSlot(i int, s slot, payload []byte) error {
	old := j.slots[i].length
	j.slots[i] = slot{}
	if err := writeFull(j.fd, make([]byte, slotHeaderLen), slotHeaderAt(i)); err != nil {
		return err
	}
	if err := writeFull(j.fd, payload, j.base[i]); err != nil {
		return err
	}
	const page = headerLen
	if from := (s.length + page - 1) &^ (page - 1); canPunch && old > from {
		if err := punch(j.fd, j.base[i]+from, old-from); err != nil {
			return err
		}
	}
	return writeFull(j.fd, s.encode(), slotHeaderAt(i))
}

// Latest returns the newest snapshot.
func (j *Journal) Latest() (payload []byte, stamp uint64, ok bool, err error) {
	if j.last < 0 {
		return nil, 0, false, nil
	}
	s := j.slots[j.last]
	payload, err = j.readSlot(j.last, s)
	return payload, s.stamp, err == nil, err
}

// loadSlots finds the newest snapshot that is whole.
func (j *Journal) loadSlots() error {
	for i := range j.slots {
		var p [slotHeaderLen]byte
		if err := readFull(j.fd, p[:], slotHeaderAt(i)); err != nil {
			return err
		}
		s, ok := decodeSlot(p[:])
		if !ok {
			continue
		}
		have, err := dataEnd(j.fd)
		if err != nil {
			return err
		}
		if s.length > j.room() || j.base[i]+s.length > have {
			continue
		}
		if _, err := j.readSlot(i, s); err != nil {
			continue // damaged: the other slot and the records since are still there
		}
		j.slots[i] = s
		if j.last < 0 || s.generation > j.slots[j.last].generation {
			j.last = i
		}
	}
	return nil
}

func (j *Journal) readSlot(i int, s slot) ([]byte, error) {
	p := make([]byte, s.length)
	if err := readFull(j.fd, p, j.base[i]); err != nil {
		return nil, err
	}
	if crc32.Checksum(p, castagnoli) != s.sum {
		return nil, fmt.Errorf("snapshot %d: %w", s.generation, ErrCorrupt)
	}
	return p, nil
}

func slotHeaderAt(i int) int64 { return slotHeaders + int64(i)*slotHeaderGap }

func (s slot) encode() []byte {
	p := make([]byte, slotHeaderLen)
	binary.LittleEndian.PutUint64(p, s.generation)
	binary.LittleEndian.PutUint64(p[8:], s.stamp)
	binary.LittleEndian.PutUint64(p[16:], uint64(s.at))
	binary.LittleEndian.PutUint64(p[24:], uint64(s.length))
	binary.LittleEndian.PutUint32(p[32:], s.sum)
	binary.LittleEndian.PutUint32(p[36:], crc32.Checksum(p[:36], castagnoli))
	return p
}

func decodeSlot(p []byte) (s slot, ok bool) {
	s = slot{
		generation: binary.LittleEndian.Uint64(p),
		stamp:      binary.LittleEndian.Uint64(p[8:]),
		at:         int64(binary.LittleEndian.Uint64(p[16:])),
		length:     int64(binary.LittleEndian.Uint64(p[24:])),
		sum:        binary.LittleEndian.Uint32(p[32:]),
	}
	ok = binary.LittleEndian.Uint32(p[36:]) == crc32.Checksum(p[:36], castagnoli) &&
		s.generation > 0 && s.length >= 0 && s.length <= MaxSnapshot &&
		s.at >= journalBase && s.at < journalEnd && s.at%8 == 0
	return s, ok
}
