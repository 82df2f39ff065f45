package spawn

const maxrssUnit = 1
