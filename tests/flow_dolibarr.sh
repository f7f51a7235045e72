#!/bin/sh
# flow_dolibarr.sh - the Dolibarr module without Dolibarr: its own trigger, tables and hooks over
# SQLite in place of Dolibarr's database, fed with what a real till's trigger was given.
#
# In:  REGULARS_SO, REGULARS, REGULARS_BUILD; REGULARS_SAN, how they were built; REGULARS_DATA, a
#      folder with pos-logs/dolibarr, when there is one.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}" "${REGULARS_BUILD:?names the build folder}"
adapter=$root/pos-adapters/dolibarr
faulty=$(cd "$root" && realpath "$REGULARS_BUILD")/tests/faulty
: "${REGULARS_DATA:=$root/../shared/data}"
log=$REGULARS_DATA/pos-logs/dolibarr/dolibarr-events.ndjson
REGULARS=$command
REGULARS_SO=$(cd "$root" && realpath "$REGULARS_SO")
export REGULARS REGULARS_SO

skip_all() {
	tap_skip the_dolibarr_module "$1"
	tap_end
	exit
}

[ -z "${REGULARS_SAN:-}" ] || skip_all 'php cannot load a library with a sanitizer'
command -v php >/dev/null || skip_all 'there is no php'
php -r 'exit(extension_loaded("FFI") && extension_loaded("pdo_sqlite") &&
	extension_loaded("pcntl") && extension_loaded("posix") ? 0 : 1);' ||
	skip_all 'php has no FFI, pdo_sqlite, pcntl or posix'

shop_make fresh.db && run enrol 'Ada Member' --card 2990000000017 --store fresh.db &&
	[ "$status" = 0 ] || exit 1

# kept WORD...: a promise of promise.php, in the current folder.
kept() {
	php -d ffi.enable=1 "$adapter/test/promise.php" "$@" >../out.txt 2>../err.txt
}

# promise NAME WORD...: the same in a folder of its own with a fresh shop, and a line of TAP for it.
promise() {
	rm -rf run && mkdir run && shop_copy fresh.db run/shop.db || exit 1
	(cd run && kept "$@")
	tap "$1" $?
}

# recorded NAME LOG TOTAL TAX POINTS: the sales of a log are in the store to the minor unit.
recorded() {
	promise a_log_is_posted "$2"
	ask run/shop.db "SELECT total_minor, tax_minor FROM sale ORDER BY id" >answer.txt
	[ "$(cat answer.txt)" = "$3|$4
-$3|-$4" ] && [ "$(ask run/shop.db 'SELECT sum(total_minor), sum(tax_minor) FROM sale_line')" = '0|0' ]
	tap "$1_totals_are_exact" $?
	# Kind 1 is what a sale earned, 3 what a refund took back.
	ask run/shop.db "SELECT kind, amount FROM transfer ORDER BY id" >answer.txt
	[ "$(cat answer.txt)" = "1|$5
3|$5" ]
	tap "$1_points_come_and_go" $?
	promise a_refund_names_its_sale_and_is_below_zero "$2"
}

recorded sample "$adapter/test/sample.ndjson" 2270 238 22
if [ -f "$log" ]; then
	recorded recorded "$log" 2700 278 27
else
	tap_skip recorded_totals_are_exact 'pos-logs is not here'
fi

for name in a_transaction_that_rolls_back_leaves_nothing the_same_trigger_twice_makes_one_award \
	back_to_draft_undoes_and_again_is_a_sale_of_its_own a_deleted_invoice_is_undone_once \
	what_is_not_takepos_counts_when_told_so what_is_refused_stops_nobody_and_can_be_tried_again \
	a_refused_sale_that_is_deleted_never_comes_back one_row_is_posted_by_one_process \
	a_claim_that_is_old_is_taken_over a_ticket_below_zero_is_not_linked_by_guess \
	a_scan_for_the_ticket_is_whose_sale_it_is_once \
	a_customer_who_is_chosen_after_a_scan_has_the_last_word \
	a_card_finds_its_customer_hyphens_or_not amounts_go_over_as_the_text_that_they_are \
	local_taxes_are_in_the_tax_exactly a_free_line_has_its_first_line_as_its_name \
	titles_are_left_out_and_the_stamp_is_a_line signs_of_what_is_brought_back_and_of_a_discount \
	quantities_have_three_places long_names_are_cut_between_letters the_line_of_a_reward_says_so \
	a_tender_is_told_only_when_it_is_plain the_extrafield_goes_before_the_barcode \
	a_greeting_is_a_line_and_what_is_due a_receipt_says_the_points a_receipt_of_a_refund_says_what_went_and_came \
	tables_that_are_missing_do_not_take_the_sale_with_them an_invoice_that_makes_no_request_is_listed \
	a_row_that_cannot_be_read_stops_nobody a_broken_plugin_is_said_and_waited_for \
	a_claim_by_a_clock_ahead_is_taken_over all_that_was_refused_can_be_tried_again_at_once \
	what_was_posted_long_ago_is_let_go_of a_scan_is_forgotten_by_the_next_day \
	a_card_of_nothing_is_nobodys others_are_let_in_between_two_calls \
	a_page_does_not_queue_behind_one_that_is_stuck \
	without_a_store_the_settings_say_what_to_do; do
	promise "$name"
done

# not_held_up LIBRARY: in the folder run. A plugin that is waited for is so each time; a machine that is
# busy is not, so there are six tries.
not_held_up() {
	try=0
	until (cd run && kept a_sale_is_not_held_up "$1" ffi); do
		try=$((try + 1))
		[ $try -lt 6 ] || return 1
		rm -f run/dolibarr.db*
	done
}

# fault NAME LIBRARY: sales with that plugin, then with a good one.
fault() {
	rm -rf run && mkdir run && shop_copy fresh.db run/shop.db || exit 1
	not_held_up "$2"
	tap "a_sale_is_not_held_up_by_a_plugin_$1" $?
	grep ' ms' out.txt | sed "s/^/# $1: /"
	(cd run && kept what_waited_is_posted_afterwards)
	tap "after_a_plugin_$1_all_is_posted" $?
}

fault missing /nowhere/libregulars.so.0
fault refuses "$faulty/errors.so"
fault slow "$faulty/slow.so"
fault of_another_version "$faulty/version.so"

# It says so when it has the turn, and keeps it until its standard input is closed.
rm -rf run && mkdir run && shop_copy fresh.db run/shop.db || exit 1
mkfifo held
exec 9<>held
"$faulty/hold-turn" run/shop.db <held >holding.txt 2>err.txt 9>&- &
holder=$!
if [ -x "$faulty/hold-turn" ] && wait_for [ -s holding.txt ]; then
	not_held_up "$REGULARS_SO"
	tap a_sale_is_not_held_up_by_a_locked_store $?
	grep ' ms' out.txt | sed 's/^/# locked: /'
else
	tap a_sale_is_not_held_up_by_a_locked_store 1
fi
exec 9>&-
kill "$holder" 2>/dev/null
wait "$holder" 2>/dev/null
(cd run && kept what_waited_is_posted_afterwards)
tap after_a_lock_all_is_posted $?
tap_end
