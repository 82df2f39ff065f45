package persist

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"reflect"
	"strconv"

	"gmux/server/model"
)

// The versions of the canonical form of a model. A field of a row that came later carries the number of its form in a tag,
//
//	Theme string `form:"2"`
//
// and is no part of the forms before: two builds compare what both know.
const (
	OldestForm = 1
	NewestForm = 1 + later
)

// Digest is a hash over all that Encode writes, in a canonical form.
func Digest(m *model.Model, form int) (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, ref := range all(m) {
		digestText(h, fmt.Sprintf("%d %d %s", ref.Kind, ref.ID, ref.Name))
		if row := rowOf(m, ref); row != nil {
			digestValue(h, reflect.ValueOf(row).Elem(), form)
		}
	}
	h.Sum(sum[:0])
	return sum
}

// digestValue writes a row: it is made of numbers, strings, and slices and structs of them.
func digestValue(h hash.Hash, v reflect.Value, form int) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Name != "_msgpack" && since(f) <= form {
				digestValue(h, v.Field(i), form)
			}
		}
	case reflect.Slice:
		digestNumber(h, uint64(v.Len()))
		for i := range v.Len() {
			digestValue(h, v.Index(i), form)
		}
	case reflect.Pointer:
		if digestNumber(h, uint64(bit(!v.IsNil()))); !v.IsNil() {
			digestValue(h, v.Elem(), form)
		}
	case reflect.String:
		digestText(h, v.String())
	case reflect.Bool:
		digestNumber(h, uint64(bit(v.Bool())))
	default:
		if v.CanUint() {
			digestNumber(h, v.Uint())
		} else {
			digestNumber(h, uint64(v.Int())) // it panics where a row has what is none of these
		}
	}
}

// since is the form that a field came with.
func since(f reflect.StructField) int {
	n, err := strconv.Atoi(f.Tag.Get("form"))
	if err != nil {
		return OldestForm
	}
	return n
}

func digestText(h hash.Hash, s string) {
	digestNumber(h, uint64(len(s)))
	h.Write([]byte(s))
}

func digestNumber(h hash.Hash, n uint64) { h.Write(binary.LittleEndian.AppendUint64(nil, n)) }

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
