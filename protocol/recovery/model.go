package recovery

import (
	"fmt"
	"io"

	"golang.org/x/sys/unix"
)

const modelMagic = "gmuxmodl"

// A ModelMemory is the server's model written down: a snapshot, and a record for each change since.
// What they mean is the server's affair. One goroutine uses it.
type ModelMemory struct {
	journal *Journal
	next    uint64 // number of the next record
}

// CreateModel makes an empty model memory in the host.
func CreateModel() (fd int, err error) {
	fd, err = newMemory("gmux-model")
	if err != nil {
		return -1, fmt.Errorf("create model memory: %w", err)
	}
	if err := formatJournal(fd, modelMagic); err != nil {
		closeFD(fd)
		return -1, fmt.Errorf("create model memory: %w", err)
	}
	return fd, nil
}

// OpenModel takes over a model memory. The descriptor stays the caller's.
func OpenModel(fd int) (*ModelMemory, error) {
	j, err := OpenJournal(fd, modelMagic)
	if err != nil {
		return nil, fmt.Errorf("open model memory: %w", err)
	}
	return &ModelMemory{journal: j}, nil
}

// Load returns the newest snapshot, nil if there is none, and the records since.
func (m *ModelMemory) Load() (snapshot []byte, records [][]byte, err error) {
	snapshot, stamp, _, err := m.journal.Latest()
	if err != nil {
		return nil, nil, fmt.Errorf("load model: %w", err)
	}
	m.next = stamp
	err = m.journal.Each(func(r Record) error {
		records = append(records, r.Payload)
		m.next = r.Stamp + 1
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("load model: %w", err)
	}
	return snapshot, records, nil
}

// Append adds the record of one change.
func (m *ModelMemory) Append(record []byte) error {
	if err := m.journal.Append(m.next, 0, record); err != nil {
		return fmt.Errorf("record model change: %w", err)
	}
	m.next++
	return nil
}

// Snapshot writes the whole model, which stands for all records so far.
func (m *ModelMemory) Snapshot(payload []byte) error {
	if err := m.journal.Snapshot(m.next, payload); err != nil {
		return fmt.Errorf("model %w", err)
	}
	return nil
}

// Due says whether the records since the snapshot are longer than it, which is when writing it again
// costs no more than was written anyway.
func (m *ModelMemory) Due() bool {
	return m.journal.Size() > max(m.journal.SnapshotSize(), headerLen)
}

// CopyModel writes whatever lies in a model memory to w, for a report: each part behind a line that says where it lay.
func CopyModel(fd int, w io.Writer) error {
	for at := int64(0); ; {
		from, err := unix.Seek(fd, at, unix.SEEK_DATA)
		if err == unix.ENXIO { // there is no more
			return nil
		}
		if err == nil {
			at, err = unix.Seek(fd, from, unix.SEEK_HOLE)
		}
		if err != nil {
			return fmt.Errorf("copy model memory: %w", err)
		}
		if _, err := fmt.Fprintf(w, "\nat %d, %d bytes:\n", from, at-from); err != nil {
			return err
		}
		for buf := make([]byte, 64<<10); from < at; {
			p := buf[:min(int64(len(buf)), at-from)]
			if err := readFull(fd, p, from); err != nil {
				return fmt.Errorf("copy model memory: %w", err)
			}
			if _, err := w.Write(p); err != nil {
				return err
			}
			from += int64(len(p))
		}
	}
}

// ResetModel makes an empty memory of one that nobody can read.
func ResetModel(fd int) error {
	end, err := dataEnd(fd)
	if err == nil {
		err = writeFull(fd, make([]byte, headerLen+terminatorLen), 0)
	}
	if err == nil && canPunch {
		err = punch(fd, headerLen, end-headerLen)
	}
	if err == nil {
		err = formatJournal(fd, modelMagic)
	}
	if err != nil {
		return fmt.Errorf("reset model memory: %w", err)
	}
	return nil
}
