#!/bin/sh
# flow_symbols.sh - what the library shows and what it needs, as the linker sees it.
#
# Prints TAP. REGULARS_SO is the library.
set -u
number=0
echo 1..3

# check NAME FOUND EXPECTED
check() {
	number=$((number + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		printf '# found:    %s\n# expected: %s\n' "$2" "$3"
	fi
}

# A second name would be a second promise, or clash with a name of the till's.
check exactly_one_symbol_is_exported \
	"$(nm -D --defined-only "$REGULARS_SO" | awk '$2 != "A" { sub(/@.*/, "", $3); print $2, $3 }')" \
	"T regulars_entry"

# Tills link against this name; it changes with the ABI only.
check its_name_has_the_abi_in_it \
	"$(readelf -d "$REGULARS_SO" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')" \
	"libregulars.so.0"

# Each of these may be linked by a till under any licence: BSD, MIT, ISC, zlib, FTL, public domain,
# or LGPL. A library that is not here was not looked at.
allowed='libc.so libm.so ld-linux- libpthread.so libdl.so libgcc_s.so libsqlite3.so libqrencode.so
	libusb-1.0.so libcjson.so libsodium.so libharfbuzz.so libfreetype.so libfribidi.so
	libpng16.so libicui18n.so libicuuc.so'
[ -n "${REGULARS_SAN:-}" ] && allowed="$allowed libasan.so libubsan.so libtsan.so"
others=
for needed in $(readelf -d "$REGULARS_SO" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
	known=
	for name in $allowed; do
		case $needed in
		"$name"*) known=yes ;;
		esac
	done
	[ -n "$known" ] || others="$others $needed"
done
check only_libraries_whose_licence_fits_are_linked "$others" ""
