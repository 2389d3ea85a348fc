# What can be done in a checkout: `make` lists it. docs/setup.md and CONTRIBUTING.md say more.

SHELL := /bin/bash
PREFIX ?= /usr/local

# The same flags as in Scripts/setup.sh: the command, its tests and its checks are one optimised build. `swift test` would
# add -enable-testing a second time, and so compile everything again; --disable-testable-imports keeps it from that.
BUILD_FLAGS := -c release -Xswiftc -enable-testing
SWIFT_SOURCES := $(wildcard Package.swift Sources Tests Examples Benchmarks)
SHELL_SOURCES := legible Scripts/*.sh Tests/Setup/*.sh Tests/Conversion/*.sh Benchmarks/peers/*.sh .ci/run

.DEFAULT_GOAL := help
.PHONY: help setup build test check lint benchmarks format test-setup test-conversion update-samples install clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 26

setup: ## set up what is missing, and build the command
	@./legible --setup-only

build: setup ## build everything, tests too
	swift build $(BUILD_FLAGS) --build-tests

test: setup ## run all tests (LEGIBLE_EVAL=folder: those of accuracy too)
	Tests/Setup/test-setup.sh
	Benchmarks/peers/test.sh
	Scripts/test.sh $(BUILD_FLAGS) --disable-testable-imports

check: lint test benchmarks ## what a change must pass: format, warnings as errors, tests

# A package of its own, with the same flags as in Benchmarks/count.
benchmarks: setup ## build the benchmarks, which know the insides of the library
	swift build --package-path Benchmarks -c release -Xswiftc -enable-testing --product stages

lint: ## check the format of the sources
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)
	@if command -v shellcheck >/dev/null; then shellcheck $(SHELL_SOURCES); \
	else echo "shellcheck is not installed: the shell scripts were not checked"; fi

format: ## format the sources
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

test-setup: ## test set-up and installation with real downloads (minutes)
	Tests/Setup/test-setup.sh
	Tests/Setup/test-setup.sh --network

test-conversion: build ## test docs/custom-models.md and docs/conversion.md with the real tools (4 GB, minutes)
	Tests/Conversion/test-custom-model.sh
	LEGIBLE_TEST_CONVERSION=1 Scripts/test.sh $(BUILD_FLAGS) --disable-testable-imports --skip-build \
	  --filter RealConversionTests

update-samples: build ## draw Samples/ and the picture of the README anew
	.build/release/DrawSamples Samples
	./legible Samples/card.png --annotate docs/images/card.png >/dev/null

install: setup ## install under PREFIX (/usr/local)
	Scripts/install.sh "$(DESTDIR)" "$(PREFIX)"

clean: ## remove what was built; .local stays
	rm -rf .build
