#!/bin/sh
# flow_till.sh - the demo till, driven by scripts: what its cashier reads, and that the sale is the
# till's whatever becomes of Regulars.
#
# In:  REGULARS_SO and REGULARS, the library and the command; REGULARS_SAN, how they were built.
# Out: TAP.
set -u

here=$(cd "$(dirname "$0")/.." && pwd)
: "${REGULARS:?names the command}" "${REGULARS_SO:?names the library}"
command=$(realpath "$REGULARS") && library=$(realpath "$REGULARS_SO") || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
n=0
failed=0

# shellcheck disable=SC2086
${CC:-cc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Werror \
	-g ${REGULARS_SAN:-} -I"$here" "$here"/pos-adapters/demo-till/till.c -o "$folder/till" -ldl ||
	exit 1
cd "$folder" || exit 1

shop_make() {
	"$command" init --store "$1" --name 'Kaffe & Kage' --currency EUR \
		--zone Europe/Copenhagen --language en --earn '1 per 1.00' \
		--worth '100 = 1.00' --reward '400 a free coffee' >init.log 2>&1
}

# till_run OPTION...: types stdin's lines; what is read lands in out.txt, the log in log.txt.
till_run() {
	./till --till till-1 --library "$library" --clock 2026-11-21T08:00 --log log.txt "$@" \
		>out.txt 2>err.txt
	status=$?
}

# tap NAME STATUS: one test's line, with what the till showed when it failed.
tap() {
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $1"
	sed 's/^/# /' init.log out.txt err.txt log.txt 2>/dev/null
}

# reads TEXT...: the till ended well and showed each text.
reads() {
	[ "$status" = 0 ] || return 1
	for text; do
		grep -qF -- "$text" out.txt || { echo "# not shown: $text"; return 1; }
	done
}

# not_shown TEXT
not_shown() {
	! grep -qF -- "$1" out.txt
}

two_coffees='item FW "Flat white" coffee 2 4.50 0.80
item BN "Beans" beans 0.333 12.00
pay cash 20.00'
sale='till-1-20261121-080000'

# The rule of all adapters: whatever is broken, the customer pays and goes.
till_run --store shop.db --library ./nowhere.so <<END
scan RG1-7KQM-2XWD-9F
enrol "Nora Winter"
$two_coffees
again
refund $sale-1
quit
END
reads 'No points now; sales go on.' '0.333 x Beans · total 13.00' \
	"Paid 13.00, change 7.00. Sale $sale-1" 'The till keeps it' "Gave back 13.00. Refund $sale-2"
tap the_till_sells_without_the_library $?

till_run --store shop.db --library libm.so.6 <<END
$two_coffees
END
reads 'does not serve this till' "Paid 13.00, change 7.00. Sale $sale-1"
tap the_till_sells_beside_a_library_of_another_kind $?

till_run --store nowhere.db <<END
scan RG1-7KQM-2XWD-9F
$two_coffees
END
reads 'No points now; sales go on.' "Paid 13.00, change 7.00. Sale $sale-1" 'The till keeps it'
tap the_till_sells_without_the_store $?

seq 1 5000 >damaged.db
till_run --store damaged.db <<END
$two_coffees
END
reads 'No points now; sales go on.' "Paid 13.00, change 7.00. Sale $sale-1" 'The till keeps it'
tap the_till_sells_beside_a_damaged_store $?
seq 1 5000 | cmp -s - damaged.db
tap a_file_that_is_no_store_is_not_touched $?

# The store comes back while the till is open: what was kept is sent, in its order.
mkfifo typed
./till --till till-1 --library "$library" --clock 2026-11-21T08:00 --log log.txt \
	--store back.db typed >out.txt 2>err.txt &
till=$!
exec 3>typed
printf '%s\n' "$two_coffees" >&3
tries=0
until grep -q 'The till keeps it' out.txt || [ $tries = 20000 ]; do tries=$((tries + 1)); done
shop_make back.db
printf '%s\nquit\n' "$two_coffees" >&3
exec 3>&-
wait $till
status=$?
reads "Sale $sale-1" "Sale $sale-2" && [ "$(grep -c 'The till keeps it' out.txt)" = 1 ] &&
	"$command" receipt "$sale-1" --store back.db >init.log 2>&1 &&
	"$command" receipt "$sale-2" --store back.db >init.log 2>&1
tap sales_kept_at_the_till_arrive_when_the_store_is_back $?

# From here on, a day that goes well.
rm -f log.txt
shop_make shop.db
tap the_shop_is_made $?

till_run --store shop.db <<END
enrol "Nora Winter" "+44 7700 900123"
$two_coffees
again
END
card=$(sed -n 's/^  card: //p' out.txt)
reads '> Nora Winter · 1st visit · 0 points (0.00)' 'Nora Winter earned 13 points, now 13' &&
	[ -n "$card" ]
tap a_new_member_gets_a_card_and_the_first_points $?
reads 'recorded before' && [ "$(grep -c 'now 13$' out.txt)" = 2 ]
tap the_same_sale_twice_earns_once $?

till_run --store shop.db --clock 2026-11-27T08:00 <<END
scan $card
item EB "Espresso" coffee 1 1.00
pay card 1.00
END
reads 'Nora Winter · 2nd visit · 13 points (0.13)' 'last 6 days ago' \
	'387 points to a free coffee' 'Nora Winter earned 1 point, now 14'
tap a_regular_is_greeted_with_what_there_is_to_know $?

till_run --store shop.db --till till-2 <<END
scan $card
$two_coffees
refund till-2-20261121-080000-1
END
reads 'Nora Winter earned 13 points, now 27' 'Nora Winter gave back 13 points, now 14'
tap a_refund_gives_the_points_back $?

# A shop with a stamp card: a promotion's code, a gift card sold and paid with, a sale undone.
shop_make stamps.db
"$command" programme apply "$here/schema/programme/cafe.json" --store stamps.db >init.log 2>&1
till_run --store stamps.db --clock 2091-01-08T18:00 <<END
enrol "Nora Winter"
item FW "Flat white" coffee 1 4.50
code OWNCUP
pay cash 4.20
giftcard 20.00
pay cash 20.00
END
stamped=till-1-20910108-180000
code=$(sed -n 's/^  for the customer: 20.00 //p' out.txt)
reads '-0.30   Own cup · total 4.20' 'Nora Winter · visit 1' 'Gift card · total 20.00' &&
	[ -n "$code" ] && not_shown '0 points'
tap a_code_and_a_gift_card_are_rung_up $?

till_run --store stamps.db --till till-2 --clock 2091-01-08T19:00 <<END
code
item FW "Flat white" coffee 1 4.50
code NOSUCH
pay gift 4.50
pay gift 4.50 $code
void $stamped-1
void till-2-20910108-190000-1
void till-2-20910108-190000-1
refund till-2-20910108-190000-1
END
reads 'no gift card or coupon has this code' 'Not so. It is: pay ' 'Paid 4.50, change 0.00.' \
	'Undone. Give back 4.50.' && [ "$(grep -c 'Not so. It is: void' out.txt)" = 2 ] &&
	[ "$(grep -c 'Undone' out.txt)" = 1 ] && reads 'Not so. It is: refund' &&
	"$command" voucher "$code" --store stamps.db >init.log 2>&1 && grep -qF '20.00 EUR' init.log
tap a_sale_paid_with_a_gift_card_is_undone_whole $?

# A customer holds out the wrong card: its number must not get anywhere.
till_run --store shop.db --till till-3 <<END
scan 4111 1111 1111 1111
$two_coffees
END
reads 'payment card' "Paid 13.00" && not_shown 'earned' &&
	! cat shop.db* log.txt | grep -qaE '4111 ?1111 ?1111 ?1111'
tap a_payment_card_is_named_and_kept_nowhere $?

till_run --store shop.db --till till-4 <<END
scan 5701234567899
$two_coffees
END
reads 'nrol' 'Paid 13.00' && not_shown 'earned'
tap a_code_of_others_does_not_stop_the_sale $?

till_run --store shop.db --till till-5 <<END
item FW "Flat white" coffee 1 4.505
item FW "Flat white" coffee 1 1e3
item FW "Flat white" coffee -1 4.50
item FW "Flat white coffee 1 4.50
item FW "Flat white" coffee 1 1000000000
pay cash 5
item FW "Flat white" coffee 1 0.10
item FW "Flat white" coffee 1 0.20
pay cash 0.25
pay shells 0.05
pay cash 0.05 0.05
pay cash 0.05
enrol "Nora Winter" 07700900123
receipt till-5-20261121-080000-1 --pgn receipt.png
item FW "Flat white" coffee 1 4.50 0.80 7
dance
END
reads 'total 0.30' '0.05 still to pay' 'Paid 0.30, change 0.00.' 'Say one of these' &&
	[ "$(grep -c 'Not so. It is: item' out.txt)" = 6 ] &&
	[ "$(grep -c 'Not so. It is: pay' out.txt)" = 3 ] &&
	[ "$(grep -c 'Not so. It is: [er]' out.txt)" = 2 ] && not_shown 'card:'
tap what_is_typed_wrongly_changes_nothing $?

till_run --store shop.db --till till-6 <<END
$two_coffees
receipt till-6-20261121-080000-1
receipt till-6-20261121-080000-1 --png receipt.png
receipt no-such-sale
END
reads 'Total EUR' 'The receipt is in receipt.png' &&
	[ "$(head -c 4 receipt.png | tail -c 3)" = PNG ]
tap a_receipt_can_be_had_on_the_screen_and_as_a_picture $?

# What was refused may be in the log. A fault may not, nor anything that Regulars itself wrote to
# the till's error output, which is the log.
[ ! -s err.txt ] && [ -s log.txt ] && ! grep -v '^regulars: warning: ' log.txt
tap a_day_that_goes_well_leaves_no_error_in_the_log $?

echo "1..$n"
[ "$failed" = 0 ]
