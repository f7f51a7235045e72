#!/bin/sh
# flow_tap_foreign.sh - print-tap reads receipts that encoders of others made.
#
# In:  REGULARS, REGULARS_BUILD; npm, for what bench/peers names.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_BUILD:?names the build}"
tap=$REGULARS_BUILD/print-tap

if ! why=$("$root/tests/decode/fetch" "$root/bench/peers" "$REGULARS_BUILD/bench/peers"); then
	echo "1..0 # SKIP $why"
	exit 0
fi
node "$root/tests/tap/foreign.js" "$REGULARS_BUILD/bench/peers" . >out.txt 2>err.txt
tap "both_encoders_make_their_receipts" $?

# learnt ENCODER: what is taught by its receipts reads them, to the cent.
learnt() {
	"$tap" learn "$1-1.bin" "$1-2.bin" >pattern 2>err.txt &&
		"$tap" read --pattern pattern "$1-1.bin" "$1-2.bin" >out.txt &&
		grep -q 'total     17.00' out.txt && grep -q 'total     8.50' out.txt &&
		grep -q 'item      2.000  Flat white  7.60' out.txt &&
		grep -q 'number    4712' out.txt && ! grep -q 'listed and not recorded' out.txt
}

for encoder in receiptline thermal; do
	learnt "$encoder"
	tap "receipts_of_${encoder}_are_learnt_and_read" $?
done
tap_end
