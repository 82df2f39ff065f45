package persist

import (
	"bytes"
	"reflect"

	"github.com/vmihailenco/msgpack/v5"
)

// unmarshal reads what marshal of this or another version has written. Fields are only added at the end: those that are missing
// are zero, and those that this version does not know are passed over, which msgpack itself refuses to do with arrays.
func unmarshal(data []byte, into any) error {
	return fill(msgpack.NewDecoder(bytes.NewReader(data)), reflect.ValueOf(into).Elem())
}

func fill(d *msgpack.Decoder, v reflect.Value) error {
	switch {
	case v.Kind() == reflect.Struct:
		return fillStruct(d, v)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		n, err := d.DecodeArrayLen()
		for ; err == nil && n > 0; n-- {
			e := reflect.New(v.Type().Elem()).Elem()
			if err = fill(d, e); err == nil {
				v.Set(reflect.Append(v, e))
			}
		}
		return err
	}
	return d.DecodeValue(v)
}

func fillStruct(d *msgpack.Decoder, v reflect.Value) error {
	n, err := d.DecodeArrayLen()
	if err != nil {
		return err
	}
	for _, f := range fields(v) {
		if n <= 0 {
			return nil
		}
		n--
		if err := fill(d, f); err != nil {
			return err
		}
	}
	for ; n > 0; n-- {
		if err := d.Skip(); err != nil {
			return err
		}
	}
	return nil
}

// fields lists what a row is made of, in order.
func fields(v reflect.Value) (list []reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Type().Field(i); {
		case f.Anonymous:
			list = append(list, fields(v.Field(i))...)
		case f.IsExported():
			list = append(list, v.Field(i))
		}
	}
	return list
}
