#!/bin/sh
# flow_import.sh - `regulars import sales`: figures that are known, files as people have them, and
# an import that is cut short.
#
# In:  REGULARS, the command; REGULARS_DATA, a folder with cdnow/cdnow_master.csv, when there is one.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

# rows_make FROM TO: rows of a file without sale ids, two members' worth of them the same.
rows_make() {
	awk -v from="$1" -v to="$2" 'BEGIN {
		for (i = from; i <= to; i++)
			printf "%d,2025-%02d-%02d %02d:%02d,%d.%02d\n", i % 997, i % 12 + 1, i % 28 + 1,
				i % 24, i % 60, i % 40, i % 100
	}'
}

# history FILE: all that an import left but for when, and in how many openings, it was written.
history() {
	ask "$1" 'SELECT id, kind FROM event; SELECT * FROM sale; SELECT * FROM sale_line;
		SELECT * FROM member; SELECT * FROM card; SELECT * FROM account;
		SELECT * FROM transfer; SELECT * FROM tender; SELECT * FROM print_job;'
}

# but_for_openings FILE: all tables, without the count of how often a till opened the store.
but_for_openings() {
	dump "$1" | grep -v '^INSERT INTO till '
}

count_is() {
	[ "$(ask "$1" "$2")" = "$3" ]
}

# ---- 70,000 sales whose figures others have published ----

cdnow_tests() {
	data=$REGULARS_DATA/cdnow/cdnow_master.csv
	run init --store cdnow.db --name CDNOW --currency USD --zone America/New_York
	run import sales "$data" --store cdnow.db
	wrote '69,659 sales, 2,500,315.63 USD in all (80 of them worth nothing)' \
		'New: 69,659 sales and 23,570 members; 0 sales were there before.'
	tap the_known_sales_are_all_counted $?

	count_is cdnow.db 'SELECT count(*), sum(total_minor), sum(total_minor = 0) FROM sale' \
		'69659|250031563|80' && count_is cdnow.db 'SELECT count(*) FROM member' 23570
	tap the_store_holds_what_the_import_says $?

	count_is cdnow.db "WITH first AS (SELECT member, min(at_ms) AS at_ms FROM sale GROUP BY 1)
		SELECT strftime('%m', at_ms / 1000, 'unixepoch', '-5 hours'), count(*) FROM first
		GROUP BY 1" '01|7846
02|8476
03|7248'
	tap the_store_holds_the_known_cohorts $?

	run report cohorts --show members --store cdnow.db --format csv
	grep -o '^1997-0[1-3],[0-9]*,[^,]*,[^,]*,[0-9]*,[0-9]*,[0-9]*,[0-9]*' out.txt |
		cut -d, -f1,2,5-8 >answer.txt
	[ "$(cat answer.txt)" = '1997-01,7846,7846,1157,964,810
1997-02,8476,8476,1312,980,783
1997-03,7248,7248,1032,752,756' ]
	tap the_report_tells_the_known_cohorts $?

	run report cohorts --show members --store cdnow.db --format json
	[ "$status" = 0 ] && sqlite3 :memory: "SELECT (SELECT sum(json_extract(value, '\$.new'))
		FROM json_each(r, '\$.tables.cohorts')),
		json_extract(r, '\$.tables.cohorts[0].members_1'),
		json_extract(r, '\$.tables.cohorts[2].new')
		FROM (SELECT CAST(readfile('out.txt') AS TEXT) AS r)" >answer.txt &&
		[ "$(cat answer.txt)" = '23570|1157|7248' ]
	tap the_report_as_json_is_read_by_others $?

	but_for_openings cdnow.db >before.sql
	run import sales "$data" --store cdnow.db
	wrote 'New: 0 sales and 0 members; 69,659 sales were there before.' &&
		but_for_openings cdnow.db | cmp -s - before.sql
	tap the_same_import_again_changes_nothing $?
	rm -f cdnow.db* asked.db* before.sql
}

if [ -r "${REGULARS_DATA:-}/cdnow/cdnow_master.csv" ]; then
	cdnow_tests
else
	tap_skip the_known_sales_are_all_counted 'the data is not here'
fi

# ---- An import that is cut short ----

shop_make empty.db
tap the_shop_is_made $?
echo member,date,total >header.csv
{ cat header.csv; rows_make 1 18000; } >sales.csv
shop_copy empty.db whole.db
run import sales sales.csv --store whole.db
wrote '18,000 sales' 'New: 18,000 sales and 997 members'
tap a_file_of_many_rows_is_imported $?
history whole.db >whole.txt

# It is killed while it waits for more rows, with some of them in no transaction that ended.
shop_copy empty.db killed.db
mkfifo pipe.csv
"$command" import sales pipe.csv --store killed.db >out.txt 2>err.txt &
import=$!
exec 3>pipe.csv
head -n 13000 sales.csv >&3
wait_for count_is killed.db 'SELECT count(*) FROM sale' 10000
kill -9 $import
wait $import 2>/dev/null
exec 3>&-
count_is killed.db 'SELECT count(*), max(id) = (SELECT max(id) FROM event) FROM sale' '10000|1' &&
	[ "$(ask killed.db 'PRAGMA integrity_check')" = ok ]
tap an_import_that_is_killed_leaves_whole_sales $?
run import sales sales.csv --store killed.db
wrote 'New: 8,000 sales and 0 members; 10,000 sales were there before.' &&
	history killed.db | cmp -s - whole.txt
tap it_goes_on_where_it_was_killed_and_nothing_is_twice $?
run doctor --store killed.db
wrote 'every balance is the sum of its ledger'
tap the_store_is_well_after_it $?

shop_copy empty.db stopped.db
{ sed -n 1,7000p sales.csv; echo '7,2025-01-01,12.5x'; sed -n '7001,$p' sales.csv; } >bad.csv
run import sales bad.csv --store stopped.db
refused 1 'bad.csv:7001: total "12.5x" is not a number' '6,999 sales are in' 'Mend' &&
	count_is stopped.db 'SELECT count(*) FROM sale' 6999
tap a_bad_line_stops_the_import_at_that_line $?
sed -i 7001d bad.csv
run import sales bad.csv --store stopped.db
wrote 'New: 11,001 sales and 0 members; 6,999 sales were there before.' &&
	history stopped.db | cmp -s - whole.txt
tap the_mended_file_goes_on_behind_it $?

# A quote in the middle of a field is the reader's to refuse; the words are the same.
shop_copy empty.db quoted.db
{ cat header.csv; rows_make 1 3; echo '7,2025-01-01,1"2"'; rows_make 4 5; } >bad.csv
run import sales bad.csv --store quoted.db
refused 1 'bad.csv:5: a quote stands inside a field' '3 sales are in' &&
	count_is quoted.db 'SELECT count(*) FROM sale' 3
tap a_line_that_is_no_csv_stops_the_import_the_same_way $?

# The id is another sale's: the member of that line, new as he is, is not kept either.
shop_copy empty.db taken.db
printf 'id,member,date,total\n%s\n%s\n%s\n' 'S1,ann,2025-01-01,1.00' 'S1,bob,2025-01-01,1.00' \
	'S2,ann,2025-01-02,1.00' >taken.csv
run import sales taken.csv --store taken.db
refused 1 'taken.csv:3: S1 was recorded before' '1 sale is in' &&
	count_is taken.db 'SELECT (SELECT count(*) FROM sale), (SELECT count(*) FROM member)' '1|1'
tap nothing_of_a_refused_line_is_kept_not_even_its_member $?
printf 'id,member,date,total\nS3,,2025-01-01,1.00\nS3,cy,2025-01-01,1.00\n' >taken.csv
run import sales taken.csv --store taken.db
refused 1 'taken.csv:3: S3 was recorded before' && count_is taken.db 'SELECT count(*) FROM member' 1
tap a_sale_of_nobody_does_not_become_a_new_members $?

# ---- Trying it first ----

shop_copy empty.db dry.db
dump dry.db >before.sql
run import sales sales.csv --store dry.db --dry-run
wrote 'Would be new: 18,000 sales and 997 members' 'Dry run: nothing was kept.' &&
	dump dry.db | cmp -s - before.sql
tap a_dry_run_counts_and_keeps_nothing $?
{ cat header.csv; echo '1,2025-02-30,1.00'; echo '1,2025-02-03,1.00'; echo '1,2025-02-03,1.001'; } \
	>bad.csv
run import sales bad.csv --store dry.db --dry-run
[ "$status" = 1 ] && [ "$(grep -c '^bad.csv:[24]: ' out.txt)" = 2 ] &&
	[ "$(cat err.txt)" = 'regulars: 2 lines would be refused; mend them' ] &&
	dump dry.db | cmp -s - before.sql
tap a_dry_run_lists_every_line_that_would_be_refused $?

# ---- Files as people have them ----

printf '\357\273\277Customer ID;Date;Amount;Product;Customer-Name\r\n%s\r\n%s\r\n' \
	'7;2025-03-01;12.50;"Cake; ""big""";"Verma, Asha"' '8;2025-03-02;1.00;Tea;Bo' >office.csv
shop_copy empty.db office.db
run import sales office.csv --store office.db
wrote '2 sales, 13.50 EUR' && count_is office.db 'SELECT name FROM sale_line WHERE n = 1 LIMIT 1' \
	'Cake; "big"' && count_is office.db 'SELECT name FROM member ORDER BY id LIMIT 1' 'Verma, Asha'
tap a_mark_in_front_carriage_returns_and_quotes_are_read $?

printf 'who,when,pence,seller\n7,2025-03-01,12.50,Jo\n' >odd.csv
run import sales odd.csv --store office.db
refused 1 'no column that looks like the date' '--map date=COLUMN'
tap a_header_that_is_not_understood_names_the_flag $?
run import sales odd.csv --store office.db --map member=who,date=when,total=pence,cashier=seller
wrote '1 sale, 12.50 EUR' 'New: 1 sale and 0 members' &&
	count_is office.db 'SELECT cashier FROM sale ORDER BY id DESC LIMIT 1' Jo
tap columns_can_be_named $?
run import sales odd.csv --store office.db --map member=nobody,date=when,total=pence
refused 1 'has no column "nobody"'
tap a_column_that_is_named_wrongly_is_refused $?

# header_reads HEADER VALUE SQL ANSWER: a file with that column is understood.
header_reads() {
	id=$((id + 1))
	printf 'Sale ID,Day,Total,%s\nH%d,2025-04-01,5.00,%s\n' "$1" $id "$2" >one.csv
	run import sales one.csv --store headers.db
	[ "$status" = 0 ] || return 1
	[ "$(sqlite3 headers.db "$3 WHERE sale.ref = 'H$id'")" = "$4" ] || { echo "# $1"; return 1; }
}

all_headers() {
	for header in member 'Member ID' customer CUSTOMER_ID Client client-id; do
		header_reads "$header" "m$id" 'SELECT card.kind FROM sale JOIN card ON
			card.member = sale.member AND card.kind = 5' 5 || return 1
	done
	for column in 'store:store Store_ID shop branch' 'till:till till_id Register terminal' \
		'cashier:cashier Cashier-ID staff Employee'; do
		for header in ${column#*:}; do
			header_reads "$header" v1 "SELECT ${column%%:*} FROM sale" v1 || return 1
		done
	done
	for column in 'name:item SKU Product' 'category:Category'; do
		for header in ${column#*:}; do
			header_reads "$header" v2 "SELECT sale_line.${column%%:*} FROM sale_line
				JOIN sale ON sale.id = sale_line.sale" v2 || return 1
		done
	done
	for column in 'qty_milli:2:2000:quantity Qty units number_of_cds' \
		'tax_minor:0.50:50:tax VAT' 'cost_minor:3:300:Cost'; do
		rest=${column#*:}
		value=${rest%%:*} rest=${rest#*:}
		for header in ${rest#*:}; do
			header_reads "$header" "$value" "SELECT sale_line.${column%%:*} FROM sale_line
				JOIN sale ON sale.id = sale_line.sale" "${rest%%:*}" || return 1
		done
	done
}

needed_headers() {
	for header in date Time at DateTime day Timestamp; do
		printf '%s,total,order\n2025-04-01,5.00,D%s\n' "$header" "$header" >one.csv
		run import sales one.csv --store headers.db
		wrote '1 sale, 5.00 EUR' 'New: 1 sale ' || return 1
	done
	for header in total Amount dollar_value Value gross; do
		printf 'date,%s,receipt\n2025-04-01,5.00,T%s\n' "$header" "$header" >one.csv
		run import sales one.csv --store headers.db
		wrote '1 sale, 5.00 EUR' 'New: 1 sale ' || return 1
	done
	for header in SaleID sale id receipt Receipt_ID orderid order ref; do
		printf 'date,total,%s\n2025-04-01,5.00,I%s\n' "$header" "$header" >one.csv
		run import sales one.csv --store headers.db
		wrote 'New: 1 sale ' && [ "$(sqlite3 headers.db \
			"SELECT count(*) FROM sale WHERE ref = 'I$header'")" = 1 ] || return 1
	done
}

id=0
shop_copy empty.db headers.db
needed_headers
tap every_usual_name_of_date_total_and_id_is_known $?
all_headers
tap every_usual_name_of_the_other_columns_is_known $?

printf 'member,date,total\n1,2025-05-01,12.50\n1,2025-05-02,-2.50\n' >points.csv
shop_copy empty.db points.db
run import sales points.csv --store points.db --points
wrote '2 sales, 10.00 EUR' && count_is points.db 'SELECT balance FROM account WHERE member = 1 AND purse = 1' 10
tap points_are_earned_when_the_owner_says_so $?
shop_copy empty.db points.db
run import sales points.csv --store points.db
wrote '2 sales, 10.00 EUR' && count_is points.db 'SELECT balance FROM account WHERE member = 1 AND purse = 1' 0 &&
	count_is points.db 'SELECT visits, spent_minor FROM member' '1|1000'
tap history_alone_earns_nothing $?

# ---- The bar ----

# watched WORD...: imports, held for a little over the second after which a bar is due. It is held
# once it has begun: the turn file is made after the clock was read.
watched() {
	shop_copy empty.db bar.db
	rm -f pid
	"$@" &
	watcher=$!
	wait_for [ -s pid ] && wait_for [ -e bar.db-turn ]
	kill -STOP "$(cat pid)"
	sleep 1.2
	# script(1) stops with what it runs.
	kill -CONT $watcher "$(cat pid)"
	wait $watcher
	status=$?
}

cat >import <<END
echo \$\$ >pid
exec "$command" import sales sales.csv --store bar.db
END
on_terminal() {
	exec script -qec 'sh ./import' screen.txt </dev/null >/dev/null
}
in_pipe() {
	exec sh ./import 2>err.txt >out.txt
}

if command -v script >/dev/null; then
	watched on_terminal
	[ "$status" = 0 ] && grep -q '\[=* *\] *[0-9]* %  [0-9,]* rows, [0-9,]* a second' screen.txt &&
		tail -n 3 screen.txt | grep -q 'New: 18,000 sales'
	tap on_a_terminal_an_import_shows_how_far_it_is $?
else
	tap_skip on_a_terminal_an_import_shows_how_far_it_is 'there is no script(1)'
fi
watched in_pipe
wrote 'New: 18,000 sales'
tap in_a_pipe_it_shows_nothing_of_the_kind $?

tap_end
