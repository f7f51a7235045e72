#!/usr/bin/env python3
"""programme_documents.py - programmes, good and bad, and what the JSON Schema says of each.

In:  the current folder is that of the sources.
Out: a line each: "good" or "bad", a tab, what was changed, a tab, the programme.
     Status 77 without python3-jsonschema.

Small programmes that together have every field are changed in every place, in many ways. The first
line says which fields of the schema stand in none of them, or "all".
"""
import copy
import json
import os
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(77)

FOLDER = "schema/programme"
SCOPE = {"products": ["P1"], "categories": ["C"], "tags": ["t"]}
CARD = {"stamp_cards": [{"id": "tea", "title": "Tea", "stamps": 5,
                         "expiry": {"kind": "never"}}]}
WORTH = {"points": {"worth": {"points": 100, "money": 100}}}
EVERY_WHEN = {
    "items": SCOPE, "min_amount": 500, "min_amount_without_tax": True, "min_qty": "1.5",
    "from": "2026-12-01", "until": "2026-12-24T18:00", "weekdays": ["mon", "sun"],
    "hours": {"from": "17:00", "until": "24:00"}, "first_purchase": True, "visit": 2,
    "every_visit": 3, "birthday": True, "days_before": 1, "days_after": 2, "tiers": ["gold"],
    "segments": ["staff"], "codes": ["HI"], "stores": ["S1"]}
TIERS = {"by": "spend", "levels": [{"id": "gold", "title": "Gold", "from": 0}]}


def earn(*rules, **more):
    return {"earn": [{"id": f"r{n}", **rule} for n, rule in enumerate(rules)], **more}


def rewards(*list_of, **more):
    return {"rewards": [{"id": f"r{n}", "title": "R", **reward}
                        for n, reward in enumerate(list_of)], **more}


PARTS = [
    {"currency": "EUR", "effective": "2026-12-01", "rounding": "nearest",
     "gift_cards": {"title": "G", "months": 3}},
    {"points": {"title": "Points", "worth": {"points": 1, "money": 2},
                "expiry": {"kind": "fixed", "days": 1, "months": 2, "end_of": "day",
                           "warn_days": 3}},
     "credit": {"title": "C", "expiry": {"kind": "sliding", "months": 6}}},
    CARD,
    {"basis": {"tax": "excluded", "order_discounts": "ignored", "paid_rewards": "earn",
               "stored_value": "excluded", "tips": "earn"}},
    {"refunds": {"clawback": "negative", "spent": "kept"},
     "redeem": {"over": "clamp", "earned": "later", "hold_minutes": 5}},
    {"limits": {"member_sales": {"max": 1, "minutes": 2, "policy": "flag"},
                "cashier_sales": {"max": 1, "policy": "refuse"}, "own_card": {"policy": "flag"},
                "adjustments": {"max": 1, "policy": "flag"}, "discount": {"policy": "flag"}}},
    {"tiers": {"by": "visits", "window": "rolling", "window_months": 1, "down": "after",
               "down_months": 2, "next_sale": True,
               "levels": [{"id": "a", "title": "A", "from": 0},
                          {"id": "b", "title": "B", "from": 5}]}},
    {"tiers": {"by": "points", "window": "year", "down": "never",
               "levels": [{"id": "a", "title": "A", "from": 1}]}},
    earn({"title": "T", "enabled": False, "on": "sale", "rounding": "up", "exclusive": True,
          "give": {"points": 1, "per": "amount", "amount": 100, "whole_amounts": True},
          "priority": 1, "caps": {"sale": 1, "day": 2, "period": 3, "days": 4},
          "uses": {"max": 1, "days": 2}}),
    earn({"give": {"stamps": 1, "card": "tea", "per": "unit", "qty": "1"}},
         {"give": {"multiply": "1.5", "of": "tea"}}, **CARD),
    earn({"give": {"credit": 5, "per": "sale"}}, {"give": {"multiply": 2}},
         {"give": {"points": 5, "per": "unit", "whole_amounts": True}}),
    earn({"on": "enrolment", "give": {"points": 5},
          "when": {"segments": ["a"], "birthday": True, "days_after": 3}}),
    earn({"on": "enrolment", "give": {"stamps": 5, "card": "tea"}}, **CARD),
    earn({"on": "referral", "give": {"points": 5, "referrer": 10}},
         {"on": "referral", "give": {"stamps": 1, "card": "tea"}}, **CARD),
    earn({"on": "referral", "give": {"credit": 0, "referrer": 10}}),
    earn({"give": {"points": 1, "per": "sale"}, "when": EVERY_WHEN}, tiers=TIERS),
    rewards({"give": {"percent": "10", "on": "items", "items": SCOPE, "max": 500}}),
    rewards({"give": {"percent": 10, "on": "order"}}, {"give": {"amount": 500, "on": "cheapest"}}),
    rewards({"give": {"amount": 5, "items": SCOPE, "on": "items"}, "cost": {"points": 5}}),
    rewards({"give": {"free": {"items": SCOPE, "qty": 1, "product": "P1"}, "max": 5},
             "cost": {"points": 5, "each": "2"}}),
    rewards({"give": {"free": {"product": "P1"}}, "cost": {"credit": 5}}),
    rewards({"give": {"buy": {"items": SCOPE, "qty": 2},
                      "get": {"items": SCOPE, "qty": 1, "percent": 50}, "max": 5}}),
    rewards({"give": {"points_as_money": {"step": 1, "least": 2, "share": "50"}, "max": 5}},
            **WORTH),
    rewards({"give": {"coupon": "r1", "days": 3}, "automatic": True},
            {"give": {"thing": True}, "coupon_only": True}),
    rewards({"give": {"thing": True}, "enabled": True, "cost": {"stamps": 5, "card": "tea"},
             "automatic": False, "coupon_only": False, "group": "g", "alone": True, "priority": 1,
             "per_sale": 2, "uses": {"max": 1, "days": 2, "total": 3},
             "when": {"visit": 1}}, **CARD),
]
PUT_INSTEAD = [
    None, True, False, 0, 1, -1, 2, 7, 1.5, 1000, 1001, 1000000000000, 1000000000001, "", "a", "A",
    "tea", "points", "gift", "credit", "0", "0.0", "0.001", "0.0001", ".5", "5.", "+1", "-1",
    "100.0", "100.1", "1000.5", "1000001", "00100", "1e2", "a b", "x" * 64, "x" * 256, "\u0007",
    "\u202e", "never", "fixed", "sale", "unit", "enrolment", "referral", "ever", "order", "items",
    "2026-02-30", "2026-13-01", "20261224", "2026-12-24 10:00Z", "24:00", "23:59", "25:00", [], {},
    [1], ["a"], [""], ["a b"], [None], {"a": 1}, {"kind": "fixed"}, {"points": 1}, {"thing": True},
]
PUT_BESIDE = {
    "colour": 1, "points": 1, "credit": 1, "stamps": 1, "card": "tea", "amount": 5, "percent": 5,
    "items": SCOPE, "on": "order", "automatic": True, "coupon_only": True, "cost": {"points": 1},
    "each": 1, "of": "points", "window_months": 1, "down_months": 1, "days": 1, "max": 1,
    "when": {"visit": 1}, "codes": ["A"], "days_before": 1, "whole_amounts": True,
    "min_amount_without_tax": True, "multiply": 2, "referrer": 1, "currency": "EUR", "qty": 1,
}


def places(node, path=()):
    """Where something stands in a programme: the keys that lead to it."""
    if not isinstance(node, (dict, list)):
        return
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield path + (key,)
        yield from places(value, path + (key,))


def at(node, path):
    for key in path:
        node = node[key]
    return node


def is_new(path, tried):
    """Whether something there was not changed before, for what is the same wherever it stands."""
    kind = tuple(key for key in path if isinstance(key, str))
    if kind[-1] not in ("programme", "name", "id", "title", "enabled", "tags", "products"):
        return True
    new = kind not in tried
    tried.add(kind)
    return new


def changes(programme, tried):
    """The programme with one thing changed, in every place; and where and how, in words."""
    yield programme, "as it is"
    for path in places(programme):
        if not is_new(path, tried):
            continue
        where = ".".join(map(str, path))
        for value in PUT_INSTEAD:
            changed = copy.deepcopy(programme)
            at(changed, path[:-1])[path[-1]] = value
            yield changed, f"{where} = {json.dumps(value)[:40]}"
        changed = copy.deepcopy(programme)
        del at(changed, path[:-1])[path[-1]]
        yield changed, f"without {where}"
    for path in [()] + [path for path in places(programme) if isinstance(at(programme, path), dict)]:
        for name in (name for name in PUT_BESIDE if name not in at(programme, path)):
            changed = copy.deepcopy(programme)
            at(changed, path)[name] = PUT_BESIDE[name]
            yield changed, f"{'.'.join(map(str, path))}.{name} beside"


def names_said(node):
    """The names of fields that a schema speaks of."""
    if isinstance(node, list):
        for inner in node:
            yield from names_said(inner)
    if isinstance(node, dict):
        for key, inner in node.items():
            if key == "properties":
                yield from inner
                yield from names_said(list(inner.values()))
            else:
                yield from names_said(inner)


def main():
    with open(os.path.join(FOLDER, "programme.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    examples = []
    for name in ("cafe", "grocery", "boutique"):
        with open(os.path.join(FOLDER, name + ".json"), encoding="utf-8") as file:
            examples.append(json.load(file))
    programmes = [{"programme": 1, "name": "P", **part} for part in PARTS]
    seen = {path[-1] for programme in programmes for path in places(programme)}
    print(" ".join(sorted(set(names_said(schema)) - seen)) or "all")
    for example in examples:
        say(validator, example, "an example")
    tried = set()
    for programme in programmes:
        for changed, how in changes(programme, tried):
            say(validator, changed, how)


def say(validator, programme, how):
    print("good" if validator.is_valid(programme) else "bad", how.replace("\t", " "),
          json.dumps(programme), sep="\t")


main()
