#!/bin/sh
# flow_import_log.sh - `regulars import poslog`: logs of tills, with totals that Python counts; an
# import that is cut short; a till that sells meanwhile; a payment card's number.
#
# In:  REGULARS, the command; REGULARS_DATA, a folder with pos-logs/poslog/*.xml, when there is one.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
sample=$root/tests/logs/poslog.xml
data=${REGULARS_DATA:-$root/../shared/data}/pos-logs/poslog

count_is() {
	[ "$(ask "$1" "$2")" = "$3" ]
}

usd_shop() {
	run init --store "$1" --name Grocer --currency USD --zone America/Los_Angeles \
		--earn '1 per 1.00'
	[ "$status" = 0 ]
}

# as_python_counts STORE FILE...: every sale, to the cent.
as_python_counts() {
	store=$1
	shift
	python3 "$root/tests/poslog_totals.py" "$@" >expected.txt || return 1
	# The number over there is hashed in the store: it is found by asking whose it is.
	ask "$store" "SELECT ref, total_minor, tax_minor,
		(SELECT count(*) FROM sale_line WHERE sale = s.id),
		(SELECT sum(discount_minor) FROM sale_line WHERE sale = s.id), coalesce(member, '')
		FROM sale s WHERE refund_of IS NULL ORDER BY ref COLLATE BINARY" >rows.txt || return 1
	grep -v '|-' expected.txt | cut -d'|' -f1-5 >expected_rows.txt
	cut -d'|' -f1-5 rows.txt | sort | cmp -s - expected_rows.txt || {
		cut -d'|' -f1-5 rows.txt | sort | diff - expected_rows.txt | head -n 5 | sed 's/^/# /'
		return 1
	}
	sort rows.txt | cut -d'|' -f6 >members.txt
	grep -v '|-' expected.txt | cut -d'|' -f6 | paste -d' ' - members.txt >pairs.txt
	while read -r number member; do
		[ -n "$member" ] || { [ -z "$number" ] && continue; return 1; }
		run identify "$number" --store "$store"
		grep -q "member $member\b" out.txt || { echo "# $number is not $member"; return 1; }
	done <pairs.txt
}

# ---- A small log of our own ----

usd_shop sample.db
tap the_shop_is_made $?
cp "$sample" log.xml
run import poslog log.xml --store sample.db
wrote 'log.xml: 2 transactions, 6.57 USD in all; passed over, as no sales: 2 (1 about the till itself, 1 not finished).' \
	'New: 1 sale, 1 refund, 0 voids and 1 member; 0 were there before.' && [ ! -e log.xml.refused ]
tap a_log_is_imported $?
python3 "$root/tests/poslog_totals.py" log.xml | cut -d'|' -f1-4 >expected.txt &&
	ask sample.db "SELECT ref, total_minor, tax_minor, (SELECT count(*) FROM sale_line
		WHERE sale = s.id) FROM sale s ORDER BY ref" | cmp -s - expected.txt
tap its_totals_are_what_python_counts $?
count_is sample.db "SELECT r.total_minor, s.refunded_minor, r.member = s.member FROM sale r
	JOIN sale s ON s.id = r.refund_of" '-443|443|1'
tap the_return_goes_back_to_its_sale $?
run identify 70000012345 --store sample.db
[ "$status" = 0 ]
tap the_customer_is_found_by_the_number_of_the_log $?
! grep -aq 4111111111111111 sample.db sample.db-wal out.txt err.txt 2>/dev/null
tap the_payment_card_is_nowhere $?
dump sample.db | grep -v '^INSERT INTO till ' >before.sql
run import poslog log.xml --store sample.db
wrote 'New: 0 sales, 0 refunds, 0 voids and 0 members; 2 were there before.' &&
	dump sample.db | grep -v '^INSERT INTO till ' | cmp -s - before.sql
tap the_same_log_again_changes_nothing $?
run import poslog log.xml --store sample.db --points
[ "$status" = 0 ]
tap what_is_in_as_history_stays_history $?
run import square2 log.xml --store sample.db
refused 2 '"square2" cannot be imported; there is: sales, poslog'
tap an_unknown_format_names_those_there_are $?
run import sales log.xml log.xml --store sample.db
refused 2 'sales come from one file'
tap sales_are_one_file $?

sed 's/<l:ExtendedAmount>9.00/<l:ExtendedAmount>nine/' log.xml >bad.xml
usd_shop bad.db
run import poslog bad.xml --store bad.db --refused why.txt
[ "$status" = 1 ] && grep -q '^regulars: 1 transaction was refused, the rest is in: why.txt' err.txt &&
	grep -q '^bad.xml:5: poslog-4-2-501-2025-06-02: refused: ExtendedAmount "nine"' why.txt &&
	grep -q '^bad.xml:17: poslog-4-3-88-2025-06-02: noted: the sale that it goes back to' why.txt &&
	count_is bad.db 'SELECT count(*) FROM sale' 1
tap a_bad_transaction_is_told_and_the_rest_goes_in $?

# ---- The logs of a real till ----

if [ -r "$data/kjbreil-ncr-POSLog.xml" ]; then
	usd_shop ncr.db
	run import poslog "$data"/*.xml --store ncr.db --refused ncr.txt
	wrote '43 transactions, 2,644.79 USD in all; passed over, as no sales: 10 (10 about the till itself).' \
		'New: 43 sales, 0 refunds, 0 voids and 5 members' && [ ! -e ncr.txt ]
	tap a_real_log_is_imported_whole $?
	as_python_counts ncr.db "$data"/*.xml
	tap every_sale_of_it_is_what_python_counts $?
	run doctor --store ncr.db
	wrote "every sale's total is the sum of its lines" 'figures of reports are what the sales say'
	tap the_store_is_well_after_it $?
	run import poslog "$data"/*.xml --store ncr.db --refused ncr.txt
	wrote 'New: 0 sales, 0 refunds, 0 voids and 0 members; 43 were there before.'
	tap the_real_log_again_adds_nothing $?
else
	tap_skip a_real_log_is_imported_whole 'the data is not here'
fi

# ---- Larger, and cut short ----

# log_make FROM TO: that many sales, every tenth a return of the one before.
log_make() {
	echo '<POSLog>'
	awk -v from="$1" -v to="$2" 'BEGIN {
		for (i = from; i <= to; i++) {
			back = i % 10 == 0
			kind = back ? "Return" : "Sale"
			printf "<Transaction><RetailStoreID>1</RetailStoreID><WorkstationID>1</WorkstationID>"
			printf "<SequenceNumber>%d</SequenceNumber><BusinessDayDate>2025-01-%02d", i, i % 28 + 1
			printf "</BusinessDayDate><EndDateTime>2025-01-%02dT10:%02d:00</EndDateTime>", i % 28 + 1, i % 60
			printf "<RetailTransaction><LineItem><%s><ItemID>%d</ItemID><ExtendedAmount>", kind, i % 50
			printf "%s1.00</ExtendedAmount>", back ? "-" : ""
			if (back)
				printf "<TransactionLink ReasonCode=\"Return\"><SequenceNumber>%d</SequenceNumber>" \
					"<BusinessDayDate>2025-01-%02d</BusinessDayDate></TransactionLink>", \
					i - 1, (i - 1) % 28 + 1
			printf "</%s></LineItem><Customer><CustomerID>C%d</CustomerID></Customer>", kind, i % 97
			print "</RetailTransaction></Transaction>"
		}
	}'
	echo '</POSLog>'
}

history() {
	ask "$1" 'SELECT ref, total_minor, member FROM sale ORDER BY ref; SELECT count(*) FROM member;
		SELECT s.ref, r.ref FROM sale r JOIN sale s ON s.id = r.refund_of ORDER BY 1'
}

log_make 1 12000 >all.xml
usd_shop empty.db
shop_copy empty.db whole.db
run import poslog all.xml --store whole.db
wrote '12,000 transactions' 'New: 10,800 sales, 1,200 refunds, 0 voids and 97 members'
tap a_larger_log_is_imported $?
history whole.db >whole.txt

shop_copy empty.db killed.db
"$command" import poslog all.xml --store killed.db >out.txt 2>err.txt &
import=$!
wait_for [ -s killed.db-wal ]
kill -9 $import
wait $import 2>/dev/null
[ "$(ask killed.db 'PRAGMA integrity_check')" = ok ]
tap an_import_that_is_killed_leaves_a_whole_store $?
run import poslog all.xml --store killed.db
history killed.db | cmp -s - whole.txt
tap the_same_command_goes_on_from_there $?

# The refunds first, in a file of their own.
{ echo '<POSLog>'; grep '<Return>' all.xml; echo '</POSLog>'; } >backs.xml
{ echo '<POSLog>'; grep '<Sale>' all.xml; echo '</POSLog>'; } >sales.xml
shop_copy empty.db turned.db
run import poslog backs.xml sales.xml --store turned.db
wrote 'New: 10,800 sales, 1,200 refunds' && history turned.db | grep -c '|poslog' >linked.txt &&
	count_is turned.db 'SELECT count(*) FROM sale WHERE refund_of IS NOT NULL' 1200
tap refunds_before_their_sales_are_linked $?

# A till that sells while the import runs: each of its sales is answered.
shop_copy empty.db busy.db
"$command" import poslog all.xml --store busy.db >import.txt 2>&1 &
import=$!
wait_for [ -s busy.db-wal ]
awk 'BEGIN { for (i = 0; i < 50; i++)
	printf "{\"op\":\"sale\",\"sale\":{\"id\":\"T%d\",\"currency\":\"USD\",\"total\":100,\"lines\":[{\"name\":\"x\",\"total\":100}]}}\n", i }' |
	"$command" gateway --store busy.db >answers.txt 2>err.txt
wait $import
[ "$(grep -c '"ok":true' answers.txt)" = 50 ] || { head -n 2 answers.txt | sed 's/^/# /'; false; } &&
	count_is busy.db "SELECT count(*) FROM sale" 12050
tap a_till_sells_while_a_log_comes_in $?

tap_end
