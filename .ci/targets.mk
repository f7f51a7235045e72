# targets.mk - what can be asked of make beside building: trying, testing, checking, installing.

.PHONY: help
help:
	@echo "make              the plugin and the command, into $(B)"
	@echo "make demo         a shop's day, end to end (installs what is missing)"
	@echo "make test         every test (installs what is missing); TESTS=... for some"
	@echo "make check        format, tidy, source, layers, money, header, abi: every static gate"
	@echo "make test-asan    every test under AddressSanitizer and UBSan"
	@echo "make test-tsan    what has threads under ThreadSanitizer"
	@echo "make test-valgrind  the flow tests under valgrind"
	@echo "make soak         storage faults for SOAK_SECONDS (600); SOAK_SEED=... runs one again"
	@echo "make small-shops  the models on SMALL_SHOPS (200) shops of each size, 1 to 1,000 members"
	@echo "make fuzz         each fuzz target for FUZZ_SECONDS (60); FUZZ=\"scan csv\" for some"
	@echo "make clang        the plugin and the command, built with clang"
	@echo "make bench        speed and size"
	@echo "make install      into PREFIX (/usr/local), behind DESTDIR; make uninstall takes it away"
	@echo "make abi-baseline writes the ABI down anew, after a change that was meant"
	@echo "make clean        removes $(B).  V=1 shows the commands"

DEPS_test := test
DEPS_gates := test gates
.PHONY: deps-run deps-test deps-gates
deps-run deps-test deps-gates: deps-%:
	@.ci/install-packages build run $(DEPS_$*)

.PHONY: demo
demo: deps-run
	$(QUIET)$(MAKE) $(JOBS) --no-print-directory all
	$(QUIET)B=$(abspath $(B)) bench/demo

.PHONY: bench bench-programs
bench: deps-run
	$(QUIET)$(MAKE) $(JOBS) --no-print-directory all bench-programs
	$(QUIET)B=$(abspath $(B)) bench/run
bench-programs: $(BENCH)

# A test build stops at the first broken assertion.
TEST_MAKE = $(MAKE) $(JOBS) --no-print-directory DEFS=-DRGL_STOP_ON_FAULT
.PHONY: test
test: deps-test
	+$(QUIET)$(TEST_MAKE) B=$(B)/test run-tests

# Plugins that fail on purpose, and a program that holds a store's turn: for who loads a plugin.
FAULTY := $(addprefix $(B)/tests/faulty/,errors.so slow.so version.so short.so hold-turn)
$(B)/tests/faulty/%.so: $(B)/tests/faulty/%.o plugin/regulars.map
	$(call say,LINK    $@)
	$(QUIET)$(LINK) -shared -Wl,--version-script=plugin/regulars.map $< -o $@
$(B)/tests/faulty/hold-turn: $(B)/tests/faulty/hold_turn.o
	$(call say,LINK    $@)
	$(QUIET)$(LINK) $< -o $@

# Everything is built before the first test runs; tests/run says how many run at a time.
.PHONY: build-tests run-tests
build-tests: $(TEST_C:%.c=$(B)/%)
ifneq ($(filter tests/flow_%,$(TESTS)),)
build-tests: $(B)/libregulars.so $(B)/regulars $(FAULTY)
endif
run-tests: build-tests
	@REGULARS_BUILD=$(abspath $(B)) REGULARS_SO=$(abspath $(B))/libregulars.so \
		REGULARS=$(abspath $(B))/regulars REGULARS_SAN="$(SAN)" tests/run $(TEST_RUNS)

# UBSan's and ASan's findings end the program that has them.
ASAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# The models' small shops are arithmetic, and many: a few of each size will do here.
ASAN_SHOPS := 10
.PHONY: test-asan
test-asan: deps-test
	+$(QUIET)SMALL_SHOPS=$(ASAN_SHOPS) $(TEST_MAKE) B=$(B)/asan SAN="$(ASAN)" OPT="-O1 -g" run-tests

# The printer's mock runs threads of glib that ThreadSanitizer cannot see into: left out.
FLOW_TESTS := $(filter-out $(MOCK_TESTS),$(wildcard tests/flow_*.c))
# A program with a malloc of its own starts before ThreadSanitizer does.
THREAD_TESTS := $(filter-out tests/test_faults_threads.c,$(wildcard tests/test_*_threads.c))
.PHONY: test-tsan
test-tsan: deps-test
	+$(QUIET)$(TEST_MAKE) B=$(B)/tsan SAN=-fsanitize=thread OPT="-O1 -g" \
		TESTS="$(FLOW_TESTS) $(THREAD_TESTS)" run-tests

.PHONY: test-valgrind
test-valgrind: deps-test
	+$(QUIET)REGULARS_UNDER="valgrind -q --error-exitcode=99 --leak-check=full \
		--suppressions=$(CURDIR)/tests/valgrind.supp \
		--show-leak-kinds=definite,indirect,possible \
		--errors-for-leak-kinds=definite,indirect,possible" \
		$(TEST_MAKE) B=$(B)/test TESTS="$(FLOW_TESTS)" run-tests

# Storage faults, long: what the same programs do once in every test.
SOAK_SECONDS ?= 600
SOAK_TESTS := $(wildcard tests/test_faults_*.c) tests/test_usb_kills.c tests/flow_model.sh
.PHONY: soak
soak: deps-test
	+$(QUIET)$(TEST_MAKE) B=$(B)/test TESTS="$(SOAK_TESTS)" build-tests
	$(QUIET)REGULARS=$(abspath $(B))/test/regulars REGULARS_SO=$(abspath $(B))/test/libregulars.so \
		tests/soak $(SOAK_SECONDS) $(SOAK_TESTS:%.c=$(B)/test/%)

# Degenerate shops, all of them: every test build draws the larger sizes less often. CDNOW's members
# too where REGULARS_DATA is set. Some three minutes.
SMALL_SHOPS ?= 200
.PHONY: small-shops
small-shops: deps-test
	+$(QUIET)$(TEST_MAKE) B=$(B)/test TESTS=tests/test_small_shops.c build-tests
	$(QUIET)SMALL_SHOPS=$(SMALL_SHOPS) $(B)/test/tests/test_small_shops

.PHONY: clang
clang: deps-test
	$(QUIET)$(MAKE) $(JOBS) --no-print-directory CC=$(CLANG) B=$(B)/clang all build-tests

# Fuzzing. A target is tests/fuzz/fuzz_NAME.c, with seeds in tests/fuzz/corpus/NAME. With libFuzzer
# it looks for inputs by itself, for a while; as seeds_NAME it runs files, in every test build.
FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ ?= $(FUZZ_NAMES)
FUZZ_SECONDS ?= 60
FUZZ_PARTS := $(B)/tests/fuzz/fuzz.o $(B)/tests/support.a $(B)/tests/cli.a $(B)/libregulars.a
FUZZ_LIBS = -Wl,--as-needed -lcmocka $(PKG_LIBS) $(CLI_LIBS) -lm -pthread
.PHONY: fuzz build-fuzz
fuzz: deps-test
	+$(QUIET)$(TEST_MAKE) B=$(B)/fuzz CC=$(CLANG) SAN="$(ASAN) -fsanitize=fuzzer-no-link" \
		OPT="-O1 -g" FUZZ="$(FUZZ)" build-fuzz
	$(QUIET)tests/fuzz/run $(abspath $(B))/fuzz $(FUZZ_SECONDS) $(FUZZ)
build-fuzz: $(FUZZ:%=$(B)/tests/fuzz/fuzz_%)

$(B)/tests/fuzz/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(FUZZ_PARTS)
	$(call say,LINK    $@)
	$(QUIET)$(LINK) -fsanitize=fuzzer $< $(FUZZ_PARTS) -o $@ $(FUZZ_LIBS)

$(B)/tests/fuzz/seeds_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(FUZZ_PARTS)
	$(call say,LINK    $@)
	$(QUIET)$(LINK) $< $(B)/tests/fuzz/replay.o $(FUZZ_PARTS) -o $@ $(FUZZ_LIBS)

ifneq ($(filter tests/flow_fuzz_%,$(TESTS)),)
build-tests: $(FUZZ_NAMES:%=$(B)/tests/fuzz/seeds_%)
endif
-include $(wildcard $(B)/tests/fuzz/*.d)

# The gates, each by a name of its own.
GATES := check-format check-tidy check-source check-layers check-money check-header check-abi
.PHONY: check $(GATES)
check: deps-gates
	-@$(MAKE) $(JOBS) --no-print-directory -k $(B)/libregulars.so >/dev/null 2>&1
	+@MAKE="$(MAKE)" .ci/gates $(GATES)

C_FILES := $(sort $(wildcard plugin/*.[ch] plugin/*/*.[ch] receipts/*.[ch] receipts/*/*.[ch] cli/*.[ch] cli/*/*.[ch] bench/*.[ch] \
	tests/*.[ch] tests/*/*.[ch] pos-adapters/*/*.[ch]))

check-format:
	$(QUIET)$(CLANG_FORMAT) --dry-run -Werror $(C_FILES)

check-tidy: $(B)/schema_steps.c
	$(QUIET)printf '%s\n' $(filter %.c,$(C_FILES)) | .ci/check-tidy $(CLANG_TIDY) \
		$(filter-out -W%,$(CFLAGS_ALL)) $(MOCK_CFLAGS)

check-source:
	$(QUIET).ci/check-source

check-layers:
	$(QUIET).ci/check-layers ARCHITECTURE.md

check-money: $(B)/schema_steps.c
	$(QUIET).ci/check-money $(B)/sealed $(CC) $(CFLAGS_ALL)

check-header:
	$(QUIET)CC="$(CC)" CXX="$(CXX)" CLANG="$(CLANG)" .ci/check-header plugin/regulars.h

check-abi: $(B)/libregulars.so
	$(QUIET)$(CC) -std=c11 $(WARN) -I. -fsyntax-only tests/abi/offsets.c
	$(QUIET).ci/check-abi $(B)/libregulars.so tests/abi/libregulars.abi

.PHONY: abi-baseline
abi-baseline: deps-gates $(B)/libregulars.so
	$(QUIET).ci/make-offsets $(CC) plugin/regulars.h > $(B)/offsets.c
	$(QUIET)cp $(B)/offsets.c tests/abi/offsets.c && $(CLANG_FORMAT) -i tests/abi/offsets.c
	$(QUIET).ci/check-abi --write $(B)/libregulars.so tests/abi/libregulars.abi

# Where things go. The fonts and the time zones are other packages' and are used where they are.
TO := $(DESTDIR)$(PREFIX)
TO_LIB := $(DESTDIR)$(LIBDIR)
TO_SHARE := $(TO)/share/regulars
# Texts, and the adapters whole: a link becomes what it leads to. Not what tests them, nor what is built.
SHARED := $(wildcard schema/*/*.sql schema/*/*.json docs/*.md docs/*/*.md docs/*/*.png)
SHARED_FOLDERS := $(addprefix $(TO_SHARE)/,schema docs pos-adapters)
NOT_SHARED := -name test -o -name demo-till -o -name __pycache__ -o -name node_modules
NOT_SHARED_FILES := -path '*/print-tap/*.[ch]' -o -path '*/print-tap/*.def' -o -name '*.mk'
RULES := $(wildcard receipts/*.rules)
PC_FIELDS := -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|'
.PHONY: install uninstall
install: all
	install -d $(TO)/bin $(TO)/include $(TO)/share/man/man1 $(TO)/lib/udev/rules.d \
		$(TO_LIB)/pkgconfig $(TO_SHARE)
	install -m 755 $(B)/regulars $(B)/print-tap $(TO)/bin
	install -m 644 $(B)/libregulars.so $(TO_LIB)/libregulars.so.$(VERSION)
	ln -sf libregulars.so.$(VERSION) $(TO_LIB)/libregulars.so.$(ABI)
	ln -sf libregulars.so.$(ABI) $(TO_LIB)/libregulars.so
	install -m 644 plugin/regulars.h $(TO)/include/regulars.h
	sed $(PC_FIELDS) plugin/regulars.pc.in > $(TO_LIB)/pkgconfig/regulars.pc
	chmod 644 $(TO_LIB)/pkgconfig/regulars.pc
	install -m 644 cli/regulars.1 $(TO)/share/man/man1/regulars.1
	@{ printf '%s\n' $(SHARED); find -L pos-adapters \( $(NOT_SHARED) \) -prune -o \
		-type f ! \( $(NOT_SHARED_FILES) \) -print; } | while read -r file; do \
		[ -x "$$file" ] && mode=755 || mode=644; \
		install -D -m $$mode "$$file" "$(TO_SHARE)/$$file" || exit 1; done
	@echo "schema, docs and pos-adapters are in $(TO_SHARE)"
	for file in $(RULES); do install -m 644 $$file $(TO)/lib/udev/rules.d/ || exit 1; done

uninstall:
	rm -f $(TO)/bin/regulars $(TO)/bin/print-tap $(TO)/include/regulars.h \
		$(TO)/share/man/man1/regulars.1 \
		$(TO_LIB)/libregulars.so $(TO_LIB)/libregulars.so.$(ABI) \
		$(TO_LIB)/libregulars.so.$(VERSION) $(TO_LIB)/pkgconfig/regulars.pc \
		$(RULES:receipts/%=$(TO)/lib/udev/rules.d/%)
	rm -rf $(SHARED_FOLDERS)
	-[ ! -d $(TO_SHARE) ] || rmdir --ignore-fail-on-non-empty $(TO_SHARE)

.PHONY: clean
clean:
	rm -rf $(B)
