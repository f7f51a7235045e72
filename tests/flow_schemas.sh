#!/bin/sh
# flow_schemas.sh - schema/gateway against `regulars gateway`: what the one refuses, so does the
# other. The tests themselves are in flow_schemas.py.
#
# In:  REGULARS, the command.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

if ! python3 -c 'import jsonschema' 2>err.txt; then
	echo '1..0 # SKIP python3-jsonschema is not installed'
	exit 0
fi
shop_make shop.db || exit 1
python3 "$root/tests/flow_schemas.py" "$root" "$command" shop.db
