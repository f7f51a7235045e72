#!/bin/sh
# flow_care_bad_coffee.sh - a story: a latte that was cold on Monday. One key at the till, and the
# next time whoever serves knows it before the birthday, says so once, and the receipt says it once.
#
# In:  REGULARS, the command.
# Out: TAP; between the tests, as comments, what was said and read: who asks for a transcript reads
#      those.
. "$(dirname "$0")/support/shop.sh"
. "$root/tests/support/story.sh"
story=s.db
TZ=Europe/Copenhagen
export TZ

is_first() {
	grep -q "\"things\":\\[{\"kind\":\"$1\"" out.txt
}

has_no() {
	[ "$status" = 0 ] && ! grep -q "$1" out.txt
}

latte='{"sku":"LAT","name":"Latte","qty":"1","unit_price":450,"total":450}'

# sale ID REST: a latte that Mette pays, with a receipt.
sale() {
	door '{"op":"sale","sale":{"id":"'"$1"'","currency":"EUR","member":{"scan":"'"$code"'"},"lines":['"$latte"'],"tenders":[{"kind":"cash","amount":450}],"total":450,"cashier":"Jonas"'"$2"'}}'
}

monday=$(date -d 'last monday' +%Y-%m-%d)
at_sale=$(date -d "$monday 08:12" +%Y-%m-%dT%H:%M:%S%:z)
at_mood=$(date -d "$monday 08:20" +%Y-%m-%dT%H:%M:%S%:z)
day=$(LC_ALL=C date -d "$monday" '+%-d %b %Y')

shop_make s.db --language en
run enrol Mette --store s.db --language da --birthday "$(date +--%m-%d)"
code=$(sed -n 's/^QR *//p' out.txt | tr -d -)
[ -n "$code" ]
tap 'Mette is a regular, and has her birthday today' $?

part "On $monday at 8:12 she buys a latte. It is cold; Jonas presses one key."
sale S-1 ',"at":"'"$at_sale"'"'
grep -q '"ok":true' out.txt
tap 'a latte on Monday' $?
door '{"op":"moment","id":"M-1","sale_id":"S-1","line":1,"mood":2,"reason":"product","at":"'"$at_mood"'"}'
grep -q '"ok":true' out.txt && [ "$(field strikes)" = 1 ]
tap 'is told to be cold in one call, without a form' $?

part 'Today she comes back. Sara scans her code.'
look identify "$code" --store s.db --cashier Sara
wrote "! Their Latte was not as it should be on $day. Say sorry, and offer a new one." \
	'* It is their birthday today.' 'Yours to give this shift: 5 of 5'
tap 'the apology is said first, then the birthday, then what Sara may give' $?
door '{"op":"identify","scan":"'"$code"'","cashier":"Sara"}'
member=$(sed -n 's/.*"member":{"id":\([0-9]*\).*/\1/p' out.txt)
about=$(sed -n 's/.*"kind":"apology","say":"[^"]*","about":\([0-9]*\).*/\1/p' out.txt)
is_first apology && [ -n "$about" ]
tap 'the till reads the same' $?
door '{"op":"identify","scan":"'"$code"'","language":"da"}'
grep -q 'Sig undskyld' out.txt
tap 'and in Danish for a cashier who reads that' $?

part 'Sara says sorry, and tells the till.'
door '{"op":"told","member_id":'"$member"',"kind":"apology","about":'"$about"',"cashier":"Sara"}'
grep -q '"code":"OK"' out.txt
tap 'it was told' $?
door '{"op":"told","member_id":'"$member"',"kind":"apology","about":'"$about"',"cashier":"Sara"}'
grep -q '"code":"EXISTS"' out.txt
tap 'telling it twice is no harm' $?
look identify "$code" --store s.db
has_no 'Say sorry' && grep -q birthday out.txt
tap 'it is not said again; the birthday is' $?

part 'She pays. Her receipt says it too, in her language, once.'
sale S-2 ''
look receipt S-2 --store s.db
wrote "Latte" && grep -qi 'undskyld' out.txt && grep -qi 'dselsdag' out.txt
tap 'the receipt says sorry for the latte of Monday, before the birthday' $?
[ "$(grep -ni 'undskyld' out.txt | head -n 1 | cut -d: -f1)" -lt \
	"$(grep -ni 'dselsdag' out.txt | head -n 1 | cut -d: -f1)" ]
tap 'in that order' $?

part 'An hour later she takes one along for a friend.'
look identify "$code" --store s.db
has_no 'Say sorry' && has_no birthday
tap 'neither is said again: she was served' $?
sale S-3 ''
look receipt S-3 --store s.db
has_no "[Uu]ndskyld"
tap 'nor does paper say sorry twice' $?

part 'The same receipt again says what it said.'
look receipt S-2 --store s.db
grep -qi undskyld out.txt
tap 'a copy is a copy' $?

part 'In the evening the owner looks whether all is well.'
look doctor --store s.db
wrote 'how members were treated is what was said'
tap 'the row that tills look at is what was said' $?
sqlite3 s.db 'UPDATE member_care SET strikes = 7'
run doctor --store s.db
[ "$status" = 1 ] && grep -q 'not what was said' out.txt && grep -q -- '--rebuild' out.txt
tap 'doctor finds a row that is wrong, and says how to mend it' $?
run refresh --rebuild --store s.db
run doctor --store s.db
wrote 'how members were treated is what was said'
tap 'which mends it' $?
tap_end
