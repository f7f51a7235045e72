#!/bin/sh
# flow_care_third_visit.sh - the third visit: two bad ones in a row, one said at the till and one by
# the customer from the receipt, are seen before the third; the third puts it right.
#
# In:  REGULARS, the command; zbarimg, which reads the receipt's code as a phone does.
# Out: TAP; between the tests, as comments, what was said and read: who asks for a transcript reads
#      those.
. "$(dirname "$0")/support/shop.sh"
. "$root/tests/support/story.sh"
story=shop.db

if ! command -v zbarimg >/dev/null; then
	echo '1..0 # SKIP there is no zbarimg'
	exit 0
fi

# asks JSON...: each through the door; the answers land in out.txt.
asks() {
	printf '%s\n' "$@" >asks.jsonl
	"$command" gateway --store shop.db <asks.jsonl >out.txt 2>err.txt
	sed 's/^/#   > /' asks.jsonl
	sed 's/^/#   < /' out.txt
}

# says TEXT...: the last answer says each.
says() {
	for said; do
		tail -n 1 out.txt | grep -qF -- "$said" || { echo "# not said: $said"; return 1; }
	done
}

# sells ID DAY: a flat white for Mette, with a receipt.
sells() {
	asks '{"op":"sale","print":true,"sale":{"id":"'"$1"'","at":"'"$2"'","cashier":"Jonas","currency":"EUR","member":{"scan":"KLUB-1"},"total":420,"lines":[{"name":"Flat white","total":420}]}}'
}

# token_of SALE: out of the picture of its receipt.
token_of() {
	run receipt "$1" --png "$1.png" --store shop.db
	zbarimg -q --raw -Sdisable -Sqrcode.enable "$1.png" 2>/dev/null |
		sed -n 's|^https://kaffe.example/q/\(RG3.*\)$|\1|p'
}

first=$(date -u -d '-9 days' +%Y-%m-%dT10:00:00Z)
second=$(date -u -d '-5 days' +%Y-%m-%dT10:00:00Z)

shop_make shop.db
run set question_link 'https://kaffe.example/q/{token}' --store shop.db
run set questions csat --store shop.db
asks '{"op":"enrol","name":"Mette Holm","language":"da","card":"KLUB-1"}'
says '"ok":true'
tap a_regular_has_a_card $?

# The first bad visit: she says so at the till, one key.
sells S-1 "$first" && says '"question":"RG3'
tap her_receipt_asks $?
asks '{"op":"moment","id":"M-1","sale_id":"S-1","mood":2,"reason":"staff","at":"'"$first"'"}'
says '"code":"OK"' '"strikes":1'
tap one_key_at_the_till $?
asks '{"op":"moment","id":"M-1","sale_id":"S-1","mood":2,"reason":"staff","at":"'"$first"'"}'
says '"code":"EXISTS"' '"strikes":1'
tap said_twice_is_said_once $?

# The paper asks her in her own language; that she was asked is all of a season.
look receipt S-1 --store shop.db
grep -q 'Hvor tilfreds' out.txt
tap the_question_is_in_her_language $?
token=$(token_of S-1)
[ -n "$token" ]
tap a_phone_reads_the_token_off_the_paper $?
sells S-2 "$second" && ! says '"question"' >/dev/null && [ -z "$(token_of S-2)" ]
tap nobody_is_asked_twice_in_a_season $?

# The page asks; somebody makes a token up; she answers, once.
asks '{"op":"question","token":"'"$token"'","language":"en"}'
says '"question":"csat"' '"text":"How satisfied' '"least":1,"most":5' '"answered":false'
tap the_page_knows_what_to_ask $?
asks '{"op":"moment","token":"RG37KQM2XWD9FABC3DE","score":1}'
says '"ok":false,"code":"E_FORGED"'
tap a_token_that_was_made_up_is_refused $?
asks '{"op":"moment","token":"'"$token"'","score":5,"words":"my card is 4111 1111 1111 1111"}'
says '"code":"E_PAYMENT_CARD"' && ! grep -q 4111 out.txt err.txt
tap a_payment_cards_number_is_not_taken $?
asks '{"op":"moment","token":"'"$token"'","score":2,"words":"kold kaffe igen"}'
says '"code":"OK"' '"strikes":1'
tap she_answers_of_that_visit $?
asks '{"op":"moment","token":"'"$token"'","score":5}'
says '"ok":false,"code":"E_TAKEN"'
tap a_token_is_good_once $?
asks '{"op":"question","token":"'"$token"'"}'
says '"answered":true' '"text":"Hvor tilfreds'
tap the_page_sees_that_it_was_answered $?

# The second bad visit, in the cashier's words.
asks '{"op":"moment","id":"M-2","sale_id":"S-2","mood":1,"reason":"product","words":"lukewarm","at":"'"$second"'"}'
says '"code":"OK"' '"strikes":2'
tap the_second_bad_visit $?

# Before the third: the cashier sees it at the scan, without asking.
asks '{"op":"identify","scan":"KLUB-1","language":"en"}'
says '"strikes":2' '"things":['
tap the_third_visit_begins_with_what_went_wrong $?
look identify KLUB-1 --cashier Sara --store shop.db
wrote 'Bad visits in a row: 2. This one has to be good: take your time.'
tap in_words_before_anything_else $?

# And it goes well: the row ends.
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sells S-3 "$now"
asks '{"op":"moment","id":"M-3","sale_id":"S-3","mood":5,"reason":"staff"}'
says '"code":"OK"' '"strikes":0'
tap a_good_third_visit_ends_it $?
asks '{"op":"identify","scan":"KLUB-1","language":"en"}'
! grep -q '"strikes":2' out.txt
tap the_next_cashier_need_not_know $?

# A receipt of a sale that never was asks nobody.
run set question_season_days 0 --store shop.db
sells S-4 "$now"
gone=$(token_of S-4)
asks '{"op":"void","sale_id":"S-4"}' '{"op":"moment","token":"'"$gone"'","score":1}'
says '"ok":false,"code":"E_NO_SALE"'
tap a_void_takes_its_question_along $?
run doctor --store shop.db
grep -q 'how members were treated is what was said' out.txt && ! grep '!!' out.txt | grep -qv 'to be printed'
tap doctor_finds_nothing_wrong $?
tap_end
