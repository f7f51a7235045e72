# build.mk - print-tap: the program, its parts for tests, and what each is linked with. Included by the
# Makefile, behind .ci/targets.mk.

TAP_SRC := $(wildcard pos-adapters/print-tap/*.c)
TAP_OBJ := $(TAP_SRC:%.c=$(B)/%.o)
TAP_PARTS := $(filter-out %/main.o,$(TAP_OBJ))
TAP_TESTS := $(filter $(B)/tests/test_tap_%,$(TEST_C:%.c=$(B)/%))
TAP_FUZZ := $(B)/tests/fuzz/fuzz_tap $(B)/tests/fuzz/seeds_tap

all: $(B)/print-tap

$(B)/print-tap: $(TAP_OBJ)
	$(call say,LINK    $@)
	$(QUIET)$(LINK) $^ -o $@ -Wl,-z,relro,-z,now -ldl

$(TAP_TESTS): $(TAP_PARTS)
$(TAP_FUZZ): $(TAP_PARTS)
$(TAP_FUZZ): FUZZ_PARTS += $(TAP_PARTS)
$(B)/bench/tap: $(TAP_PARTS)

# Loaded before print-tap in a test; it has no memory at one moment.
$(B)/tests/tap/no-memory.so: $(B)/tests/tap/no_memory.o
	$(call say,LINK    $@)
	$(QUIET)$(LINK) -shared $< -o $@ -ldl

ifneq ($(filter tests/flow_tap%,$(TESTS)),)
build-tests: $(B)/print-tap $(B)/tests/tap/no-memory.so
endif

-include $(TAP_OBJ:.o=.d)
