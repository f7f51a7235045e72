# Regulars. `make demo` and `make test` are the README's two commands; `make help` lists the rest.
# Everything that is built lands in $(B); nothing is written beside the sources.

VERSION := 0.1.0
ABI := 0
CC ?= gcc
CXX ?= g++
CLANG ?= clang
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy
B ?= build
V ?=
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
DESTDIR ?=

PKGS := sqlite3 libqrencode libusb-1.0 libcjson libsodium harfbuzz freetype2 fribidi libpng icu-i18n icu-uc
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wstrict-prototypes \
	-Wmissing-prototypes -Wundef -Wwrite-strings -Wformat=2 -Werror
SAN ?=
OPT ?= -O2 -g
DEFS ?=
CFLAGS_ALL = -std=c11 -D_GNU_SOURCE -DRGL_VERSION='"$(VERSION)"' $(DEFS) $(WARN) $(OPT) $(SAN) \
	-fPIC -fvisibility=hidden -fno-strict-aliasing -pthread -I. -I$(B) $(PKG_CFLAGS) $(CFLAGS)
LINK = $(CC) $(SAN) $(LDFLAGS)

# What the C compiler is asked of a package, once, when it is first needed: after the packages are
# installed, not while this file is read.
ask = $(shell pkg-config $(1) $(2) | sed 's/-I\//-isystem \//g')
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(call ask,--cflags,$(PKGS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(call ask,--libs,$(PKGS)))$(PKG_LIBS)
# The command alone reads XML: the library has nothing of it.
CLI_PKGS := expat
CLI_LIBS = $(eval CLI_LIBS := $$(call ask,--libs,$(CLI_PKGS)))$(CLI_LIBS)
MOCK := umockdev-1.0 glib-2.0 gobject-2.0
MOCK_CFLAGS = $(eval MOCK_CFLAGS := $$(call ask,--cflags,$(MOCK)))$(MOCK_CFLAGS)
MOCK_LIBS = $(eval MOCK_LIBS := $$(call ask,--libs,$(MOCK)))$(MOCK_LIBS)

LIB_SRC := $(wildcard plugin/*.c plugin/*/*.c receipts/*.c receipts/*/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o) $(B)/schema_steps.o $(B)/receipt_texts.o $(B)/page_html_parts.o
CLI_OBJ := $(patsubst %.c,$(B)/%.o,$(wildcard cli/*.c cli/*/*.c))

# Tests: test_* link the library's objects, flow_* see its one symbol only. Those that need a
# printer get a mock of the kernel's USB.
TESTS ?= $(wildcard tests/test_*.c tests/flow_*.c tests/flow_*.sh)
MOCK_TESTS := $(wildcard tests/test_usb*.c tests/flow_print*.c)
TEST_C := $(filter %.c,$(TESTS))
TEST_RUNS = $(TEST_C:%.c=$(B)/%) $(filter-out %.c,$(TESTS))
MOCK_SRC := $(wildcard tests/support/fake_printer*.c tests/support/usb_*.c)
MOCK_OBJ := $(MOCK_SRC:%.c=$(B)/%.o)
# A printer on the desk stands in for printer.c, in the tests that ask for it.
DESK_OBJ := $(B)/tests/support/desk_printer.o
DESK_TESTS := tests/test_spool_try.c tests/test_spool_faults.c tests/test_spool_disk.c \
	tests/test_spool_others.c
SUPPORT_SRC := $(filter-out $(MOCK_SRC) $(DESK_OBJ:$(B)/%.o=%.c),$(wildcard tests/support/*.c))
SUPPORT_OBJ := $(SUPPORT_SRC:%.c=$(B)/%.o)
BENCH := $(patsubst %.c,$(B)/%,$(wildcard bench/*.c))

# A make started here uses every core, unless the caller chose a number.
JOBS = $(if $(filter -j% --jobs%,$(MAKEFLAGS)),,-j$(shell nproc))
QUIET = $(if $(V),,@)
say = @echo "  $(1)"

.PHONY: all
all: $(B)/libregulars.so $(B)/regulars

include .ci/targets.mk
include pos-adapters/print-tap/build.mk

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC      $<)
	$(QUIET)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(MOCK_OBJ) $(MOCK_TESTS:%.c=$(B)/%.o): CFLAGS_ALL += $(MOCK_CFLAGS)

$(B)/schema_steps.c: $(wildcard schema/sqlite/*.sql) schema/embed.awk
	@mkdir -p $(@D)
	$(QUIET)awk -f schema/embed.awk $(sort $(wildcard schema/sqlite/*.sql)) > $@

RECEIPT_TEXTS := $(sort $(wildcard receipts/words/*.words receipts/template/*.receipt))
$(B)/receipt_texts.c: $(RECEIPT_TEXTS) receipts/embed.awk
	@mkdir -p $(@D)
	$(QUIET)awk -f receipts/embed.awk $(RECEIPT_TEXTS) > $@

# What a report's HTML page carries: its look, and Chart.js with what feeds it. Inside CDATA, so that
# a page is XML as well.
CHART_JS ?= /usr/share/javascript/chart.js/chart.min.js
PAGE_PARTS := $(addprefix plugin/page/page_html,.css _licence.js .js .awk)
$(B)/page_html_parts.c: $(PAGE_PARTS) $(CHART_JS)
	@mkdir -p $(@D)
	$(QUIET){ echo '/*<![CDATA[*/'; cat plugin/page/page_html_licence.js $(CHART_JS); echo; \
		cat plugin/page/page_html.js; echo '/*]]>*/'; } | tr -d '\r' > $(B)/page_html.js
	$(QUIET)set -- $$(sha256sum plugin/page/page_html.css $(B)/page_html.js | cut -c 1-64) && \
		LC_ALL=C awk -v style=$$1 -v script=$$2 -f plugin/page/page_html.awk \
			plugin/page/page_html.css $(B)/page_html.js > $@

$(B)/schema_steps.o $(B)/receipt_texts.o $(B)/page_html_parts.o: $(B)/%.o: $(B)/%.c Makefile
	$(QUIET)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(B)/libregulars.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR      $@)
	$(QUIET)ar rcs $@ $^

$(B)/libregulars.so: $(LIB_OBJ) plugin/regulars.map
	@mkdir -p $(@D)
	$(call say,LINK    $@)
	$(QUIET)$(LINK) -shared -Wl,--version-script=plugin/regulars.map \
		-Wl,-soname,libregulars.so.$(ABI) -Wl,--no-undefined -Wl,-z,relro,-z,now \
		-Wl,--as-needed $(LIB_OBJ) -o $@ $(PKG_LIBS) -lm -pthread

$(B)/regulars: $(CLI_OBJ) $(B)/libregulars.a
	@mkdir -p $(@D)
	$(call say,LINK    $@)
	$(QUIET)$(LINK) $^ -o $@ -Wl,-z,relro,-z,now -Wl,--as-needed $(PKG_LIBS) $(CLI_LIBS) -lm -pthread

# Support comes as an archive, so that a test takes from it only what it uses.
$(B)/tests/support.a: $(SUPPORT_OBJ)
	@mkdir -p $(@D)
	@rm -f $@
	$(QUIET)ar rcs $@ $^

# The command's parts, for their tests; its main() is not taken, a test has its own.
$(B)/tests/cli.a: $(CLI_OBJ)
	@mkdir -p $(@D)
	@rm -f $@
	$(QUIET)ar rcs $@ $^

TEST_PARTS := $(B)/tests/support.a $(B)/tests/cli.a $(B)/libregulars.a
$(B)/tests/test_%: $(B)/tests/test_%.o $(TEST_PARTS)
	@mkdir -p $(@D)
	$(call say,LINK    $@)
	$(QUIET)$(LINK) $(filter %.o,$^) $(TEST_PARTS) -o $@ \
		-Wl,--as-needed -lcmocka $(TEST_LIBS) $(PKG_LIBS) $(CLI_LIBS) -lm -pthread

$(B)/tests/flow_%: $(B)/tests/flow_%.o $(B)/tests/support.a
	@mkdir -p $(@D)
	$(call say,LINK    $@)
	$(QUIET)$(LINK) $(filter %.o,$^) $(B)/tests/support.a -o $@ \
		-Wl,--as-needed -lcmocka $(TEST_LIBS) -ldl -lm -pthread

$(filter $(DESK_TESTS:%.c=$(B)/%),$(TEST_C:%.c=$(B)/%)): $(DESK_OBJ)

# A flow test sees the library from outside: of the mock it gets the printer alone.
$(filter $(B)/tests/test_%,$(MOCK_TESTS:%.c=$(B)/%)): $(MOCK_OBJ)
$(filter $(B)/tests/flow_%,$(MOCK_TESTS:%.c=$(B)/%)): $(filter $(B)/tests/support/fake_%,$(MOCK_OBJ))
$(MOCK_TESTS:%.c=$(B)/%): TEST_LIBS = $(MOCK_LIBS)

$(B)/bench/models: $(B)/tests/support/simulate.o
$(B)/bench/%: $(B)/bench/%.o $(B)/libregulars.a
	@mkdir -p $(@D)
	$(call say,LINK    $@)
	$(QUIET)$(LINK) $^ -o $@ -Wl,--as-needed $(PKG_LIBS) $(CLI_LIBS) -ldl -lm -pthread

.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(SUPPORT_OBJ:.o=.d) $(MOCK_OBJ:.o=.d)
-include $(TEST_C:%.c=$(B)/%.d) $(BENCH:%=%.d)
