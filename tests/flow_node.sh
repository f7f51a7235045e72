#!/bin/sh
# flow_node.sh - pos-adapters/node/regulars.js in Node, by koffi. The tests themselves are in
# pos-adapters/node/test/run.js.
#
# In:  REGULARS, REGULARS_SO, REGULARS_BUILD, REGULARS_SAN.
# Out: TAP. koffi is fetched by npm once for each build folder.
. "$(dirname "$0")/support/shop.sh"

if [ -n "${REGULARS_SAN:-}" ]; then
	echo '1..0 # SKIP node has not the runtime of the sanitizer'
	exit 0
fi
if ! reason=$("$root/tests/decode/fetch" "$root/pos-adapters/node/test" "$REGULARS_BUILD/node"); then
	echo "1..0 # SKIP $reason"
	exit 0
fi
REGULARS=$command NODE_PATH=$REGULARS_BUILD/node/node_modules \
	node "$root/pos-adapters/node/test/run.js" "$root" "$folder"
