#!/bin/sh
# flow_tap_faults.sh - what a shop whose till only prints has to stand: tests/tap/faults.py.
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
REGULARS=$command PYTHONDONTWRITEBYTECODE=1 python3 "$root/tests/tap/faults.py"
