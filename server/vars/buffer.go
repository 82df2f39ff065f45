package vars

import "gmux/server/model"

func bufferTable() map[string]func(*Vars) string {
	return map[string]func(*Vars) string{
		"buffer_created": ofBuffer(func(b *model.Buffer) string { return unix(b.Created) }),
		"buffer_full":    ofBuffer(func(b *model.Buffer) string { return b.Data }),
		"buffer_name":    ofBuffer(func(b *model.Buffer) string { return b.Name }),
		"buffer_sample":  ofBuffer(func(b *model.Buffer) string { return b.Sample() }),
		"buffer_size":    ofBuffer(func(b *model.Buffer) string { return itoa(len(b.Data)) }),
	}
}

// ofBuffer is a variable of the scope's buffer, or of the newest.
func ofBuffer(get func(*model.Buffer) string) func(*Vars) string {
	return func(v *Vars) string {
		b := v.s.Buffer
		if b == nil {
			b = v.m.TopBuffer()
		}
		if b == nil {
			return ""
		}
		return get(b)
	}
}
