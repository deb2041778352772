# Two commands do everything: `make run` and `make test`.

SWIFT ?= swift
JOBS ?= 2
MAILSIM = .build/release/mailsim

.PHONY: help run test test-truth test-real test-page bench bench-build bench-guard bench-month fuzz faults sanitize lint format schema clean packages

help:
	@echo "make run      install what is missing, build, run the tour; pictures in output/"
	@echo "make test     build and run all tests"
	@echo "make bench    MailSim beside its peers (ten minutes; QUICK=1: four); PUBLISH=1 renews the page"
	@echo "make bench-guard  count instructions, fail when a workload needs more; UPDATE=1 renews"
	@echo "make bench-month  a month of a department's mail: time and memory"
	@echo "make test-truth   every closed form against the simulator, to 1 %, with a table"
	@echo "make test-real  compare the model with a real Postfix, nmap and swaks; needs root"
	@echo "make test-page  every lesson's page in a real Chromium: steps, keys, questions, print, axe"
	@echo "make fuzz     a million generated inputs for each reader, and the whole program (RUNS=1000)"
	@echo "make faults   kill the program at random moments; full and read-only file systems"
	@echo "make sanitize the C of the layout, the tests and the threads under clang's sanitizers"
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

# A page of each lesson, opened from file:// without a network; `make test` holds a slice of it.
test-page: packages
	@sh Tools/install-packages.sh page
	$(SWIFT) build --jobs $(JOBS) --product mailsim
	test -x .build-page/bin/python || python3 -m venv .build-page
	.build-page/bin/python -m pip install --quiet selenium axe-playwright-python
	mkdir -p output/pages
	for file in Scenarios/*.yaml; do \
		.build/debug/mailsim run $$file --format html -o output/pages/$$(basename $$file .yaml).html || exit 1; \
	done
	.build-page/bin/python Tests/Page/check.py output/pages/*.html

fuzz: packages
	MAILSIM_FUZZ=1000000 $(SWIFT) test --jobs $(JOBS) --filter Fuzz
	python3 Tests/Fuzz/fuzz.py --runs $(RUNS) $(if $(COUNT),--count)

# Runs of the whole program; COUNT=1 adds them to Tests/Fuzz/counted.tsv.
RUNS ?= 1000

KILLS ?= 50
faults: packages
	$(SWIFT) build --jobs $(JOBS) --product mailsim
	python3 Tests/Fuzz/faults.py --kills $(KILLS)

# The C library keeps what it allocates until the end, so that leaks are not looked for.
sanitize: packages
	mkdir -p .build-sanitize
	clang -std=gnu17 -g -O1 -Wall -Wextra -Werror -fuse-ld=lld \
		-fsanitize=address,undefined -fno-sanitize-recover=all \
		-ISources/CGraphviz/include $$(pkg-config --cflags libgvc) Tests/Sanitize/shim.c \
		-o .build-sanitize/shim $$(pkg-config --libs libgvc)
	ASAN_OPTIONS=detect_leaks=0 .build-sanitize/shim
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --jobs $(JOBS) --parallel --sanitize=address \
		--scratch-path .build-sanitize/address
	$(SWIFT) test --jobs $(JOBS) --sanitize=thread --scratch-path .build-sanitize/thread \
		--filter 'ReplicationsTests|SweepTests|ScorecardTests'

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	$(SWIFT) build --jobs $(JOBS) -Xswiftc -warnings-as-errors

format:
	$(SWIFT) format --in-place --recursive Sources Tests Package.swift

schema: packages
	UPDATE_GOLDEN=1 $(SWIFT) test --jobs $(JOBS) --filter ScenarioSchema

clean:
	rm -rf .build .build-release .build-fuzz .build-page .build-sanitize Benchmarks/.build Benchmarks/.build-peers
	find output -mindepth 1 ! -name README.md -delete
