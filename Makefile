# gmux: make run puts you into it, make test proves it. GNU and BSD make, any POSIX shell.

PREFIX = /usr/local
GO = go

# Programs that only tests run. testdata is hidden from ./..., so they are named here.
PROBES = ./testdata/probes/...

# The end-to-end tests wait more than they compute.
PARALLEL = 4

# The end-to-end tests that the race detector watches: between them they go everywhere, in a short time.
RACED = TestScripts|TestImportArrows|TestSuspend|TestServerKilledWhileIdle|TestNoise|TestUpgradeRefused|TestOneServer

.PHONY: run build test portable soak lint cross bench bench-vt recordings conformance golden fuzz fuzz-protocol install clean

run: build
	@bin/gmux

# Without cgo gmux starts in half the time, and goes on where the system's C library is replaced under it.
build:
	CGO_ENABLED=0 $(GO) build -o bin/gmux ./cmd/gmux

# RACE=1 runs the unit tests and some end-to-end tests with the race detector, which needs a C
# compiler; without the variable everything runs. The detector waits a second at every exit unless told
# not to. server/command is left out: one goroutine, and minutes.
test: build
	$(GO) vet ./... $(PROBES)
	@if [ -n "$$RACE" ]; then \
		export CGO_ENABLED=1 GORACE=atexit_sleep_ms=0; \
		echo '$(GO) test -race -short ./... (of cmd/gmux: $(RACED))'; \
		$(GO) test -race -short -timeout 20m $$($(GO) list ./... | grep -v -e '/cmd/gmux$$' -e '/server/command$$') && \
		$(GO) test -race -short -timeout 20m -run '$(RACED)' ./cmd/gmux; \
	else \
		echo '$(GO) test -parallel $(PARALLEL) -timeout 20m ./...'; \
		$(GO) test -parallel $(PARALLEL) -timeout 20m ./...; \
	fi

# What macOS and FreeBSD have in the place of splice, memfd, pidfd and inotify, run on Linux: docs/portability.md.
portable:
	$(GO) test -tags portable ./protocol/recovery ./server ./server/pane ./client/tty
	$(GO) test -tags portable -run 'TestScripts|TestSuspend|TerminalUsable|TestServerKilledWhileIdle|TestOneServer' ./cmd/gmux

# The end-to-end tests in their long forms, with the figures they print: SOAK=ClientDeath make soak for some.
soak: build
	GMUX_SOAK=1 $(GO) test -count 1 -v -timeout 4h -run "$${SOAK:-.}" ./cmd/gmux

lint: cross
	@unformatted=$$(gofmt -l $$(find . -name '*.go')); \
	if [ -n "$$unformatted" ]; then echo "gofmt these:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./... $(PROBES)
	$(GO) vet -tags conformance ./cmd/gmux ./server/vt

# Everything builds and vets, tests too, for the other systems; the probes are for tests that only Linux runs.
cross:
	GOOS=darwin GOARCH=arm64 $(GO) build -o /dev/null ./cmd/gmux
	GOOS=darwin GOARCH=arm64 $(GO) vet ./...
	GOOS=freebsd GOARCH=amd64 $(GO) build -o /dev/null ./cmd/gmux
	GOOS=freebsd GOARCH=amd64 $(GO) vet ./...
	$(GO) vet -tags portable ./...

# Figures beside the installed tmux; they mean something only beside each other.
bench: build
	$(GO) test -run '^$$' -bench . -benchtime 1x -timeout 20m ./cmd/gmux

# Records real programs and the screens that a real xterm shows after them, as root: RECORD='vim-edit mc' make recordings for
# some. It wants Xvfb, xterm, xfonts-base and the programs: vim less htop mc nano emacs-nox fish zsh git ncurses-examples.
recordings:
	$(GO) run ./testdata/probes/record make server/vt/testdata/recordings $$RECORD

# What others prove terminals with. ESCTEST=dir make conformance runs the suite of xterm's author in a pane, dir being a
# checkout of esctest2 (ESCTEST_INCLUDE='DECSED|DECSEL' for some of its tests). ALACRITTY=dir make conformance replays the
# sessions in a checkout of Alacritty, LIBVTERM=dir the tests in one of libvterm. docs/emulation.md has the scores.
conformance:
	@[ -n "$$ESCTEST$$ALACRITTY$$LIBVTERM" ] || { echo "give a checkout: ESCTEST=dir, ALACRITTY=dir, LIBVTERM=dir" >&2; exit 2; }
	@[ -z "$$ALACRITTY" ] || $(GO) test -tags conformance -count 1 -v -run '^TestAlacritty$$' ./server/vt
	@[ -z "$$LIBVTERM" ] || $(GO) test -tags conformance -count 1 -v -run '^TestLibvterm$$' ./server/vt
	@[ -z "$$ESCTEST" ] || $(GO) test -tags conformance -count 1 -v -timeout 1h -run '^TestConformance$$' ./cmd/gmux

# What tmux answers, recorded anew into testdata/tmux: make golden TMUX=path, of a tmux 3.7c. An older one has to be installed
# too, to see where the two agree. FAMILY=formats records one file of scripts only, FAMILY=formats/lengths those that begin so.
golden:
	@[ -n "$(TMUX)" ] || { echo "give a tmux 3.7c: make golden TMUX=path" >&2; exit 2; }
	GMUX_GOLDEN_TMUX=$(TMUX) $(GO) test -count 1 -run '^TestGolden$$' ./server/layout
	$(GO) test ./server/command -count 1 -v -run '^(TestCorpus|TestWindowWalk)$$' -tmux "$(TMUX)" -family "$(FAMILY)"

# The emulator alone, beside two others: a module of its own, whose dependencies are fetched.
bench-vt:
	cd testdata/bench/vt && $(GO) run .

# Every fuzz target for a little while: FUZZTIME=1m make fuzz. Making what is of interest smaller would take most of that.
# What is found is left in testdata/fuzz, which go test reads from then on.
fuzz: FUZZED = $(shell find . -name '*_test.go')
fuzz: FUZZTIME ?= 10s

# The decoders of what a peer sends. It counts inputs: up to Go 1.26 what fuzzes for a time may fail because the time is
# over (go.dev/issue/75804). So many are about a minute for all of them.
fuzz-protocol: FUZZED = $(foreach d,protocol protocol/wire protocol/transport protocol/key protocol/hostmsg,$(wildcard $d/*_test.go))
fuzz-protocol: FUZZTIME ?= 200000x

fuzz fuzz-protocol:
	@grep -Ho '^func Fuzz[A-Za-z0-9_]*' $(FUZZED) | sort | while IFS=: read -r file name; do \
		name=$${name#func }; \
		echo "$$file $$name"; \
		$(GO) test -tags steps -run '^$$' -fuzz "^$$name\$$" -fuzztime "$(FUZZTIME)" -fuzzminimizetime 100x "./$$(dirname $$file)" </dev/null || exit 1; \
	done

install: build
	mkdir -p $(DESTDIR)$(PREFIX)/bin
	cp bin/gmux $(DESTDIR)$(PREFIX)/bin/gmux
	chmod 755 $(DESTDIR)$(PREFIX)/bin/gmux
	mkdir -p $(DESTDIR)$(PREFIX)/share/man/man1
	cp docs/gmux.1 $(DESTDIR)$(PREFIX)/share/man/man1/gmux.1
	mkdir -p $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	bin/gmux completion bash >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/gmux
	mkdir -p $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	bin/gmux completion zsh >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_gmux
	mkdir -p $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	bin/gmux completion fish >$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/gmux.fish

clean:
	rm -rf bin
