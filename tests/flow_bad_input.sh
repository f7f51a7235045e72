#!/bin/sh
# flow_bad_input.sh - whatever is wrong with the store, its key, the disk or what was sent: one line
# that says so, the right exit code, and the store as it was.
#
# In:  REGULARS, the command.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

# unharmed: not a row of the shop is other than before, and a member of it is found.
unharmed() {
	dump shop.db | cmp -s - before.sql || { echo '# the store was changed'; return 1; }
	"$command" identify '+45 12 34 56 78' --store shop.db >found.txt 2>&1 &&
		grep -q 'Asha Verma' found.txt
}

# answered CODE WORD...: a request was refused so, in one line of JSON, and the gateway ended well.
answered() {
	[ "$status" = 0 ] && [ ! -s err.txt ] && [ "$(wc -l <out.txt)" = 1 ] &&
		[ "$(sqlite3 :memory: "SELECT json_extract(r, '\$.ok'), json_extract(r, '\$.code'),
			json_extract(r, '\$.error') <> ''
			FROM (SELECT CAST(readfile('out.txt') AS TEXT) AS r)")" = "0|$1|1" ] || return 1
	shift
	for said; do
		grep -qF -- "$said" out.txt || return 1
	done
}

# request JSON: one, through a gateway of its own.
request() {
	printf '%s\n' "$1" >request.json
	run gateway --store shop.db <request.json
}

# sale ID FIELDS: a sale of one coffee; FIELDS come last and so may be anything.
sale() {
	printf '{"op":"sale","sale":{"id":"%s","currency":"EUR","total":420,%s}}' "$1" "$2"
}
coffee='"lines":[{"name":"Flat white","total":420}]'

shop_make shop.db --calling-code 45
run enrol 'Asha Verma' --phone '+45 12 34 56 78' --store shop.db
request "$(sale S1 "\"member\":{\"id\":1},$coffee")"
grep -q '"ok":true' out.txt
tap the_shop_is_made $?
dump shop.db >before.sql

# ---- The store, its key ----

run identify 123 --store nowhere.db
refused 1 'no store at nowhere.db' 'regulars init' && [ ! -e nowhere.db ]
tap no_store_is_said_and_none_is_made $?

echo 'not a store' >letter.txt
cp letter.txt letter.before
cp -p shop.db.key letter.txt.key
run enrol Bo --store letter.txt
refused 1 'letter.txt' 'not a store of Regulars' && cmp -s letter.txt letter.before
tap a_letter_is_not_a_store_and_is_not_touched $?
sqlite3 other.db 'CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES (1)'
cp other.db other.before
cp -p shop.db.key other.db.key
run enrol Bo --store other.db
refused 1 'other.db' 'not a store of Regulars' && cmp -s other.db other.before
tap the_file_of_another_program_is_not_touched $?

shop_copy shop.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 99' 'PRAGMA wal_checkpoint' >out.txt
cksum newer.db >newer.sum
all_leave_it_alone() {
	for words in 'enrol Bo' 'identify 123' doctor 'report cohorts'; do
		# shellcheck disable=SC2086
		run $words --store newer.db
		refused 1 'newer' && cksum newer.db | cmp -s - newer.sum || return 1
	done
}
all_leave_it_alone
tap a_store_of_a_newer_version_is_left_alone $?

shop_copy shop.db keyless.db
rm keyless.db.key
run enrol Bo --store keyless.db
refused 1 'keyless.db.key' 'put it back' && [ ! -e keyless.db.key ]
tap a_missing_key_is_named $?
cp -p shop.db.key keyless.db.key
chmod 644 keyless.db.key
run enrol Bo --store keyless.db
refused 1 'can be read by others' 'chmod 600'
tap a_key_that_others_can_read_is_refused $?
shop_make second.db
run enrol Bo --store keyless.db --key second.db.key
refused 1 'belongs to another store'
tap the_key_of_another_store_is_refused $?
head -c 40 shop.db.key >keyless.db.key
chmod 600 keyless.db.key
run enrol Bo --store keyless.db
refused 1 'is not a key file of Regulars'
tap half_a_key_is_refused $?
cp -p shop.db.key keyless.db.key
dump keyless.db | cmp -s - before.sql && run enrol Bo --store keyless.db && [ "$status" = 0 ]
tap with_its_own_key_the_store_is_as_it_was $?

run init --store shop.db --name Other --currency EUR --zone Europe/Copenhagen
refused 1 'shop.db exists already' && unharmed
tap a_shop_is_not_made_over_another $?

# ---- The disk ----

# Root may write anywhere: without its capabilities it is a user like others.
as_user() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --bounding-set=-all --inh-caps=-all "$command" "$@" >out.txt 2>err.txt
	else
		"$command" "$@" >out.txt 2>err.txt
	fi
	status=$?
}
mkdir locked
shop_copy shop.db locked/shop.db
chmod 444 locked/shop.db
chmod 555 locked
as_user enrol Bo --store locked/shop.db
refused 1 'may not be written by this user' 'write permission' && [ "$(ls locked | wc -l)" -le 3 ]
tap a_store_that_may_not_be_written_says_whose_turn_it_is_to_act $?
as_user init --store locked/new.db --name N --currency EUR --zone UTC
refused 1 'may not be written' && [ ! -e locked/new.db.key ]
tap a_folder_that_may_not_be_written_gets_no_shop $?
chmod 755 locked
dump locked/shop.db | cmp -s - before.sql
tap the_store_that_was_not_written_is_as_it_was $?

# A gateway on a disk that fills up and is cleared again.
${CC:-cc} -shared -fPIC -O1 "$root/tests/preload/nospace.c" -o nospace.so || exit 1
shop_copy shop.db full.db
mkfifo ask
LD_PRELOAD=$folder/nospace.so NOSPACE_WHEN=$folder/full \
	"$command" gateway --store full.db <ask >answers.txt 2>err.txt &
gateway=$!
exec 3>ask
lines() {
	[ -e answers.txt ] && [ "$(wc -l <answers.txt)" -ge "$1" ]
}
sale F1 "$coffee" >&3 && echo >&3
wait_for lines 1
touch full
sale F2 "$coffee" >&3 && echo >&3
wait_for lines 2
rm full
sale F2 "$coffee" >&3 && echo >&3
wait_for lines 3
exec 3>&-
wait $gateway
grep -c '"ok":true,"code":"OK"' answers.txt | grep -qx 2 &&
	sed -n 2p answers.txt | grep -q '"code":"E_FULL","error":".*disk is full.*free room' &&
	[ "$(ask full.db "SELECT count(*) FROM sale WHERE ref IN ('F1', 'F2')")" = 2 ] &&
	[ "$(ask full.db 'PRAGMA integrity_check')" = ok ]
tap a_sale_on_a_full_disk_is_refused_and_is_there_once_when_there_is_room $?
touch full
LD_PRELOAD=$folder/nospace.so NOSPACE_WHEN=$folder/full \
	"$command" init --store none.db --name N --currency EUR --zone UTC >out.txt 2>err.txt
status=$?
rm full
refused 1 'disk is full' && [ ! -e none.db ] && [ ! -e none.db.key ]
tap on_a_full_disk_no_half_shop_is_made $?

# Somebody looks at the store with another program, and holds on to it.
mkfifo hold
sqlite3 shop.db <hold >held.txt &
holder=$!
exec 3>hold
echo 'BEGIN IMMEDIATE; SELECT 1;' >&3
wait_for [ -s held.txt ]
run enrol Bo --store shop.db
refused 1 'another program is writing' 'try again'
tap a_store_that_another_program_holds_is_waited_for_and_refused $?
request "$(sale S2 "$coffee")"
answered E_BUSY 'another program is writing'
tap a_sale_meanwhile_is_refused_in_one_answer $?
exec 3>&-
wait $holder
unharmed
tap the_store_is_as_it_was_when_it_is_let_go $?

# Another till has its turn, and hangs.
cat >hang.py <<'END'
import fcntl, struct, sys
turn = open("shop.db-turn", "r+")
F_OFD_SETLK = 37
fcntl.fcntl(turn, F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
print("held", flush=True)
sys.stdin.read()
END
if command -v python3 >/dev/null; then
	rm -f held.txt
	python3 hang.py <hold >held.txt &
	holder=$!
	exec 3>hold
	wait_for [ -s held.txt ]
	run enrol Bo --store shop.db
	refused 1 'another program is writing to the store for too long' 'nothing was kept'
	tap a_till_whose_turn_does_not_come_says_so $?
	run identify '+45 12 34 56 78' --store shop.db
	wrote 'Asha Verma'
	tap who_only_looks_needs_no_turn $?
	printf 'date,total\n2025-01-03,1.00\n' >dry.csv
	run import sales dry.csv --store shop.db --dry-run
	wrote 'Dry run: nothing was kept.'
	tap a_dry_run_takes_no_tills_turn $?
	exec 3>&-
	wait $holder
	unharmed
	tap nothing_of_it_was_kept $?
else
	tap_skip a_till_whose_turn_does_not_come_says_so 'there is no python3'
fi

# ---- What is sent ----

printf 'date,total\n2025-01-01,1.00\n2025-01-32,1.00\n' >bad.csv
shop_copy shop.db csv.db
run import sales bad.csv --store csv.db
refused 1 'bad.csv:3: ' '1 sale is in' && [ "$(ask csv.db 'SELECT count(*) FROM sale')" = 2 ]
tap a_bad_line_of_a_file_is_named $?

# refuses NAME CODE JSON TEXT...: a request that is answered so and changes nothing.
refuses() {
	name=$1 code=$2
	request "$3"
	shift 3
	answered "$code" "$@" && unharmed
	tap "$name" $?
}
refuses a_sale_without_lines_is_refused E_LINES "$(sale B1 '"lines":[]')" 'no lines'
refuses an_amount_beyond_counting_is_refused E_RANGE \
	"$(sale B2 '"lines":[{"name":"x","total":9223372036854775808}]')" 'lines[0].total'
refuses an_amount_larger_than_any_sale_is_refused E_RANGE \
	"$(sale B3 '"lines":[{"name":"x","total":9223372036854775807}]')" 'minor units'
refuses a_quantity_times_a_price_that_overflows_is_refused E_RANGE \
	"$(sale B4 '"lines":[{"name":"x","qty":1000000,"unit_price":1000000000000000,"total":420}]')"
refuses an_unknown_currency_is_refused E_CURRENCY \
	'{"op":"sale","sale":{"id":"B5","currency":"XXQ","total":1,"lines":[{"total":1}]}}' 'EUR'
refuses a_number_that_is_none_is_refused E_JSON "$(sale B6 '"lines":[{"name":"x","total":NaN}]')"
refuses the_text_nan_is_not_an_amount E_FIELD "$(sale B7 '"lines":[{"total":"NaN"}]')"
refuses a_fraction_of_a_cent_is_refused E_FIELD "$(sale B8 '"lines":[{"total":4.2e2}]')"
refuses a_field_that_is_misspelled_is_refused E_FIELD "$(sale B9 "$coffee,\"membr\":{}")" membr
refuses sums_that_do_not_agree_are_refused E_SUM "$(sale B10 '"lines":[{"name":"x","total":419}]')"
refuses another_sale_under_a_known_id_is_refused E_DIFFERS \
	"$(sale S1 '"lines":[{"name":"Tea","total":420}]')"
refuses a_hold_that_is_not_there_is_refused E_FIELD "$(sale B12 "\"member\":{\"id\":1},\"hold\":99,$coffee")" hold
refuses a_gift_card_by_hand_says_who E_FIELD \
	'{"op":"issue","id":"B13","kind":"gift_card","amount":100,"why":"x"}' who
refuses points_that_are_not_there_are_not_taken E_POINTS \
	'{"op":"adjust","id":"B14","member_id":1,"units":-9,"who":"Bo","why":"x"}'
refuses a_request_that_is_not_json_is_refused E_JSON '{"op":"sale",'
refuses a_member_that_does_not_exist_is_refused E_UNKNOWN "$(sale B11 "\"member\":{\"id\":99},$coffee")"

# A scanner gone mad, in bytes that are the same each time.
awk 'BEGIN { srand(7); for (i = 0; i < 1048576; i++) printf "%c", 1 + int(rand() * 126) }' \
	>noise.bin
run identify - --store shop.db <noise.bin
refused 1 'from the scanner' 'scan the card again' && unharmed
tap a_mebibyte_of_noise_from_a_scanner_is_refused $?
{ printf '{"op":"identify","scan":"'; tr -d '\n"\\' <noise.bin | tr '\001-\037' x; printf '"}\n'; } \
	>request.json
run gateway --store shop.db <request.json
answered E_LIMIT && unharmed
tap a_mebibyte_of_noise_in_a_request_is_refused $?
{ printf '{"op":"identify","scan":"'; head -c 1200000 /dev/zero | tr '\0' y; printf '"}\n'; } \
	>request.json
run gateway --store shop.db <request.json
answered E_LIMIT '1048576' && unharmed
tap a_request_that_is_too_long_is_refused $?

# ---- The command misused: status 2, one line, and where to read on ----

misused() {
	while IFS='|' read -r words text; do
		# shellcheck disable=SC2086
		run $words --store shop.db
		refused 2 "$text" 'help' || { echo "# $words"; return 1; }
	done <<END
enrol --fone 12|no flag --fone
enrol Bo Bi|in quotes
enrol Bo --phone 1 --phone 2|given twice
enrol --help=yes|takes no value
identify|scan is missing
identify 1 2|one word too many
qr|--png FILE or --text
qr 1|--png FILE or --text
qr one --text|not a member's number
qr 1 --text --png a.png|--png FILE or --text
receipt|id is missing
receipt S1 --png a.png --escpos b.bin|one of
import|what to import
import people a.csv|there is: sales
import sales|file is missing
report|name
report weather|weather
report cohorts --format pdf|pdf
report value --top none|--top
report cohorts --top 5|does not take top
report value --table members|--format csv
report alerts --format pdf|pdf
programme|what to do
programme bake f.json|does not know
programme check|file is missing
programme check /dev/null --currency XXQ|ISO 4217
programme show --version none|not a version
adjust|member's number is missing
adjust one 5|not a member's number
adjust 1|how many points
adjust 1 5|--who is missing
adjust 1 5 --who Bo|--why is missing
adjust 1 lots --who Bo --why sorry|not a number of points
adjust 1 5.001 --purse credit --who Bo --why sorry|not an amount of credit
merge 1|member's number is missing
merge 1 2 --who Bo|--why is missing
unmerge x --who Bo|not the number of a merge
unmerge 1|--who is missing
issue|what to issue
issue stamp 1 --who Bo --why sorry|cannot be issued
issue gift-card --who Bo --why sorry|amount is missing
issue gift-card 0 --who Bo --why sorry|not an amount in EUR
issue coupon --who Bo --why sorry|reward's id is missing
issue gift-card 5.00 --who Bo|--why is missing
issue gift-card 5.00 --who Bo --why sorry --member x|not a member's number
voucher|code is missing
staff|cashier's name
staff Bo|member's number is missing
segments 1|segments
expire now|one word too many
backup|file to write to is missing
doctor now|one word too many
gateway now|one word too many
END
	run dance
	refused 2 'no command "dance"' 'help' || return 1
	run enrol Bo --store
	refused 2 '--store needs a value' 'help' && [ ! -e a.png ]
}
misused && unharmed
tap a_command_that_is_misused_says_how_it_is_used $?

request "$(sale S3 "$coffee")"
grep -q '"ok":true,"code":"OK"' out.txt && run doctor --store shop.db && wrote 'the file is whole'
tap after_all_this_the_shop_sells $?

tap_end
