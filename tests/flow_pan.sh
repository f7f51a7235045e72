#!/bin/sh
# flow_pan.sh - a payment card's number that is scanned into the command is kept nowhere: not in the
# store, not in what the command says, not in the memory of a gateway that goes on running.
#
# In:  REGULARS, the command.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

# Numbers that card companies keep for tests.
pan=4012888888881881
spaced='4012 8888 8888 1881'
inner=40128888888

# kept FILE...: whether the number, in any spelling, is in one of them.
kept() {
	cat "$@" 2>/dev/null | tr -d ' -' | grep -qaF "$inner"
}

shop_make shop.db
refuses_scans() {
	for scan; do
		printf '%s\r\n' "$scan" >scan.txt
		run identify - --store shop.db <scan.txt
		refused 1 'payment card' && ! kept out.txt err.txt shop.db shop.db-wal || return 1
	done
}
refuses_scans $pan "$spaced" "%B$pan^DOE/JANE^2912101?" ";$pan=29121010000?"
tap a_payment_card_is_refused_and_not_repeated $?

refuses_enrolment() {
	run enrol "$@" --store shop.db
	refused 1 'payment card' && ! kept out.txt err.txt shop.db shop.db-wal
}
refuses_enrolment "Nora $spaced" && refuses_enrolment Nora --phone $pan &&
	refuses_enrolment Nora --card "$spaced" && refuses_enrolment Nora --consent "yes $pan" &&
	[ "$(ask shop.db 'SELECT count(*) FROM member')" = 0 ]
tap nobody_is_enrolled_with_a_payment_card $?

printf 'id,date,total,item,cashier\nA,2025-01-01,1.00,Tea %s,Jo %s\nB,2025-01-02,x%s,Tea,Jo\n' \
	$pan "$spaced" $pan >sales.csv
run import sales sales.csv --store shop.db
[ "$status" = 1 ] && [ "$(ask shop.db "SELECT count(*) FROM sale_line WHERE name LIKE 'Tea *%1881'")" = 1 ] &&
	! kept out.txt err.txt shop.db shop.db-wal
tap an_imported_sale_loses_the_number_and_so_does_the_message $?

# A gateway that stays, and what is in its memory.
mkfifo ask
"$command" gateway --store shop.db <ask >answers.txt 2>err.txt &
gateway=$!
exec 3>ask
cat >&3 <<END
{"op":"identify","scan":"$pan"}
{"op":"identify","scan":"$spaced","and":[}
{"op":"enrol","name":"Nora","card":"$pan"}
{"op":"sale","sale":{"id":"S1","currency":"EUR","total":1,"cashier":"Jo $pan",
{"op":"sale","sale":{"id":"S2","currency":"EUR","total":1,"cashier":"Jo $pan","member":{"scan":"$spaced"},"lines":[{"name":"Tea $pan","total":1}]}}
{"op":"receipt","sale_id":"$pan","to":"text"}
{"op":"$pan"}
{"op":"shop"}
END
# A line is wiped behind its answer: with the last one's, all others are.
answered() {
	[ -e answers.txt ] && [ "$(wc -l <answers.txt)" -ge 8 ]
}
wait_for answered
! kept answers.txt err.txt shop.db shop.db-wal && grep -q '"ok":true,"code":"OK"' answers.txt
tap the_gateway_answers_without_the_number $?
if [ -n "${REGULARS_SAN:-}" ] || ! command -v gcore >/dev/null; then
	tap_skip the_memory_of_the_gateway_does_not_hold_it 'no gcore, or a sanitizer keeps copies'
elif gcore -o core $gateway >out.txt 2>&1; then
	! kept core.*
	tap the_memory_of_the_gateway_does_not_hold_it $?
	# What else was said is there: the core is one of this gateway's memory.
	cat core.* | grep -qaF 'shop.db'
	tap the_memory_was_really_looked_at $?
else
	tap_skip the_memory_of_the_gateway_does_not_hold_it 'this system gives no core of a process'
fi
exec 3>&-
wait $gateway

tap_end
