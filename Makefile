# Étalon. `make help` lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: agreement help demo demo-campaign test build check lint fmt selftest account race nocgo fuzz chaos chaos-serve bench bench-peers bench-campaign interop release clean setup

# Making bin/cgo.mk installs what is missing; help and clean need nothing.
ifneq ($(filter-out help clean,$(or $(MAKECMDGOALS),help)),)
include bin/cgo.mk
endif
export CGO_ENABLED
# One way of compiling for builds, tests and checks, whatever the folder: what one
# of them compiled the next finds in the cache.
export GOFLAGS := $(strip -trimpath $(GOFLAGS))

GO       := go
LINT     := $(GO) tool -modfile=tools.mod golangci-lint
SOURCES  := $(shell find . -name '*.go' -not -path './out/*') go.mod go.sum \
            $(shell find scenarios schemas reports internal/account -type f -not -name '*.go')

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: build ## two sessions: a conforming product, then one with a seeded defect; reports in out/demo
	@bin/etalon demo --out out/demo

demo-campaign: build ## a console of campaigns filled with products that do not exist, in out/campagne
	@bin/etalon demo-campaign --out out/campagne

test: ## all tests; those of the console in a browser where scripts/browser can bring one (ETALON_BROWSER=no: without), those of object lock where scripts/objects can (ETALON_OBJECTS=no)
	ETALON_AXE=$$(scripts/browser) ETALON_VERSITYGW=$$(scripts/objects) $(GO) test -timeout 30m ./...

build: bin/etalon ## bin/etalon

bin/cgo.mk: scripts/setup
	@scripts/setup

bin/etalon: bin/cgo.mk $(SOURCES)
	@echo "Construction de bin/etalon (building)…" >&2
	@$(GO) build -o bin/etalon ./cmd/etalon

check: fmt lint test selftest ## what to run before a commit: format, vet, linters, tests, self-test

lint: ## linters, as pinned in tools.mod
	$(GO) vet ./...
	$(LINT) run ./...

fmt: ## gofumpt, as pinned in tools.mod, over every file
	@$(LINT) fmt ./...

selftest: build ## run the reference product and all its mutants; every mutant must be caught by its rule
	bin/etalon selftest --out out/selftest

account: build ## break every node of the conforming evidence: which rule speaks, and what no rule speaks of
	bin/etalon account

agreement: ## our rules over CDA documents beside the official ones, document by document: ETALON_ANS_PACK=TestContenuCDA-3-0, with oracle/ beside it
	@test -n "$$ETALON_ANS_PACK" || { echo "agreement: donnez (give) ETALON_ANS_PACK=.../TestContenuCDA-3-0"; exit 2; }
	@go test -count=1 -run TestAgreementWithTheOfficialRules -v ./internal/judge | grep -v '^==='

race: ## tests of the concurrent packages with the race detector (RACE_TIME=20m for all of them)
	@scripts/race

nocgo: ## the build without cgo: compiled, vetted, demonstrated, also compiled for Windows and macOS
	@scripts/nocgo

fuzz: ## every fuzz target, one after the other, FUZZTIME=10s each
	@FUZZTIME=$(or $(FUZZTIME),10s) scripts/fuzz

chaos: ## the crash laboratory: N=500 random instants of run, simulate and judge (SEED=1); full disks need root
	@N=$(or $(N),500) SEED=$(or $(SEED),1) scripts/chaos

chaos-serve: ## kills the console and its workers N=200 times at random while SESSIONS=50 are judged (SEED=1), on SQLite and on PostgreSQL
	$(GO) test ./cmd/etalon -run '^TestTheConsoleIsKilledAtRandom$$' -count 1 -v -timeout 180m -args -kills $(or $(N),200) -handed $(or $(SESSIONS),50) -kill-seed $(or $(SEED),1)

bench: export ETALON_ANS_PACK := $(if $(ETALON_ANS_PACK),$(abspath $(ETALON_ANS_PACK)))
bench: export ETALON_ANS_OVERLAY := $(if $(ETALON_ANS_OVERLAY),$(abspath $(ETALON_ANS_OVERLAY)))
bench: build ## benchmarks of transactions and of the engine, in the form benchstat reads (ETALON_ANS_PACK: see bench/README.md)
	$(GO) test -run '^$$' -bench . -benchtime $(or $(WIRE_TIME),2s) -timeout 60m ./bench/wire ./bench/audit ./bench/signatures
ifeq ($(ETALON_ANS_PACK),)
	@echo "bench : ETALON_ANS_PACK n'est pas défini, le moteur n'est pas mesuré (is not set: the engine is not measured)"
else
	$(GO) test -run '^$$' -bench . -skip '^BenchmarkPeers$$' -count $(or $(COUNT),6) -timeout 60m ./bench
endif

bench-peers: export ETALON_ANS_PACK := $(if $(ETALON_ANS_PACK),$(abspath $(ETALON_ANS_PACK)))
bench-peers: export ETALON_ANS_OVERLAY := $(if $(ETALON_ANS_OVERLAY),$(abspath $(ETALON_ANS_OVERLAY)))
bench-peers: build ## the same beside Saxon-HE with SchXslt and ph-schematron, as ratios (needs Java and Maven)
ifeq ($(ETALON_ANS_PACK),)
	@echo "bench-peers : ETALON_ANS_PACK n'est pas défini, rien n'est mesuré (is not set: nothing is measured)"
else
	$(GO) test -run '^$$' -bench '^BenchmarkPeers$$' -benchtime 1x -timeout 120m ./bench
endif

bench-campaign: build ## a console: stored exchanges judged again (EXCHANGES=2000), alone and by 1, 2, 4 workers; pages among PRODUCTS=10000
	ETALON_BENCH_EXCHANGES=$(or $(EXCHANGES),2000) $(GO) test -run '^$$' -bench '^BenchmarkStored$$' -benchtime 1x -timeout 600m ./cmd/etalon
	ETALON_BENCH_PRODUCTS=$(or $(PRODUCTS),10000) $(GO) test -run '^$$' -bench '^BenchmarkPages$$' -benchtime 200x -timeout 60m ./internal/console

interop: build ## exchanges with software that others wrote (what is available on this machine)
	@scripts/interop

release: ## static binaries of the last commit for four systems, built twice and compared; SHA256SUMS and SBOM in out/release
	@scripts/release

clean: ## remove bin and out
	rm -rf bin out

setup: bin/cgo.mk ## install what a build needs
