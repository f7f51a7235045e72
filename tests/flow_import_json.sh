#!/bin/sh
# flow_import_json.sh - `regulars import square|shopify|loyverse`: figures that another program
# counted with decimals, the same file twice, files that are cut short or have something else inside.
#
# In:  REGULARS, the command; REGULARS_DATA, a folder with pos-logs, when there is one.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

data=${REGULARS_DATA:-$root/../shared/data}/pos-logs
python=$(command -v python3) || python=
if [ -z "$python" ]; then
	tap_skip exports_come_in 'there is no python3'
	tap_end
	exit
fi

oracle() {
	"$python" "$root/tests/flow_import_json.py" "$@"
}

shop_fresh() {
	rm -f ./*.db ./*.db-* ./*.db.key ./*.refused
	run init --store shop.db --name Shop --currency "${1:-USD}" --zone America/New_York
}

# figures: sales, refunds, those of them with a link, their sum, members; of sales that count.
figures() {
	ask shop.db "SELECT count(*) FILTER (WHERE NOT is_refund), count(*) FILTER (WHERE is_refund),
		count(refund_of), coalesce(sum(total_minor), 0), (SELECT count(*) FROM member)
		FROM sale" | tr '|' ' '
}

# lines_agree: each sale's lines come to its total, taxes to its tax.
lines_agree() {
	[ "$(ask shop.db "SELECT count(*) FROM sale WHERE id IN (SELECT sale FROM sale_line) AND
		(total_minor, tax_minor) <> (SELECT sum(total_minor), sum(tax_minor)
		FROM sale_line WHERE sale = sale.id)")" = 0 ]
}

# made FORMAT: a made-up export, and the same in lines.
made() {
	oracle make "$1" 600 >"$1.json" && oracle make "$1" 600 --lines >"$1.jsonl" &&
		expected=$(oracle count "$1" "$1.json")
}

# but_for_openings: all tables, without the count of how often the store was opened.
but_for_openings() {
	dump shop.db | grep -v '^INSERT INTO till '
}

for format in square shopify loyverse; do
	made "$format" && shop_fresh
	run import "$format" "$format.json" --store shop.db
	wrote "0 were there before" && [ "$(figures)" = "$expected" ] && lines_agree
	tap "${format}_comes_in_to_the_last_cent" $?

	but_for_openings >before.sql
	run import "$format" "$format.json" --store shop.db
	wrote 'New: 0 sales, 0 refunds, 0 voids and 0 members' && but_for_openings |
		cmp -s before.sql -
	tap "${format}_again_adds_nothing" $?

	run import "$format" "$format.jsonl" --store shop.db
	wrote 'New: 0 sales, 0 refunds, 0 voids and 0 members'
	tap "${format}_in_lines_is_the_same" $?

	run doctor --store shop.db
	[ "$status" = 0 ]
	tap "a_store_of_${format}_is_sound" $?
done

# Refunds in a file of their own, named before the orders: linked all the same.
made shopify && shop_fresh
"$python" -c 'import json
document = json.load(open("shopify.json"))
refunds = [r for order in document["orders"] for r in order.pop("refunds")
	if order["financial_status"] == "partially_refunded" and not order["test"]
	and not order["cancelled_at"]]
json.dump({"refunds": refunds}, open("refunds.json", "w"))
json.dump(document, open("orders.json", "w"))'
run import shopify refunds.json orders.json --store shop.db
wrote "0 were there before" && [ "$(figures)" = "$expected" ]
tap refunds_may_come_before_their_orders $?
grep -q 'passed over, as no sales: .* tests' out.txt
tap what_was_passed_over_is_told_with_its_reasons $?

# ---- files of the services' own documentation ----

# public FORMAT REFUSED: how many of its documents are none of orders, refunds and receipts.
public() {
	expected=$(oracle count "$1" "$data/$1"/*) && shop_fresh || return 1
	run import "$1" "$data/$1"/* --store shop.db --refused why.txt
	[ "$(grep -c ': refused: ' why.txt 2>/dev/null)" = "$2" ] || [ "$2" = 0 ] || return 1
	[ "$(figures)" = "$expected" ] && lines_agree || return 1
	run import "$1" "$data/$1"/* --store shop.db --refused why.txt
	grep -q 'New: 0 sales, 0 refunds, 0 voids and 0 members' out.txt
}

for format in square:6 shopify:3 loyverse:0; do
	name="documents_of_${format%:*}_come_in_and_the_others_are_told"
	if [ -d "$data/${format%:*}" ]; then
		public "${format%:*}" "${format#*:}"
		tap "$name" $?
	else
		tap_skip "$name" 'there is no pos-logs folder'
	fi
done

# ---- what is not as it should be ----

# The file ends in a record: what came before is in, and the whole file brings the rest.
made square && shop_fresh
head -c "$(($(wc -c <square.json) * 2 / 3))" square.json >half.json
run import square half.json --store shop.db
[ "$status" = 1 ] && grep -q ': refused: the file ends in the middle of the record' \
	half.json.refused && [ "$(figures)" != "0 0 0 0 0" ]
tap a_file_that_is_cut_short_keeps_what_came_before $?
run import square square.json --store shop.db
[ "$status" = 0 ] && [ "$(figures)" = "$expected" ]
tap the_whole_file_brings_the_rest $?

# Four things that are no order stand between the others, each on its line.
shop_fresh
sed -e '3s/.*/{"id": "X", "state": "COMPLETED"},/' -e '5s/.*/17,/' -e '7s/"quantity"/"quantity/' \
	-e '9s/"USD"/"EUR"/g' square.json >bad.json
run import square bad.json --store shop.db
[ "$status" = 1 ] && [ "$(grep -c ': refused: ' bad.json.refused)" = 4 ] &&
	grep -q '^bad.json:3: square-X: refused: it does not say when it was' bad.json.refused &&
	grep -q '^bad.json:5: .*refused: an object' bad.json.refused &&
	grep -q '^bad.json:7: .*refused: this is not JSON' bad.json.refused &&
	grep -q '^bad.json:9: .*refused: it is in EUR, and this shop counts in USD' \
		bad.json.refused
tap what_is_no_order_is_told_by_its_line_and_the_rest_is_in $?
[ "$(figures | cut -d ' ' -f 1)" -gt 500 ]
tap the_rest_is_in $?

# Cancelled after it was recorded: undone, once.
shop_fresh
made loyverse
run import loyverse loyverse.json --store shop.db
sed '2s/"cancelled_at": null/"cancelled_at": "2025-12-30T00:00:00Z"/' loyverse.json >later.json
run import loyverse later.json --store shop.db
wrote 'New: 0 sales, 0 refunds, 1 void'
tap a_receipt_that_was_cancelled_later_is_undone $?
run import loyverse later.json --store shop.db
wrote 'New: 0 sales, 0 refunds, 0 voids'
tap it_is_undone_once $?

# Whatever a payment's record says of a card, nothing of it is kept.
shop_fresh
run import square square.json --store shop.db
dump shop.db >kept.sql && ! grep -q 'sq-1-x\|fingerprint\|last_4' kept.sql
tap nothing_of_a_card_is_kept $?

shop_fresh EUR
run import shopify shopify.json --store shop.db
[ "$status" = 1 ] && [ "$(figures)" = '0 0 0 0 0' ] &&
	grep -q 'it is in USD, and this shop counts in EUR' shopify.json.refused
tap another_currency_is_refused $?

shop_fresh
gzip -k square.json && run import square square.json.gz --store shop.db
refused 1 'square.json.gz:1: the file is compressed; unpack it first'
tap a_packed_file_is_said_so $?

tap_end
