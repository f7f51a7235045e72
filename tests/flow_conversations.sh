#!/bin/sh
# flow_conversations.sh - the recorded conversations, through `regulars gateway`, and against the
# schemas. The tests themselves are in gateway/check.py.
#
# In:  REGULARS, the command.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

if ! python3 -c 'import jsonschema' 2>err.txt; then
	echo '1..0 # SKIP python3-jsonschema is not installed'
	exit 0
fi
REGULARS=$command PYTHONDONTWRITEBYTECODE=1 \
	python3 "$root/tests/gateway/check.py" "$folder" "$root"/tests/gateway/*.jsonl
