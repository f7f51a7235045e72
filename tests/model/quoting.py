"""quoting.py - what a sale would come to, and what is set aside for it."""
import calendar_rules as cal
import counting
import redeeming
from books import Refused
from returning import Returning


class Quoting(Returning):
    def quote(self, sale, now):
        """The rewards (a Redeeming); E_LIMIT when somebody wishes who may have none."""
        at = cal.moment(sale.get("at"), now)
        programme = self.programme(at)
        member = self.who(sale.get("member", {}).get("id"))
        if "hold" in sale and self.holds.get(sale["hold"], {}).get("state") == "held":
            self.give_back(sale["hold"], now)
        if member is not None and ("rewards" in sale or "hold" in sale):
            self.let_go_ended(member, now)
        whole = dict(sale, lines=[line for line in sale["lines"] if "reward" not in line])
        whole["total"] = sum(line["total"] for line in whole["lines"])
        who = self.standing(programme, member, at, whole)
        watched = self.watch(programme, member, sale.get("cashier"), at)
        refused = any(refused for _, refused in watched)
        who["first"] = self.first_purchase(whole, member, at, refused)
        if refused and "rewards" in sale:
            raise Refused("E_LIMIT")
        wishes = self.wishes(programme, sale, member, at, now, False)
        whole["codes"] = sale.get("codes", []) + [wish["code"] for wish in sale.get("rewards", [])
                                                  if wish.get("code")]
        return self.redeem_all(programme, whole, who, wishes, now, refused)

    def redeem_all(self, programme, sale, who, wishes, now, refused):
        """By what it earns without discounts; then by what is earned with those; at last by the
        balance alone."""
        def earns(lines):
            if refused or programme.get("redeem", {}).get("earned") == "later":
                return {}
            after = dict(sale, lines=lines, total=sum(line["total"] for line in lines))
            there = self.standing(programme, who["member"], who["at"], after)
            there["first"] = who["first"]
            return counting.earned(programme, after, there, counting.discounted(programme, after),
                                   self.rule_uses(who["member"], who["at"]))[0]

        earned = earns(sale["lines"])
        for final in (False, False, True):
            run = redeeming.Redeeming(programme, sale, who,
                                      self.spendable(who, {} if final else earned, now),
                                      self.reward_uses(who["member"], who["at"]))
            run.run(wishes)
            earned = earns(sale["lines"] + run.lines())
            left = self.spendable(who, earned, now)
            if all(cost <= left.get(purse, 0) for purse, cost in run.costs().items()):
                break
        run.wishes = wishes
        return run

    def spendable(self, who, earned, now):
        if who["member"] is None:
            return {}
        left = {purse: self.balance(who["member"], purse, now) for purse in self.purses()}
        for purse, units in earned.values():
            left[purse] = left.get(purse, 0) + units
        return {purse: max(0, units) for purse, units in left.items()}

    def set_aside(self, sale, run, now):
        """What the hold would have in it: (units by purse, items); None when there is none."""
        member = self.who(sale.get("member", {}).get("id"))
        units, items = {}, []
        for claim in run.claims:
            if claim["code"] != "OK" or claim["times"] == 0 or claim["wish"] is None:
                continue
            items.append({"reward": claim["reward"], "times": claim["times"],
                          "voucher": run.wishes[claim["wish"]]["voucher"]})
        for purse, cost in run.costs().items():  # the rest is what this sale earns
            units[purse] = min(cost, max(0, self.balance(member, purse, now)))
        if member is None or not (any(units.values()) or any(i["voucher"] for i in items)):
            return None
        return {"member": member, "units": units, "items": items, "state": "held"}

    def keep(self, held, number, ends, now):
        """The hold that the shop made, by the number that it said."""
        self.holds[number] = dict(held, ends=ends)
        for purse, count in sorted(held["units"].items()):
            self.put((held["member"], purse), "hold", now, hold=number, units=count, ends=ends)
        for item in held["items"]:
            if item["voucher"]:
                item["voucher"]["used_by"] = ("hold", number)

    def let_go(self, request, now):
        hold = self.holds.get(request["hold"])
        if hold is None:
            raise Refused("E_FIELD")
        if hold["state"] != "held":
            return {"code": "EXISTS"}
        self.give_back(request["hold"], now)
        return {"code": "OK"}
