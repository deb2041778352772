# Two commands do everything: `make run` and `make test`.

SWIFT ?= swift
JOBS ?= 2
MAILSIM = .build/release/mailsim

.PHONY: help run test test-truth test-real bench bench-build bench-guard bench-month fuzz lint format schema clean packages

help:
	@echo "make run      install what is missing, build, run the tour; pictures in output/"
	@echo "make test     build and run all tests"
	@echo "make bench    MailSim beside its peers (ten minutes; QUICK=1: four); PUBLISH=1 renews the page"
	@echo "make bench-guard  count instructions, fail when a workload needs more; UPDATE=1 renews"
	@echo "make bench-month  a month of a department's mail: time and memory"
	@echo "make test-truth   every closed form against the simulator, to 1 %, with a table"
	@echo "make test-real  compare the model with a real Postfix, nmap and swaks; needs root"
	@echo "make fuzz     a million generated inputs for each reader (some minutes)"
	@echo "make lint     format and warnings, as CI sees them"
	@echo "make format   format the sources in place"
	@echo "make schema   write the JSON Schema and the reference of scenario files"
	@echo "make clean    remove build products and generated pictures"

# Graphviz with its headers and the fonts of the pictures; pkg-config lets the build find them.
packages:
	@sh Tools/install-packages.sh

run: packages
	$(SWIFT) build -c release --jobs $(JOBS) --product mailsim
	@$(MAILSIM) run

test: packages
	$(SWIFT) test --jobs $(JOBS) --parallel

bench: bench-build
	$(SWIFT) build -c release --jobs $(JOBS) --product mailsim
	python3 Benchmarks/run.py $(if $(QUICK),--quick) $(if $(PUBLISH),--publish)

bench-guard: bench-build
	python3 Benchmarks/guard.py $(if $(UPDATE),--update)

bench-month: bench-build
	python3 Benchmarks/run.py --month $(if $(PUBLISH),--publish)

bench-build:
	@sh Tools/install-packages.sh bench
	$(SWIFT) build -c release --jobs $(JOBS) --package-path Benchmarks

# The slow half of the closed forms, optimised, and its table, which is kept in output/truth.md;
# TRUTH=word checks only quantities whose name contains the word.
TRUTH ?= full
test-truth: packages
	@rm -f output/truth.md
	MAILSIM_TRUTH="$(TRUTH)" $(SWIFT) test -c release --jobs $(JOBS) --scratch-path .build-release \
		-Xswiftc -enable-testing --filter TruthTests; status=$$?; \
		if [ -f output/truth.md ]; then cat output/truth.md; fi; exit $$status

# The whole comparison with real servers on 127.0.0.1; `make test` holds a slice of it.
test-real: packages
	@sh Tools/install-packages.sh real
	MAILSIM_REAL_CASES=6000 MAILSIM_REAL_REQUIRED=1 $(SWIFT) test --jobs $(JOBS) --filter RealServerTests

fuzz: packages
	MAILSIM_FUZZ=1000000 $(SWIFT) test --jobs $(JOBS) --filter Fuzz

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	$(SWIFT) build --jobs $(JOBS) -Xswiftc -warnings-as-errors

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

schema: packages
	UPDATE_GOLDEN=1 $(SWIFT) test --jobs $(JOBS) --filter ScenarioSchema

clean:
	rm -rf .build .build-release .build-fuzz Benchmarks/.build Benchmarks/.build-peers
	find output -mindepth 1 ! -name README.md -delete
