# Two commands do everything on a fresh machine: `make demo` and `make test`.
.PHONY: help setup build demo test test-spark bench fuzz lint format install clean
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
RELEASE = .build/release/proviso

help:            ## Says what can be made
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: [^#]*## /\t/' | expand -t 12

setup:           ## Installs the Debian packages that are missing
	@scripts/setup

build: setup     ## Builds the release binary
	@scripts/quietly "building proviso (release)" swift build -c release --product proviso

demo: build      ## Audits a real retailer's data and says where the reports are
	@scripts/demo

test: setup      ## Builds and runs every test
	@scripts/test

test-spark: setup ## Runs what needs a Spark cluster, in one that it starts and ends
	@scripts/install-drivers spark
	@scripts/quietly "building the tests" swift build --build-tests
	@scripts/start-spark -- env PROVISO_SPARK=1 swift test --skip-build --disable-xctest --filter Spark

bench: build     ## Prints ratios against hand-written references, measured side by side
	@scripts/bench
	@Benchmarks/engines/compare

fuzz: setup      ## Decodes ten million consent strings, generated, changed and random
	@scripts/quietly "building the fuzzer (release)" swift build -c release --product SignalFuzz
	@.build/release/SignalFuzz 10000000

lint: setup      ## Checks formatting, file sizes and the shipped YAML
	@scripts/lint

format:          ## Formats the sources
	@swift format --in-place --parallel --recursive Package.swift Sources Tests

install: build   ## Installs the binary, packs and schemas under PREFIX
	install -D -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/proviso
	mkdir -p $(DESTDIR)$(PREFIX)/share/proviso
	cp -R policies schemas $(DESTDIR)$(PREFIX)/share/proviso/

clean:           ## Removes what was built and the demo's data
	rm -rf .build .demo .bench
