"""flow_schemas_care.py - what flow_schemas.py asks of moments, complaints, contacts and the like.

In RECORDED a text stands for `regulars set` of it; "$name" for what an answer said last.
"""
DONE = "done"
OPS = ("told", "moment", "question", "complaint", "gesture", "shift", "referral", "contact",
       "voice", "privacy")
# Of an op, the fields whose refusal can be about what is in the store.
IN_STORE = {
    "complaint": {"do", "at", "gesture", "words"},
    "contact": {"member_id", "at"},
    "referral": {"code", "at", "member_id", "referral"},
    "gesture": {"complaint", "amount"},
    "voice": {"theme"},
}
OPENED = {"op": "complaint", "do": "open", "id": "A-1", "member": {"id": 1}, "sale_id": "S-1",
          "moment": "$moment", "reason": "product", "words": "cold again", "cashier": "7",
          "at": "2026-11-20T10:03:00+01:00"}
STEP = {"op": "complaint", "id": "A-1", "complaint": "$complaint", "who": "Mia"}
SAID = {"words": "said so", "at": "2026-11-21T10:03:00+01:00"}
JOIN = {"op": "referral", "id": "A-1", "code": "$referral", "member_id": "$enrolled"}
NEED = {"op": "voice", "cashier": "7", "theme": "breaks", "words": "nobody covers", "share": True}
SCORE = {"op": "voice", "cashier": "7", "score": 7}


def agrees(member, number):
    return {"op": "privacy", "do": "consent", "id": f"P-{number}", "member_id": member,
            "who": "Mia", "purpose": "contact", "given": True, "text": "call me"}


def step(number, does, **more):
    return {**STEP, "id": f"C-{number}", "do": does, **more}


# Members who came each week and then no more.
def gone(days_ago, sale_of):
    for i in range(12):
        whose = {"phone": f"+45311111{i:02}"} if i % 2 else {"card": f"GONE-{i}"}
        mail = {"email": f"gone{i}@example.org"} if i % 3 else {}
        yield {"op": "enrol", "name": f"Gone {i}", **whose, **mail}, DONE
        yield agrees("$enrolled", f"gone-{i}"), "OK"
        for n, days in enumerate((41 + i, 34 + i, 27 + i, 20 + i)):
            yield sale_of(id=f"GO-{i}-{n}", member={"id": "$enrolled"}, at=days_ago(days)), "OK"


RECORDED = [
    # A complaint from its opening to its end.
    ({"op": "moment", "id": "CM-1", "member": {"id": 1}, "sale_id": "S-1", "mood": 5,
      "words": "so kind", "cashier": "7"}, "OK"),
    ({**OPENED, "id": "C-1"}, "OK"),
    ({**OPENED, "id": "C-1"}, "EXISTS"),
    ({**OPENED, "id": "C-1", "words": "warm"}, "E_DIFFERS"),
    ({**OPENED, "id": "C-0", "moment": 99999999}, "E_UNKNOWN"),
    ({**OPENED, "id": "C-0", "sale_id": "S-99"}, "E_NO_SALE"),
    ({**OPENED, "id": "C-0", "reason": "weather"}, "E_FIELD"),
    ({**OPENED, "id": "C-0", "words": "4111 1111 1111 1111"}, "E_PAYMENT_CARD"),
    ({"op": "complaint", "do": "open", "id": "C-0"}, "E_FIELD"),
    ({"op": "complaint", "do": "open", "id": "C-2", "member": {"scan": "noone-s"},
      "words": "loud"}, "OK"),
    ({"op": "complaint", "do": "list", "member": {"scan": "noone-s"}}, "OK"),
    ({**OPENED, "id": "C-3", "moment": None}, "OK"),
    ({"op": "complaint", "do": "list", "overdue": True}, "OK"),
    ({"op": "shop", "cashier": "7"}, DONE),
    (step(11, "take"), "OK"),
    ({"op": "shop"}, DONE),
    (step(11, "take"), "EXISTS"),
    (step(11, "take", who="Jonas"), "E_DIFFERS"),
    (step(12, "close"), "E_FIELD"),
    (step(13, "listen"), "OK"),
    (step(14, "apologise"), "OK"),
    (step(15, "offer", words="a new one, or the money"), "OK"),
    (step(16, "remedy", gesture="$gesture"), "OK"),
    (step(17, "remedy", gesture=99999999), "E_UNKNOWN"),
    (step(18, "note"), "E_FIELD"),
    (step(18, "note", words="comes on Mondays"), "OK"),
    (step(19, "close", by_customer=True), "OK"),
    (step(20, "take"), "E_FIELD"),
    ({"op": "complaint", "do": "list", "all": True, "top": 5}, "OK"),
    (step(21, "reopen"), "OK"),
    (step(22, "take", complaint=99999999), "E_UNKNOWN"),
    ({"op": "identify", "scan": "CARD-1", "cashier": "7"}, DONE),
    # Gestures, and what is over the budget.
    ({"op": "gesture", "id": "CG-1", "cashier": "6", "member": {"id": 1}, "kind": "money",
      "amount": 10000}, "E_LIMIT"),
    ({"op": "gesture", "id": "CG-1", "cashier": "6", "member": {"id": 1}, "kind": "note",
      "words": "thank you"}, "OK"),
    ({"op": "gesture", "id": "CG-1", "cashier": "6", "member": {"id": 1}, "kind": "note"},
     "E_DIFFERS"),
    ({"op": "gesture", "id": "CG-2", "cashier": "6", "member": {"id": 1}, "kind": "points",
      "points": 1, "complaint": 99999999}, "E_UNKNOWN"),
    # Word of mouth.
    ({"op": "referral", "code": "$referral"}, DONE),
    ({"op": "referral", "code": "RG4-0000-0000-0000-0000"}, "E_FORGED"),
    ({"op": "referral", "code": "friend"}, "E_FIELD"),
    ({"op": "referral"}, "E_FIELD"),
    ({"op": "referral", "member_id": 99999}, "E_UNKNOWN"),
    ({"op": "enrol", "name": "Brought", "referral": "$referral"}, DONE),
    ({"op": "referral", "member_id": "$enrolled"}, DONE),
    ({"op": "enrol", "name": "Joins"}, DONE),
    ({**JOIN, "id": "W-1"}, "OK"),
    ({**JOIN, "id": "W-1"}, "EXISTS"),
    ({**JOIN, "id": "W-2", "member_id": 1}, "E_FIELD"),
    # Who was identified last gave the code.
    ({"op": "referral", "member_id": 1}, DONE),
    # Staff.
    (NEED, "OK"),
    (NEED, "EXISTS"),
    (SCORE, "OK"),
    ({**NEED, "theme": "weather"}, "E_FIELD"),
    ({**NEED, "words": "4111 1111 1111 1111"}, "E_PAYMENT_CARD"),
    # Who is quietly going.
    (agrees(1, 1), "OK"),
    ({"op": "contact", "do": "list", "top": 20, "who": "Mia"}, DONE),
    ({"op": "contact", "do": "add", "member_id": 1}, "OK"),
    ({"op": "contact", "do": "add", "member_id": 1}, "EXISTS"),
    ({"op": "contact", "do": "done", "member_id": 1, "who": "Mia"}, "OK"),
    ({"op": "contact", "do": "done", "member_id": 1, "who": "Mia"}, "EXISTS"),
    ({"op": "contact", "do": "done", "member_id": 1, "who": "Jonas"}, "E_DIFFERS"),
    ({"op": "contact", "do": "done", "member_id": 2, "who": "Jonas"}, "E_UNKNOWN"),
    ({"op": "contact", "do": "add", "member_id": 99999}, "E_UNKNOWN"),
    # Surprises.
    "surprise_percent 100",
    *(({"op": "quote", "sale": {"currency": "EUR", "member": {"id": i},
                                "lines": [{"total": 2000}]}}, DONE) for i in range(5, 10)),
    *(({"op": "sale", "sale": {"id": f"SU-{i}", "currency": "EUR", "member": {"id": i},
                               "lines": [{"total": 2000}], "total": 2000}}, "OK")
      for i in range(5, 25)),
    "surprise_reward bun",
    *(({"op": "sale", "sale": {"id": f"SU-{i}", "currency": "EUR", "member": {"id": i},
                               "lines": [{"total": 2000}], "total": 2000}}, "OK")
      for i in range(30, 44)),
    "surprise_percent 0",
    # Answers that are longer than RGL_ANSWER_ROOM: asked for twice, and no longer the second time.
    *(({**OPENED, "id": f"BIG-{i}", "moment": None, "words": "\"\\" * 511}, "OK")
      for i in range(70)),
    ({"op": "complaint", "do": "list", "top": 200}, "OK"),
    ({"op": "privacy", "do": "show", "member_id": 1, "who": "Mia"}, DONE),
    ({"op": "complaint", "do": "list", "member": {"id": 4711}}, "E_UNKNOWN"),
]

CHANGED = [
    {"op": "shop", "cashier": "7"},
    {"op": "enrol", "name": "Brought", "referral": "$referral"},
    {"op": "enrol", "name": "Joins", "referral": None},
    JOIN,
    {**JOIN, "at": "2026-11-21T10:03:00+01:00"},
    {"op": "referral", "code": "$referral"},
    {"op": "referral", "member_id": 1},
    {"op": "moment", "id": "A-1", "member": {"scan": "CARD-1"}, "mood": 3},
    OPENED,
    {**OPENED, "member": {"scan": "CARD-1"}},
    {"op": "complaint", "do": "list", "member": {"id": 1}, "overdue": False, "all": True,
     "top": 5},
    *({**STEP, **SAID, "do": does} for does in ("take", "listen", "apologise", "offer", "note")),
    {**STEP, **SAID, "do": "remedy", "gesture": "$gesture"},
    {**STEP, **SAID, "do": "close", "by_customer": True},
    {**STEP, **SAID, "do": "reopen"},
    {"op": "contact", "do": "list", "top": 5, "who": "Mia"},
    {"op": "contact", "do": "add", "member_id": 1, "at": "2026-11-21T10:03:00+01:00"},
    {"op": "contact", "do": "done", "member_id": 1, "who": "Mia", "how": "phone"},
    NEED,
    SCORE,
    {**SCORE, "theme": ""},
]
