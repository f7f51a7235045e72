#!/bin/sh
# flow_backup.sh - `regulars backup` while a till sells, and `regulars doctor` on what is well and
# what is not.
#
# In:  REGULARS, the command.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

# sell FROM TO: requests for that many sales of member 1.
sell() {
	awk -v from="$1" -v to="$2" 'BEGIN {
		for (i = from; i <= to; i++)
			printf "{\"op\":\"sale\",\"sale\":{\"id\":\"S%d\",\"currency\":\"EUR\"," \
				"\"member\":{\"id\":1},\"total\":420,\"lines\":[{\"name\":\"Tea\"," \
				"\"total\":420}]}}\n", i }'
}
sales() {
	sqlite3 "file:$1?mode=ro" 'SELECT count(*) FROM sale'
}
answers() {
	[ -e answers.txt ] && [ "$(wc -l <answers.txt)" -ge "$1" ]
}

shop_make shop.db
run enrol 'Asha Verma' --store shop.db
mkfifo ask
"$command" gateway --store shop.db <ask >answers.txt 2>gateway.txt &
gateway=$!
exec 3>ask
sell 1 200 >&3
wait_for answers 200
sell 201 1500 >&3 &
seller=$!
run backup copy.db --store shop.db
wrote 'copy.db is a whole copy of shop.db' 'read back and checked' 'copy of shop.db.key'
tap a_backup_is_made_while_a_till_sells $?
wait $seller
exec 3>&-
wait $gateway
[ "$(grep -c '"ok":true,"code":"OK"' answers.txt)" = 1500 ] && [ ! -s gateway.txt ]
tap no_sale_was_refused_meanwhile $?

# The key is kept apart; put beside the copy, the copy is a store.
cp -p shop.db.key copy.db.key
copied=$(sales copy.db)
[ "$copied" -ge 200 ] && [ "$copied" -le 1500 ] &&
	[ "$(sqlite3 copy.db 'SELECT balance, (SELECT visits FROM member) FROM account WHERE member = 1 AND purse = 1')" \
		= "$((copied * 4))|$copied" ]
tap the_copy_is_of_one_moment $?
[ "$(stat -c %a copy.db)" = 600 ] && [ ! -e copy.db.part ]
tap only_its_owner_may_read_the_copy $?
run doctor --store copy.db
wrote 'the file is whole' 'every balance is the sum of its ledger' "1 member, " &&
	! grep -q '!!' out.txt
tap the_doctor_is_happy_with_the_copy $?
sell 1500 1501 >request.json
run gateway --store copy.db <request.json
[ "$(grep -c '"ok":true' out.txt)" = 2 ] && run doctor --store copy.db && [ "$status" = 0 ]
tap the_copy_sells_on_as_a_store $?

cksum copy.db >copy.sum
run backup copy.db --store shop.db
refused 1 'copy.db exists already; it was not touched' && cksum copy.db | cmp -s - copy.sum
tap a_backup_is_not_written_over_a_file $?
run backup nowhere/copy.db --store shop.db
refused 1 'nowhere/copy.db'
tap a_backup_into_no_folder_is_refused $?
run backup missing.db --store missing.db
refused 1 'no store at missing.db' && [ ! -e missing.db ]
tap a_backup_of_no_store_is_refused $?

run doctor --store shop.db
wrote '1,500 sales (refunds with them), 1,500 transfers of points' && ! grep -q '!!' out.txt
tap the_doctor_counts $?

# sick NAME TEXT SQL...: changed from outside, which the doctor finds.
sick() {
	name=$1 text=$2
	shift 2
	shop_copy shop.db sick.db
	sqlite3 sick.db 'PRAGMA foreign_keys = OFF' "$@" || return 1
	run doctor --store sick.db
	[ "$status" = 1 ] && grep -qF -- "$text" out.txt && [ "$(grep -c '!!' out.txt)" = "$found" ] &&
		grep -q "^regulars: $found things need looking after" err.txt
	tap "$name" $?
}
found=1
sick the_doctor_finds_a_balance_that_was_changed '!!  every balance is the sum of its ledger' \
	'UPDATE account SET balance = balance + 1000 WHERE member = 1 AND purse = 1'
found=2 # they are one of the figures of reports, too
sick the_doctor_finds_visits_that_were_changed '!!  visits and spending are what the sales say' \
	'UPDATE member SET visits = 3'
found=1
sick the_doctor_finds_a_line_that_is_gone "!!  every sale's total is the sum of its lines" \
	"UPDATE sale_line SET total_minor = 1 WHERE sale = (SELECT id FROM sale WHERE ref = 'S7')"
sick the_doctor_finds_what_refers_to_nothing '!!  everything that is referred to is there' \
	'UPDATE card SET event = 987654'

# A disk that lost a page: in the middle of the file, behind the schema.
shop_copy shop.db torn.db
sqlite3 torn.db 'PRAGMA wal_checkpoint' >/dev/null
pages=$(($(stat -c %s torn.db) / 4096))
dd if=/dev/zero of=torn.db bs=4096 seek=$((pages / 2)) count=6 conv=notrunc 2>/dev/null
run doctor --store torn.db
[ "$status" = 1 ] && [ "$(wc -l <err.txt)" = 1 ] && cat out.txt err.txt | grep -q 'damaged\|first:' &&
	cat out.txt err.txt | grep -q 'last backup'
tap the_doctor_finds_a_damaged_file_and_says_what_to_do $?
run backup torn-copy.db --store torn.db
refused 1 'regulars doctor'
tap no_backup_is_made_of_a_damaged_file $?
[ ! -e torn-copy.db ] && [ ! -e torn-copy.db.part ]
tap nothing_is_left_of_a_backup_that_failed $?

tap_end
