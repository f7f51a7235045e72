#!/bin/sh
# flow_programme.sh - the programme and the ledger from the command's side: check, try, apply; then
# what the owner changes by hand, with the till's sales between.
#
# In:  REGULARS, the command; schema/programme, the examples.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

# request JSON...: one a line, through one gateway to $books; the answers are in out.txt.
request() {
	printf '%s\n' "$@" >request.json
	run gateway --store "${books:-shop.db}" <request.json
}

# said PATH: what stands there in the last line of out.txt.
said() {
	sqlite3 :memory: "SELECT json_extract(CAST('$(tail -n 1 out.txt | sed "s/'/''/g")' AS TEXT), '\$.$1')"
}

shop_make shop.db --calling-code 45
run enrol 'Asha Verma' --phone '+45 12 34 56 78' --store shop.db
run enrol Jonas --store shop.db
[ "$status" = 0 ]
tap the_shop_is_made $?

# ---- The file ----

for example in cafe grocery boutique; do
	run programme check "$root/schema/programme/$example.json" --store shop.db
	wrote ' is a programme: ' &&
		run programme check "$root/schema/programme/$example.json" --currency JPY \
			--store nowhere.db && wrote ' is a programme: '
	tap "the_example_${example}_is_right_with_a_store_and_without" $?
done
run programme show --store shop.db
wrote 'the settings of init are in effect' '100 points are worth 1.00 EUR' 'a free coffee'
tap before_any_was_applied_the_settings_of_init_are_shown $?

cat >beans.json <<'END'
{
  "programme": 1,
  "name": "Beans",
  "points": {"worth": {"points": 100, "money": 100},
             "expiry": {"kind": "fixed", "days": 30, "warn_days": 40}},
  "tiers": {"by": "spend", "levels": [{"id": "green", "title": "Green", "from": 0},
                                      {"id": "gold", "title": "Gold", "from": 100000}]},
  "earn": [{"id": "base", "title": "2 a euro", "give": {"points": 2, "per": "amount", "amount": 100}}],
  "rewards": [
    {"id": "treat", "title": "A treat", "cost": {"points": 50}, "give": {"amount": 100, "on": "order"}},
    {"id": "half", "title": "Half the price", "coupon_only": true, "give": {"percent": "50", "on": "order"}}
  ],
  "limits": {"own_card": {"policy": "flag"}}
}
END
sed 's/"amount": 100}}$/"amount": 100, "colour": 1}}/; s/"cost": {"points": 50}/"cost": {"points": -50}/' \
	beans.json >wrong.json
run programme check wrong.json --store shop.db
refused 1 'wrong.json: line 10: ' 'rewards[0].cost.points'
tap what_is_wrong_in_a_file_is_told_by_its_line $?
run programme apply wrong.json --store shop.db
refused 1 'line 10' && [ "$(ask shop.db 'SELECT count(*) FROM programme')" = 0 ]
tap a_file_that_is_wrong_is_not_applied $?

# ---- The past, tried ----

run programme simulate beans.json --store shop.db
wrote 'There are no sales of members of Kaffe & Kage yet to try Beans on.' 'regulars import'
tap a_programme_tried_on_no_sales_says_so $?
request '{"op":"sale","sale":{"id":"P1","currency":"EUR","total":1000,"member":{"id":1},"at":"2026-01-02","lines":[{"name":"Beans","total":1000}]}}' \
	'{"op":"sale","sale":{"id":"P2","currency":"EUR","total":2050,"member":{"id":2},"at":"2026-01-03","lines":[{"name":"Beans","total":2050}]}}' \
	'{"op":"refund","id":"P3","sale_id":"P1","currency":"EUR","amount":500,"at":"2026-01-04"}'
dump shop.db >before.sql
run programme simulate beans.json --store shop.db
wrote 'tried on 2 sales and 1 refund' '51 points' '25 points' 'taken back by refunds' &&
	grep -qE '^base +2 +2 +61  points$' out.txt && dump shop.db | cmp -s - before.sql
tap a_programme_is_tried_on_the_past_and_nothing_is_changed $?
run programme simulate beans.json --from 2026-01-03 --to 2026-01-03 --store shop.db
wrote 'tried on 1 sale and 0 refunds' '41 points'
tap only_the_days_asked_for_are_tried $?
# shellcheck disable=SC2154
TMPDIR=$folder/none "$command" programme simulate beans.json --store shop.db >out.txt 2>err.txt
status=$?
refused 1 'TMPDIR'
tap without_room_for_a_second_store_it_says_so $?

# ---- In effect ----

run programme apply beans.json --store shop.db
wrote 'Beans is version 1 of the programme; it holds from now on.'
tap a_programme_is_applied $?
tr -d '\t\n' <beans.json >line.json
run programme apply line.json --store shop.db
wrote 'Nothing changed: version 1 stays in effect.' &&
	[ "$(ask shop.db 'SELECT count(*) FROM programme')" = 1 ]
tap the_same_programme_again_makes_no_version $?
run programme show --store shop.db
[ "$status" = 0 ] && cmp -s out.txt beans.json && run programme show --version 1 --store shop.db &&
	cmp -s out.txt beans.json
tap it_is_shown_as_it_was_applied $?
run programme show --version 7 --store shop.db
refused 1 'no such version'
tap a_version_that_is_not_there_is_said $?

run adjust 1 95 --who Jonas --why 'opening gift' --id G1 --store shop.db
wrote 'Member 1 has 100 of points now.' && run adjust 1 95 --who Jonas --why 'opening gift' --id G1 \
	--store shop.db && wrote 'done before'
tap points_are_given_by_hand_once $?
run adjust 1 -500 --who Jonas --why 'too many' --store shop.db
refused 1 '500 would be taken but only 100'
tap no_more_is_taken_than_is_there $?
run adjust 2 5.25 --purse credit --who Jonas --why sorry --store shop.db
wrote 'Member 2 has 5.25 of credit now.'
tap credit_is_given_in_the_currency $?

cart='"currency":"EUR","member":{"id":1},"cashier":"Jonas","lines":[{"name":"Beans","total":1000,"tax_rate":7}'
request "{\"op\":\"quote\",\"sale\":{$cart],\"rewards\":[{\"reward\":\"treat\"}]}}"
hold=$(said hold)
line=$(said 'lines[0]')
[ "$(said due)" = 900 ] && request \
	"{\"op\":\"sale\",\"sale\":{\"id\":\"S1\",$cart,$line],\"total\":900,\"hold\":$hold}}" &&
	[ "$(said spent)" = 50 ] && [ "$(said points)" = 18 ] && [ "$(said balance)" = 68 ]
tap a_sale_takes_what_was_quoted_and_held $?
run identify 12345678 --store shop.db
wrote 'member 1  Asha Verma' 'points 68' 'tier   Green; 986.00 to be spent to Gold' \
	'A treat: now' 'points soon, the first of them after '
tap the_member_is_shown_with_what_is_within_reach $?
request '{"op":"void","sale_id":"S1"}'
[ "$(said balance)" = 100 ] && [ "$(said code)" = OK ]
tap a_sale_that_was_undone_leaves_the_points_as_they_were $?

# ---- Vouchers ----

run issue gift-card 50.00 --who Asha --why raffle --id V1 --store shop.db
wrote 'gift card  50.00 EUR'
code=$(sed -n 's/^code *//p' out.txt)
run voucher "$code" --store shop.db
wrote 'gift card  50.00 EUR' 'usable     yes'
tap a_gift_card_is_issued_and_looked_at $?
run issue gift-card 50.00 --who Asha --why raffle --id V1 --store shop.db
wrote 'This was made before' "$code" && [ "$(ask shop.db 'SELECT count(*) FROM voucher')" = 1 ]
tap the_same_again_makes_no_second_card $?
run issue coupon half --member 1 --until 2090-12-31 --code 'GOLDEN 1' --who Asha --why sorry \
	--store shop.db
wrote 'coupon     for half' 'member     1' 'until      2090-12-31' && ! grep -q '^code' out.txt &&
	run voucher golden1 --store shop.db && wrote 'coupon     for half' 'usable     yes'
tap a_printed_coupon_is_found_by_its_code $?
run issue coupon dance --who Asha --why sorry --store shop.db
refused 1 'no reward dance'
tap a_coupon_is_for_a_reward_of_the_programme $?

# ---- Members ----

run merge 1 2 --who Jonas --why 'two phones' --store shop.db
wrote 'Member 2 is member 1 now'
merge=$(sed -n 's/.*unmerge \([0-9]*\) .*/\1/p' out.txt)
run unmerge "$merge" --who Jonas --store shop.db
wrote 'apart again' && run unmerge "$merge" --who Jonas --store shop.db && wrote 'undone before'
tap two_members_are_merged_and_apart_again $?
run segments 1 'vip staff' --store shop.db
wrote 'Member 1: vip staff' && run segments 1 '' --store shop.db && wrote 'no segments'
tap a_member_has_segments $?
run staff Jonas 1 --store shop.db
wrote 'Cashier Jonas is member 1.' &&
	request "{\"op\":\"sale\",\"sale\":{\"id\":\"S2\",$cart],\"total\":1000}}" &&
	run report alerts --format csv --store shop.db && wrote own_card 'own card (Asha Verma)'
tap a_cashiers_own_card_is_told_to_the_owner $?
run report alerts --format csv --to 2020-01-01 --store shop.db
[ "$status" = 0 ] && [ "$(wc -l <out.txt)" = 1 ] && run staff Jonas --nobody --store shop.db &&
	wrote "nobody's own card"
tap alerts_are_told_for_the_days_asked_for $?

run member 1 --store shop.db
wrote 'Member 1  Asha Verma' 'earned: 2 a euro' 'merged' && run member 1 --last 1 --format csv --store shop.db &&
	[ "$(head -n 1 out.txt | tr -d '\r')" = purse,at,what,amount,balance,sale_id,of,by,who,why,member_id ] &&
	[ "$(wc -l <out.txt)" = 3 ] && run member 1 --format json --store shop.db &&
	[ "$(sqlite3 :memory: "SELECT json_extract(CAST(readfile('out.txt') AS TEXT), '\$.purses[0].lines[#-1].balance')")" = \
		"$(ask shop.db 'SELECT balance FROM account WHERE member = 1 AND purse = 1')" ]
tap a_members_account_is_told_to_its_last_balance $?
run member 4711 --store shop.db
refused 1 'no member 4711' && run member 1 --last 0 --store shop.db
refused 2 'how many lines' && run member 1 --format xml --store shop.db
refused 2 'no format xml'
tap an_account_that_cannot_be_shown_is_refused $?

# ---- A shop of stamps alone ----

cafe=$root/schema/programme/cafe.json
books=stamps.db
shop_make stamps.db --calling-code 45
run programme apply "$cafe" --store stamps.db
run enrol 'Asha Verma' --phone '+45 12 34 56 78' --store stamps.db
wrote 'visits 0' 'stamps 2 of 10' && ! grep -q points out.txt
tap a_shop_of_stamps_speaks_of_no_points $?
cup='{"name":"Tea","category":"tea","total":400}'
cart='"currency":"EUR","member":{"id":1}'
request "{\"op\":\"sale\",\"sale\":{\"id\":\"1042\",$cart,\"at\":\"2026-01-02T10:00:00+01:00\",\"total\":400,\"lines\":[$cup]}}"
run programme simulate "$cafe" --store stamps.db
wrote 'Coffee card' 'It would have given 1 stamp of Coffee card.'
tap what_a_stamp_card_would_have_given_is_told_in_stamps $?
run adjust 1 9 --purse coffee --who Jonas --why 'old card' --store stamps.db
quote="{\"op\":\"quote\",\"sale\":{$cart,\"lines\":[$cup],\"rewards\":[{\"reward\":\"free-coffee\"}]}}"
request "$quote" "$quote"
[ "$(said 'claims[0].code')" = E_POINTS ] && error=$(said 'claims[0].error') && echo "$error" >out.txt &&
	wrote 'Free coffee needs 10 stamps of Coffee card; ' '10 more set aside by a quote'
tap stamps_that_another_quote_holds_are_told $?
request "{\"op\":\"sale\",\"sale\":{\"id\":\"1043\",$cart,\"total\":400,\"lines\":[$cup],\"tenders\":[{\"kind\":\"credit\",\"amount\":400}]}}"
[ "$(said code)" = E_POINTS ] && [ "$(said field)" = tenders ] && error=$(said error) &&
	echo "$error" >out.txt &&
	wrote 'Store credit: only 0.00 there, 4.00 needed' 'take the rest another way'
tap credit_that_is_not_there_is_told_of_the_payment $?
sed 's/"coffee"/"hot-drinks"/g' "$cafe" >renamed.json
run programme check renamed.json --store stamps.db
[ "$status" = 0 ] && grep -qF 'is a programme' out.txt && [ "$(wc -l <err.txt)" = 1 ] &&
	grep -qF 'warning: 1 member holds 1 stamp on the card "coffee"' err.txt &&
	run programme apply renamed.json --store stamps.db && [ "$status" = 0 ] &&
	grep -qF 'give the card its old id again' err.txt
tap stamps_on_a_card_whose_id_was_changed_are_told $?
run programme apply "$root/schema/programme/boutique.json" --store stamps.db
for code in ONE TWO; do
	run issue coupon fifteen-off --member 1 --code "COUPON $code" --who Asha --why sorry \
		--store stamps.db
done
run identify 12345678 --store stamps.db
wrote '2 x 15 % off the cheapest piece: by coupons' && [ "$(grep -c 'cheapest' out.txt)" = 1 ]
tap coupons_for_the_same_are_counted $?

books=shop.db

# ---- The end of points ----

dump shop.db >before.sql
run expire --dry-run --store shop.db
wrote 'No points would end.' 'Dry run' && run expire --dry-run --until 2090-12-31 --store shop.db &&
	wrote 'over on' 'points' 'nothing was changed' && dump shop.db | cmp -s - before.sql
tap what_would_end_is_shown_and_nothing_is_changed $?
run expire --until 2090-12-31 --store shop.db
refused 2 '--until is for --dry-run'
tap what_is_not_over_cannot_be_ended $?
run expire --store shop.db
wrote '0 points ended' '0 quotes left open'
tap nothing_ends_before_its_time $?
run doctor --store shop.db
wrote 'every balance is the sum of its ledger' 'no more points are to end than a member has' \
	'what is held is what open quotes set aside'
tap after_all_this_the_books_are_right $?

tap_end
