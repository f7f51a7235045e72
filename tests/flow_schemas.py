#!/usr/bin/env python3
"""flow_schemas.py - holds schema/gateway and the gateway against one another.

In:  the sources, the command, a shop's store. Run by flow_schemas.sh.
Out: TAP.

Requests that were written down beforehand, good and bad, go through one `regulars gateway`; every
answer is held against its schema. Then each good request is changed in every place, in many ways,
and the schema and the gateway have to agree about what came out.
"""
import copy
import datetime
import json
import os
import re
import subprocess
import sys

import jsonschema

import flow_schemas_care as care

OPS = ("shop", "identify", "enrol", "card", "quote", "let_go", "sale", "refund", "void", "edit",
       "voucher", "issue", "adjust", "merge", "unmerge", "member", "staff", "programme", "alerts",
       "receipt", "report", "refresh", "spool", *care.OPS)
DONE = "done"
LINE = {"sku": "COF250", "name": "Coffee beans 250 g", "category": "coffee", "qty": "2",
        "unit_price": 750, "discount": 100, "total": 1400, "tax": 136, "cost": 820, "kind": "goods",
        "reward": "", "tags": "beans organic", "code": "", "tax_rate": "7"}
SALE = {"id": "S-1", "at": "2070-11-21T10:03:00+01:00", "store": "S1", "till": "T1", "cashier": "7",
        "channel": "web",
        "currency": "EUR", "member": {"scan": "+4512345678"}, "lines": [LINE],
        "tenders": [{"kind": "cash", "amount": 1500, "code": ""}, {"kind": "change", "amount": -100}],
        "total": 1400, "tax": 136}
WISHES = {"rewards": [{"reward": "treat", "code": "", "times": 1, "points": 0}], "codes": ["SPRING"],
          "hold": 0, "sale_id": ""}
BY = {"who": "Jonas", "why": "the till was down"}
BACK = {**LINE, "qty": "-0.002", "unit_price": 500, "discount": 0, "total": -1, "tax": 0,
        "cost": -1}
REFUND = {"op": "refund", "id": "R-1", "sale_id": "S-1", "at": "2026-11-22", "store": "S1",
          "till": "T1", "cashier": "7", "channel": "web", "currency": "EUR", "member": {"id": 1}, "lines": [BACK],
          "tenders": [{"kind": "voucher", "amount": -1, "code": ""}], "total": -1, "tax": 0, "print": False}
# As a till writes what its floats hold.
TEXT_SALE = {"op": "sale", "sale": {
    "id": "S-30", "at": "2026-11-21", "currency": "EUR", "total": "24.020000", "tax": "2.22",
    "tenders": [{"kind": "cash", "amount": "50"}, {"kind": "change", "amount": "-25.98"}],
    "lines": [{"qty": "3", "unit_price": "6.67", "discount": "1.0000000000000002",
               "total": "19.0", "tax": "1.756363636363636", "cost": ".9"},
              {"total": "5.005", "tax": "0.455"}, {"total": "8.881784197001252e-16"}]}}
TEXT_REFUND = {"op": "refund", "id": "R-30", "sale_id": "S-30", "at": "2026-11-22",
               "currency": "EUR", "total": "-18.99", "tax": "-1.76",
               "tenders": [{"kind": "cash", "amount": "-18.99"}],
               "lines": [{"qty": "-3", "unit_price": "6.67", "discount": "-1", "total": "-19.00",
                          "tax": "-1.756"}]}
ENROL = {"op": "enrol", "name": "Asha Verma", "phone": "+45 12 34 56 78",
         "email": "asha@example.org", "birthday": "1990-05-17", "language": "en",
         "card": "CARD-1", "consent": "yes"}

FELT = {"op": "moment", "id": "F-2", "member": {"id": 1}, "sale_id": "S-1", "line": 1, "mood": 2,
        "reason": "product", "stage": "after", "words": "cold", "cashier": "7", "store": "S1",
        "at": "2026-11-21T10:03:00+01:00", "complain": False}
HEARD = {"op": "moment", "token": "$question", "score": 9, "mood": 4, "reason": "staff",
         "stage": "during", "words": "always friendly"}

GIVEN = {"currency": "EUR", "cashier": "8", "member": {"id": 1}, "lines": [{"total": 100}],
         "total": 100}
GESTURE = {"kind": "points", "points": 1, "amount": 0, "sku": "", "words": "waited long",
           "complaint": 0, "manager": "", "code": ""}


def sale_of(**changes):
    return {"op": "sale", "sale": {**SALE, **changes}}


def issue_of(number, **what):
    return {"op": "issue", "id": f"I-{number}", **BY, **what}


def days_ago(days):
    day = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    return day.strftime("%Y-%m-%dT%H:%M:%SZ")


# Enough members who came twice for a model to be tried on days that it had not seen.
GUESTS = [
    asked for i in range(25) for asked in (
        ({"op": "enrol", "name": f"Guest {i}", "card": f"GUEST-{i}"}, DONE),
        *((sale_of(id=f"G-{i}-{n}", member={"scan": f"GUEST-{i}"}, at=days_ago(days)), "OK")
          for n, days in enumerate((100 + i, 60 - 2 * i))))
]

# What is asked, in this order, and the code that comes back; "done" has none. A text that begins
# with a dollar sign stands for what an answer said under that name last.
RECORDED = [
    ({"op": "shop"}, DONE),
    ({"op": "report", "name": "cohorts"}, DONE),
    ({"op": "refresh"}, DONE),
    (ENROL, DONE),
    (ENROL, "E_TAKEN"),
    ({"op": "enrol", "name": "Jonas", "birthday": "--02-29", "language": "pt-BR",
      "referred_by": 1}, DONE),
    ({"op": "enrol", "name": "Jonas", "referred_by": 99}, "E_UNKNOWN"),
    ({"op": "enrol", "phone": "4111 1111 1111 1111"}, "E_PAYMENT_CARD"),
    ({"op": "identify", "scan": "]C1CARD-1"}, DONE),
    ({"op": "identify", "scan": "5701234567899"}, "E_UNKNOWN"),
    ({"op": "identify", "scan": "RG1-7KQM-2XWD-9FAB-C3DE"}, "E_FORGED"),
    ({**sale_of(), "print": True}, "OK"),
    ({**sale_of(), "print": True}, "EXISTS"),
    (sale_of(cashier="8"), "E_DIFFERS"),
    (sale_of(channel="counter"), "E_DIFFERS"),
    (sale_of(id="S-2", at="2070-11-24 10:03"), "OK"),
    (sale_of(id="S-3", member={"id": 2}, tenders=None, tax=None,
             lines=[{"total": 700}, {"total": 700, "qty": 0.25}]), "OK"),
    (sale_of(id="S-4", member={"scan": "4111111111111111"}), "OK"),
    (sale_of(id="S-5", member={"scan": "RG1-NOT-WHOLE"}), "OK"),
    (sale_of(id="S-6", total=1401), "E_SUM"),
    (sale_of(id="S-7", currency="DKK"), "E_CURRENCY"),
    (sale_of(id="S-8", at="2026-02-30"), "E_TIME"),
    (sale_of(id="S-9", tenders=[*SALE["tenders"], *[{"kind": "other", "amount": 0}] * 31]),
     "E_LIMIT"),
    (sale_of(id="S-10", lines=[LINE] + [{"total": 0}] * 1000), "E_LIMIT"),
    ({"op": "identify", "scan": "x" * 1025}, "E_LIMIT"),
    ({"op": "dance"}, "E_FIELD"),
    (REFUND, "OK"),
    (REFUND, "EXISTS"),
    ({"op": "refund", "id": "R-2", "sale_id": "S-1", "currency": "EUR", "amount": 100,
      "print": True}, "OK"),
    ({"op": "refund", "id": "R-3", "currency": "EUR", "member": {"scan": "noone-s"},
      "amount": 1}, "OK"),
    ({"op": "refund", "id": "R-4", "sale_id": "S-1", "currency": "EUR", "amount": 1401},
     "E_REFUND"),
    ({"op": "refund", "id": "R-5", "sale_id": "S-99", "currency": "EUR", "amount": 1}, "E_NO_SALE"),
    ({**REFUND, "id": "R-6", "lines": [BACK] + [{"total": 0}] * 1000}, "E_LIMIT"),
    ({"op": "adjust", "id": "A-1", "member_id": 1, "units": 1000000000, "purse": "points", **BY},
     "OK"),
    ({"op": "adjust", "id": "A-1", "member_id": 1, "units": 1000000000, "purse": "points", **BY},
     "EXISTS"),
    ({"op": "adjust", "id": "A-2", "member_id": 1, "units": 100000, "purse": "credit", **BY}, "OK"),
    ({"op": "adjust", "id": "A-3", "member_id": 2, "units": -100000, **BY}, "E_POINTS"),
    ({"op": "identify", "scan": "CARD-1"}, DONE),
    ({"op": "quote", "sale": {"currency": "EUR", "lines": [{"total": 100}]}}, DONE),
    ({"op": "quote", "sale": {**SALE, "member": {"scan": "noone-s"}}}, DONE),
    ({"op": "quote", "sale": {**SALE, **WISHES}}, DONE),
    ({"op": "let_go", "hold": "$hold"}, "OK"),
    ({"op": "let_go", "hold": "$hold"}, "EXISTS"),
    ({"op": "let_go", "hold": 4711}, "E_FIELD"),
    ({"op": "quote", "sale": {**SALE, "rewards": [
        {"reward": "treat"}, {"reward": "three-for-two"}, {"reward": "bun"}, {"reward": "dance"},
        {"reward": "half", "times": 2}]}}, DONE),
    (sale_of(id="S-20", hold="$hold", lines=[LINE, {"total": -100, "reward": "treat"}], total=1300,
             tax=136, tenders=None), "OK"),
    (sale_of(id="S-21", lines=[LINE, {"total": 5000, "kind": "gift_card"},
                               {"total": 100, "kind": "tip"}, {"total": 200, "kind": "top_up"},
                               {"total": 3, "kind": "rounding"},
                               {"total": 0, "reward": "next-time", "name": "Coupon"}],
             total=6703, tenders=None), "OK"),
    ({"op": "voucher", "code": "$gift_card"}, DONE),
    (sale_of(id="S-22", tenders=[{"kind": "gift_card", "code": "$gift_card", "amount": 1000},
                                 {"kind": "credit", "amount": 300},
                                 {"kind": "points", "amount": 100}]), "OK"),
    (sale_of(id="S-25", lines=[LINE, {"total": -100, "tax": 0, "reward": "treat"}], total=1300,
             tenders=None), "OK"),
    ({"op": "refund", "id": "R-25", "sale_id": "S-25", "currency": "EUR", "amount": 1300}, "OK"),
    (issue_of(1, kind="gift_card", amount=5000, member_id=1, until="2076-12-31"), "OK"),
    (issue_of(1, kind="gift_card", amount=5000, member_id=1, until="2076-12-31"), "EXISTS"),
    (issue_of(1, kind="gift_card", amount=5001), "E_DIFFERS"),
    ({"op": "voucher", "code": "$gift_card"}, DONE),
    (issue_of(4, kind="gift_card", amount=1400), "OK"),
    (sale_of(id="S-26", tenders=[{"kind": "gift_card", "code": "$gift_card", "amount": 1400}]),
     "OK"),
    ({"op": "voucher", "code": "$gift_card"}, DONE),
    (issue_of(2, kind="coupon", reward="half", code="PRINTED-1"), "OK"),
    ({"op": "voucher", "code": "printed 1"}, DONE),
    ({"op": "voucher", "code": "printed 2"}, "E_UNKNOWN"),
    (issue_of(3, kind="coupon", reward="dance"), "E_FIELD"),
    (issue_of(3, kind="gift_card", amount=1, code="PRINTED-1"), "E_TAKEN"),
    (TEXT_SALE, "OK"),
    (TEXT_SALE, "EXISTS"),
    ({**TEXT_SALE, "sale": {**TEXT_SALE["sale"], "id": "S-31", "total": "24.03"}}, "E_SUM"),
    ({**TEXT_SALE, "sale": {**TEXT_SALE["sale"], "id": "S-31", "total": "24,02"}}, "E_FIELD"),
    ({**TEXT_SALE, "sale": {**TEXT_SALE["sale"], "id": "S-31", "total": 24.02}}, "E_FIELD"),
    (TEXT_REFUND, "OK"),
    ({"op": "refund", "id": "R-31", "sale_id": "S-30", "currency": "EUR", "amount": "2e1"},
     "E_REFUND"),
    ({"op": "quote", "sale": TEXT_SALE["sale"]}, DONE),
    (FELT, "OK"),
    (FELT, "EXISTS"),
    ({**FELT, "mood": 1}, "E_DIFFERS"),
    ({"op": "moment", "id": "F-3", "member": {"id": 2}, "mood": 1, "complain": True}, "OK"),
    ({"op": "moment", "id": "F-4", "mood": 3, "words": "4111 1111 1111 1111"}, "E_PAYMENT_CARD"),
    ({"op": "moment", "id": "F-4", "mood": 3, "sale_id": "S-99"}, "E_NO_SALE"),
    ({"op": "moment", "id": "F-4", "mood": 3, "reason": "weather"}, "E_FIELD"),
    ({"op": "question", "token": "$question"}, DONE),
    ({"op": "question", "token": "RG3-7KQM-2XWD-9FAB-C3DE", "language": "da"}, "E_FORGED"),
    (HEARD, "OK"),
    (HEARD, "EXISTS"),
    ({**HEARD, "score": 1}, "E_TAKEN"),
    ({"op": "void", "sale_id": "S-2"}, "OK"),
    ({"op": "void", "sale_id": "S-2"}, "EXISTS"),
    ({"op": "void", "sale_id": "S-20"}, "OK"),
    ({"op": "void", "sale_id": "S-99"}, "E_NO_SALE"),
    (sale_of(id="S-23"), "OK"),
    ({**sale_of(id="S-23", cashier="8"), "op": "edit", "print": True}, "OK"),
    ({**sale_of(id="S-23", cashier="8"), "op": "edit", "print": True}, "EXISTS"),
    ({**sale_of(id="S-23", member={"scan": "4111111111111111"}), "op": "edit"}, "OK"),
    ({**sale_of(id="S-23", lines=[LINE, {"total": 5000, "kind": "gift_card"},
                                  {"total": 0, "reward": "next-time"},
                                  {"total": -100, "reward": "treat"}],
                total=6300, tenders=None), "op": "edit"}, "OK"),
    ({**sale_of(id="S-99"), "op": "edit"}, "E_NO_SALE"),
    ({"op": "enrol", "name": "Once"}, DONE),
    ({"op": "enrol", "name": "Twice"}, DONE),
    ({"op": "merge", "into": 3, "from": 4, **BY}, DONE),
    ({"op": "merge", "into": 3, "from": 4, **BY}, "E_UNKNOWN"),
    ({"op": "unmerge", "merge_id": "$merge_id", "who": "Jonas"}, "OK"),
    ({"op": "unmerge", "merge_id": "$merge_id", "who": "Jonas"}, "EXISTS"),
    ({"op": "member", "member_id": 1, "segments": "vip staff"}, "OK"),
    ({"op": "member", "member_id": 1, "segments": "vip staff"}, "EXISTS"),
    ({"op": "member", "member_id": 99, "segments": ""}, "E_UNKNOWN"),
    ({"op": "staff", "cashier": "7", "member_id": 1}, DONE),
    (sale_of(id="S-24"), "OK"),
    (sale_of(id="S-27"), "OK"),
    ({"op": "programme"}, DONE),
    ({"op": "alerts", "from": "2026-01-01", "to": "2099-12-31"}, DONE),
    ({"op": "alerts"}, DONE),
    ({"op": "report", "name": "alerts"}, DONE),
    ({"op": "spool"}, DONE),
    ({"op": "spool", "cancel": 1}, "OK"),
    ({"op": "spool", "all": True}, DONE),
    ({"op": "spool", "retry": 0}, "OK"),
    ({"op": "spool", "retry": 99999}, "E_UNKNOWN"),
    ({"op": "spool", "cancel": 99999}, "E_UNKNOWN"),
    ({"op": "receipt", "sale_id": "S-1", "to": "printer"}, DONE),
    ({"op": "receipt", "sale_id": "S-1", "to": "text"}, DONE),
    ({"op": "receipt", "sale_id": "S-1", "to": "png"}, DONE),
    ({"op": "receipt", "sale_id": "S-1", "to": "html", "language": "da"}, DONE),
    ({"op": "receipt", "sale_id": "S-1", "to": "escpos"}, DONE),
    ({"op": "receipt", "sale_id": "S-99", "to": "text"}, "E_NO_SALE"),
    ({"op": "report", "name": "cohorts", "from": "2026-11-01", "to": "2026-11-30",
      "format": "json"}, DONE),
    ({"op": "report", "name": "value"}, DONE),
    ({"op": "report", "name": "value", "format": "csv"}, DONE),
    ({"op": "report", "name": "cohorts", "format": "table"}, DONE),
    ({"op": "report", "name": "cohorts", "format": "html", "period": "week"}, DONE),
    ({"op": "report", "name": "cohorts", "by": "category", "show": "net"}, DONE),
    ({"op": "report", "name": "cohorts", "where": "total >= 10"}, DONE),
    ({"op": "report", "name": "cohorts", "where": "weather = 'fine'"}, "E_FIELD"),
    ({"op": "report", "name": "cohorts", "format": "csv", "table": "weather"}, "E_FIELD"),
    *(({"op": "report", "name": name}, DONE) for name in (
        "at-risk", "segments", "rhythm", "new-vs-returning", "economics", "forecast", "staff")),
    *GUESTS,
    *care.gone(days_ago, sale_of),
    ({"op": "refresh", "whole": True}, DONE),
    ({"op": "refresh", "method": "ml", "model": "mbg/nbd", "discount": "7.5"}, DONE),
    ({"op": "refresh", "model": "pareto/nbd", "method": "map"}, DONE),
    ({"op": "refresh", "model": "weather"}, "E_FIELD"),
    ({"op": "refresh", "discount": "1000.5"}, "E_FIELD"),
    ({"op": "refresh", "model": "best"}, DONE),
    ({"op": "identify", "scan": "+4512345678"}, DONE),
    ({"op": "identify", "scan": "$qr"}, DONE),
    ({"op": "moment", "id": "M-till", "member": {"id": 1}, "mood": 1, "reason": "staff"}, "OK"),
    ({"op": "identify", "scan": "CARD-1", "language": "da", "cashier": "7"}, DONE),
    ({"op": "told", "member_id": 1, "kind": "birthday", "about": 2026, "cashier": "7"}, "OK"),
    ({"op": "told", "member_id": 1, "kind": "birthday", "about": 2026}, "EXISTS"),
    ({"op": "told", "member_id": 99, "kind": "birthday", "about": 2026}, "E_UNKNOWN"),
    ({"op": "complaint", "do": "open", "id": "C-till", "member": {"id": 1}}, "OK"),
    ({"op": "shift", "do": "begin", "cashier": "8"}, "OK"),
    ({"op": "shift", "do": "end", "cashier": "8"}, "OK"),
    ({"op": "shift", "do": "end", "cashier": "9"}, "E_UNKNOWN"),
    ({"op": "quote", "sale": {**GIVEN, "gestures": [GESTURE, {**GESTURE, "points": 10000}]}}, DONE),
    ({"op": "sale", "sale": {**GIVEN, "id": "G-1", "gestures": [GESTURE]}}, "OK"),
    ({"op": "edit", "sale": {**GIVEN, "id": "G-1", "gestures": [GESTURE], "channel": "web"}}, "OK"),
    ({**GESTURE, "op": "gesture", "id": "G-2", "cashier": "8", "member": {"id": 1}}, "OK"),
    ({**GESTURE, "op": "gesture", "id": "G-2", "cashier": "8", "member": {"id": 1}}, "EXISTS"),
    ({**GESTURE, "op": "gesture", "id": "G-3", "cashier": "8"}, "E_UNKNOWN"),
    ({"op": "identify", "scan": "CARD-1"}, DONE),
    ({"op": "card", "member_id": 1, "scan": "CARD-2"}, DONE),
    ({"op": "card", "member_id": 1, "scan": "CARD-2"}, "E_TAKEN"),
    ({"op": "card", "member_id": 99, "renew": True}, "E_UNKNOWN"),
    ({"op": "privacy", "do": "consent", "id": "K-1", "member_id": 1, "who": "Jonas",
      "purpose": "contact", "given": True, "text": "call me"}, "OK"),
    ({"op": "privacy", "do": "consent", "id": "K-1", "member_id": 1, "who": "Jonas",
      "purpose": "contact", "given": True, "text": "call me"}, "EXISTS"),
    ({"op": "privacy", "do": "show", "member_id": 1, "who": "Jonas"}, DONE),
    ({"op": "privacy", "do": "erase", "member_id": 99, "who": "Jonas", "why": "asked",
      "yes": True}, "E_UNKNOWN"),
    *care.RECORDED,
]

# What no schema can say: the text of a number, a field twice, what is not JSON at all.
SAID_BY_TEXT = [
    ('{"op":"enrol","name":"A","referred_by":1.0}', "E_FIELD"),
    ('{"op":"enrol","name":"A","referred_by":1e0}', "E_FIELD"),
    ('{"op":"shop","op":"shop"}', "E_FIELD"),
    ('{"op":"enrol","name":"A","name":"A"}', "E_FIELD"),
    ('{"op":"enrol","name":"A\\u0000B"}', "E_JSON"),
    ('{"op":"shop"} {"op":"shop"}', "E_JSON"),
    ('[{"op":"shop"}]', "E_JSON"),
    ('{"op":"shop"', "E_JSON"),
    ('{"op":' + "[" * 40 + "]" * 40 + "}", "E_LIMIT"),
    ('{"op":"shop","padding":"' + "x" * (1 << 20) + '"}', "E_LIMIT"),
]

# Refusals of what a schema can say; the others can be about the store.
SHAPE = ("E_JSON", "E_FIELD", "E_RANGE", "E_TIME", "E_TEXT", "E_LINES")

# Fields whose E_FIELD can be about what is in the store or the programme: no schema knows that.
IN_STORE = {"hold", "reward", "purse", "merge_id", "from", "until", "code", "rewards", "where",
            "table", "reason", "line", "sale_id", "about"}

# Changed in every place. All the fields of every request stand in one of these.
CHANGED = [
    {"op": "shop"},
    {"op": "identify", "scan": "+4512345678", "language": "da", "cashier": "7"},
    {"op": "told", "member_id": 1, "kind": "strikes", "about": 17, "cashier": "7"},
    {**ENROL, "referred_by": 1},
    {"op": "privacy", "do": "show", "member_id": 1, "who": "Jonas"},
    {"op": "privacy", "do": "consent", "id": "K-9", "member_id": 1, "who": "Jonas",
     "purpose": "contact", "given": True, "text": "call me", "at": "2026-01-05T10:03:00+01:00"},
    {"op": "enrol", "name": "Asha Verma"},
    {"op": "enrol", "phone": ENROL["phone"]},
    {"op": "enrol", "card": ENROL["card"]},
    {"op": "card", "member_id": 1, "scan": "CARD-1", "renew": False},
    {"op": "card", "member_id": 1, "renew": True},
    {**sale_of(), "print": True},
    sale_of(member={"id": 1}),
    {**sale_of(**WISHES), "print": True},
    {**TEXT_SALE, "sale": {**TEXT_SALE["sale"], "id": "S-1"}},
    {**TEXT_REFUND, "id": "R-1", "sale_id": None},
    {"op": "refund", "id": "R-1", "currency": "EUR", "amount": "0.01"},
    {**sale_of(id="S-23", **WISHES), "op": "edit", "print": True},
    {**sale_of(id="S-24", member={"id": 1}), "op": "edit"},
    {"op": "quote", "sale": {**SALE, **WISHES}},
    {"op": "quote", "sale": {**SALE, "member": {"id": 1}}},
    {"op": "let_go", "hold": "$hold"},
    {"op": "void", "sale_id": "S-3"},
    {"op": "voucher", "code": "$gift_card"},
    issue_of(1, kind="gift_card", amount=5000, member_id=1, until="2076-12-31", code=""),
    issue_of(1, kind="coupon", reward="half"),
    {"op": "adjust", "id": "A-1", "member_id": 1, "units": 5, "purse": "points", **BY},
    {"op": "member", "member_id": 1, "segments": "vip"},
    {"op": "staff", "cashier": "7", "member_id": 1},
    {"op": "shift", "do": "begin", "id": "B-1", "cashier": "8", "till": "1",
     "at": "2026-01-05T10:03:00+01:00"},
    {**GESTURE, "op": "gesture", "id": "A-1", "cashier": "9", "member": {"id": 1},
     "at": "2026-01-05T10:03:00+01:00"},
    {"op": "gesture", "id": "A-1", "cashier": "9", "member": {"scan": "CARD-1"}, "kind": "product",
     "amount": 1},
    {"op": "sale", "sale": {**GIVEN, "id": "S-1", "gestures": [GESTURE]}},
    {"op": "edit", "sale": {**GIVEN, "id": "S-27", "gestures": [GESTURE]}},
    {"op": "quote", "sale": {**GIVEN, "gestures": [GESTURE]}},
    {**FELT, "id": "A-1"},
    HEARD,
    {"op": "question", "token": "$question", "language": "da"},
    {"op": "unmerge", "merge_id": "$merge_id", "who": "Jonas"},
    {"op": "merge", "into": 3, "from": 4, **BY},
    {"op": "programme"},
    {"op": "alerts", "from": "2026-11-01", "to": "2026-11-30T12:00Z"},
    REFUND,
    {"op": "refund", "id": "R-1", "currency": "EUR", "member": {"scan": "CARD-1"}, "amount": 1},
    {"op": "receipt", "sale_id": "S-1", "to": "text", "language": "da"},
    {"op": "refresh", "whole": False, "method": "map", "model": "best", "discount": "10"},
    {"op": "spool", "all": True, "retry": 0},
    {"op": "spool", "cancel": 1},
    {"op": "report", "name": "cohorts", "from": "2026-11-01", "to": "2026-11-30T12:00Z",
     "format": "json", "period": "month", "by": "store", "where": "total >= 10", "show": "net",
     "table": "cohorts"},
    *care.CHANGED,
    {"op": "privacy", "do": "erase", "member_id": 3, "who": "Jonas", "why": "asked",
     "yes": True},
]
PUT_INSTEAD = (None, True, 17, 0, -5, 2 ** 63 - 1, 15.5, 10 ** 16, -10 ** 16, 2 ** 64, "", "x", "y" * 256, "2",
               "0.2505", "-8.629999999999999", "1e-3", "1e", "1,5", "EUR", "en-" + "y" * 20, "2026-11-21", "2026-11-21T25:00", "--05-17",
               [], {}, [{}], [None])
PUT_BESIDE = {"surprise": 1, "amount": 1, "total": -1, "lines": [{"total": -1}], "scan": "x",
              "id": 1}


class Gateway:
    """One `regulars gateway`, a line in, a line out."""

    def __init__(self, command, store):
        self.process = subprocess.Popen([command, "gateway", "--store", store, "--printer", "usb"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, text):
        self.process.stdin.write(text.encode("utf-8") + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def ask(self, request):
        return self.send(json.dumps(request))

    def close(self):
        self.process.stdin.close()
        return self.process.wait(timeout=60)


def with_local_refs(node):
    """References into common.json made references into the schema itself."""
    if isinstance(node, dict):
        return {key: value.replace("common.json#", "#") if key == "$ref" else with_local_refs(value)
                for key, value in node.items() if key != "$id"}
    return [with_local_refs(item) for item in node] if isinstance(node, list) else node


def read_schemas(folder):
    read = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            read[name[:-len(".json")]] = json.load(file)
    shared = read.pop("common")["$defs"]
    for name, schema in read.items():
        schema["$defs"] = {**shared, **schema.get("$defs", {})}
        read[name] = with_local_refs(schema)
    return read


def fields_of(node, path=""):
    """The path of every field in a request or an answer; lists count as their items."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield f"{path}.{key}"
            yield from fields_of(value, f"{path}.{key}")
    for item in node if isinstance(node, list) else ():
        yield from fields_of(item, path)


def fields_said(schema, whole, path=""):
    """The path of every field that a schema has properties for; false: it must not be there."""
    if schema is False:
        return
    if "$ref" in schema:
        yield from fields_said(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole, path)
    for key, value in schema.get("properties", {}).items():
        if value is not False:
            yield f"{path}.{key}"
        yield from fields_said(value, whole, f"{path}.{key}")
    for inner in [schema["items"]] if "items" in schema else schema.get("oneOf", ()):
        yield from fields_said(inner, whole, path)


def places(node, path=()):
    """Where something stands in a request: the keys that lead to it."""
    if not isinstance(node, (dict, list)):
        return
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield path + (key,)
        yield from places(value, path + (key,))


def at(node, path):
    for key in path:
        node = node[key]
    return node


def changes(request):
    """The request with one thing changed, in every place; and where and how, in words."""
    for path in places(request):
        where = ".".join(map(str, path))
        for value in PUT_INSTEAD:
            changed = copy.deepcopy(request)
            at(changed, path[:-1])[path[-1]] = value
            yield changed, f"{where} = {json.dumps(value)[:40]}"
        changed = copy.deepcopy(request)
        del at(changed, path[:-1])[path[-1]]
        yield changed, f"without {where}"
    for path in [()] + [path for path in places(request) if isinstance(at(request, path), dict)]:
        for name in (name for name in PUT_BESIDE if name not in at(request, path)):
            changed = copy.deepcopy(request)
            at(changed, path)[name] = PUT_BESIDE[name]
            yield changed, f"{'.'.join(map(str, path))}.{name} beside"


def made_new(request, count):
    """The same under an id and by a phone and a card of its own: nothing stood there before."""
    request = copy.deepcopy(request)
    for holder in (request, request.get("sale")):
        if isinstance(holder, dict) and holder.get("id") in ("S-1", "R-1", "A-1", "I-1"):
            holder["id"] = f"N-{count}"
    if request.get("phone") == ENROL["phone"]:
        request["phone"] = f"+45{20000000 + count}"
    if request.get("email") == ENROL["email"]:
        request["email"] = f"n{count}@example.org"
    for op, name in (("enrol", "card"), ("card", "scan")):
        if request.get("op") == op and request.get(name) == "CARD-1":
            request[name] = f"CARD-N{count}"
    return request


def filled(node, said):
    """The same with what answers said in the place of names that begin with a dollar sign."""
    if isinstance(node, dict):
        return {key: filled(value, said) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(item, said) for item in node]
    return said.get(node[1:], 0) if isinstance(node, str) and node[:1] == "$" else node


# Answers that show what those of another op do.
LIKE = {"enrol.answer": "identify.answer", "card.answer": "identify.answer",
        "edit.answer": "sale.answer", "quote.answer": "sale.answer"}


def is_of_store(op, answer):
    """Whether a refusal can be about what is in the store."""
    field = answer.get("field", "").partition("[")[0]
    return field in IN_STORE or field in care.IN_STORE.get(op, ())


class Tests:
    def __init__(self, root, command, store):
        self.schemas = read_schemas(os.path.join(root, "schema", "gateway"))
        self.valid = {name: jsonschema.Draft202012Validator(schema)
                      for name, schema in self.schemas.items()}
        self.header = os.path.join(root, "plugin", "regulars.h")
        self.gateway = Gateway(command, store)
        self.settings = [command, "set", "--store", store]
        self.answers = {name: set() for name in self.schemas}
        self.said = {}

    def _ask(self, request):
        """The answer; what later requests need of it is kept."""
        answer = self.gateway.ask(request)
        self.said.update({name: answer[name] for name in (
            "hold", "merge_id", "moment", "complaint", "gesture") if name in answer})
        if request["op"] == "sale" and "question" in answer:
            self.said["question"] = answer["question"]
        if request["op"] == "enrol" and answer["ok"]:
            self.said["enrolled"] = answer["member"]["id"]
        if "qr" in answer.get("member", {}):
            self.said["qr"] = answer["member"]["qr"]
        if request["op"] == "identify" and answer["ok"]:
            self.said["referral"] = answer["member"]["referral"]
        issued = answer.get("issued", [])
        for one in issued if isinstance(issued, list) else [issued]:
            if "code" in one:
                self.said[one["kind"]] = one["code"]
        return answer

    def check_answer(self, op, answer):
        """What is wrong with an answer by its schema."""
        name = f"{op}.answer" if answer.get("ok") is True else "error.answer"
        self.answers[name].update(fields_of(answer))
        return [f"{name}: {error.json_path}: {error.message[:200]}"
                for error in self.valid[name].iter_errors(answer)]

    def check_request(self, request):
        """Whether the schemas allow a request; of an op that there is not, they allow none."""
        op = request.get("op")
        return isinstance(op, str) and op in OPS and self.valid[f"{op}.request"].is_valid(request)

    # A schema with a mistake in it says yes to everything.
    def the_schemas_are_schemas(self):
        for name, schema in self.schemas.items():
            jsonschema.Draft202012Validator.check_schema(schema)
            if schema.get("type") != "object" or schema.get("additionalProperties") is not False:
                yield f"{name} is open to other fields"

    # One op more in the code would have no schema.
    def every_op_has_its_schemas(self):
        named = self.gateway.ask({"op": "?"})["error"].rpartition(": ")[2].split(", ")
        expected = {f"{op}.{part}" for op in named for part in ("request", "answer")}
        if expected | {"error.answer"} != set(self.schemas) or set(named) != set(OPS):
            yield f"{sorted(expected ^ set(self.schemas) | set(named) ^ set(OPS))}"

    # Tills branch on codes.
    def the_codes_are_those_of_the_header(self):
        with open(self.header, encoding="utf-8") as file:
            rows = re.findall(r"^\tX\((\w+), (-?\d+), ", file.read(), re.M)
        shared = self.schemas["error.answer"]["$defs"]
        if len(rows) < 30:
            yield "the header's table of results was not found"
        for name, negative in (("refused", True), ("done", False)):
            header = [row[0] for row in rows if (int(row[1]) < 0) is negative]
            if shared[name]["enum"] != header:
                yield f"{name}: {sorted(set(shared[name]['enum']) ^ set(header))}, or their order"

    # The examples that an adapter's author would try first.
    def recorded_requests_are_answered_as_the_schemas_say(self):
        for recorded in RECORDED:
            if isinstance(recorded, str):
                subprocess.run([*self.settings, *recorded.split()], check=True)
                continue
            request, code = filled(recorded[0], self.said), recorded[1]
            answer = self._ask(request)
            yield from self.check_answer(request["op"], answer)
            allowed = self.check_request(request)
            if not allowed and answer["ok"] or allowed and code in ("E_FIELD", "E_LIMIT") and \
                    not is_of_store(request["op"], answer):
                yield f"the schema says {allowed}: {request}"[:300]
            if answer.get("code", DONE) != code:
                yield f"{code} expected: {request}: {answer}"[:600]

    def what_a_schema_cannot_say_is_refused_all_the_same(self):
        for text, code in SAID_BY_TEXT:
            answer = self.gateway.send(text)
            yield from self.check_answer("shop", answer)
            if answer.get("code") != code:
                yield f"{code} expected: {text[:80]}: {answer}"

    # Either of them alone could be edited; then tills would be told what is not so.
    def schema_and_gateway_agree_about_every_change(self):
        count = 0
        for request in CHANGED:
            op = request["op"]
            count += 1
            request = filled(request, self.said)
            answer = self._ask(made_new(request, count))
            yield from self.check_answer(op, answer)
            if answer["ok"] is not True:
                yield f"refused as it is: {request}: {answer}"
            for changed, words in changes(request):
                count += 1
                changed = made_new(changed, count)
                answer = self.gateway.ask(changed)
                allowed = self.valid[f"{op}.request"].is_valid(changed)
                yield from self.check_answer(op, answer)
                if not allowed and answer["ok"]:
                    yield f"{op}: {words}: the schema refuses it, the gateway takes it"
                if allowed and answer.get("code") in SHAPE and not is_of_store(op, answer):
                    yield f"{op}: {words}: the schema allows it, the gateway: {answer['error']}"
                if answer.get("code") in ("E_INTERNAL", "E_CLOSED", "E_BUSY"):
                    yield f"{op}: {words}: {answer}"
        if count < 1000:
            yield f"only {count} changes were tried"

    # A field that the schemas have and no request or answer ever had is checked by nothing.
    def every_field_of_the_schemas_was_seen(self):
        for name, schema in self.schemas.items():
            seen = self.answers[name] | self.answers[LIKE.get(name, name)]
            if name.endswith(".request"):
                seen = {path for request in CHANGED if name == request["op"] + ".request"
                        for path in fields_of(request)}
            for path in sorted(set(fields_said(schema, schema)) - seen):
                yield f"{name}: {path} was never there"

    def the_gateway_ends_well(self):
        status = self.gateway.close()
        if status != 0:
            yield f"status {status}"


def main():
    tests = Tests(*sys.argv[1:4])
    names = [name for name in vars(Tests) if not name.startswith(("_", "check_"))]
    failed = 0
    for n, name in enumerate(names, 1):
        problems = list(getattr(tests, name)())
        failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {n} - {name}")
        for problem in problems[:20]:
            print(f"# {problem}")
    print(f"1..{len(names)}")
    return 1 if failed else 0


sys.exit(main())
