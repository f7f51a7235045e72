#!/bin/sh
# flow_template.sh - the receipt's template from the owner's side: take one, check it, put it in
# effect, see it on a receipt, take it away.
#
# In:  REGULARS, the command; docs/receipts.md, whose table of mistakes is held to what is said.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

# ---- Without a shop ----

run template list
[ "$status" = 0 ] && wrote 'default ' 'narrow ' 'logo ' 'letter '
tap the_templates_of_ours_are_listed $?

ok=0
for name in default narrow logo letter; do
	run template show "$name"
	cp out.txt "$name.receipt"
	run template check "$name.receipt"
	[ "$status" = 0 ] || ok=1
done
tap each_of_ours_is_shown_and_is_a_template $ok

run template fields
[ "$status" = 0 ] && wrote '{{shop}}' '.each lines' '{{amount}}' 'thanks = '
tap fields_lists_and_sentences_are_told $?

# The place is shown in the line, under the very letter.
printf '{{shop}}\nDear\t{{memebr}}\n' >bad.receipt
run template check bad.receipt
printf '     2 | Dear {{memebr}}\n       |        ^\n%s\n' \
	'regulars: bad.receipt: line 2, column 8: there is no field "memebr"; did you mean "member"?' \
	>want.txt
[ "$status" = 1 ] && cmp -s err.txt want.txt
tap a_mistake_is_shown_where_it_is $?

# A line of the file that a terminal would obey is not shown.
printf '\033[2J{{shop}}\n' >bad.receipt
run template check bad.receipt
[ "$status" = 1 ] && ! grep -q "$(printf '\033')" err.txt && grep -q 'U+001B' err.txt
tap a_terminals_escape_is_told_and_not_repeated $?

# Each mistake of the manual that is one line of a template, tried.
tried=0
ok=0
sed -n '/^| mistake/,/^#/p' "$root/docs/receipts.md" | grep '^| `[^`]*` | ' >mistakes.txt
while IFS= read -r row; do
	text=$(printf '%s\n' "$row" | sed 's/^| `\([^`]*\)` | .*/\1/; s/\\|/|/g')
	said=$(printf '%s\n' "$row" | sed 's/^| `[^`]*` | \(.*\) |$/\1/; s/\\|/|/g')
	printf '%s\n' "$text" >bad.receipt
	run template check bad.receipt
	tried=$((tried + 1))
	grep -qF ": $said" err.txt || { ok=1; echo "# $text: $(tail -n 1 err.txt)"; }
done <mistakes.txt
[ "$ok" = 0 ] && [ "$tried" -gt 15 ]
tap the_mistakes_of_the_manual_are_told_as_it_says $?

# ---- In a shop ----

shop_make shop.db
printf 'date,total,item\n2026-11-20,4.50,Tea\n' >sales.csv
run import sales sales.csv --store shop.db
sale=$(sqlite3 shop.db 'SELECT ref FROM sale LIMIT 1' 2>/dev/null)
[ -n "$sale" ]
tap a_sale_is_there $?

run template show own --store shop.db
[ "$status" = 1 ] && grep -q 'no template of its own' err.txt
tap a_shop_begins_without_one_of_its_own $?

printf 'MY OWN: {{shop}}\n' >mine.receipt
run template apply mine.receipt --store shop.db
[ "$status" = 0 ] && run receipt "$sale" --store shop.db && wrote 'MY OWN: Kaffe & Kage'
tap what_is_applied_is_on_the_receipt $?

run template show own --store shop.db
cmp -s out.txt mine.receipt
tap what_was_applied_is_shown_as_it_was $?

printf '{{shp}}\n' >bad.receipt
run template apply bad.receipt --store shop.db
[ "$status" = 1 ] && grep -q 'did you mean "shop"' err.txt &&
	run receipt "$sale" --store shop.db && wrote 'MY OWN: '
tap one_that_is_wrong_is_refused_and_the_one_before_stays $?

run template apply narrow --store shop.db
[ "$status" = 0 ] && run template show own --store shop.db && cmp -s out.txt narrow.receipt
tap one_of_ours_is_applied_by_its_name $?

run template remove --store shop.db
[ "$status" = 0 ] && run receipt "$sale" --store shop.db && wrote 'Thank you for your visit!'
tap without_it_receipts_are_ours_again $?

run template remove --store shop.db
[ "$status" = 1 ]
tap what_is_not_there_is_not_taken_away $?

run template
[ "$status" = 2 ] && run template frobnicate && [ "$status" = 2 ]
tap what_is_not_known_is_a_misuse $?

tap_end
