"""asking.py - one shop of chance and its model, asked the same and compared.

Out: Asking, whose `expect` raises Difference where the two say otherwise.
"""
import json
import random

import calendar_rules as cal
from model import Model, Refused
from programmes import Maker
from till import Shop

START_MS = 1790000000000 - 1790000000000 % 60000


class Difference(Exception):
    """What the shop said, and what the model says."""


class Asking:
    def __init__(self, seed, folder, log):
        self.chance = random.Random(seed)
        self.now = START_MS + self.chance.randrange(300) * 86400000
        self.model = Model()
        self.shop = Shop(folder, cal.ZONE, self.now)
        self.log, self.number, self.request, self.answer = log, 0, None, None
        self.done = {}
        self.apply()

    def maybe(self, share):
        return self.chance.random() < share

    def next_id(self):
        self.number += 1
        return "S%d" % self.number

    def apply(self):
        while True:
            programme = Maker(self.chance, len(self.model.programmes)).programme()
            if self.model.programmes and self.model.programme().get("stamp_cards") and \
                    not programme.get("stamp_cards"):
                continue
            break
        self.request = {"programme": programme}
        self.shop.now_ms = self.now
        if self.log:
            print(json.dumps(programme))
        self.shop.apply(programme)
        self.model.programmes.append((self.now, programme))

    # --- asking

    def ask(self, request):
        self.request, self.answer = request, None
        self.shop.now_ms = self.now
        self.answer = self.shop.ask(request)
        if self.log:
            print(cal.local(self.now), json.dumps(request), "\n  ->", json.dumps(self.answer))
        return self.answer

    def same(self, what, is_, should):
        if is_ != should:
            raise Difference("%s is %s, the model says %s" % (what, is_, should))

    def expect(self, request, work):
        """The answer of the shop and of the model; None when both refused for the same reason."""
        try:
            wanted = work()
            code = "OK"
        except Refused as refused:
            wanted, code = None, str(refused)
        answer = self.ask(request)
        self.same("code", answer.get("code", "OK"), wanted.get("code", "OK") if wanted else code)
        name = request["op"] + ("" if answer["ok"] else " refused")
        self.done[name] = self.done.get(name, 0) + 1
        return (answer, wanted) if wanted else (None, None)

    # --- comparing

    def compare_outcome(self, answer, wanted):
        if wanted is None:
            return
        if wanted.get("member_id") is None:
            self.same("member_id", answer.get("member_id"), None)
            self.compare_issued(answer, wanted)
            return
        for field in ("points", "spent", "balance"):
            self.same(field, answer.get(field, 0), wanted[field])
        if "visit" in wanted:
            self.same("visit", answer["visit"], wanted["visit"])
        self.compare_today(answer, wanted)
        self.compare_issued(answer, wanted)

    def compare_today(self, answer, wanted):
        """What the sale did is the first answer's; the balances are today's."""
        member = self.model.who(wanted["member_id"])
        if wanted["code"] == "EXISTS" and answer["member_id"] != member:
            return
        row = [s for s in self.model.sales if s["event"] == wanted["event"]]
        programme = row[0]["programme"] if row else self.model.programme()
        today = self.model.today(member, programme, self.now)
        self.same("credit", answer.get("credit", 0), today["credit"])
        shown = {p["id"]: (p["earned"], p["spent"], p["balance"]) for p in answer.get("purses", [])}
        for purse, did in wanted["did"].items():
            self.same("purse " + purse, shown.get(purse, (0, 0, 0)),
                      (*did, today["purses"].get(purse, 0)))
        at = row[0]["at"] if row and wanted["code"] != "EXISTS" else self.now
        level = self.model.level(self.model.programme(), member, at)
        self.same("tier", answer.get("tier", {}).get("id"), level[0])

    def compare_issued(self, answer, wanted):
        """Also learns the codes that the shop made."""
        shown = answer.get("issued", [])
        self.same("issued", [(i["kind"], i.get("reward", i.get("amount")), self.time(i))
                             for i in shown], self.model.issued(wanted["event"], self.now))
        self.model.learn(wanted["event"], [i.get("code") for i in shown])

    @staticmethod
    def time(issued):
        return cal.moment(issued.get("until"), 0)

    def compare_shown(self, shown, wanted):
        for field in ("points", "visits", "credit"):
            self.same(field, shown.get(field, 0), wanted[field])
        self.same("tier", shown.get("tier", {}).get("id"), wanted["tier"])

    def compare_claims(self, answer, run, sale):
        shown = [(c.get("reward"), c["code"], c["cost"], c["discount"], float(c.get("may_add", 0)))
                 for c in answer["claims"]]
        mine = [(c["reward"], c["code"], c["cost"], c["discount"], float(c.get("may_add", 0)))
                for c in run.claims]
        self.same("claims", shown, mine)
        self.same("added", [(line["reward"], line["sku"], float(line["qty"]))
                            for line in answer["lines"] if "sku" in line],
                  [(line["reward"], line["sku"], float(line["qty"]))
                   for line in run.lines() if "sku" in line])
        off = sum(claim["discount"] for claim in run.claims)
        self.same("discount lines", -sum(line["total"] for line in answer["lines"]), off)
        self.same("due", answer["due"], sum(line["total"] for line in sale["lines"]) - off)
        self.compare_taxes(answer, sale)

    def compare_taxes(self, answer, sale):
        """By tax rate: no more is taken off than there is, and of nothing there is no tax."""
        for reward in {claim.get("reward") for claim in answer["claims"]}:
            lines = [line for line in answer["lines"] if line["reward"] == reward]
            self.same("lines of %s" % reward, -sum(line["total"] for line in lines),
                      sum(c["discount"] for c in answer["claims"] if c.get("reward") == reward))
        for rate in {line.get("tax_rate") for line in sale["lines"] + answer["lines"]}:
            lines = [line for line in sale["lines"] + answer["lines"]
                     if line.get("tax_rate") == rate and line.get("kind", "goods") == "goods"]
            if any(line["total"] < 0 for line in lines if "reward" not in line):
                continue  # a discount of the till's own, whose tax nobody knows
            left = sum(line["total"] for line in lines)
            tax = sum(line.get("tax", 0) for line in lines)
            if left < 0 or not 0 <= tax <= left:
                raise Difference("of tax rate %s %d with a tax of %d is left" % (rate, left, tax))
