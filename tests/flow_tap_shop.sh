#!/bin/sh
# flow_tap_shop.sh - a shop whose till only prints: tests/tap/shop.py, in a folder of its own.
#
# In:  REGULARS, REGULARS_SO, REGULARS_BUILD.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}" "${REGULARS_BUILD:?names the build}"

for program in python3 sqlite3; do
	command -v "$program" >/dev/null || {
		echo "1..0 # SKIP $program is not there"
		exit 0
	}
done
# The reader that CUPS leaves behind ends by itself when the folder goes away.
REGULARS=$command python3 "$root/tests/tap/shop.py"
