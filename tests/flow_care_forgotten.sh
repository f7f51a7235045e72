#!/bin/sh
# flow_care_forgotten.sh - a member who did everything there is, erased: not one byte of her is left in
# the store, beside it or in a copy made after; nothing that she holds leads anywhere; no list names
# her; nobody waits for her; and the shop's sums are what they were.
#
# In:  REGULARS, the command; python3, which looks through every column of every table.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

NAME='Ashalatha Vermavandra'
PHONE='+4520304050'
EMAIL='ashalatha@vermavandra.example'

# door LINE...: lines at the JSON door; the answers in out.txt.
door() {
	printf '%s\n' "$@" | "$command" gateway --store shop.db --till T1 >out.txt 2>err.txt
	! grep -q '"ok":false' out.txt || { sed 's/^/# /' out.txt; return 1; }
}

# refuses LINE: the door says no.
refuses() {
	printf '%s\n' "$1" | "$command" gateway --store shop.db --till T1 >out.txt 2>err.txt
	grep -q '"ok":false' out.txt || { echo "# not refused: $1"; sed 's/^/# /' out.txt; return 1; }
}

# sale ID WHOM TOTAL DAY REST: one thing that she bought, with a receipt.
sale() {
	printf '{"op":"sale","print":true,"sale":{"id":"%s","at":"%sT10:00:00Z","store":"S1","till":"T1","cashier":"7","currency":"EUR","member":%s,"lines":[{"sku":"LAT","name":"Flat white","total":%s,"tax":0}],"tenders":[{"kind":"cash","amount":%s}],"total":%s,"tax":0%s}}' \
		"$1" "$4" "$2" "$3" "$3" "$3" "${5:-}"
}

# left FILE...: what of her stands in the bytes of these files; fails when something does.
left() {
	python3 - "$@" <<'PY'
import json, sys
found = 0
texts = [line for line in open("texts.txt", encoding="utf-8").read().split("\n") if line]
for path in sys.argv[1:]:
    try:
        data = open(path, "rb").read().lower()
    except FileNotFoundError:
        continue
    for text in texts:
        if text.lower().encode() in data:
            print("# in %s: %s" % (path, text))
            found = 1
sys.exit(found)
PY
}

sums() {
	for kind in cohorts value; do
		run report "$kind" --store shop.db --format json
		python3 -c 'import json, sys
page = json.load(open("out.txt"))
print(json.dumps(page.get("facts", page.get("figures")), sort_keys=True))'
	done
	ask shop.db "SELECT * FROM cohort_cell; SELECT * FROM member_month; SELECT * FROM account;
		SELECT count(*), sum(amount) FROM transfer; SELECT id, visits, spent_minor, net_minor FROM member;
		SELECT id, mood, score, reason FROM moment; SELECT id, kind, worth_minor FROM gesture;
		SELECT member, by_member, state FROM referral; SELECT id, state, units FROM surprise"
}

shop_make shop.db --language da
cat >beans.json <<'J'
{"programme": 1, "name": "Beans", "points": {"worth": {"points": 100, "money": 100}},
 "earn": [{"id": "base", "give": {"points": 1, "per": "1.00"}},
          {"id": "friend", "on": "referral", "give": {"points": 50, "referrer": 100}}],
 "rewards": [{"id": "half", "title": "half off", "needs": {"coupon": true}, "give": {"percent": 50}}]}
J
run programme apply beans.json --store shop.db
[ "$status" = 0 ] || sed 's/^/# /' err.txt
run set question_link 'https://kaffe.example/q/{token}' --store shop.db
run set questions nps --store shop.db
run set surprise_percent 100 --store shop.db
run set surprise_points 7 --store shop.db

# ---- All that a member can do ----

door '{"op":"enrol","name":"Mads Friend","card":"KLUB-1"}'
friend=$(sed 's/.*"referral":"\([^"]*\)".*/\1/' out.txt)
door '{"op":"enrol","name":"'"$NAME"'","phone":"'"$PHONE"'","email":"'"$EMAIL"'","birthday":"1990-05-17","language":"da","card":"KLUB-4711","consent":"Ja, gem mine koeb","referral":"'"$friend"'"}'
qr=$(sed 's/.*"qr":"\([^"]*\)".*/\1/' out.txt)
code=$(sed 's/.*"referral":"\([^"]*\)".*/\1/' out.txt)
door '{"op":"enrol","name":"Ashalatha the Second","card":"KLUB-4712","consent":"ok anden gang"}' \
	'{"op":"enrol","name":"Bo Brought","card":"KLUB-5","referral":"'"$code"'"}'
tap 'she is brought by a friend, brings one, and has a second card' $?
ID='{"id":2}'
door "$(sale A-1 "$ID" 1200 2026-01-05)" \
	"$(sale A-2 '{"scan":"'"$PHONE"'"}' 800 2026-02-07 ',"gestures":[{"kind":"note","words":"vi skrev om hendes knae"}]')" \
	"$(sale A-3 '{"scan":"KLUB-4712"}' 500 2026-02-09)" "$(sale B-1 '{"id":4}' 900 2026-02-10)"
tap 'she buys, by number, by phone and on the second card; so does who she brought' $?
now=$(date -u +%Y-%m-%d)
door "$(sale A-4 "$ID" 700 "$now")"
token=$(sed 's/.*"question":"\(RG3[^"]*\)".*/\1/' out.txt)
door '{"op":"moment","id":"M-1","member":{"id":2},"sale_id":"A-2","mood":1,"reason":"product","words":"kold som en fjord","cashier":"7","complain":true}' \
	'{"op":"moment","id":"M-2","member":{"id":2},"mood":5,"words":"Jonas er saa venlig","cashier":"7"}' \
	'{"op":"moment","id":"M-3","sale_id":"A-1","mood":3,"words":"uden nummer fra hende"}'
complaint=$(sed -n 's/.*"complaint":\([0-9]*\).*/\1/p' out.txt | head -n 1)
door '{"op":"complaint","do":"take","id":"K-1","complaint":'"$complaint"',"who":"Mia"}' \
	'{"op":"complaint","do":"note","id":"K-2","complaint":'"$complaint"',"who":"Mia","words":"hun hedder Ashalatha og er gravid"}' \
	'{"op":"complaint","do":"open","id":"K-3","sale_id":"A-1","words":"ogsaa kagen var gammel","cashier":"7"}' \
	'{"op":"complaint","do":"open","id":"K-4","member":{"id":2},"words":"toilettet var laast","cashier":"7"}'
tap 'two complaints of hers are open, and one of her sale' $?
door '{"op":"gesture","id":"G-1","cashier":"7","member":{"id":2},"kind":"points","points":20,"words":"fordi hun ventede laenge"}'
door '{"op":"privacy","do":"consent","id":"P-1","member_id":2,"purpose":"contact","given":true,"text":"Ring gerne efter fem","who":"Mia"}' \
	'{"op":"contact","do":"add","member_id":2}'
tap 'she says how it was, complains, is given something, agrees and is listed' $?
run adjust 2 50 --store shop.db --who Mia --why "for $NAME, a sick dog"
run issue gift-card 20.00 --store shop.db --member 2 --who Mia --why 'Ashalatha vandt lodtraekning'
run issue coupon half --store shop.db --member 2 --who Mia --why 'til Ashalatha' --code SORRY-ASHALATHA
run segments 2 'gravid vip' --store shop.db
run staff Ashajee 2 --store shop.db
run merge 2 3 --store shop.db --who Mia --why 'Ashalatha har to kort'
[ "$status" = 0 ] || sed 's/^/# /' err.txt
tap 'by hand: points, a gift card, a coupon, segments, a cashier of ours, a merge' "$status"
sqlite3 shop.db "INSERT INTO alert (event, kind, refused, member, cashier, text, at_ms)
	SELECT max(id), 'own_card', 0, 2, '7', '1 sale by 7 on the own card of $NAME', 0 FROM event"
run refresh --store shop.db
run receipt A-2 --store shop.db
run identify "$PHONE" --store shop.db
run privacy show 2 --store shop.db --who Mia

cat >texts.txt <<T
Ashalatha
Vermavandra
1990-05-17
20304050
KLUB-4711
KLUB-4712
SORRY-ASHALATHA
$qr
$(printf '%s' "$qr" | tr -d -)
$token
$code
Ja, gem mine
ok anden gang
vi skrev om
kold som en
saa venlig
uden nummer
gravid
kagen var
toilettet
hun ventede
Ring gerne
sick dog
lodtraekning
har to kort
Ashajee
T
sums >before.txt
# doctor: nothing but that no printer is here.
doctor() {
	run doctor --store shop.db
	[ "$(grep -c '!!' out.txt)" = 1 ] && grep -q '!!.*wait to be printed' out.txt
}
doctor
tap 'doctor finds nothing' $?
run privacy erase 2 --store shop.db --who Mia --why "$NAME asked" --yes
[ "$status" = 1 ] && grep -q 'without the name' err.txt
tap 'the reason that is kept must not name her' $?

# ---- Erased ----

run privacy erase 2 --store shop.db --who Mia --why 'asked for it' --yes
wrote 'Member 2 is erased, with those merged into it' 'Nothing of it is left'
tap 'she is erased' $?
run backup after.db --store shop.db
left shop.db shop.db-wal shop.db-shm shop.db-turn after.db
tap 'nothing of hers is in the store, its log, its turn file or a copy made after' $?
sums >after.txt
cmp before.txt after.txt
tap 'every sum is what it was' $?
doctor
tap 'doctor finds nothing still' $?

gone=0
for scan in "$qr" KLUB-4711 KLUB-4712 "$PHONE" "$EMAIL"; do
	refuses '{"op":"identify","scan":"'"$scan"'"}' || gone=1
done
refuses '{"op":"moment","token":"'"$token"'","score":9,"words":"stadig her"}' || gone=1
refuses '{"op":"moment","token":"'"$token"'","score":9,"at":"'"$now"'T10:00:00Z"}' || gone=1
refuses '{"op":"enrol","name":"New","referral":"'"$code"'"}' || gone=1
refuses '{"op":"referral","code":"'"$code"'"}' || gone=1
refuses '{"op":"moment","id":"M-9","member":{"id":2},"mood":2,"words":"x"}' || gone=1
refuses '{"op":"contact","do":"done","member_id":2,"who":"Mia"}' || gone=1
refuses '{"op":"gesture","id":"G-9","cashier":"7","member":{"id":2},"kind":"points","points":5}' || gone=1
refuses '{"op":"complaint","do":"open","id":"K-9","member":{"id":2},"words":"x"}' || gone=1
for words in 'card 2 NEW-CARD' 'card 2 --renew' 'adjust 2 5 --who Mia --why x' 'segments 2 vip' \
	'issue gift-card 5.00 --member 2 --who Mia --why x' 'staff Ashajee 2'; do
	# shellcheck disable=SC2086
	run $words --store shop.db
	[ "$status" = 1 ] || { echo "# not refused: $words"; gone=1; }
done
tap 'nothing that she holds leads anywhere, and nothing new is put under her number' $gone
door '{"op":"sale","sale":{"id":"Z-1","currency":"EUR","member":{"scan":"KLUB-4711"},"lines":[{"name":"Flat white","total":420}],"total":420}}' \
	'{"op":"sale","sale":{"id":"Z-2","currency":"EUR","member":{"id":2},"lines":[{"name":"Flat white","total":420}],"total":420}}' &&
	! grep -q '"member_id":2' out.txt && grep -c '"ok":true' out.txt | grep -q 2 &&
	[ "$(ask shop.db "SELECT count(*) FROM sale WHERE ref IN ('Z-1', 'Z-2') AND member IS NULL")" = 2 ]
tap 'her old card, or her number, at the till loses no sale, and is nobody'"'"'s' $?
door "$(sale A-1 "$ID" 1200 2026-01-05)" && grep -q EXISTS out.txt
tap 'a sale of hers that is sent again is the one there was' $?

named=0
for kind in at-risk value segments care alerts rhythm economics staff cohorts; do
	for format in text json csv; do
		run report "$kind" --store shop.db --format "$format"
		cat out.txt >>reports.txt
	done
	run report "$kind" --store shop.db --format csv
	if grep -Eq '(^|,)(2|"?member 2"?),' out.txt && [ "$kind" != cohorts ] && grep -q 'member,name' out.txt; then
		echo "# $kind lists her"
		named=1
	fi
done
left reports.txt || named=1
tap 'no report lists her' $named
run complaints --store shop.db
! grep -q '[0-9]' out.txt || sed 's/^/# /' out.txt
[ "$(ask shop.db 'SELECT count(*) FROM complaint WHERE state < 4')" = 0 ]
tap 'nobody waits for an answer of ours any more' $?
door '{"op":"shop","cashier":"7"}'
cp out.txt shop.txt
left shop.txt
tap 'praise no longer says her words or her name' $?

python3 - <<'PY'
import sqlite3
db = sqlite3.connect("file:after.db?mode=ro", uri=True)
for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").fetchall():
    names = [c[1] for c in db.execute("PRAGMA table_info(%s)" % table)]
    if "member" not in names and table not in ("member", "complaint_step", "merge", "tender"):
        continue
    where = {"member": "id IN (2, 3)", "complaint_step": "1", "merge": "1", "tender": "0"}.get(table, "member IN (2, 3)")
    for row in db.execute("SELECT * FROM %s WHERE %s" % (table, where)):
        print("# " + table + ": " + ", ".join("%s=%r" % p for p in zip(names, row) if p[1] not in (None, "", 0)))
PY
tap_end
