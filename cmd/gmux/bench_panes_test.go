//go:build linux

package main_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gmux/cmd/gmux/usertest"
)

// BenchmarkManyPanes makes 500 panes in 100 windows, in gmux and in the installed tmux, and prints what the server needs of the
// processor to list them with a long template, to draw the status line again and to go to another window.
func BenchmarkManyPanes(b *testing.B) {
	usertest.Need(b, "tmux")
	template := longTemplate()
	for range b.N {
		for _, c := range []contender{{name: "gmux", make: usertest.New}, {name: "tmux", make: usertest.NewTmux}} {
			b.Run(c.name, func(b *testing.B) {
				w := c.make(b)
				manyPanes(b, w)
				outer := w.StartPlain(50, 200, "gmux", "attach", "-t", "work")
				outer.Await("[work]")
				nothing := serverTime(b, w, 50, "display-message", "-p", "x")
				for _, what := range []struct {
					name string
					argv []string
				}{
					{"list-panes -a", []string{"list-panes", "-a", "-F", template}},
					{"a status redraw", []string{"refresh-client", "-S", "-t", clientOf(w)}},
					{"a window switch", []string{"next-window", "-t", "work"}},
				} {
					took := serverTime(b, w, 50, what.argv...)
					fmt.Printf("%s: %s: %.2f ms of the server's processor, %.2f ms of them for any command\n",
						c.name, what.name, milliseconds(took), milliseconds(nothing))
				}
			})
		}
	}
}

// manyPanes makes them in the session work.
func manyPanes(b *testing.B, w *usertest.World) {
	w.Gmux("new-session", "-d", "-s", "work", "-x", "200", "-y", "49", "cat")
	for window := range 100 {
		if window > 0 {
			w.Gmux("new-window", "-d", "-t", fmt.Sprintf("work:%d", window), "cat")
		}
		var argv []string
		for range 4 {
			argv = append(argv, "split-window", "-d", "-h", "-t", fmt.Sprintf("work:%d", window), "cat", ";",
				"select-layout", "-t", fmt.Sprintf("work:%d", window), "tiled", ";")
		}
		w.Gmux(argv[:len(argv)-1]...)
	}
	if n := strings.Count(w.Gmux("list-panes", "-a"), "\n") + 1; n != 500 {
		b.Fatalf("there are %d panes", n)
	}
}

func clientOf(w *usertest.World) string {
	return strings.TrimSpace(w.WaitOutput(`\S`, "list-clients", "-F", "#{client_name}"))
}

// serverTime is the processor time of the server for one command.
func serverTime(b *testing.B, w *usertest.World, n int, argv ...string) time.Duration {
	pid := w.ServerPid()
	start, err := usertest.CPU(pid)
	if err != nil {
		b.Fatal(err)
	}
	for range n {
		w.Gmux(argv...)
	}
	end, err := usertest.CPU(pid)
	if err != nil {
		b.Fatal(err)
	}
	return (end - start) / time.Duration(n)
}

// longTemplate has 150 variables and 4 KB, as libraries that drive tmux ask for.
func longTemplate() string {
	names := strings.Fields(`session_id session_name session_windows session_attached session_created session_activity session_path
		session_group session_grouped session_last_attached session_many_attached session_alerts session_stack window_id
		window_index window_name window_active window_flags window_raw_flags window_layout window_visible_layout window_width
		window_height window_panes window_zoomed_flag window_last_flag window_activity_flag window_bell_flag
		window_silence_flag window_activity window_start_flag window_end_flag window_linked window_stack_index
		window_marked_flag pane_id pane_index pane_active pane_title pane_pid pane_tty pane_current_command pane_current_path
		pane_start_command pane_width pane_height pane_left pane_top pane_right pane_bottom pane_at_left pane_at_right
		pane_at_top pane_at_bottom pane_in_mode pane_mode pane_dead pane_dead_status pane_synchronized pane_input_off
		pane_marked pane_last pane_tabs pane_path pane_pipe pane_search_string cursor_x cursor_y cursor_flag cursor_character
		history_size history_limit history_bytes alternate_on alternate_saved_x alternate_saved_y insert_flag keypad_flag
		keypad_cursor_flag origin_flag wrap_flag scroll_region_lower scroll_region_upper mouse_any_flag mouse_all_flag
		mouse_button_flag mouse_standard_flag mouse_sgr_flag mouse_utf8_flag host host_short pid version socket_path
		start_time user uid active_window_index last_window_index`)
	var s strings.Builder
	for i := range 150 {
		fmt.Fprintf(&s, "#{%s}========", names[i%len(names)])
	}
	return s.String()
}
