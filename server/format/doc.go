// Package format expands templates such as "#{session_name}: #{?window_active,*,}".
//
//	template ──▶ strftime ──▶ #{...} #S #(...) ──▶ text, with #[style] left in it for status to draw
//	                            │  │     └──▶ Jobs   the last output of a command, never waited for
//	                            │  └──▶ Loops        sessions, windows, panes
//	                            └──▶ Vars            any name: options, variables, the environment
//
// What a name means is for Vars to say; an unknown one expands to nothing. No template is an error: what
// cannot be understood ends the text where it stands, as in tmux. Expansion is bounded in depth and in
// work, so that options that expand each other come to an end.
//
// Start reading in expand.go, then replace.go.
package format
