// Package manual writes what there is to read about gmux from the tables themselves: the help of one thing, and the
// manual page gmux(1), which lies in docs/gmux.1 and is compared with the tables by a test.
//
//	command.Entries ─┐
//	option.Table    ─┤
//	vars.Names      ─┼──▶ Help (one thing, plain text)
//	keytable        ─┤──▶ Page (all of it, roff)
//	words of page.go ┘
//
// Start reading in page.go.
package manual
