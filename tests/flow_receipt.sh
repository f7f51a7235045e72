#!/bin/sh
# flow_receipt.sh - a receipt as its owner looks at it: made up, in each language, in each form, with
# another template while that is being written; and the customer's copy, read by somebody else's
# parser.
#
# In:  REGULARS, the command; xmllint.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

is_png() {
	[ "$(head -c 4 "$1" | tail -c 3)" = PNG ]
}

# text_of FILE XPATH: what a strict parser finds there.
text_of() {
	xmllint --nonet --xpath "string($2)" "$1" 2>/dev/null
}

# A receipt of no sale needs no shop: whoever thinks of buying may look.
good=0
for language in en hi vi da ar ja; do
	run receipt --sample --language $language --png $language.png
	[ "$status" = 0 ] && is_png $language.png || good=1
	run receipt --sample --language $language --html $language.html
	[ "$status" = 0 ] || good=1
done
tap a_sample_comes_in_every_language $good
cmp -s en.png da.png && good=1
run receipt --sample --profile generic-58 --png narrow.png
[ "$good" = 0 ] && [ "$status" = 0 ] && ! cmp -s en.png narrow.png
tap a_sample_is_as_narrow_as_the_printer $?
run receipt --sample --language en --png again.png
cmp -s en.png again.png
tap the_same_receipt_is_the_same_picture $?

if command -v xmllint >/dev/null; then
	good=0
	for language in en hi vi da ar ja; do
		xmllint --nonet --noout $language.html >out.txt 2>&1 || good=1
		[ "$(text_of $language.html /html/@lang)" = $language ] || good=1
	done
	[ "$(text_of ar.html /html/@dir)" = rtl ] && [ "$(text_of da.html /html/@dir)" = ltr ] &&
		[ "$(text_of da.html //h1)" = 'Kaffe & Kage' ] || good=1
	tap a_strict_parser_reads_every_copy $good
else
	tap_skip a_strict_parser_reads_every_copy 'there is no xmllint'
fi

shop_make shop.db
run enrol '<script>alert("1")</script>' --store shop.db
member=$(sed -n 's/^member \([0-9]*\) .*/\1/p' out.txt)
"$command" gateway --store shop.db >out.txt 2>err.txt <<END
{"op":"sale","sale":{"id":"S1","currency":"EUR","member":{"id":$member},"total":420,"lines":[{"name":"<b>Flat</b> & white","total":420}]}}
END
grep -q '"code":"OK"' out.txt
tap something_is_sold $?
if command -v xmllint >/dev/null; then
	run receipt S1 --html copy.html --store shop.db
	[ "$status" = 0 ] && xmllint --nonet --noout copy.html >out.txt 2>&1 &&
		[ "$(text_of copy.html '//table//td')" = '<b>Flat</b> & white' ] &&
		[ "$(text_of copy.html 'count(//script)')" = 0 ] &&
		grep -q '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;' copy.html
	tap a_name_stays_a_name $?
else
	tap_skip a_name_stays_a_name 'there is no xmllint'
fi
run receipt S1 --language da --store shop.db
wrote 'Kaffe & Kage' && ! grep -q 'Thank you' out.txt
tap a_receipt_speaks_the_language_that_was_asked_for $?

run set language da --store shop.db
[ "$status" = 0 ] && run set language --store shop.db && [ "$(cat out.txt)" = da ]
tap what_is_set_is_shown $?
run set language xx --store shop.db
refused 1 'no sentences in "xx"'
tap a_language_without_sentences_is_refused $?
run set question_link 'ask me' --store shop.db
refused 1 'is not an address'
tap a_question_that_is_no_address_is_refused $?
run set question_link https://shop.example/ask --store shop.db
run receipt S1 --html asked.html --store shop.db
grep -q 'href="https://shop.example/ask?receipt=S1"' asked.html
tap the_question_knows_its_receipt $?
run set --store shop.db
wrote '  language              da' '  question_link         https://shop.example/ask' '(not set)' \
	'  complaint_minutes     60, as usual'
tap all_that_can_be_set_is_listed $?
run set reasons 'queue; noise' --store shop.db
refused 1 'words with a space between two'
tap a_list_is_of_words $?

run logo apply en.png --store shop.db
run receipt S1 --html logo.html --store shop.db
grep -q 'src="data:image/png;base64,' logo.html
tap a_logo_is_on_the_next_receipt $?
run logo apply copy.html --store shop.db
refused 1
tap what_is_no_picture_is_no_logo $?
run logo remove --store shop.db && run receipt S1 --html asked.html --store shop.db
! grep -q 'src="data:' asked.html
tap a_logo_can_be_taken_away $?

run receipt S1 --sample --store shop.db
refused 2 'leave the sale'
tap a_sample_is_of_no_sale $?
run receipt --sample --watch
refused 2 '--template FILE'
tap a_watch_needs_something_to_look_at $?
run receipt --sample --profile laser
refused 2 'no printer profile "laser"'
tap a_printer_that_nobody_knows_is_told $?
printf '{{shpo}}\n' >wrong.receipt
run receipt --sample --template wrong.receipt --png wrong.png
refused 1 wrong.receipt 'line 1' && [ ! -e wrong.png ]
tap a_mistake_is_told_with_its_place $?

# An editor writes another file and gives it the old one's name; another one writes it in place.
drawings() {
	[ "$(grep -c 'seen.png' watch.txt)" -ge "$1" ]
}
told() {
	grep -q 'line 1' told.txt
}
printf 'one {{shop}}\n' >shop.receipt
"$command" receipt --sample --language en --template shop.receipt --png seen.png --watch \
	>watch.txt 2>told.txt &
watcher=$!
wait_for drawings 1 && cp seen.png first.png && is_png first.png
tap a_watch_draws_at_once $?
printf 'two {{shop}} and more\n' >new.tmp && mv new.tmp shop.receipt
wait_for drawings 2 && ! cmp -s seen.png first.png
tap a_file_renamed_over_it_is_seen $?
cp seen.png second.png
printf '{{shpo}}\n' >shop.receipt
wait_for told && cmp -s seen.png second.png
tap a_mistake_leaves_the_last_good_picture $?
printf 'one {{shop}}\n' >shop.receipt
wait_for drawings 3 && cmp -s seen.png first.png
tap what_is_mended_is_drawn_again $?
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
tap_end
