#!/bin/sh
# flow_ospos.sh - the OSPOS adapter: OSPOS's rows become requests with exact totals; and, beside a
# stand-in for OSPOS, its pages are seen and added to, sales are posted, edited, voided and caught up
# with, and no page waits for a plugin that is missing, slow, failing or locked.
#
# In:  REGULARS_SO, REGULARS, REGULARS_BUILD; REGULARS_SAN, how they were built; REGULARS_DATA, the
#      folder of what real tills logged.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}" "${REGULARS_BUILD:?names the build folder}"
adapter=$root/pos-adapters/ospos
faulty=$(cd "$root" && realpath "$REGULARS_BUILD")/tests/faulty
library=$(cd "$root" && realpath "$REGULARS_SO")
log=${REGULARS_DATA:-$root/../shared/data}/pos-logs/ospos/ospos-events.ndjson
delay_ms_max=50

skip_all() {
	tap_skip the_ospos_adapter "$1"
	tap_end
	exit
}

[ -z "${REGULARS_SAN:-}" ] || skip_all 'php cannot load a library with a sanitizer'
command -v php >/dev/null || skip_all 'there is no php'
for extension in bcmath sqlite3; do
	php -r "exit(extension_loaded('$extension') ? 0 : 1);" || skip_all "php has no $extension"
done

# totals STORE: what was recorded.
totals() {
	ask "$1" 'SELECT ref, total_minor, tax_minor, is_refund FROM sale ORDER BY id' | tr '\n' ' '
}

# ---- The mapping ----

mapped() {
	php "$adapter/test/mapped.php" "$1" >requests.jsonl 2>err.txt &&
		"$command" gateway --store "$2" <requests.jsonl >out.txt 2>>err.txt &&
		! grep -v '^{"ok":true' out.txt
}

shop_make sample.db
mapped "$adapter/test/sample-events.ndjson" sample.db &&
	[ "$(totals sample.db)" = 'ospos-11|1292|99|0 ospos-12|800|127|0 ospos-13|-1080|0|1 ospos-15|-750|0|1 ospos-16|67|0|0 ' ]
tap discounts_taxes_change_and_cash_rounding_come_to_ospos_totals $?
grep -q '"id":"ospos-11".*"total":"12.916","tax":"0.99","tenders":\[{"kind":"card","amount":"10.00"},{"kind":"cash","amount":"5.00"},{"kind":"change","amount":"-2.08"}\]' requests.jsonl &&
	grep -q '"id":"ospos-12".*"tax":"1.2741".*{"kind":"rounding","name":"Cash rounding","total":"0.02"}' requests.jsonl &&
	grep -q '"id":"ospos-13".*"qty":"-1.000","total":"-10.80".*"discount":"-1.20"' requests.jsonl
tap decimal_text_is_handed_over_as_it_is $?
! grep -q 'ospos-14' requests.jsonl
tap a_quote_is_no_sale $?
grep -q '0.68 and the till says 0.67: -0.01 was put down as rounding' out.txt
tap the_door_puts_down_what_rounding_leaves $?

if [ -f "$log" ]; then
	shop_make log.db
	"$command" enrol 'Ada Member' --card 0420000000017 --store log.db >/dev/null
	mapped "$log" log.db && [ "$(totals log.db)" = 'ospos-1|2700|0|0 ospos-2|-1200|0|1 ' ] &&
		[ "$(ask log.db 'SELECT balance FROM account WHERE member = 1 AND purse = 1')" = 15 ]
	tap what_a_real_till_logged_has_its_exact_totals $?
else
	tap_skip what_a_real_till_logged_has_its_exact_totals 'there is no log of a real till here'
fi

# ---- Posting: OSPOS's tables in memory, and the plugin ----

shop_make fresh.db && "$command" enrol 'Ada Member' --card 0420000000017 --store fresh.db >/dev/null ||
	exit 1
for promise in $(sed -n 's/^function \([a-z_]*_[a-z_]*\)(): void$/\1/p' "$adapter/test/posting.php"); do
	rm -rf run && mkdir run && shop_copy fresh.db run/shop.db || exit 1
	(cd run && REGULARS_SO=$library php -d display_errors=1 "$adapter/test/posting.php" "$promise") \
		>out.txt 2>err.txt
	tap "$promise" $?
done

# ---- Beside a stand-in for OSPOS ----

mkdir installed data
cp -R "$adapter"/*.php "$adapter/lib" "$adapter/regulars.js" "$root/pos-adapters/php/Regulars.php" \
	installed/
stand_in=$adapter/test/stand-in
export OSPOS_DB="$folder/ospos.db"
sqlite3 ospos.db <"$stand_in/tables.sql" >/dev/null
# shellcheck disable=SC2016
port=$(php -r '$s = stream_socket_server("tcp://127.0.0.1:0");
	echo substr(strrchr(stream_socket_get_name($s, false), ":"), 1);')
base=http://127.0.0.1:$port
server=

# settings MODE LIBRARY: as an installer writes them.
settings() {
	cat >settings.new <<END
<?php
return ['store' => '$folder/shop.db', 'data' => '$folder/data', 'ospos' => '$stand_in',
	'till' => 'ospos', 'mode' => '$1', 'library' => '$2', 'command' => '$command', 'currency' => ''];
END
	mv settings.new installed/settings.php
}

answers() {
	php "$adapter/test/client.php" "$base/sales" >out.txt 2>err.txt
}

# server_start FLAG...: the stand-in behind PHP's own web server, in a group of its own.
server_start() {
	PHP_CLI_SERVER_WORKERS=6 setsid php -d opcache.enable=0 -d log_errors=1 -d display_errors=0 \
		-d error_log="$folder/php.log" "$@" -S "127.0.0.1:$port" -t "$stand_in/public" \
		>/dev/null 2>&1 &
	server=$!
	wait_for answers
}

server_stop() {
	[ -z "$server" ] || kill -KILL "-$server" 2>/dev/null
	wait "$server" 2>/dev/null
	server=
}
trap 'server_stop; rm -rf "$folder"' EXIT

client() {
	php "$adapter/test/client.php" "$@" 2>err.txt
}

# pass_of PATH FIELD...: the pass that a page of OSPOS's was given.
pass_of() {
	path=$1
	shift
	client --script "$base$path" "$@" >script.txt
	sed -n 's/^data-pass=//p' script.txt
}

asked() {
	what=$1
	shift
	client "$base/index.php?regulars_ospos=$what" "$@" >out.txt
}

# ring_up SALE: that sale of the sample, rung up.
ring_up() {
	# shellcheck disable=SC2016
	php -r 'foreach (file($argv[1]) as $line) {
		$rows = json_decode($line, true)["payload"];
		if ($rows["sale"]["sale_id"] === $argv[2]) {
			echo json_encode(($argv[3] ?? "") === "" ? $rows :
				["sale" => ["sale_status" => "0", "sale_type" => "0"] + $rows["sale"]] + $rows);
		}
	}' "$adapter/test/sample-events.ndjson" "$@" >rows.json
	pass_of /sales/complete rows=@rows.json
}

shop_make shop.db
"$command" enrol 'Ada Member' --card 0420000000017 --store shop.db >/dev/null
"$command" enrol 'Nora Winter' --card 2900000000018 --phone '+45 12 34 56 78' --store shop.db >/dev/null
with="-d auto_prepend_file=$folder/installed/front.php -d ffi.enable=1"
settings ffi "$library"
# shellcheck disable=SC2086
server_start $with

pass=$(pass_of '/sales?customer=7')
asked greet "pass=$pass" && grep -q '"Nora Winter · first visit · 0 points"' out.txt
tap a_chosen_customer_is_greeted $?
asked greet "pass=$pass" 'scan=0420000000017' && grep -q 'Ada Member' out.txt &&
	cookie=$(sed -n 's/^Set-Cookie: \(regulars_ospos_scan=[^;]*\).*/\1/p' err.txt) && [ -n "$cookie" ]
tap a_scan_is_greeted_and_kept_for_its_sale $?
asked greet "pass=$pass" 'scan=4111111111111111' && grep -q 'payment card' out.txt &&
	! grep -q Set-Cookie err.txt && ! grep -rq 4111111111111111 data php.log 2>/dev/null
tap a_payment_card_is_turned_away_and_not_kept $?
asked greet 'pass=made.up' && grep -q '^403' err.txt && asked status "pass=$pass" &&
	grep -q '^403' err.txt && asked "status&pass=$(pass_of /config)" && grep -q '^403' err.txt
tap who_has_no_pass_is_told_nothing_and_none_is_in_an_address $?
client --script "$base/sales?customer=7" "Cookie=$cookie" >script.txt &&
	grep -qx 'data-scan=1' script.txt &&
	client --script "$base/sales?customer=50" "Cookie=$cookie" >script.txt &&
	grep -qx 'data-scan=' script.txt && grep -q 'Set-Cookie: regulars_ospos_scan=deleted' err.txt
tap a_customer_who_is_chosen_after_a_scan_has_the_last_word $?
asked greet "pass=$(pass_of '/sales?customer=8')" && grep -q 'Nora Winter' out.txt &&
	sqlite3 ospos.db "INSERT INTO ospos_people VALUES (9, '+4587654321')" \
		"INSERT INTO ospos_customers VALUES (9, NULL)" &&
	asked greet "pass=$(pass_of '/sales?customer=9')" && [ "$(cat out.txt)" = '{"lines":[]}' ]
tap a_customer_who_is_no_member_is_nothing_to_say $?

pass=$(ring_up 11) && asked thanks "pass=$pass" && grep -q 'You earned 12 points' out.txt &&
	[ "$(totals shop.db)" = 'ospos-11|1292|99|0 ' ]
tap a_sale_is_posted_after_its_page_and_thanked_for $?
ring_up 12 >/dev/null
pass=$(pass_of /sales/complete rows=@rows.json "Cookie=$cookie") && asked thanks "pass=$pass" &&
	grep -q 'You earned 7 points' out.txt && [ "$(ask shop.db "SELECT name FROM member JOIN sale
		ON sale.member = member.id WHERE ref = 'ospos-12'")" = 'Ada Member' ]
tap the_scan_says_whose_sale_it_is $?
asked thanks "pass=$pass" && asked thanks "pass=$pass" &&
	[ "$(ask shop.db "SELECT count(*) FROM sale WHERE ref = 'ospos-12'")" = 1 ]
tap a_receipt_looked_at_again_counts_once $?
ring_up 13 >/dev/null && ring_up 14 >/dev/null && pass=$(ring_up 15) && asked thanks "pass=$pass" &&
	[ "$(totals shop.db)" = 'ospos-11|1292|99|0 ospos-12|800|127|0 ospos-13|-1080|0|1 ospos-15|-750|0|1 ' ]
tap returns_go_back_and_a_quote_waits $?
pass=$(ring_up 14 sold) && asked thanks "pass=$pass" &&
	[ "$(ask shop.db "SELECT total_minor FROM sale WHERE ref = 'ospos-14'")" = 450 ]
tap a_quote_that_is_sold_later_is_posted_under_its_id $?
client "$base/sales/save/14" customer_id=50 >/dev/null && client "$base/sales/delete/11" x=y >/dev/null &&
	php installed/post.php 2>err.txt &&
	[ "$(ask shop.db "SELECT group_concat(ref || ' ' || ifnull(member, 0), ', ') FROM (SELECT ref, member
		FROM sale WHERE ref IN ('ospos-14') ORDER BY id)")" = 'ospos-14 1' ] &&
	[ "$(ask shop.db "SELECT count(*) FROM sale WHERE ref LIKE 'regulars:void:%'")" -ge 1 ]
tap an_edited_sale_is_edited_and_a_deleted_one_voided $?

if [ "$(id -u)" = 0 ]; then
	chown 65534 data && ! php installed/post.php 2>err.txt && grep -q 'run this as the user' err.txt
	tap cron_as_another_user_is_turned_away $?
	chown 0 data
else
	tap_skip cron_as_another_user_is_turned_away 'only root can give a folder away'
fi

# The owner's list: what the door refuses for good stands there, and those behind it are posted.
ring_up 16 >/dev/null &&
	sqlite3 ospos.db "UPDATE ospos_sales SET sale_time = '0000-00-00 00:00:00' WHERE sale_id = 16" &&
	php "$adapter/test/sales.php" "$base" 20 1 >/dev/null && php installed/post.php 2>err.txt &&
	pass=$(pass_of /config) && asked status "pass=$pass" && grep -q 'Sale 16.*E_TIME' out.txt &&
	[ "$(ask shop.db "SELECT count(*) FROM sale WHERE ref = 'ospos-20'")" = 1 ]
tap what_is_refused_is_listed_and_blocks_nothing $?
sqlite3 ospos.db "UPDATE ospos_sales SET sale_time = '2026-03-02 16:00:00' WHERE sale_id = 16" &&
	asked status "pass=$pass" again=1 && grep -q 'Nothing was refused' out.txt &&
	[ "$(ask shop.db "SELECT count(*) FROM sale WHERE ref = 'ospos-16'")" = 1 ]
tap it_is_posted_when_the_owner_has_mended_it $?
[ ! -s php.log ]
tap nothing_was_complained_of $?
server_stop

# ---- Faults ----

# slowest FIRST: the slowest page of five sales.
slowest() {
	php "$adapter/test/sales.php" "$base" "$1" 5 2>err.txt
}

server_start
usual_ms=$(slowest 100)
client "$base/sales" >bare.txt
server_stop

# as_bare: the page is OSPOS's own, byte for byte.
as_bare() {
	# shellcheck disable=SC2086
	server_start $with
	client "$base/sales" >out.txt && cmp -s out.txt bare.txt
	is_bare=$?
	server_stop
	return $is_bare
}

mv data away && as_bare
tap without_its_folder_ospos_is_as_it_was $?
mv away data
mv installed/settings.php away && as_bare
tap without_its_settings_ospos_is_as_it_was $?
echo '<?php return [' >installed/settings.php && as_bare
tap with_broken_settings_ospos_is_as_it_was $?
mv away installed/settings.php
for part in pass book pages_of_ospos; do
	mv "installed/lib/$part.php" away && as_bare
	tap "without_its_${part}_ospos_is_as_it_was" $?
	head -n 20 away >"installed/lib/$part.php" && echo '($' >>"installed/lib/$part.php" && as_bare
	tap "with_its_${part}_cut_off_ospos_is_as_it_was" $?
	mv away "installed/lib/$part.php"
done
next=200

# fault NAME: no page of five sales is slower than usual by more than is allowed. A plugin that is
# waited for is so each time; a machine that is busy is not, so there are six tries.
fault() {
	# shellcheck disable=SC2086
	server_start $with
	try=0
	until ms=$(slowest $next) && php -r "exit($ms - $usual_ms < $delay_ms_max ? 0 : 1);"; do
		try=$((try + 1))
		next=$((next + 5))
		[ $try -lt 6 ] || break
	done
	echo "# $1: $ms ms, usually $usual_ms ms" >>figures.txt
	[ $try -lt 6 ]
	tap "no_sale_waits_for_a_plugin_that_is_$1" $?
	[ "$(ask shop.db "SELECT count(*) FROM sale WHERE ref = 'ospos-$next'")" = 0 ]
	tap "a_sale_stays_open_while_it_is_$1" $?
	server_stop
	next=$((next + 5))
}

settings ffi "$folder/nowhere.so"
fault missing
settings ffi "$faulty/version.so"
fault of_another_version
settings ffi "$faulty/errors.so"
fault failing
settings ffi "$faulty/slow.so"
fault slow
settings ffi "$library"
mkfifo held
exec 9<>held
"$faulty/hold-turn" shop.db <held >holding.txt 2>err.txt 9>&- &
holder=$!
if [ -x "$faulty/hold-turn" ] && wait_for [ -s holding.txt ]; then
	fault locked
else
	tap no_sale_waits_for_a_store_that_is_locked 1
fi
exec 9>&-
wait $holder

php installed/post.php 2>err.txt &&
	[ "$(ask shop.db "SELECT count(*) FROM sale WHERE ref LIKE 'ospos-___' AND ref >= 'ospos-200'")" = \
		"$(sqlite3 ospos.db 'SELECT count(*) FROM ospos_sales WHERE sale_id >= 200')" ]
tap all_are_posted_once_when_the_fault_is_gone $?
settings helper "$library"
php installed/post.php 2>err.txt && run doctor --store shop.db && [ "$status" = 0 ]
tap the_store_is_well_after_it $?
cat figures.txt

tap_end
