#!/bin/sh
# flow_care_manager.sh - a story: a table that waited an hour. What the waiter may give is not
# enough; a manager allows more with a code; the customer reads of it; and when the sale turns out
# to be another table's, all of it is taken back.
#
# In:  REGULARS, the command.
# Out: TAP; between the tests, as comments, what was said and read.
. "$(dirname "$0")/support/shop.sh"
. "$root/tests/support/story.sh"
story=s.db

# sale ID GESTURES REST: two menus that Asha pays, served by Jonas.
sale() {
	door '{"op":"sale","sale":{"id":"'"$1"'","currency":"EUR","cashier":"Jonas","member":{"scan":"KLUB-1"},"lines":[{"sku":"MENU","name":"Menu","qty":"2","unit_price":1500,"total":3000},{"sku":"CAKE","name":"Cake","total":0}],"total":3000,"gestures":['"$2"']'"${3:-}"'}}'
}

shop_make s.db --language en
run enrol 'Asha Verma' --store s.db --card KLUB-1
[ "$status" = 0 ]
tap 'Asha is a regular' $?

echo '# The owner makes Mia a manager. Her code is typed twice, and shown nowhere.'
printf '4711\n4712\n' | "$command" manager add Mia --store s.db >out.txt 2>err.txt
status=$?
refused 2 'the two codes are not the same'
tap 'a code that was mistyped once is not taken' $?
printf '4711\n4711\n' | "$command" manager add Mia --store s.db >out.txt 2>err.txt
status=$?
wrote 'Mia may allow what is over a cashier'
tap 'a manager is made' $?
printf '471\n471\n' | "$command" manager add Ali --store s.db >out.txt 2>err.txt
status=$?
refused 1 'at least'
tap 'a code of three digits is none' $?
ask s.db "SELECT count(*) FROM manager WHERE code LIKE '\$argon2id\$%' AND code NOT LIKE '%4711%'" |
	grep -qx 1
tap 'the store has what Argon2id made of it' $?

echo '# Jonas begins. He may give five times, five euros each.'
door '{"op":"shift","do":"begin","cashier":"Jonas"}'
heard '"code":"OK"' '"left":{"gestures":5,"worth":2000}'
tap 'a shift begins with its whole budget' $?

echo '# Asha waited an hour. He would give 900 points: the till says beforehand that he may not.'
door '{"op":"quote","sale":{"currency":"EUR","cashier":"Jonas","member":{"scan":"KLUB-1"},"lines":[{"sku":"MENU","name":"Menu","total":3000}],"gestures":[{"kind":"points","points":900}]}}'
heard '"gestures":[{"given":false}]' "a manager's name and code allow it" '"points":30'
tap 'a quote says what would not be given, and what to do' $?

echo '# Mia comes, and mistypes.'
sale S-1 '{"kind":"points","points":900,"manager":"Mia","code":"4171"},{"kind":"product","sku":"CAKE","amount":450}'
heard '"code":"OK"' '"gestures":[{"given":false},{"given":true,"gesture":' "manager's code is not right" \
	'"points":30,'
tap 'a wrong code loses no sale: all but the points is done' $?
sale S-1 '{"kind":"points","points":900,"manager":"Mia","code":"4711"},{"kind":"product","sku":"CAKE","amount":450}'
heard '"code":"EXISTS"' '"gestures":[{"given":false}'
tap 'the same sale again is the same, whatever the code' $?
door '{"op":"gesture","id":"G-1","cashier":"Jonas","member":{"id":1},"kind":"points","points":900,"words":"waited an hour","manager":"Mia","code":"4711"}'
heard '"code":"OK"' '"balance":930' '"left":{"gestures":4,"worth":1550}'
tap 'apart from the sale she allows them; Jonas keeps his budget' $?
door '{"op":"gesture","id":"G-1","cashier":"Jonas","member":{"id":1},"kind":"points","points":900,"words":"waited an hour","manager":"Mia","code":"4711"}'
heard '"code":"EXISTS"' '"balance":930'
tap 'sent twice it is given once' $?
look receipt S-1 --store s.db
wrote 'Today this is on us: Cake'
tap 'the receipt says what was given' $?

echo '# The next time she is right at once, and writes a line.'
sale S-2 '{"kind":"points","points":900,"words":"waited an hour","manager":"Mia","code":"4711"},{"kind":"note","words":"Thank you for your patience, Asha. Mia"}' ',"tenders":[{"kind":"cash","amount":3000}]'
heard '"gesture_points":900' '"points":930' '"balance":1860' '"left":{"gestures":3,"worth":1550}'
tap 'in a sale a right code gives more than the budget' $?
look receipt S-2 --store s.db
wrote "900 of today's points are a small" 'Thank you for your patience, Asha. Mia' && ! grep -q 'waited an hour' out.txt
tap 'the note is printed, the reason is not' $?
look member 1 --store s.db
wrote 'gesture' 'by hand, Jonas'
tap "the member's account names both" $?

echo '# It was another table. The sale is undone, and what was given with it.'
door '{"op":"void","sale_id":"S-2"}' '{"op":"shift","do":"begin","cashier":"Jonas"}'
heard '"points":-930' '"balance":930' '"left":{"gestures":4,"worth":1550}'
tap 'the points come back, and the budget is as before' $?

echo '# Jonas tries his own card, and somebody guesses codes.'
door '{"op":"staff","cashier":"Jonas","member_id":1}' \
	'{"op":"gesture","id":"G-2","cashier":"Jonas","member":{"id":1},"kind":"points","points":5,"manager":"Mia","code":"4711"}'
heard '"code":"E_TAKEN"' "cashier's own card"
tap 'nobody gives to a card of their own, with a code either' $?
for code in 0000 1111 2222 3333 4444; do
	door '{"op":"gesture","id":"G-3","cashier":"Sara","member":{"id":1},"kind":"points","points":900,"manager":"Mia","code":"'$code'"}' >guess.txt
done
door '{"op":"gesture","id":"G-3","cashier":"Sara","member":{"id":1},"kind":"points","points":900,"manager":"Mia","code":"4711"}'
heard '"code":"E_LIMIT"' 'too many wrong codes'
tap 'after five wrong codes the right one waits too' $?
look manager list --store s.db
wrote 'Mia: locked for 15 more minutes after 5 wrong codes'
tap 'the owner sees it' $?
look report alerts --store s.db
wrote 'own card'
tap 'and hears of the own card' $?
run manager remove Mia --store s.db
wrote 'Mia allows nothing any more'
tap 'a manager who leaves is removed' $?
run doctor --store s.db
[ "$status" = 0 ]
tap 'the books are right' $?
tap_end
