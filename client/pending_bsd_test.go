//go:build darwin || freebsd

package client

const fionread = 0x4004667f // FIONREAD of sys/filio.h, which x/sys does not have here
