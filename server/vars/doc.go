// Package vars gives formats their variables: what #{session_name} or #{pane_width} is, read from the
// model, and from the terminals through World.
//
//	#{pane_id} ──format──▶ Lookup ──▶ option? ──▶ variable of the table? ──▶ extra (line, …) ──▶ environment
//	                                  pane, window,    model and Facts        of one command     session,
//	                                  session, server                                            global
//
// A variable that has no value here (pane_id without a pane) is empty. The package changes nothing, but
// for PaneRan, which is here because automatic-rename needs formats.
//
// Start reading in vars.go; session.go, window.go, pane.go and client.go are the table.
package vars
