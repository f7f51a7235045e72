#!/bin/sh
# flow_refresh.sh - regulars refresh as an owner uses it: what it says, what it refuses, and that it
# goes on where it was stopped or killed.
#
# In:  REGULARS, the command.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

now=$(date +%s)

# sales AWK: rows for `import sales`, by a program that calls sell(member, days ago, amount).
sales() {
	echo 'date,member,total'
	awk -v now="$now" '
		function sell(member, days, amount) {
			printf "%s,M%04d,%.2f\n", strftime("%Y-%m-%d", now - days * 86400, 1),
				member, amount
		}
		BEGIN { srand(7) }
		'"$1"
}

# Members who come now and then; half of them stopped.
cafe='BEGIN { for (m = 1; m <= 400; m++) {
	gap = 5 + 20 * rand(); end = rand() < 0.5 ? 200 * rand() : 1
	for (d = 360 - 100 * rand(); d > end; d += gap * log(1 - rand())) sell(m, d, 5 + 10 * rand()) } }'

made() { # FILE AWK: a shop with these sales
	shop_make "$1" && sales "$2" >sales.csv && run import sales sales.csv --store "$1" &&
		[ "$status" = 0 ]
}

made cafe.db "$cafe"
tap 'a shop is made' $?
shop_copy cafe.db fresh.db

run identify M0001 --store cafe.db
wrote 'member '
tap 'a member is found before any refresh' $?
! grep -q '^future' out.txt
tap 'nothing is said of the future then' $?

run refresh --store cafe.db
wrote 'Scored 400 members.' 'When members come: ' 'fitted now to 400 members.' 'What they leave: ' \
	'Tried on the last ' ' visits expected, ' 'All of them together are worth ' 'EUR' \
	'discounted by 10 % a year' 'Next: regulars report at-risk'
tap 'a refresh says what it found and how well it did' $?
! grep -qiE 'nan|inf |-0' out.txt
tap 'every figure is a number' $?
run identify M0001 --store cafe.db
wrote 'future still a customer: ' ' of 100; in a year ' ' visits and ' ' EUR expected (reckoned on '
tap 'a scan says what is expected after it' $?

run refresh --store cafe.db
wrote 'Scored 0 members; 400 more are as good as new.' 'as it was fitted to 400 members.'
tap 'the same day again nothing is written' $?

run refresh --store cafe.db --method ml --whole
wrote 'Scored 400 members.' 'fitted now'
tap 'maximum likelihood on request' $?
run refresh --store cafe.db
wrote 'as it was fitted'
tap 'what is not said is as it was the last time' $?
run refresh --store cafe.db --model mbg/nbd --discount 7.5 --method map
wrote 'When members come: mbg/nbd' 'discounted by 7.5 % a year'
tap 'a model by name, and a discount' $?
run refresh --store cafe.db --model best
wrote 'fitted now'
tap 'best is the way back' $?

run refresh --store cafe.db --model weather
refused 2 weather pareto/nbd mbg/nbd
tap 'a model that there is not is refused with those there are' $?
run refresh --store cafe.db --method guess
refused 2 '--method is map or ml'
tap 'a method that there is not is refused' $?
for wrong in ten -1 1000.1 10.12345 ''; do
	run refresh --store cafe.db "--discount=$wrong"
	refused 2 discount
	tap "a discount of '$wrong' is refused" $?
done
run refresh --store nowhere.db
refused "$status" nowhere.db && [ "$status" != 0 ]
tap 'a store that there is not is refused' $?

# ---- odd shops

shop_make empty.db
run refresh --store empty.db
wrote 'No member has a visit yet: there is nothing to expect.'
tap 'a shop without sales' $?

made few.db 'BEGIN { sell(1, 40, 5); sell(1, 20, 5); sell(2, 9, 4) }'
run refresh --store few.db
wrote 'Scored 2 members.' 'Too little data: this is what shops are like in general'
tap 'too few members' $?
run refresh --store few.db --method ml
wrote 'Maximum likelihood has no answer for so few'
tap 'too few for maximum likelihood' $?

made faithful.db 'BEGIN { for (m = 1; m <= 200; m++) { gap = 6 + 12 * rand()
	for (d = 300; d > 0; d += gap * log(1 - rand())) sell(m, d, 5 + 10 * rand()) } }'
run refresh --store faithful.db
wrote 'No measurable churn: nobody was seen to stay away for good.'
tap 'a shop that nobody leaves' $?

made ended.db 'BEGIN { for (m = 1; m <= 200; m++) { gap = 6 + 12 * rand()
	for (d = 9300; d > 9000; d += gap * log(1 - rand())) sell(m, d, 5 + 10 * rand()) } }'
last=$(ask ended.db "SELECT strftime('%s', max(last_visit_ms) / 1000, 'unixepoch') FROM member")
last=$(LC_ALL=C date -u -d "@$last" '+%-d %b %Y')
run refresh --store ended.db
wrote "As of $last, the last day with a sale" 'Scored 200 members.' && ! grep -q ': 0 visits' out.txt
tap 'sales that ended long ago are as of their last day' $?

# ---- a store that cannot be written

if [ "$(id -u)" != 0 ]; then
	mkdir locked && shop_copy fresh.db locked/shop.db && chmod -R a-w locked
	run refresh --store locked/shop.db
	refused "$status" shop.db && [ "$status" != 0 ]
	tap 'a store that may not be written is refused' $?
	chmod -R u+w locked
else
	tap_skip 'a store that may not be written is refused' 'root may write everything'
fi

# ---- stopped, killed, with a till beside it

made crowd.db 'BEGIN { for (m = 1; m <= 9000; m++) { d = 100 + 260 * rand()
	sell(m, d, 5); sell(m, d * rand(), 6); if (rand() < 0.5) sell(m, d * rand(), 7) } }'
tap 'a shop with many members is made' $?
shop_copy crowd.db killed.db

# Asked to stop from the first moment on, once it is the command and no shell: it stops at its first
# look.
is_command() { # PID
	[ "$(cat "/proc/$1/comm" 2>/dev/null)" = "$(basename "$command")" ] || ! kill -0 "$1"
}
"$command" refresh --store crowd.db >out.txt 2>err.txt &
refresh=$!
wait_for is_command "$refresh"
while kill -INT "$refresh" 2>/dev/null; do :; done
wait "$refresh"
status=$?
refused "$status" 'stopped after 0 members; what was written is kept. The same command goes on' &&
	[ "$status" != 0 ]
tap 'Ctrl-C stops it between two steps and says so' $?
run refresh --store crowd.db
wrote 'Scored 9,000 members.'
tap 'the same command goes on' $?

kills=0
while [ "$kills" -lt 8 ]; do
	"$command" refresh --store killed.db --whole >out.txt 2>err.txt &
	refresh=$!
	looks=0
	# The first ones are killed while it reads and fits, the last when scores are being written.
	while [ "$looks" -lt "$kills" ] || { [ "$kills" -gt 5 ] && [ "${scored:-0}" = 0 ]; }; do
		kill -0 "$refresh" 2>/dev/null || break
		scored=$(ask killed.db 'SELECT count(*) FROM score' 2>/dev/null)
		looks=$((looks + 1))
	done
	kill -KILL "$refresh" 2>/dev/null
	wait "$refresh" 2>/dev/null
	kills=$((kills + 1))
done
run doctor --store killed.db
[ "$status" = 0 ]
tap 'a store is sound whose refresh was killed' $?
run refresh --store killed.db
wrote ' members' && [ "$(ask killed.db 'SELECT count(*) FROM score')" = 9000 ] &&
	[ "$(ask killed.db 'SELECT count(*) FROM scored')" = 1 ]
tap 'after eight kills the next one comes to its end' $?
echo "# ${scored:-0} members were scored before the last kill"

"$command" refresh --store killed.db --whole >refresh.txt 2>refresh.err &
refresh=$!
sold=0
refusals=0
while kill -0 "$refresh" 2>/dev/null || [ "$sold" -lt 3 ]; do
	sold=$((sold + 1))
	echo "{\"op\":\"sale\",\"sale\":{\"id\":\"T-$sold\",\"currency\":\"EUR\",\"total\":500,\"lines\":[{\"name\":\"Tea\",\"total\":500}],\"member\":{\"id\":7}}}" |
		"$command" gateway --store killed.db >out.txt 2>err.txt
	grep -q '"ok":true' out.txt || refusals=$((refusals + 1))
done
wait "$refresh" && [ "$refusals" = 0 ] &&
	[ "$(ask killed.db "SELECT count(*) FROM sale WHERE ref LIKE 'T-%'")" = "$sold" ]
tap 'a till sells meanwhile and is not refused' $?
echo "# $sold sales beside it"

# All are known before the held-out time, and none of them comes in it but somebody new.
quiet='BEGIN { for (m = 1; m <= 40; m++) { sell(m, 300 + m, 5); sell(m, 280 + m, 5) } sell(99, 1, 5) }'
made quiet.db "$quiet" && run refresh --store quiet.db
wrote ', 0 came.' 'Its error was ' && ! grep -q 'it told which' out.txt
tap 'where nobody came nothing is said of telling them apart' $?

tap_end
