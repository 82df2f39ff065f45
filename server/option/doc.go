// Package option is the table of options and the sets of values that objects have of them.
//
//	server                     global session          global window
//	                                 ▲                       ▲
//	                              session                  window
//	                                                         ▲
//	                                                        pane        ▲ inherits from
//
// The table says for each option its type, default and range, and where it may be set. A Set is what one
// object has set itself; what it has not, its parent is asked for. Names that begin with @ are the user's
// and are text at every scope.
//
// Values go in and come out as the text that set-option takes and show-options prints; the getters give
// them typed. Nothing here acts on a change: Changed counts, and whoever uses an option looks. Key names
// and shells are checked by functions handed in, because they are other packages' business.
//
// Start reading in entry.go; the tables are server.go, session.go and window.go.
package option
