#!/bin/sh
# flow_care_silent.sh - members who quietly stay away: listed, drawn by lot, contacted, one comes back,
# and the owner's report says so; through the gateway and the command.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/support/shop.sh"

says() { grep -qF -- "$1" out.txt; }

# Twelve who come each week until six weeks ago, and twelve who still do; all leave a number, but
# only the first ten of those who stay away agree to be contacted.
talk() {
	python3 - <<'PY'
import datetime, json

def say(**fields):
    print(json.dumps(fields, ensure_ascii=False))

today = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
for k in range(1, 25):
    say(op="enrol", name="Guest %d" % k, phone="+45203040%02d" % k, language=["da", "en", "ja"][k % 3])
    last = 42 if k <= 12 else 1 + k % 6
    for week in range(24):
        at = today - datetime.timedelta(days=last + 7 * week)
        say(op="sale", sale={"id": "S-%d-%d" % (k, week), "at": at.isoformat(), "currency": "EUR",
            "member": {"id": k}, "total": 400 + 10 * k, "lines": [
                {"name": "Flat white", "qty": "1", "total": 400 + 10 * k}]})
for k in range(1, 11):
    say(op="privacy", do="consent", member_id=k, who="Mia", id="C-%d" % k, purpose="contact",
        given=True, text="You may call me")
say(op="refresh")
PY
}

tell() {
	printf '%s\n' "$1" | "$command" gateway --store shop.db >out.txt 2>err.txt
}

[ -n "$(command -v python3)" ] || exit 1
shop_make shop.db --calling-code 45
talk >talk.jsonl
"$command" gateway --store shop.db <talk.jsonl >out.txt 2>err.txt && ! grep -q '"ok":false' out.txt
tap a_year_of_visits_and_then_silence $?

run contacts --store shop.db --top 4 --who Mia
[ "$status" = 0 ] && says '12 regulars overdue against their own rhythm' && says 'To be contacted' &&
	says '+452030400' && says 'Kaffe & Kage' && says 'Flat white' &&
	says 'Only at the till' && ! says '{' && [ "$(grep -c '^  +45' out.txt)" = 4 ]
tap who_to_contact_with_words_and_a_number $?

run contacts --store shop.db --format csv --top 4
cut -d, -f1 out.txt >first.txt
run contacts --store shop.db --format csv --top 4
cut -d, -f1 out.txt | cmp -s - first.txt && says ',till,'
tap asking_again_gives_the_same $?

run contacts --store shop.db --format json --top 4
python3 -c 'import json; json.load(open("out.txt"))'
tap a_program_reads_it_as_json $?

run contacts --store shop.db --top 4
member=$(sed -n 's/^Guest [0-9]* · \([0-9]*\) · .*/\1/p' out.txt | head -n 1)
run contacts done "$member" --who Mia --how phone --store shop.db
[ "$status" = 0 ] && says "Member $member was contacted"
tap a_contact_is_written_down $?

tell "{\"op\":\"contact\",\"do\":\"done\",\"member_id\":$member,\"who\":\"Mia\"}"
says '"code":"EXISTS"'
tap the_till_says_the_same_again_and_nothing_changes $?

tell "{\"op\":\"contact\",\"do\":\"done\",\"member_id\":$member,\"who\":\"Bo\"}"
says '"code":"E_DIFFERS"'
tap another_cannot_have_done_it_too $?

tell '{"op":"contact","do":"add","member_id":11}'
says '"code":"E_FIELD"' && says 'did not agree to be contacted'
tap nobody_is_listed_who_did_not_agree $?

# Those whom the list leaves alone are nobody's to call.
run set held_out_percent 90 --store shop.db
tell '{"op":"contact","do":"list","top":10,"who":"Mia"}'
says '"left_alone":' && says '"by":"till"'
tap a_till_asks_for_the_list $?
alone=$(for m in 1 2 3 4 5 6 7 8 9 10; do
	tell "{\"op\":\"contact\",\"do\":\"add\",\"member_id\":$m}"
	says '"left_alone":true' && echo "$m" && break
done)
[ -n "$alone" ] && run contacts done "$alone" --who Mia --store shop.db
[ "$status" = 1 ] && grep -q 'left alone' err.txt
tap who_is_left_alone_stays_alone $?

tell "{\"op\":\"sale\",\"sale\":{\"id\":\"BACK\",\"currency\":\"EUR\",\"member\":{\"id\":$member},\"total\":500,\"lines\":[{\"name\":\"Latte\",\"total\":500}]}}"
run report care --store shop.db
[ "$status" = 0 ] && tr -s ' \n' '  ' <out.txt | grep -q 'listed to be contacted within the last 90 days, and 1 came back so far'
tap the_owner_sees_who_came_back $?

for format in csv json html; do
	run report care --format "$format" --store shop.db
	[ "$status" = 0 ] && [ -s out.txt ]
	tap "the_report_is_written_as_$format" $?
done

run doctor --store shop.db
[ "$status" = 0 ]
tap the_store_is_sound $?

for words in 'contacts frobnicate' 'contacts done' 'contacts done 1' 'contacts --top 0' \
	'contacts --format html' 'contacts add'; do
	# shellcheck disable=SC2086
	run $words --store shop.db
	[ "$status" = 2 ]
	tap "misused: $words" $?
done
tap_end
