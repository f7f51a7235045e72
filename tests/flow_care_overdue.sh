#!/bin/sh
# flow_care_overdue.sh - a story: the complaint that ran over its hour. A cake that was dry, a manager
# who did not come, and what everybody is told from then on: who scans the card, who begins to work,
# who owns the shop; until the customer says that it is well, and buys again.
#
# In:  REGULARS, the command.
# Out: TAP; between the tests, as comments, what was said and read.
. "$(dirname "$0")/support/shop.sh"
. "$root/tests/support/story.sh"
story=s.db
TZ=Europe/Copenhagen
export TZ

cake='{"sku":"CAKE","name":"Cake","qty":"1","unit_price":650,"total":650}'

# sale ID REST: a piece of cake that Asha pays, with a receipt.
sale() {
	door '{"op":"sale","sale":{"id":"'"$1"'","currency":"EUR","member":{"scan":"'"$code"'"},"lines":['"$cake"'],"tenders":[{"kind":"cash","amount":650}],"total":650,"cashier":"Jonas"'"$2"'}}'
}

# ago MINUTES
ago() {
	date -d "$1 minutes ago" +%Y-%m-%dT%H:%M:%S%:z
}

shop_make s.db --language en
run enrol Asha --store s.db
code=$(sed -n 's/^QR *//p' out.txt | tr -d -)
run set --store s.db opening_hours 'mo-fr 8-18'
refused 1 opening_hours 'at letter 8'
tap 'opening hours that are none are told with their place' $?
run set --store s.db opening_hours '24h' && run set --store s.db escalate_to Vera
tap 'the shop is open day and night, and Vera answers for it' $?

part 'Three hours ago she buys a cake. It is dry; she says so, and Jonas writes it down.'
sale S-1 ',"at":"'"$(ago 190)"'"'
heard '"ok":true'
tap 'a cake, and its receipt' $?
door '{"op":"complaint","do":"open","id":"C-1","sale_id":"S-1","reason":"product","words":"the cake was dry","cashier":"Jonas","at":"'"$(ago 180)"'"}'
heard '"code":"OK"' '"overdue":true' '"owner":"Vera"'
tap 'a complaint is opened in one call' $?
number=$(field complaint)
door '{"op":"complaint","do":"take","id":"C-1-1","complaint":'"$number"',"who":"Jonas","at":"'"$(ago 178)"'"}'
heard '"code":"OK"' '"next":"listen"' && [ "$(ask s.db 'SELECT owner FROM complaint')" = Jonas ]
tap 'it was his within the hour' $?
door '{"op":"complaint","do":"remedy","id":"C-1-x","complaint":'"$number"',"who":"Jonas","at":"'"$(ago 177)"'"}'
heard '"code":"E_FIELD"' 'say what the remedy was'
tap 'a remedy that is none is refused, and says what is missing' $?

part 'Then the queue comes, and nobody does anything. A till that is killed changes nothing.'
mkfifo in.pipe
"$command" gateway --store s.db --till till-2 <in.pipe >killed.txt 2>&1 &
killed=$!
exec 9>in.pipe
printf '%s\n' '{"op":"shop"}' >&9
wait_for test -s killed.txt
kill -9 "$killed"
wait "$killed" 2>/dev/null
exec 9>&-
[ "$(ask s.db 'SELECT count(*) FROM complaint_step WHERE kind = 11')" = 0 ]
tap 'the hour is over, and nobody wrote it down' $?

part 'She comes back. Mia scans her code, and hears it before anything else.'
door '{"op":"identify","scan":"'"$code"'","language":"en","cashier":"Mia"}'
heard '"complaint":'"$number" '"things":[{"kind":"overdue"'
tap 'who scans the card hears it first' $?
door '{"op":"shop","cashier":"Mia"}'
heard '"overdue"' '"late_minutes":1' '"owner":"Vera"'
tap 'who begins to work hears it' $?
[ "$(ask s.db 'SELECT count(*) FROM complaint_step WHERE kind = 11')" = 0 ]
tap 'and who only reads has written nothing' $?

part 'The owner looks.'
look complaints --store s.db --overdue
wrote OVERDUE 'late by 2 h' "Vera's, taken" 'product: "the cake was dry"' 'next: hear them out' \
	'1 complaint is open, 1 overdue.'
tap 'the owner sees how late, whose, what was done, what to do next' $?
look complaints --store s.db
[ "$(ask s.db "SELECT group_concat(who) FROM complaint_step WHERE kind = 11")" = Vera ]
tap 'that it was handed over is written once' $?
grep -q 'the second clock ran out too' out.txt
tap 'and that the second hour is over too' $?
look report care --store s.db
wrote "Vera" && awk '/verdue/ { found = 1 } END { exit !found }' out.txt
tap "the owner's report says it" $?

part 'Vera hears her out, says sorry, and bakes a new one.'
look complaints --store s.db listen "$number" --who Vera
wrote 'next: say sorry'
tap 'she is heard' $?
look complaints --store s.db apologise "$number" --who Vera
wrote 'next: offer what could be done'
tap 'sorry is said' $?
run complaints --store s.db resolve "$number" --who Vera --by-customer --gesture 99
refused 1 'there is no gesture 99'
tap 'a remedy that was never given is none' $?
look complaints --store s.db resolve "$number" --remedy 'a new cake' --who Vera --id V-1
wrote answered 'next: ask whether it is well now'
tap 'a remedy is given' $?
look complaints --store s.db resolve "$number" --remedy 'a new cake' --who Vera --id V-1
wrote 'This was done before.'
tap 'the same again changes nothing' $?
door '{"op":"identify","scan":"'"$code"'","language":"en"}'
heard '"things":[{"kind":"complaint"'
tap 'it is overdue no more, and nobody forgets to ask' $?
look complaints --store s.db resolve "$number" --by-customer --who Vera
wrote closed
tap 'it is closed by her word' $?
run complaints --store s.db apologise "$number" --who Vera
refused 1 'is closed; reopen it first'
tap 'what is closed is reopened first' $?
look complaints --store s.db show "$number"
wrote "handed over" "closed by the customer" '"a new cake"' Jonas Vera
tap 'every step is there, by whom and when' $?

part 'She buys another.'
sale S-2 ''
heard '"ok":true' '"visit":2'
tap 'she came back' $?
look receipt S-2 --store s.db
wrote Cake && ! grep -qi complaint out.txt
tap 'her receipt is about the cake' $?
look complaints --store s.db
wrote 'No complaint is open.'
tap 'nothing is open' $?
run doctor --store s.db
[ "$status" = 0 ]
tap 'doctor finds nothing' $?
tap_end
