"""returning.py - what comes back: refunds, exchanges, and sales undone whole.

Pro rata by amount, rounded down, counted from the whole each time, so that parts add up to it.
"""
import copy
from fractions import Fraction

import calendar_rules as cal
import counting
from books import Refused, stored_in
from selling import Selling


class Returning(Selling):
    # --- which sale, and how much of it

    def original(self, request, amount):
        if "sale_id" not in request:
            return None
        sale = self.sale(request["sale_id"])
        if sale is None or sale["refund"]:
            raise Refused("E_NO_SALE")
        if amount > sale["sold"] - sale["returned"]:
            raise Refused("E_REFUND")
        return sale

    def stored_left(self, sale, kind):
        """What was put on gift cards or credit in it and was not brought back."""
        return sale["stored"][kind] + sum(s["stored"][kind] for s in self.sales
                                          if s["refund"] and s["of"] is sale)

    def check_stored(self, sale, goods):
        """That money comes back with lines of its own."""
        stored = self.stored_left(sale, "gift_card") + self.stored_left(sale, "top_up")
        if stored > 0 and goods > max(0, sale["sold"] - sale["returned"] - stored):
            raise Refused("E_REFUND")

    def shares(self, sale, part, keeps):
        """[(its row of what may come back, take, give)] for so much more of it."""
        share = Fraction(1)
        if sale["sold"] > 0:
            share = Fraction(sale["returned"] + part, sale["sold"])
        return [(back, max(0, int(back["earned"] * share) - back["taken"]),
                 0 if keeps else max(0, int(back["spent"] * share) - back["given"]))
                for back in sale["backs"]]

    def unlinked(self, programme, request, member, at, all_lines):
        """What such things would earn now, by amount and by unit: {purse: units}."""
        if member is None:
            return {}
        lines = [dict(line, qty=str(abs(counting.quantity(line)).__float__()),
                      total=-line["total"], tax=-line.get("tax", 0))
                 for line in request.get("lines", [])
                 if all_lines or counting.role(line) == "returned"]
        total = sum(line["total"] for line in lines)
        if not lines:
            total = request.get("amount", -request.get("total", 0))
            lines = [{"qty": 1, "total": total, "tax": -request.get("tax", 0)}]
        sale = dict(request, lines=lines, total=total, tenders=[])
        who = self.standing(programme, member, at)
        rules, _ = counting.earned(programme, sale, who, counting.discounted(programme, sale),
                                   self.rule_uses(member, at))
        gives = {rule["id"]: rule["give"] for rule in programme.get("earn", [])}
        takes = {}
        for rule, (purse, units) in rules.items():
            if gives[rule].get("per") in ("amount", "unit") and units > 0:
                takes[purse] = takes.get(purse, 0) + units
        return takes

    def take_and_give(self, programme, key, take, give, at, now, event, carried=(0, 0)):
        """What was given goes in first; an edit's old sale is off already. -> what could be taken."""
        self.give(programme, key, give, at, now, self.events)
        if programme.get("refunds", {}).get("clawback") != "negative":
            take = min(take, max(0, self.amid(key, now) + carried[1] - carried[0]))
        if take:
            self.put(key, "take", now, units=take, event=event)
        return take

    # --- an exchange: a sale with lines below zero

    def plan_exchange(self, programme, sale, member, at, now):
        part = -sum(line["total"] for line in sale["lines"] if counting.role(line) == "returned")
        if part <= 0:
            return None
        original = self.original(sale, part)
        plan = {"original": original, "part": part, "rows": [], "moves": [], "taken": {},
                "given": {}}
        if original is None:
            takes = self.unlinked(programme, sale, member, at, False)
            plan["moves"] = [((member, purse), units, 0) for purse, units in takes.items()]
            return plan
        self.check_stored(original, part)
        keeps = programme.get("refunds", {}).get("spent") == "kept"
        plan["rows"] = self.shares(original, part, keeps)
        plan["moves"] = [(back["key"], take, give) for back, take, give in plan["rows"]]
        return plan

    def bring_back(self, plan, programme, member, at, now, carried=None):
        """Of an exchange and of a refund."""
        original = plan["original"]
        plan["did"] = []  # for one who undoes it: its row of what may come back, key, units
        if original is not None:
            self.change(original, "returned", original["returned"] + plan["part"])
        rows = [row for row, _, _ in plan["rows"]] or [None] * len(plan["moves"])
        for back, (key, take, give) in zip(rows, plan["moves"]):
            off = (carried or {}).get(key[1], (0, 0)) if key[0] == member else (0, 0)
            taken = self.take_and_give(programme, key, take, give, at, now,
                                       original["event"] if original else None, off)
            if back is not None:
                self.change(back, "taken", back["taken"] + taken)
                self.change(back, "given", back["given"] + give)
            plan["did"].append((back, key, taken, give))
            if key[0] == member:
                plan["taken"][key[1]] = plan["taken"].get(key[1], 0) + taken
                plan["given"][key[1]] = plan["given"].get(key[1], 0) + give

    # --- a refund

    def refund(self, request, now):
        asked = {key: value for key, value in request.items() if key != "op"}
        answer = self.again(asked, refund=True)
        return answer or self.attempt(lambda: self.do_refund(asked, now))

    def do_refund(self, request, now):
        at = cal.moment(request.get("at"), now)
        amount = request.get("amount", -request.get("total", 0))
        original = self.original(request, amount)
        payee = self.who(request.get("member", {}).get("id"))
        member = original["member"] if original else payee
        programme = original["programme"] if original else self.programme(at)
        self.events += 1
        if member is not None:
            self.let_go_all(member, now)
        is_whole = original is not None and amount == original["sold"] - original["returned"]
        plan = {"original": original, "part": amount, "rows": [], "moves": [], "taken": {},
                "given": {}}
        keeps = programme.get("refunds", {}).get("spent") == "kept"
        if original:
            self.check_stored(original, amount + stored_in(request))
            plan["rows"] = self.shares(original, amount, keeps)
            plan["moves"] = [(back["key"], take, give) for back, take, give in plan["rows"]]
        else:
            takes = self.unlinked(programme, request, member, at, True)
            plan["moves"] = [((member, purse), units, 0) for purse, units in takes.items()]
        payments = self.payments(programme, request, member, at, now, payee)
        self.bring_back(plan, programme, member, at, now)
        paid = self.pay_back(programme, payments, plan, member, at, now, keeps)
        self.move_stored(programme, request, member or payee, at, now, None, original)
        if is_whole:
            self.undo_vouchers(original["event"])
            self.undo_friend(original)
        return self.add_refund(programme, request, plan, paid, member, at, now)

    def pay_back(self, programme, payments, plan, member, at, now, keeps):
        """Points that had paid come back with the rest, where they do not stay spent."""
        paid = {}
        for key, units in payments:
            if key[1] == "points" and key[0] != "gift" and plan["original"] and not keeps:
                continue
            self.give(programme, key, -units, at, now, self.events)
            if key[0] == member and member is not None:
                paid[key[1]] = paid.get(key[1], 0) + units
            if key == (member, "points") and plan["original"]:
                for back in plan["original"]["backs"]:
                    if back["key"] == key:
                        self.change(back, "given", back["given"] - units)
        return paid

    def add_refund(self, programme, request, plan, paid, member, at, now):
        total = request.get("total", -request.get("amount", 0))
        row = {"id": request["id"], "event": self.events, "member": member, "at": at,
               "total": total, "sold": total, "goods": total - stored_in(request), "refund": True,
               "of": plan["original"], "voided": False, "aside": False, "cashier": None,
               "rules": {}, "rewards": {}, "request": copy.deepcopy(request), "returned": 0,
               "earned": {purse: -units for purse, units in plan["taken"].items()},
               "spent": {purse: -units for purse, units in plan["given"].items()}, "paid": paid,
               "programme": programme, "stored": self.stored_of(request), "backs": [],
               "payments": self.payments_made(request, member), "exchange": False}
        self.sales.append(row)
        self.note_level(member, at)
        row["answer"] = self.outcome(row, member, now)
        return dict(row["answer"], code="OK")

    def payments_made(self, request, member):
        """Money that went back onto accounts of ours, for who undoes the rest later."""
        found = []
        for tender in request.get("tenders", []):
            if tender["kind"] == "gift_card":
                found.append((("gift", self.find(tender["code"])["number"]), tender["amount"]))
            if tender["kind"] == "credit" and member is not None:
                found.append(((member, "credit"), tender["amount"]))
        return found

    # --- a void

    def void(self, request, now):
        sale = self.sale(request["sale_id"])
        if sale is None or sale["refund"]:
            raise Refused("E_NO_SALE")
        if sale["voided"]:
            return dict(sale["undone"], code="EXISTS")
        if sale["exchange"] and sale["exchange"]["voided"]:
            raise Refused("E_REFUND")
        if sale["returned"] > sale["total"]:
            raise Refused("E_REFUND")
        return self.attempt(lambda: self.do_void(sale, now))

    def do_void(self, sale, now):
        taken, given = self.undo(sale, now, False)
        row = {"event": self.events, "refund": True, "programme": sale["programme"], "paid": {},
               "earned": {purse: -units for purse, units in taken.items()},
               "spent": {purse: -units for purse, units in given.items()}}
        sale["undone"] = self.outcome(row, sale["member"], now)
        return dict(sale["undone"], code="OK")

    def undo(self, sale, now, carries):
        """As if it had not been. carries: its member's points are left to the sale that comes in
        its place. -> what was taken, what was given, by purse."""
        self.events += 1
        programme, member = sale["programme"], sale["member"]
        taken, given = {}, {}
        if member is not None:
            self.let_go_all(member, now)
        if sale["exchange"]:
            self.change(sale["exchange"], "returned",
                        sale["exchange"]["returned"] - sale["brought"])
        moves = []  # key, whether it moves, take, give, and what is to be changed then
        for back in sale["backs"]:
            moves.append((back["key"], not (carries and back["key"][0] == member),
                          max(0, back["earned"] - back["taken"]),
                          max(0, back["spent"] - back["given"]), back, 1))
        for back, key, units, gave in sale["did"]:
            key = back["key"] if back is not None else (member, key[1])  # whoever that is by now
            moves.append((key, True, gave, units, back, -1))
        for key, does, _, give, back, sign in moves:
            if does:
                self.give(programme, key, give, now, now, self.events)
            self.undone(back, key, member, give, sign, given if sign > 0 else taken)
        for key, does, take, _, back, sign in moves:
            if does:
                take = self.take_and_give(programme, key, take, 0, now, now, sale["event"])
            self.undone(back, key, member, take, sign, taken if sign > 0 else given, True)
        self.undo_stored(sale, now)
        self.undo_payments(sale, now)
        self.undo_vouchers(sale["event"])
        self.undo_friend(sale)
        if sale["exchange"]:
            self.redo_friend(sale["exchange"])
        self.change(sale, "voided", True)
        self.change(sale, "returned", sale["sold"])
        self.note_level(member, now)
        return taken, given

    def undone(self, back, key, member, units, sign, sums, takes=False):
        """sign below zero: of what it had brought back, which is sold again."""
        if back is not None:
            what = "taken" if takes == (sign > 0) else "given"
            self.change(back, what, back[what] + sign * units)
        if key[0] == member:
            sums[key[1]] = sums.get(key[1], 0) + sign * units

    def undo_stored(self, sale, now):
        left = self.stored_left(sale, "gift_card")
        for voucher in self.vouchers if left > 0 else []:
            if voucher["event"] == sale["event"] and voucher["kind"] == "gift_card":
                units = min(left, self.left(voucher, now))
                left -= units
                self.take_off(("gift", voucher["number"]), units, now, None)
        if left > 0:
            raise Refused("E_REFUND")
        credit = self.stored_left(sale, "top_up")
        if credit > 0:
            self.take_off((sale["member"], "credit"), credit, now, sale["event"])

    def undo_payments(self, sale, now):
        """Up to what was not given back in another way."""
        left = sale["total"] - sale["returned"]
        refunds = [s for s in self.sales if s["refund"] and s["of"] is sale]
        for key in dict.fromkeys(key for key, _ in sale["payments"]):
            if key[1] == "points" and key[0] != "gift":
                continue
            units = sum(units for other, units in sale["payments"] if other == key)
            units += sum(units for s in refunds for other, units in s["payments"] if other == key)
            units = min(units, left)
            if units > 0:
                left -= units
                self.give(sale["programme"], key, units, now, now, self.events)
