#!/bin/sh
# flow_schemas.sh - schema/gateway against `regulars gateway`: what the one refuses, so does the
# other. The tests themselves are in flow_schemas.py.
#
# In:  REGULARS, the command.
# Out: TAP.
. "$(dirname "$0")/support/shop.sh"

if ! python3 -c 'import jsonschema' 2>err.txt; then
	echo '1..0 # SKIP python3-jsonschema is not installed'
	exit 0
fi
shop_make shop.db || exit 1
cat >programme.json <<'END'
{
  "programme": 1,
  "name": "Everything that an answer can show",
  "points": {"worth": {"points": 100, "money": 100},
             "expiry": {"kind": "fixed", "months": 600, "warn_days": 36500}},
  "stamp_cards": [{"id": "beans", "title": "Bean card", "stamps": 10}],
  "tiers": {"by": "spend", "levels": [{"id": "green", "title": "Green", "from": 0},
                                      {"id": "gold", "title": "Gold", "from": 900000000}]},
  "earn": [{"id": "base", "title": "1 for each 1.00", "give": {"points": 1, "per": "amount", "amount": 100}},
           {"id": "back", "title": "1 % back", "give": {"credit": 1, "per": "amount", "amount": 100}},
           {"id": "bean", "title": "A stamp", "give": {"stamps": 1, "card": "beans", "per": "unit"}}],
  "rewards": [{"id": "treat", "title": "A treat", "cost": {"points": 10}, "give": {"amount": 100, "on": "order"}, "per_sale": 5},
              {"id": "bun", "title": "A bun", "cost": {"points": 5}, "give": {"free": {"product": "BUN"}}},
              {"id": "three-for-two", "title": "Three for two", "give": {"buy": {"qty": 2, "items": {"categories": ["coffee"]}}, "get": {"qty": 1}}},
              {"id": "half", "title": "Half", "coupon_only": true, "give": {"percent": "50", "on": "order"}},
              {"id": "next-time", "title": "A coupon", "give": {"coupon": "half", "days": 3650}}],
  "gift_cards": {"months": 600},
  "limits": {"member_sales": {"max": 1, "policy": "flag"}, "own_card": {"policy": "flag"}}
}
END
run programme apply programme.json --store shop.db
[ "$status" = 0 ] || { cat err.txt; exit 1; }
run set question_link 'https://shop.example/{token}' --store shop.db
run set questions nps --store shop.db
run set held_out_percent 0 --store shop.db
PYTHONDONTWRITEBYTECODE=1 python3 "$root/tests/flow_schemas.py" "$root" "$command" shop.db
