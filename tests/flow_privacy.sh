#!/bin/sh
# flow_privacy.sh - a member's right to see, take along and be forgotten, from the counter to the raw
# bytes of the file; and that the shop's own figures stay. Prints the rows before and after.
. "$(dirname "$0")/support/shop.sh"

NAME='Asha Vermavandra'
PHONE='+4520304050'
EMAIL='Asha.Verma@Example.com'
WORDS='the latte was as cold as a fjord in february'
NOTE='she told us about her knee operation'

# door LINE...: lines at the JSON door.
door() {
	for line; do
		printf '%s\n' "$line"
	done | "$command" gateway --store shop.db --till T1 >answers.txt 2>err.txt
	status=$?
	cp answers.txt out.txt
}

sale() { # ID MEMBER TOTAL DAY
	printf '{"op":"sale","sale":{"id":"%s","at":"%sT10:00:00Z","store":"S1","till":"T1","cashier":"7","currency":"EUR","member":{"id":%s},"lines":[{"sku":"LAT","name":"Flat white","total":%s,"tax":0}],"tenders":[{"kind":"cash","amount":%s}],"total":%s,"tax":0}}' \
		"$1" "$4" "$2" "$3" "$3" "$3"
}

# rows: what the tables have of members 1 and 2.
rows() {
	ask shop.db "
	SELECT 'member', id, name, language, birthday, consent, phone_sealed IS NOT NULL,
		email_sealed IS NOT NULL, visits, spent_minor, net_minor FROM member WHERE id IN (1, 2);
	SELECT 'card', id, member, kind, blocked, ending FROM card WHERE member IN (1, 2);
	SELECT 'consent', purpose, given, text FROM consent WHERE member IN (1, 2);
	SELECT 'moment', mood, reason, words FROM moment WHERE member IN (1, 2);
	SELECT 'complaint', state, words FROM complaint WHERE member IN (1, 2);
	SELECT 'step', kind, words FROM complaint_step;
	SELECT 'adjustment', amount, who, why FROM adjustment WHERE member IN (1, 2);
	SELECT 'sale', ref, total_minor, points FROM sale WHERE member IN (1, 2);
	SELECT 'account', member, purse, balance FROM account WHERE member IN (1, 2);
	SELECT 'erasure', member, who, why FROM erasure;"
}

# raw TEXT: how often it stands in the store's own bytes.
raw() {
	cat shop.db shop.db-wal 2>/dev/null | grep -a -o -i -F -- "$1" | wc -l
}

# figures: what the owner's reports say; the lists of members, which name her no more, left out.
figures() {
	run report cohorts --store shop.db --format json
	cat out.txt
	run report value --store shop.db --format json
	sed 's/"members":\[[^]]*\]/MEMBERS/' out.txt
}

# ---- A year at the counter ----

shop_make shop.db --language da
tap 'a shop is made' "$status"

run enrol "$NAME" --store shop.db --phone "$PHONE" --email "$EMAIL" --birthday 1990-05-17 \
	--language da --card KLUB-4711 --consent "Ja, gem mine koeb"
wrote 'member 1'
tap 'a member joins, with the words that she agrees to' $?
qr=$(sed -n 's/^QR *//p' out.txt | tr -d '-')
run enrol 'Asha V. the second' --store shop.db --card KLUB-4712
run enrol 'Bo Nielsen' --store shop.db --phone '+4521222324' --email bo@example.com

door "$(sale A-1 1 1200 2026-01-05)" "$(sale A-2 1 800 2026-02-07)" "$(sale B-1 2 500 2026-02-09)" \
	"$(sale C-1 3 700 2026-02-10)" "$(sale C-2 3 900 2026-03-10)" \
	'{"op":"moment","id":"M-1","member":{"id":1},"sale_id":"A-2","mood":1,"reason":"product","words":"'"$WORDS"'","cashier":"7","complain":true}' \
	'{"op":"privacy","do":"consent","id":"K-1","member_id":1,"purpose":"contact","given":true,"text":"Ring gerne","who":"Jonas"}' \
	'{"op":"privacy","do":"consent","id":"K-1","member_id":1,"purpose":"contact","given":true,"text":"Ring gerne","who":"Jonas"}' \
	'{"op":"privacy","do":"consent","id":"K-1","member_id":1,"purpose":"contact","given":false,"who":"Jonas"}' \
	'{"op":"privacy","do":"consent","id":"K-2","member_id":1,"purpose":"contact","given":false,"who":"Jonas"}'
[ "$(grep -c '"ok":true' answers.txt)" = 9 ] && sed -n 8p answers.txt | grep -q '"code":"EXISTS","consents":{"keep":true,"contact":true' &&
	sed -n 9p answers.txt | grep -q E_DIFFERS && sed -n 10p answers.txt | grep -q '"contact":false'
tap 'a consent is a row, the same again is the same, and it can be taken back' $?

run adjust 1 50 --store shop.db --who Jonas --why "$NOTE"
wrote 'has'
tap 'points by hand, with a note about her' $?
run merge 1 2 --store shop.db --who Jonas --why 'Asha V. has two cards'
wrote 'Member 2 is member 1'
tap 'her second card is merged into the first' $?
run refresh --store shop.db
run doctor --store shop.db
[ "$status" = 0 ] && grep -q 'the audit trail is as it was written' out.txt
tap 'doctor finds nothing' $?

# ---- Found, but not readable ----

run identify 'ASHA.VERMA@example.COM ' --store shop.db
wrote 'member 1'
tap 'an e-mail address that is typed finds her, however it is spelled' $?
run enrol 'Somebody else' --store shop.db --email asha.verma@EXAMPLE.com
[ "$status" = 1 ] && grep -q 'belongs to member 1' err.txt
tap 'nobody else joins with that address' $?
[ "$(raw "$PHONE")" = 0 ] && [ "$(raw 20304050)" = 0 ] && [ "$(raw 'asha.verma@')" = 0 ] && [ "$(raw "$NAME")" -gt 0 ]
tap 'phone and e-mail are not in the file, sealed or not' $?
[ "$(raw "$(od -An -tx1 -v shop.db.key | tr -d ' \n' | cut -c 1-16)")" = 0 ] && [ "$(stat -c %a shop.db.key)" = 600 ]
tap 'the key lies beside it, for its owner alone' $?

# ---- To see, to take along ----

run privacy show 1 --store shop.db --who Jonas
tr -s ' \n' ' ' <out.txt >joined.txt && mv joined.txt out.txt # lines are cut to a terminal's width
wrote "$NAME" "$PHONE" "$EMAIL" 'Ja, gem mine koeb' "$WORDS" "$NOTE" 'Flat white' 'Dine køb' \
	'Dine kort' '4711'
tap 'what is known is shown, in her language' $?
run privacy show 1 --store shop.db --html known.html --language ar
[ "$status" = 0 ] && grep -q 'dir="rtl"' known.html && grep -q 'بياناتك' known.html
tap 'as a page for her phone, in another language' $?
run privacy show 1 --store shop.db --png known.png
[ "$status" = 0 ] && [ "$(head -c 4 known.png | tail -c 3)" = PNG ]
tap 'as a picture, as a printer would print it' $?
run privacy show 1 --store shop.db --printer file:paper.bin
[ "$status" = 0 ] && [ "$(wc -c <paper.bin)" -gt 2000 ]
tap 'on the receipt printer' $?
run privacy show 1 --store shop.db --format json
python3 - <<'PY' && ! grep -q 'hash' out.txt
import json
known = json.load(open("out.txt"))
assert known["member"][0]["phone"] == "+4520304050", known["member"]
assert known["member"][0]["email"] == "Asha.Verma@Example.com"
assert known["member"][1]["name"] == "Asha V. the second"
assert len(known["sales"]) == 3 and sum(s["total"] for s in known["sales"]) == 2500
assert [c["given"] for c in known["consents"]] == ["no", "yes", "yes"]
assert known["moments"][0]["mood"] == "1/5"
assert sum(t["units"] for t in known["ledger"] if t["purse"] == "points") == \
    sum(b["units"] for b in known["balances"] if b["purse"] == "points") == 75
assert any(s["what"] == "show" for s in known["seen"])
PY
tap 'as JSON: sums and balances are right, and that it was seen stands there' $?
run audit --member 999 --store shop.db
wrote 'Nothing was seen or changed by hand there.'
tap an_empty_trail_says_so $?
run audit --member 1 --store shop.db
wrote 'show' 'adjust' 'consent' 'merge'
tap 'who saw and changed it is listed' $?

# ---- To be forgotten ----

set -- "$NAME" 'Asha V.' "$WORDS" "$NOTE" 'Ja, gem' 'Ring gerne' 1990-05-17 'two cards'
there=0
for text in "$@"; do
	[ "$(raw "$text")" -gt 0 ] || there=1
done
tap 'before, her names and words are in the raw bytes' "$there"
rows >before.txt
figures >figures_before.txt
run doctor --store shop.db
sed '/audit trail/d; /unused parts/d' out.txt >doctor_before.txt
run privacy erase 1 --store shop.db --who Jonas --why 'asked for it'
[ "$status" = 2 ] && grep -q -- '--yes' err.txt
tap 'erasing asks for --yes' $?
run privacy erase 2 --store shop.db --who Jonas --why 'asked for it' --yes
[ "$status" = 1 ] && grep -q 'merged into member 1' err.txt
tap 'who was merged goes with the one that stays' $?
run privacy erase 1 --store shop.db --who Jonas --why 'asked for it' --yes
wrote 'Member 1 is erased, with those merged into it' 'Nothing of it is left' 'Backups'
tap 'she is erased, and backups are spoken of' $?
rows >after.txt
echo '# --- the rows before'
sed 's/^/# /' before.txt
echo '# --- the rows after'
sed 's/^/# /' after.txt
figures >figures_after.txt
run doctor --store shop.db
[ "$status" = 0 ] && sed '/audit trail/d; /unused parts/d' out.txt | cmp -s - doctor_before.txt
tap 'doctor says the same, byte for byte' $?
cmp figures_before.txt figures_after.txt
tap 'cohorts and value are what they were, byte for byte' $?
[ "$(grep -E '^(sale|account)' before.txt)" = "$(grep -E '^(sale|account)' after.txt)" ]
tap 'sales and balances stay' $?
left=0
for text in "$@"; do
	[ "$(raw "$text")" = 0 ] || { echo "# still there: $text"; left=1; }
done
tap 'not one of her words or names is in the raw bytes' "$left"
[ "$(raw 'Bo Nielsen')" -gt 0 ]
tap 'another member is still there' $?
found=0
for scan in "$qr" KLUB-4711 KLUB-4712 "$PHONE" "$EMAIL"; do
	run identify "$scan" --store shop.db
	[ "$status" = 1 ] || found=1
done
tap 'no card, phone or address of hers is anybody'"'"'s' "$found"
run identify bo@example.com --store shop.db
wrote 'member 3'
tap 'another address still finds its member' $?
run receipt A-1 --store shop.db
[ "$status" = 0 ] && ! grep -qi asha out.txt
tap 'her receipts no longer say her name' $?
run merge 3 1 --store shop.db --who Jonas --why mistake
[ "$status" = 1 ] && grep -q 'were erased on request' err.txt
tap 'nobody is merged with her any more' $?
merge=$(ask shop.db 'SELECT id FROM merge')
run unmerge "$merge" --store shop.db --who Jonas
[ "$status" = 1 ] && grep -q 'were erased on request' err.txt
tap 'nor is that merge undone' $?
run privacy erase 1 --store shop.db --who Jonas --why again --yes
wrote 'erased before'
tap 'a second time does nothing' $?
run enrol "$NAME" --store shop.db --phone "$PHONE" --email "$EMAIL" --card KLUB-4711
wrote 'member 4' 'visits 0'
tap 'she can join again, as somebody new' $?

# ---- No longer than the owner said ----

door "$(sale D-1 4 300 2026-03-11)" \
	'{"op":"moment","id":"M-2","member":{"id":3},"mood":4,"words":"so kind, thank you","at":"2026-01-02T10:00:00Z","cashier":"7"}'
run set keep_words_days 30 --store shop.db
run set keep_members_months 1 --store shop.db
run expire --store shop.db --dry-run
[ "$status" = 0 ] && grep -Eq '^1 note and [0-9]+ members? are older than the shop keeps them, and would be erased' out.txt &&
	[ "$(ask shop.db "SELECT count(*) FROM moment WHERE words = 'so kind, thank you'")" = 1 ]
tap 'a dry run says what is older than the shop keeps it' $?
run set keep_members_months '' --store shop.db
run expire --store shop.db
[ "$status" = 0 ] && grep -q '^1 note and 0 members were older' out.txt && [ "$(raw 'so kind')" = 0 ]
tap 'words go after their days, also from the raw bytes' $?
run doctor --store shop.db
[ "$status" = 0 ]
tap 'and doctor finds nothing' $?

# ---- A trail that cannot be edited unnoticed ----

# edit SQL: changes the file by hand, the triggers dropped.
edit() {
	shop_copy shop.db edited.db || return 1
	sqlite3 edited.db "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_removed; $1"
	run doctor --store edited.db
	[ "$status" = 1 ] && grep -q '!!.*audit trail' out.txt
}
edit "UPDATE audit SET who = 'Nobody' WHERE id = 2"
tap 'a row that was changed is found' $?
edit "UPDATE audit SET at_ms = at_ms + 1 WHERE id = 3"
tap 'so is another time' $?
edit "DELETE FROM audit WHERE id = 3"
tap 'a row that was taken out is found' $?
edit "DELETE FROM audit WHERE id = 3; UPDATE audit SET id = id - 1 WHERE id > 3; UPDATE audit_end SET rows = rows - 1"
tap 'also when the others are numbered anew' $?
edit "INSERT INTO audit SELECT id + 1, at_ms, who, what, member, event, detail, mac FROM audit ORDER BY id DESC LIMIT 1"
tap 'a row that was put in is found' $?
edit "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)"
tap 'one that was cut off at the end is found' $?
edit "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit); UPDATE audit_end SET rows = rows - 1"
tap 'also when the count was mended' $?
edit "DELETE FROM audit; UPDATE audit_end SET rows = 0, mac = zeroblob(16)"
tap 'and so is a trail that was emptied: what was done by hand says so' $?

tap_end
