#!/bin/sh
# flow_care_friend.sh - the story of the friend who brings everything back: Asha's code on her
# receipt, Bo joins with it at the till, both are thanked at his first purchase, he returns all of
# it, and comes back in earnest. From scan to receipt, through `regulars gateway` and the command.
# shellcheck disable=SC2154
. "$(dirname "$0")/support/shop.sh"
. "$root/tests/support/story.sh"
story=shop.db

shop_make shop.db || exit 1
cat >programme.json <<'END'
{"programme": 1, "name": "Kaffe & Kage", "points": {"worth": {"points": 100, "money": 100}},
 "earn": [{"id": "base", "give": {"points": 1, "per": "amount", "amount": 100}},
          {"id": "friend", "on": "referral", "give": {"points": 50, "referrer": 100}}]}
END
run programme apply programme.json --store shop.db

# sale ID SCAN MINOR
sale() {
	printf '{"op":"sale","sale":{"id":"%s","currency":"EUR","cashier":"Mia",' "$1"
	printf '"member":{"scan":"%s"},"lines":[{"sku":"BEANS","name":"Coffee beans",' "$2"
	printf '"total":%s}],"tenders":[{"kind":"cash","amount":%s}],"total":%s}}' "$3" "$3" "$3"
}

door '{"op":"enrol","name":"Asha","language":"en","card":"KLUB-1"}'
heard '"referral":"RG4'
tap 'a member is given a code for friends' $?
code=$(sed 's/.*"referral":"\([^"]*\)".*/\1/' out.txt)

door "$(sale S-1 KLUB-1 1000)"
look receipt S-1 --store shop.db
spelled=$(echo "$code" | sed 's/^\(...\)\(....\)\(....\)\(....\)\(....\)$/\1-\2-\3-\4-\5/')
wrote 'With this code we thank you both' "$spelled"
tap 'the code stands on her receipt, with a word to it' $?

door "{\"op\":\"identify\",\"scan\":\"$code\"}" "$(sale S-2 "$code" 500)"
heard '"code":"E_UNKNOWN"' 'code for friends' '"unseen"'
tap 'it is no card: a scan says what it is, and a sale goes on without a member' $?

door "{\"op\":\"enrol\",\"name\":\"Bo\",\"card\":\"KLUB-2\",\"referral\":\"$spelled\"}"
heard '"name":"Bo"'
tap 'Bo joins with it, as he read it out' $?

door "$(sale S-3 KLUB-2 2000)"
heard '"code":"OK"' '"points":70' '"visit":1'
tap 'his first purchase brings him 50 points beside the 20' $?
door '{"op":"identify","scan":"KLUB-1"}' '{"op":"referral","member_id":1}'
heard '"points":110' '"state":"bought"' '"counted":1'
tap 'and her 100' $?

door '{"op":"refund","id":"R-1","sale_id":"S-3","currency":"EUR","amount":500}' \
	'{"op":"referral","member_id":1}'
heard '"points":-17' '"state":"bought"'
tap 'a part that comes back takes its part of the thanks' $?
door '{"op":"refund","id":"R-2","sale_id":"S-3","currency":"EUR","amount":1500}' \
	'{"op":"referral","member_id":1}' '{"op":"identify","scan":"KLUB-1"}' \
	'{"op":"identify","scan":"KLUB-2"}'
heard '"balance":0' '"state":"undone"' '"counted":0' '"points":10,' '"points":0,'
tap 'when all of it came back nobody has anything of it left' $?
look receipt R-2 --store shop.db
wrote 'REFUND' '53 points were taken back' && ! grep -q 'With this code' out.txt
tap 'the refund says so on paper, and asks for no friends' $?

door "$(sale S-4 KLUB-2 300)" '{"op":"referral","member_id":1}'
heard '"points":53' '"state":"bought"' '"counted":1'
tap 'he comes back in earnest, and that counts' $?
door "$(sale S-5 KLUB-2 300)" '{"op":"identify","scan":"KLUB-1"}'
heard '"points":3,' '"points":110'
tap 'once: the next purchase is one like any other' $?

door "{\"op\":\"referral\",\"id\":\"J-1\",\"member_id\":1,\"code\":\"$code\"}"
heard '"code":"E_FIELD"' 'cannot bring themselves'
tap 'nobody brings themselves' $?

# A surprise for Asha, whatever the draw: every visit brings one.
run set surprise_percent 100 --store shop.db
quote=$(sale S-6 KLUB-1 1000 | sed 's/"op":"sale"/"op":"quote"/')
door "$quote" "$quote" "$(sale S-6 KLUB-1 1000)"
[ "$(grep -c '"surprise":{"points":50' out.txt)" = 0 ]
tap 'a day has one draw, and hers was before' $?
door '{"op":"enrol","name":"Cleo","card":"KLUB-3"}'
quote=$(echo "$quote" | sed 's/KLUB-1/KLUB-3/')
door "$quote" "$quote" "$(sale S-7 KLUB-3 1000)"
[ "$(grep -c '"points":60.*"surprise":{"points":50,"text":"50 ' out.txt)" = 3 ]
tap 'what a quote promises a second one says too, and the sale gives' $?
look receipt S-7 --store shop.db
wrote '50 of today'
tap 'the receipt says it' $?
run surprises replay --store shop.db
wrote '1 surprise played again; each was drawn as it stands there.'
tap 'it can be played again from the key' $?
door '{"op":"void","sale_id":"S-7"}'
run surprises --store shop.db
wrote 'taken back' 'This month: 0.00 of 50.00 EUR'
tap 'and goes with its sale' $?

run doctor --store shop.db
[ "$status" = 0 ] && ! grep -q '^ *!!' out.txt
tap 'the books are right' $?
tap_end
