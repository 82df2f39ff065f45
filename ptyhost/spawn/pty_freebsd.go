package spawn

// FreeBSD erases by character as the locale says.
const iutf8 = 0
