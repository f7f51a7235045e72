#!/bin/sh
# flow_qr.sh - the codes that Regulars draws, read by somebody else's reader, are the member's.
#
# In:  REGULARS, the command; zbarimg.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

if ! command -v zbarimg >/dev/null; then
	echo '1..0 # SKIP there is no zbarimg'
	exit 0
fi

# code_in PICTURE: what a reader reads in it.
code_in() {
	zbarimg -q --raw -Sdisable -Sqrcode.enable "$1" 2>/dev/null
}

# is_hers CODE: identify says so.
is_hers() {
	[ -n "$1" ] || return 1
	run identify "$1" --store shop.db
	wrote 'Asha Verma'
}

shop_make shop.db
run enrol 'Nora Winter' --store shop.db
run enrol 'Asha Verma' --store shop.db
member=$(sed -n 's/^member \([0-9]*\) .*/\1/p' out.txt)
grouped=$(sed -n 's/^QR *//p' out.txt)
run qr "$member" --text --store shop.db
text=$(cat out.txt)
is_hers "$text" && is_hers "$grouped" && is_hers "$(echo "$grouped" | tr A-Z a-z)"
tap the_code_as_text_is_the_members_however_it_is_spelled $?

run qr "$member" --png card.png --store shop.db
[ "$status" = 0 ] && [ "$(code_in card.png)" = "$text" ] && is_hers "$(code_in card.png)"
tap the_picture_of_the_code_is_read_by_others $?

"$command" gateway --store shop.db >out.txt 2>err.txt <<END
{"op":"sale","sale":{"id":"S1","currency":"EUR","member":{"scan":"]Q3$text"},"total":420,"lines":[{"name":"Flat white","total":420}]}}
END
grep -q "\"code\":\"OK\",\"member_id\":$member," out.txt
tap a_scanned_code_buys $?
run receipt S1 --png receipt.png --store shop.db
[ "$status" = 0 ] && [ "$(code_in receipt.png)" = "$text" ] && is_hers "$(code_in receipt.png)"
tap the_code_on_the_receipt_is_read_by_others $?
run qr "$member" --png shop.db --store shop.db
refused 1 'is something else' && run doctor --store shop.db && [ "$status" = 0 ]
tap a_picture_is_never_written_over_the_store $?
run receipt S1 --png shop.db.key --store shop.db
refused 1 'is something else' && run identify "$text" --store shop.db && [ "$status" = 0 ]
tap nor_over_its_key $?
run receipt S1 --png receipt.png --store shop.db
[ "$status" = 0 ]
tap but_a_picture_over_a_picture $?
run receipt S1 --png - --store shop.db
[ "$status" = 0 ] && cmp -s out.txt receipt.png
tap a_receipt_goes_to_standard_output_too $?

# The terminal's blocks, two dots a character, as a picture.
run receipt S1 --store shop.db
grep -qF "$grouped" out.txt
tap the_receipt_says_the_code_in_letters_as_well $?

# One letter other than it was: its check does not hold.
run identify "$(echo "$text" | sed 's/.$/\x00/; s/\x00//')" --store shop.db
[ "$status" = 1 ] && ! grep -q 'Asha' out.txt
tap half_a_code_is_nobodys $?
last=$(printf %s "$text" | tail -c 1)
other=7
[ "$last" != 7 ] || other=8
run identify "${text%?}$other" --store shop.db
refused 1 'not made by this shop'
tap a_code_with_another_letter_is_refused_as_forged $?
shop_make second.db
run identify "$text" --store second.db
refused 1 'not made by this shop'
tap a_code_of_another_shop_is_refused $?

run qr 99 --png nobody.png --store shop.db
[ "$status" = 1 ] && [ ! -e nobody.png ]
tap there_is_no_code_of_nobody $?
run qr "$member" --png nowhere/card.png --store shop.db
refused 1 'nowhere/card.png'
tap a_picture_that_cannot_be_written_is_said $?

tap_end
