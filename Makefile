# Regulars. `make demo` and `make test` are the two commands of the README; `make help` lists the rest.
# Everything that is built lands in $(B); nothing is written beside the sources.

VERSION := 0.1.0
CC ?= gcc
B ?= build
PKGS := sqlite3 libqrencode libusb-1.0 libcjson libsodium harfbuzz freetype2 fribidi libpng
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wstrict-prototypes \
	-Wmissing-prototypes -Wundef -Wwrite-strings -Wformat=2 -Werror
SAN ?=
OPT ?= -O2 -g
CFLAGS_ALL = -std=c11 -D_GNU_SOURCE -DRGL_VERSION='"$(VERSION)"' $(WARN) $(OPT) $(SAN) -fPIC \
	-fvisibility=hidden -fno-strict-aliasing -pthread -I. -I$(B) $(PKG_CFLAGS) $(CFLAGS)
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) | sed 's/-I\//-isystem \//g')
PKG_LIBS = $(shell pkg-config --libs $(PKGS))

LIB_SRC := $(wildcard plugin/*.c plugin/*/*.c receipts/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o) $(B)/schema_steps.o
CLI_OBJ := $(patsubst %.c,$(B)/%.o,$(wildcard cli/*.c))

.PHONY: all
all: $(B)/libregulars.so $(B)/regulars

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(B)/schema_steps.c: $(wildcard schema/sqlite/*.sql) schema/embed.awk
	@mkdir -p $(@D)
	awk -f schema/embed.awk $(sort $(wildcard schema/sqlite/*.sql)) > $@

$(B)/schema_steps.o: $(B)/schema_steps.c
	$(CC) $(CFLAGS_ALL) -c $< -o $@

$(B)/libregulars.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(B)/libregulars.so: $(LIB_OBJ) plugin/regulars.map
	$(CC) $(SAN) -shared -Wl,--version-script=plugin/regulars.map -Wl,-soname,libregulars.so.0 \
		-Wl,--no-undefined -Wl,-z,relro,-z,now $(LIB_OBJ) -o $@ $(PKG_LIBS) -lm -pthread

$(B)/regulars: $(CLI_OBJ) $(B)/libregulars.a
	$(CC) $(SAN) $^ -o $@ $(PKG_LIBS) -lm -pthread

-include $(shell find $(B) -name '*.d' 2>/dev/null)
