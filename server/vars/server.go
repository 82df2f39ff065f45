package vars

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gmux/server/model"
)

func itoa[T ~int | ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

// table is every variable that has a value without a command. Names are tmux's.
var table = sync.OnceValue(func() map[string]func(*Vars) string {
	all := serverTable()
	for _, part := range []map[string]func(*Vars) string{sessionTable(), windowTable(), neighbourTable(), paneTable(), clientTable(), bufferTable()} {
		maps.Copy(all, part)
	}
	return all
})

// Names lists the variables of the table.
func Names() []string { return slices.Sorted(maps.Keys(table())) }

func serverTable() map[string]func(*Vars) string {
	return map[string]func(*Vars) string{
		"active_window_index": func(v *Vars) string { return v.ifSession(func() string { return itoa(v.s.Session.Current.Index) }) },
		"config_files":        func(v *Vars) string { return strings.Join(v.m.Files, ",") },
		"gmux_version":        func(v *Vars) string { return v.m.Version },
		"host":                func(v *Vars) string { return v.m.Hostname },
		"host_short":          func(v *Vars) string { return short(v.m.Hostname) },
		"next_session_id":     func(v *Vars) string { return v.m.NextSession.String() },
		"pid":                 func(v *Vars) string { return itoa(v.m.HostPID) },
		"server_goroutines":   (*Vars).goroutines,
		"server_heap":         (*Vars).heap,
		"server_pid":          func(v *Vars) string { return itoa(v.m.ServerPID) },
		"server_restarts":     func(v *Vars) string { return itoa(v.m.Restarts) },
		"server_sessions":     func(v *Vars) string { return itoa(len(v.m.Sessions)) },
		"socket_path":         func(v *Vars) string { return v.m.Socket },
		"start_time":          func(v *Vars) string { return unix(v.m.Since) },
		"uid":                 func(v *Vars) string { return itoa(v.m.UID) },
		"user":                func(v *Vars) string { return v.m.User },
		"version":             func(v *Vars) string { return model.CompatVersion },
	}
}

func short(host string) string {
	name, _, _ := strings.Cut(host, ".")
	return name
}

// goroutines is how many the server has, "" where the world does not tell.
func (v *Vars) goroutines() string {
	if w, ok := v.w.(interface{ Goroutines() int }); ok {
		return itoa(w.Goroutines())
	}
	return ""
}

// heap is how many bytes the server has in use, "" where the world does not tell.
func (v *Vars) heap() string {
	if w, ok := v.w.(interface{ Heap() uint64 }); ok {
		return strconv.FormatUint(w.Heap(), 10)
	}
	return ""
}
