# Étalon. `make help` lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo test build check lint fmt selftest bench interop clean setup

-include bin/cgo.mk
export CGO_ENABLED

GO       := go
LINT     := $(GO) tool -modfile=tools.mod golangci-lint
SOURCES  := $(shell find . -name '*.go' -not -path './out/*') go.mod go.sum \
            $(shell find scenarios schemas reports -type f -not -name '*.go')

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: build ## two sessions: a conforming product, then one with a seeded defect; reports in out/demo
	@bin/etalon demo --out out/demo

test: bin/cgo.mk ## all tests
	@$(MAKE) --no-print-directory test-go

test-go:
	$(GO) test ./...

build: bin/etalon ## bin/etalon

bin/cgo.mk: scripts/setup
	@scripts/setup

bin/etalon: bin/cgo.mk $(SOURCES)
	@$(MAKE) --no-print-directory build-go

build-go:
	@echo "Construction de bin/etalon (building)…" >&2
	@$(GO) build -trimpath -o bin/etalon ./cmd/etalon

check: bin/cgo.mk fmt ## what to run before a commit: format, vet, linters, tests, self-test
	@$(MAKE) --no-print-directory lint test-go selftest

lint: ## linters, as pinned in tools.mod
	$(GO) vet ./...
	$(LINT) run ./...

fmt: ## gofmt, and fail when something was not formatted
	@files=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$files" ]; then gofmt -w $$files; echo "formatted: $$files"; fi

selftest: build ## run the reference product and all its mutants; every mutant must be caught by its rule
	bin/etalon selftest --out out/selftest

bench: bin/cgo.mk ## benchmarks, in the form benchstat reads
	@$(MAKE) --no-print-directory bench-go

bench-go:
	$(GO) test -run '^$$' -bench . -benchmem -count 6 ./...

interop: build ## exchanges with software that others wrote (what is available on this machine)
	@scripts/interop

clean: ## remove bin and out
	rm -rf bin out

setup: ## install what a build needs
	@scripts/setup
