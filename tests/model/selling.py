"""selling.py - a sale: what it earns, what its rewards cost, what pays for it, and all of it put
down; and one that is changed after the fact.
"""
import copy
import json

import calendar_rules as cal
import counting
import redeeming
from books import Refused, stored_in
from friends import Friends


def same_request(one, other):
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


class Selling(Friends):
    def again(self, request, refund=False):
        """The first answer, when the same was asked before under that id."""
        before = self.sale(request["id"])
        if before is None:
            return None
        if before["refund"] != refund or not same_request(before["request"], request):
            raise Refused("E_DIFFERS")
        return dict(before["answer"], code="EXISTS")

    def sell(self, sale, now):
        answer = self.again(sale)
        return answer or self.attempt(lambda: self.do_sell(sale, now, None))

    def do_sell(self, sale, now, old, carried=None):
        """old: the sale that it stands in for; carried: what of that is set off against it."""
        at = cal.moment(sale.get("at"), now)
        programme = self.programme(at)
        member = self.who(sale.get("member", {}).get("id"))
        self.events += 1
        if member is not None:
            self.let_go_ended(member, now)
        watched = self.watch(programme, member, sale.get("cashier"), at)
        self.check_hold(sale, member, old)
        back = self.plan_exchange(programme, sale, member, at, now)
        who = self.standing(programme, member, at, sale)
        refused = any(refused for _, refused in watched)
        who["first"] = self.first_purchase(sale, member, at, refused)
        plan = {"rules": {}, "referrer": {}, "earned": {}, "spent": {}, "used": [], "paid": {},
                "carried": carried or {}, "back": back, "old": old, "first": who["first"]}
        if not refused:
            plan["rules"], plan["referrer"] = counting.earned(
                programme, self.coded(programme, sale), who, counting.discounted(programme, sale),
                self.rule_uses(member, at))
            plan["earns"] = member is not None
        for purse, units in plan["rules"].values():
            plan["earned"][purse] = plan["earned"].get(purse, 0) + units
        plan["payments"] = self.payments(programme, sale, member, at, now)
        self.plan_costs(programme, sale, who, plan, at, now)
        self.tell(watched, member, sale.get("cashier"), at)
        row = self.write(programme, sale, member, at, now, plan)
        row["answer"] = self.outcome(row, member, now)
        return dict(row["answer"], code="OK")

    def coded(self, programme, sale):
        """With the codes that were entered as wishes, or are those of what is held for it."""
        codes = sale.get("codes", []) + [wish["code"] for wish in sale.get("rewards", [])
                                         if wish.get("code")]
        hold = self.holds.get(sale.get("hold"))
        if hold is not None and not sale.get("rewards"):
            held = {item["reward"] for item in hold["items"]}
            said = [code.upper() for code in sale.get("codes", [])]
            for reward in programme.get("rewards", []):
                its = reward.get("when", {}).get("codes", [])
                if reward["id"] in held and its and not any(c.upper() in said for c in its):
                    codes.append(its[0])
        return dict(sale, codes=codes)

    def check_hold(self, sale, member, old):
        hold = self.holds.get(sale.get("hold"))
        if "hold" not in sale:
            return
        if hold is None or self.who(hold["member"]) != member:
            raise Refused("E_FIELD")
        if hold["state"] == "settled" and (old is None or hold["by"] != old["event"]):
            raise Refused("E_TAKEN")

    def payments(self, programme, sale, member, at, now, payee=None):
        """What tenders of ours take, below zero give: [(account's key, units)]."""
        found = []
        for tender in sale.get("tenders", []):
            amount = tender["amount"]
            mine = member if member is not None else payee
            if tender["kind"] == "gift_card":
                voucher = self.find(tender["code"])
                if voucher["kind"] != "gift_card":
                    raise Refused("E_FIELD")
                self.check_gift(voucher, amount, at, now)
                found.append((("gift", voucher["number"]), amount))
            elif tender["kind"] in ("credit", "points") and mine is None:
                raise Refused("E_UNKNOWN")
            elif tender["kind"] == "credit":
                found.append(((mine, "credit"), amount))
            elif tender["kind"] == "points":
                found.append(((mine, "points"), redeeming.points_paid(programme, amount)))
        return found

    def check_gift(self, voucher, amount, at, now):
        try:
            self.check(voucher, None, at, now)
        except Refused as refused:
            if str(refused) != "E_POINTS" or amount > 0:  # an empty one can be paid back to
                raise
        if amount > self.left(voucher, now):
            raise Refused("E_POINTS")

    # --- rewards

    def plan_costs(self, programme, sale, who, plan, at, now):
        rewards = {reward["id"]: reward for reward in programme.get("rewards", [])}
        member = who["member"]
        plan["used"] = self.used(programme, sale, member, at, now)
        for use in plan["used"]:
            use["cost"] = self.cost(programme, rewards[use["reward"]], use, sale)
            purse = redeeming.purse_of_cost(rewards[use["reward"]])
            if use["cost"] and member is None:
                raise Refused("E_POINTS")
            if use["cost"]:
                plan["spent"][purse] = plan["spent"].get(purse, 0) + use["cost"]
        if plan.get("earns"):
            self.add_coupons(programme, sale, who, plan)
        wanted = dict(plan["spent"])
        for key, units in plan["payments"]:
            if key[0] == member and member is not None:
                wanted[key[1]] = wanted.get(key[1], 0) + units
        for purse, units in wanted.items():
            missing = units - max(0, self.there(programme, sale, member, purse, plan, now))
            if missing > 0:
                self.cut(programme, rewards, purse, missing, plan)

    def cost(self, programme, reward, use, sale):
        lines = [line for line in sale["lines"] if line.get("reward") == reward["id"]]
        units = sum(abs(counting.quantity(line)) for line in lines)
        off = -sum(line["total"] for line in lines)
        gives = "free" in reward["give"] or "buy" in reward["give"]  # may be worth nothing by itself
        if redeeming.is_on_bill(reward["give"]) and (not lines or (off == 0 and not gives)):
            use.update(times=0, voucher=None)  # nobody had it
            return 0
        if "points_as_money" in reward["give"]:
            return redeeming.points_for(programme, off)
        return redeeming.cost_of(reward, use["times"], units)

    def there(self, programme, sale, member, purse, plan, now):
        """What rewards and payments may take of a purse."""
        hold = self.live_hold(sale, now)
        take, give = plan["carried"].get(purse, (0, 0))
        there = self.balance(member, purse, now) + give - take
        owes = programme.get("refunds", {}).get("clawback") == "negative"
        if plan["back"]:
            for key, taken, given in plan["back"]["moves"]:
                if key == (member, purse):
                    there += given
                    there -= taken if owes else min(taken, max(0, there))
        earned = plan["earned"].get(purse, 0)
        if programme.get("redeem", {}).get("earned") == "later":
            earned = min(earned, plan["carried"].get(purse, (0, 0))[0])
        return there + (hold["units"].get(purse, 0) if hold else 0) + earned

    def live_hold(self, sale, now):
        hold = self.holds.get(sale.get("hold"))
        return hold if hold and hold["state"] == "held" and hold["ends"] > now else None

    @staticmethod
    def cut(programme, rewards, purse, missing, plan):
        """Off the last rewards of the purse, when the programme says so."""
        if programme.get("redeem", {}).get("over") == "clamp":
            for use in reversed(plan["used"]):
                if redeeming.purse_of_cost(rewards[use["reward"]]) == purse and use["cost"]:
                    less = min(use["cost"], missing)
                    use["cost"] -= less
                    plan["spent"][purse] -= less
                    missing -= less
        if missing > 0:
            raise Refused("E_POINTS")

    def add_coupons(self, programme, sale, who, plan):
        """Coupons for next time that come by themselves need no quote."""
        run = redeeming.Redeeming(programme, sale, who, {}, self.reward_uses(who["member"],
                                                                             who["at"]))
        for claim in run.coupons([use for use in plan["used"] if use["times"]]):
            plan["used"].append({"reward": claim["reward"], "times": claim["times"],
                                 "voucher": None, "cost": 0})

    # --- put down

    def write(self, programme, sale, member, at, now, plan):
        event = self.events
        self.clamp_carried(programme, sale, member, plan, now)
        if plan["back"]:
            self.bring_back(plan["back"], programme, member, at, now, plan["carried"])
        waits = programme.get("redeem", {}).get("earned") == "later"
        if plan["referrer"]:
            plan["referrer_member"] = self.who(self.members[member]["referred_by"])
        if waits:
            self.move_spent(programme, sale, member, at, now, plan)
        self.move_earned(programme, member, at, now, plan)
        if not waits:
            self.move_spent(programme, sale, member, at, now, plan)
        self.take_carried(member, now, plan)
        old = plan["old"]["event"] if plan["old"] else None
        self.move_stored(programme, sale, member, at, now, old)
        rewards = {reward["id"]: reward for reward in programme.get("rewards", [])}
        for use in plan["used"]:
            if use["voucher"]:
                self.change(use["voucher"], "used_by", event)
            if "coupon" in rewards[use["reward"]]["give"]:
                self.give_coupon(rewards[use["reward"]], member, at, event, old)
        if member is not None:
            self.slide(programme, member, at, now)
        return self.add_row(programme, sale, member, at, plan)

    def add_row(self, programme, sale, member, at, plan):
        back = plan["back"] or {"taken": {}, "given": {}, "original": None}
        earned, spent = dict(plan["earned"]), dict(plan["spent"])
        for purse in set(back["taken"]) | set(back["given"]):
            earned[purse] = earned.get(purse, 0) - back["taken"].get(purse, 0)
            spent[purse] = spent.get(purse, 0) - back["given"].get(purse, 0)
        rewards = {}
        for use in plan["used"]:
            rewards[use["reward"]] = rewards.get(use["reward"], 0) + use["times"]
        row = {"id": sale["id"], "event": self.events, "member": member, "at": at,
               "total": sale["total"], "goods": sale["total"] - stored_in(sale), "refund": False,
               "of": None, "voided": False, "aside": False, "cashier": sale.get("cashier"),
               "rules": {rule: units for rule, (_, units) in plan["rules"].items()},
               "rewards": rewards, "request": copy.deepcopy(sale), "returned": 0,
               "earned": earned, "spent": spent, "paid": plan["paid"], "programme": programme,
               "payments": plan["payments"], "stored": self.stored_of(sale),
               "exchange": back["original"], "brought": back.get("part", 0),
               "sold": sale["total"] + back.get("part", 0), "did": back.get("did", []),
               "backs": self.backs_of(member, plan)}
        self.sales.append(row)
        self.count_friend(member, row, plan["first"], at)
        self.note_level(member, at)
        return row

    @staticmethod
    def stored_of(sale):
        return {kind: sum(line["total"] for line in sale.get("lines", [])
                          if line.get("kind") == kind) for kind in ("gift_card", "top_up")}

    def backs_of(self, member, plan):
        """What may come back of a sale: by account, as earned and as spent."""
        backs = []
        spent = dict(plan["spent"])
        for key, units in plan["payments"]:
            if key == (member, "points"):
                spent["points"] = spent.get("points", 0) + units
        for purse in sorted(set(plan["earned"]) | set(spent)):
            backs.append({"key": (member, purse), "earned": plan["earned"].get(purse, 0),
                          "spent": spent.get(purse, 0), "taken": 0, "given": 0})
        for purse in sorted({purse for purse, _ in plan["referrer"].values()}):
            units = sum(units for other, units in plan["referrer"].values() if other == purse)
            backs.append({"key": (plan["referrer_member"], purse), "earned": units, "spent": 0,
                          "taken": 0, "given": 0})
        return backs

    def clamp_carried(self, programme, sale, member, plan, now):
        """An edit takes back what the old sale had earned as far as it is there."""
        if programme.get("refunds", {}).get("clawback") == "negative":
            return
        hold = self.live_hold(sale, now)
        for purse, (take, give) in plan["carried"].items():
            after = self.amid((member, purse), now) + give - take + plan["earned"].get(purse, 0)
            after += hold["units"].get(purse, 0) if hold else 0
            after -= plan["spent"].get(purse, 0)
            after -= sum(units for key, units in plan["payments"] if key == (member, purse))
            plan["carried"][purse] = (take - min(take, max(0, -after)), give)

    def slide(self, programme, member, at, now):
        last = max([at] + [s["at"] for s in self.visits(member)])
        for purse in self.purses(programme):
            expiry = self.expiry(programme, purse)
            if expiry and expiry["kind"] == "sliding":
                self.put((member, purse), "slide", now, ends=cal.expiry_end(expiry, last))

    def give(self, programme, key, units, at, now, event):
        if units > 0:
            self.put(key, "add", now, units=units, event=event,
                     ends=cal.expiry_end(self.expiry(programme, key[1]), at))

    def move_earned(self, programme, member, at, now, plan):
        purses = set(plan["earned"]) | set(plan["carried"])
        for purse in sorted(purses):
            units = plan["earned"].get(purse, 0) - plan["carried"].get(purse, (0, 0))[0]
            self.give(programme, (member, purse), units, at, now, self.events)
        for purse, units in plan["referrer"].values():
            self.give(programme, (plan["referrer_member"], purse), units, at, now, self.events)

    def take_carried(self, member, now, plan):
        """What the old sale had earned and this one did not, when all that it gives is there."""
        for purse, (take, _) in sorted(plan["carried"].items()):
            units = take - plan["earned"].get(purse, 0)
            if units > 0:
                self.put((member, purse), "take", now, units=units, event=plan["old"]["event"])

    def move_spent(self, programme, sale, member, at, now, plan):
        hold = self.live_hold(sale, now)
        held = dict(hold["units"]) if hold else {}
        for purse, had in sorted(held.items()):
            units = min(had, plan["spent"].get(purse, 0))
            held[purse] = units
            self.put((member, purse), "settle", now, hold=sale["hold"], units=units)
        if hold:
            self.change(hold, "state", "settled")
            self.change(hold, "by", self.events)
            self.free_held(sale["hold"], [use["voucher"] for use in plan["used"]])
        for key, units in plan["payments"]:
            if key[1] != "points" or key[0] == "gift":
                self.put(key, "use", now, units=units)
            if key[0] == member and member is not None:
                plan["paid"][key[1]] = plan["paid"].get(key[1], 0) + units
        points = plan["paid"].get("points", 0)
        for purse in self.purses(programme):
            units = plan["spent"].get(purse, 0) - held.get(purse, 0)
            units += points if purse == "points" else 0
            units -= plan["carried"].get(purse, (0, 0))[1]
            if units > 0:
                self.put((member, purse), "use", now, units=units)
            self.give(programme, (member, purse), -units, at, now, self.events)

    def move_stored(self, programme, sale, member, at, now, old, original=None):
        for line in sale.get("lines", []):
            kind, total = line.get("kind"), line["total"]
            if kind == "top_up" and total != 0:
                if member is None:
                    raise Refused("E_UNKNOWN")
                self.give(programme, (member, "credit"), total, at, now, self.events)
                if total < 0:
                    self.take_off((member, "credit"), -total, now,
                                  original["event"] if original else None)
            elif kind == "gift_card" and total > 0:
                self.sell_gift(line, member, at, now, self.events, programme, old)
            elif kind == "gift_card" and total < 0:
                self.bring_back_gift(line, original, now)

    def outcome(self, row, member, now):
        """What the till is told."""
        answer = {"member_id": member, "issued": self.issued(row["event"], now),
                  "event": row["event"]}
        if member is None:
            return answer
        spent = {purse: row["spent"].get(purse, 0) + row["paid"].get(purse, 0)
                 for purse in self.purses(row["programme"])}
        answer.update(points=row["earned"].get("points", 0), spent=spent["points"],
                      balance=self.balance(member, "points", now))
        if not row["refund"]:
            answer["visit"] = len(self.visits(member))
        answer["did"] = {purse: (row["earned"].get(purse, 0), spent[purse])
                         for purse in self.purses(row["programme"])[1:]}
        return answer

    # --- changed after the fact

    def edit(self, sale, now):
        before = self.sale(sale["id"])
        if before is None:
            raise Refused("E_NO_SALE")
        if before["refund"]:
            raise Refused("E_NO_SALE")
        if before["voided"]:
            raise Refused("E_REFUND")
        if same_request(before["request"], sale):
            return dict(before["answer"], code="EXISTS")
        if before["returned"] > 0 or before["exchange"]:
            raise Refused("E_REFUND")
        return self.attempt(lambda: self.do_edit(sale, before, now))

    def do_edit(self, sale, before, now):
        """The old is undone and the new put down; what moves both ways does not move at all."""
        member = self.who(sale.get("member", {}).get("id"))
        carries = before["member"] is not None and before["member"] == member
        carried = {}
        for back in before["backs"] if carries else []:
            if back["key"][0] == member:
                carried[back["key"][1]] = (max(0, back["earned"] - back["taken"]),
                                           max(0, back["spent"] - back["given"]))
        self.undo(before, now, carries)
        self.change(before, "aside", True)
        return self.do_sell(sale, now, before, carried)
