# One target for each thing to do with this project; `make help` lists them.

PREFIX ?= /usr/local
KHADAS_TREE ?= ../shared/khadas
LINUX_TREE ?= ../shared/linux-6.1-dts.tar.xz
OUT ?= out
# CROSSCHECK=0 builds without libfdt, and so without --cross-check.
CROSSCHECK ?= 1
TRAITS := $(if $(filter 0,$(CROSSCHECK)),--disable-default-traits)

STATIC := .build/static
SWIFTDT := $(STATIC)/release/swiftdt
LINK_ORDER := Scripts/link-order.txt
SEGMENTS := Scripts/segments.ld
# The C library's object that begins a program, without its slow questions about the processor's caches.
START := $(STATIC)/start.o
# One static file: unreferenced sections are dropped, and what short commands touch is placed together (one
# section per function, code and read-only data in one segment, in LINK_ORDER's order). Symbols are stripped.
LAYOUT_FLAGS := -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker --gc-sections \
  -Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections -Xlinker --no-rosegment \
  -Xlinker "--symbol-ordering-file=$(CURDIR)/$(LINK_ORDER)" -Xlinker --no-warn-symbol-ordering \
  -Xlinker "--script=$(CURDIR)/$(SEGMENTS)" -Xlinker "$(CURDIR)/$(START)"
STATIC_FLAGS := $(LAYOUT_FLAGS) -Xlinker -s
# How often each piece runs in usual work; PROFILE= builds without it. The compiler wants it in a form that depends
# on the toolchain. SwiftPM compiles anew only if a flag changes, so the file's name follows from its contents, and
# the compiler would keep objects of a different profile.
PROFILE := Scripts/profile.txt
PROFDATA := $(if $(PROFILE),$(STATIC)/$(firstword $(shell cksum $(PROFILE))).profdata)
PROFILE_FLAGS := $(if $(PROFILE),-Xswiftc -Xfrontend -Xswiftc "-ir-profile-use=$(CURDIR)/$(PROFDATA)") \
  -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen
INSTRUMENTED := .build/instrumented
# Where the toolchain has its programs.
TOOLCHAIN = $(shell swiftc -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/lib/swift".*|\1/bin|p')

.DEFAULT_GOAL := help
.PHONY: help run build link-order profile test test-nix conformance view-test kvim1s vendor bench bench-check bench-inside format lint install dist dependencies clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build the included VIM1S-like board with its nine overlays
	@$(SWIFTDT) build Fixtures/kvim1s/board.json5 --output $(OUT)

build: $(SWIFTDT) ## build the static release binary

$(PROFDATA): $(PROFILE)
	@mkdir -p $(@D)
	@$(TOOLCHAIN)/llvm-profdata merge -o $@ $<

# The library may be another one after an update.
$(START): Scripts/quick-start Scripts/cache-sizes.c $(wildcard $(shell $(TOOLCHAIN)/clang -print-file-name=libc.a))
	@mkdir -p $(@D)
	@Scripts/quick-start "$(TOOLCHAIN)" $@

# Folders are among the sources, since a file that is deleted changes only its folder.
$(SWIFTDT): Package.swift $(PROFDATA) $(LINK_ORDER) $(SEGMENTS) $(START) $(shell find Sources -not -name '.*') \
  | dependencies
	@for part in $(LINK_ORDER) $(SEGMENTS) $(START); do \
	  [ ! $$part -nt $@ ] || rm -f $@; done # SwiftPM does not know of them
	@swift build -c release --scratch-path $(STATIC) --product swiftdt $(TRAITS) $(PROFILE_FLAGS) $(STATIC_FLAGS) 2>&1 \
	  | Scripts/quiet-build
	@Scripts/copy-whole $@ $@

link-order: dependencies $(PROFDATA) $(START) ## regenerate the linker's list of what short commands touch (needs valgrind)
	swift build -c release --scratch-path $(STATIC) --product swiftdt $(PROFILE_FLAGS) $(LAYOUT_FLAGS) -Xlinker -S \
	  2>&1 | Scripts/quiet-build
	Scripts/link-order $(SWIFTDT) $(LINUX_TREE) $(KHADAS_TREE) > $(STATIC)/link-order.txt
	mv $(STATIC)/link-order.txt $(LINK_ORDER)

profile: dependencies ## record anew how often each piece of the program runs in usual work
	swift build -c release --scratch-path $(INSTRUMENTED) --product swiftdt -Xswiftc -static-executable \
	  -Xswiftc -use-ld=lld -Xswiftc -Xfrontend -Xswiftc -ir-profile-generate -Xlinker -u__llvm_profile_runtime \
	  -Xlinker $$($(TOOLCHAIN)/clang -print-resource-dir)/lib/linux/libclang_rt.profile-$$(uname -m).a 2>&1 \
	  | Scripts/quiet-build
	Scripts/profile $(INSTRUMENTED)/release/swiftdt $(TOOLCHAIN)/llvm-profdata $(LINUX_TREE) $(KHADAS_TREE) \
	  > $(INSTRUMENTED)/profile.txt
	mv $(INSTRUMENTED)/profile.txt Scripts/profile.txt

test: dependencies ## run the tests
	swift test $(TRAITS)

test-nix: build ## build, check and install device trees with real Nix, offline (needs nix-bin)
	Scripts/test-nix $(SWIFTDT) $(KHADAS_TREE)

conformance: build ## compare every device tree of Linux 6.1 with dtc's, and preprocessed text with gcc's
	Scripts/conformance $(SWIFTDT) $(LINUX_TREE) $(wildcard $(KHADAS_TREE))
	Scripts/conformance-mutations $(SWIFTDT) .build/conformance/tree
	Scripts/conformance-checks $(SWIFTDT) $(wildcard $(dir $(LINUX_TREE))schemas/sarif-schema-2.1.0.json)
	Scripts/conformance-overlays $(SWIFTDT) $(KHADAS_TREE)
	Scripts/conformance-pairs $(SWIFTDT)
	Scripts/conformance-tools $(SWIFTDT) $(LINUX_TREE) $(KHADAS_TREE)
	SWIFTDT_SEEDS=$${SWIFTDT_SEEDS:-0..10000} swift test -q --filter 'PreprocessorTests.(Differential|Peer)Tests'
	SWIFTDT_SEEDS=$${SWIFTDT_SEEDS:-0..3000} swift test -q --filter DeviceTreeSourceTests.DifferentialTests

view-test: build ## load pages of 'swiftdt view' in a headless Chromium and operate them
	Scripts/view-test $(SWIFTDT) $(KHADAS_TREE)

kvim1s: build ## build the real VIM1S from the vendor's tree (KHADAS_TREE)
	@if [ -d "$(KHADAS_TREE)/common_drivers" ]; then \
	  for set in vendor local all; do \
	    $(SWIFTDT) build Recipes/kvim1s-$$set.json5 --output $(OUT)/kvim1s-$$set \
	      --set KHADAS_TREE="$$(realpath "$(KHADAS_TREE)")" || exit 1; \
	  done; \
	else \
	  echo "no vendor tree at $(KHADAS_TREE): run 'make vendor', then 'make kvim1s KHADAS_TREE=vendor'" >&2; exit 1; \
	fi

vendor: ## clone the vendor's three repositories at the commits that the recipes were tested with
	Scripts/vendor vendor

bench: build ## compare speed with gcc, dtc and fdtoverlay; the table goes to Benchmarks/RESULTS.md
	Scripts/bench $(SWIFTDT) $(LINUX_TREE) $(KHADAS_TREE) --results Benchmarks/RESULTS.md

bench-inside: dependencies ## time the steps inside, one by one
	cd Benchmarks && swift package --disable-sandbox benchmark

bench-check: build ## count instructions (callgrind), fail if any count grew (UPDATE=1: record new counts)
	cd Benchmarks && swift build -c release --product steps -Xlinker -S 2>&1 | ../Scripts/quiet-build
	Scripts/bench-check $(SWIFTDT) $(LINUX_TREE) --steps Benchmarks/.build/release/steps $(if $(UPDATE),--update)

format: ## format the sources
	swift format -i -r Sources Tests Benchmarks/Benchmarks

lint: ## check the sources' format
	swift format lint --strict -r Sources Tests Benchmarks/Benchmarks

install: build ## install binary, manual pages, documents and completions under PREFIX (DROPINS=1: dtc's names in bin, too)
	Scripts/manual $(SWIFTDT) .build/manual-pages
	Scripts/lay-out $(SWIFTDT) "$(DESTDIR)$(PREFIX)" .build/manual-pages
	$(if $(DROPINS),for name in "$(DESTDIR)$(PREFIX)"/libexec/swiftdt/*; do \
	  ln -sf swiftdt "$(DESTDIR)$(PREFIX)/bin/$${name##*/}" || exit 1; done)

dist: build ## pack a static release, with manual pages, into dist/ (URL: where it will be hosted)
	@Scripts/dist $(SWIFTDT) dist $(URL)

dependencies: ## install missing build dependencies (libfdt, for --cross-check)
	@$(if $(TRAITS),true,Scripts/dependencies)

clean: ## remove everything that was built
	rm -rf .build Benchmarks/.build $(OUT) dist
