"""redeeming.py - which rewards a cart gets, what they cost and take off; naive and pure.

As counting.py, from plugin/loyalty/redeem.h. A claim is a dict: reward, wish, code, cost, discount,
times, units; the refused ones have a code that is not OK and nothing else.
"""
from fractions import Fraction
from math import ceil, floor

from counting import (Cart, discounted, fits_basket, fits_moment, on_of, role, rounded, take_discount,
                      taken_units, unit_scope)


def purse_of_cost(reward):
    cost = reward.get("cost", {})
    if "points_as_money" in reward["give"] or "points" in cost:
        return "points"
    return "credit" if "credit" in cost else cost.get("card")


def cost_of(reward, times, units):
    """Of so many uses, or of so many units given."""
    cost = reward.get("cost", {})
    each = cost.get("points", cost.get("credit", cost.get("stamps", 0)))
    if "each" in cost:
        return each * ceil(units / Fraction(str(cost["each"])))
    return each * times


def points_for(programme, amount):
    worth = programme["points"]["worth"]
    return ceil(Fraction(amount * worth["points"], worth["money"]))


def points_paid(programme, amount):
    """Points of a tender; below zero, as they come back, for no more than it is worth."""
    return points_for(programme, amount)


def is_on_bill(give):
    """Whether it takes something off; a thing or a coupon has no need to."""
    return "thing" not in give and "coupon" not in give


def worth_of(programme, points):
    worth = programme["points"]["worth"]
    return floor(Fraction(points * worth["money"], worth["points"]))


class Redeeming:
    """One quote. spendable: {purse: units}. uses(reward, what): times, or total of all members."""

    def __init__(self, programme, sale, who, spendable, uses):
        lines = [line for line in sale["lines"] if "reward" not in line]
        self.programme, self.sale, self.who, self.uses = programme, sale, who, uses
        self.spendable = dict(spendable)
        self.rewards = {r["id"]: r for r in programme.get("rewards", []) if r.get("enabled", True)}
        self.cart = Cart(lines)
        for line in lines:
            if role(line) == "discount":
                take_discount(programme, self.cart, self.rewards.get(line.get("reward")), line)
        self.wishes = []
        self.claims, self.asked = [], {}

    def refusal(self, reward, times, has_coupon):
        """Why it may not even be tried, or None."""
        when, uses = reward.get("when", {}), reward.get("uses", {})
        before = self.asked.get(reward["id"], 0)
        if reward.get("coupon_only") and not has_coupon:
            return "E_FIELD"
        given = self.given()
        others = [other for other in given if other != reward["id"]]
        if others and (reward.get("alone") or any(self.rewards[o].get("alone") for o in others)):
            return "E_FIELD"
        groups = [self.rewards[other].get("group") for other in others]
        if reward.get("group") and reward["group"] in groups:
            return "E_FIELD"
        if not fits_moment(when, self.sale, self.who) or not fits_basket(when, self.cart):
            return "E_FIELD"
        if before + times > reward.get("per_sale", 1):
            return "E_FIELD"
        if "max" in uses and self.who["member"] is None and not has_coupon:
            return "E_FIELD"
        if "max" in uses and self.who["member"] is not None and \
                self.uses(reward, "times") + before + times > uses["max"]:
            return "E_FIELD"
        if "total" in uses and self.uses(reward, "total") + before + times > uses["total"]:
            return "E_FIELD"
        return None

    def wish(self, index, wish):
        """One that was looked up (wanted.py)."""
        reward = self.rewards.get(wish["reward"])
        code = "E_FIELD"
        if reward is not None:
            code = self.refusal(reward, wish["times"], wish["voucher"] is not None)
        if code is None:
            code, claim = self.attempt(reward, wish["times"], wish["points"])
        if code is not None:
            self.claims.append({"reward": wish["reward"], "wish": index, "times": 0,
                                "code": wish.get("unmet", code), "cost": 0, "discount": 0})
            return
        self.give(reward, index, claim)

    def lines(self):
        """The discounts as the lines of a sale."""
        return [line for claim in self.claims for line in claim.get("lines", [])]

    def split_up(self, reward, before, claim):
        """A claim's lines, one for each tax rate of the goods that bear it; a line of units has those
        of its rate."""
        lines, units = {}, claim.get("taken")
        for i in self.cart.goods:
            off = before.nets[i] - self.cart.nets[i]
            if off:
                rate = self.cart.lines[i].get("tax_rate")
                line = lines.setdefault(rate, {"reward": reward["id"], "total": 0, "tax": 0,
                                               "qty": "1"})
                line["total"] -= off
                line["tax"] -= before.taxes[i] - self.cart.taxes[i]
                if rate:
                    line["tax_rate"] = rate
        for rate, line in lines.items() if units else []:
            line["qty"] = str(float(sum(part for i, part, _ in units
                                        if self.cart.lines[i].get("tax_rate") == rate)))
        if claim.get("added"):
            lines["added"] = {"reward": reward["id"], "sku": reward["give"]["free"]["product"],
                              "total": 0, "tax": 0, "qty": str(float(claim["added"]))}
        return list(lines.values())

    def give(self, reward, index, claim):
        before, self.cart = self.cart, claim.pop("cart", self.cart)
        claim["lines"] = self.split_up(reward, before, claim)
        purse = purse_of_cost(reward)
        if claim["cost"]:
            self.spendable[purse] = self.spendable.get(purse, 0) - claim["cost"]
        self.asked[reward["id"]] = self.asked.get(reward["id"], 0) + claim["times"]
        self.claims.append(dict(claim, reward=reward["id"], wish=index, code="OK"))

    def given(self):
        """The rewards; one of which more would have to be in the cart gave nothing yet."""
        return [c["reward"] for c in self.claims if c["code"] == "OK" and c["times"] > 0]

    def costs(self):
        """{purse: units} of what was given."""
        costs = {}
        for claim in self.claims:
            if claim["cost"]:
                purse = purse_of_cost(self.rewards[claim["reward"]])
                costs[purse] = costs.get(purse, 0) + claim["cost"]
        return costs

    def is_money(self, wish):
        return "points_as_money" in self.rewards.get(wish["reward"], {"give": {}})["give"]

    def run(self, wishes):
        """All of them: what was wished for, what comes by itself, points as money."""
        money = [(i, wish) for i, wish in enumerate(wishes) if self.is_money(wish)]
        for i, wish in enumerate(wishes):
            if not self.is_money(wish):
                self.wish(i, wish)
        self.automatic([self.rewards[wish["reward"]] for _, wish in money])
        for i, wish in money:
            self.wish(i, wish)
        if any(self.claims[-1 - k]["code"] != "OK" for k in range(len(money))):
            self.automatic()

    @staticmethod
    def gives_way(reward, money):
        """To one that pays with points, where only one of the two may be had."""
        return reward.get("alone") or money.get("alone") or \
            (reward.get("group") and reward["group"] == money.get("group"))

    def automatic(self, money=()):
        """Once each, by priority; of a group the best one, where its first one stands. money: the
        rewards that are to come after them."""
        wished = {claim["reward"] for claim in self.claims}
        groups = {self.rewards[reward].get("group") for reward in self.given()}
        order = sorted([r for r in self.rewards.values() if r.get("automatic")],
                       key=lambda r: -r.get("priority", 0))
        settled = set()
        for reward in order:
            group = reward.get("group")
            if group and (group in groups or group in settled):
                continue
            among = [r for r in order if group and r.get("group") == group] or [reward]
            settled.add(group)
            best = None
            for other in among:
                if other["id"] in wished or self.refusal(other, 1, False) is not None:
                    continue
                if any(self.gives_way(other, last) for last in money):
                    continue
                code, claim = self.attempt(other, 1, 0)
                if code is None and claim["cost"] == 0 and \
                        (best is None or claim["discount"] > best[1]["discount"]):
                    best = (other, claim)
            if best:
                self.give(best[0], None, best[1])

    def coupons(self, used):
        """Those that a paid sale brings by themselves, by its bill and the rewards on it."""
        self.cart = discounted(self.programme, self.sale, True)
        for use in used:
            self.claims.append({"reward": use["reward"], "times": use["times"], "code": "OK"})
            self.asked[use["reward"]] = self.asked.get(use["reward"], 0) + use["times"]
        self.rewards = {r["id"]: r for r in self.programme.get("rewards", []) if r["id"] in
                        self.asked or (r["id"] in self.rewards and "coupon" in r["give"])}
        self.automatic()
        return self.claims[len(used):]

    def copy(self):
        cart = Cart(self.cart.lines)
        cart.nets, cart.taxes = dict(self.cart.nets), dict(self.cart.taxes)
        cart.free = dict(self.cart.free)
        return cart

    def attempt(self, reward, times, points):
        give, cart = reward["give"], self.copy()
        if "coupon" in give or "thing" in give:
            claim = {"times": times, "discount": 0, "units": 0}
        elif "points_as_money" in give:
            return self.attempt_money(reward, cart, points)
        elif "free" in give:
            claim = self.attempt_free(reward, cart, times)
        elif "buy" in give:
            claim = self.attempt_buy_get(reward, cart, times)
        else:
            claim = self.attempt_off(give, cart, times)
        if claim is None:
            return "E_FIELD", None
        claim["cost"] = cost_of(reward, claim["times"], claim["units"])
        if claim["cost"] > self.spendable.get(purse_of_cost(reward), 0):
            return "E_POINTS", None
        claim["cart"] = cart
        self.retax(cart)
        return None, claim

    def retax(self, cart):
        """A discount's tax is its share of its lines' taxes, rounded once for each tax rate."""
        carries = {}
        for i in cart.goods:
            before = self.cart.nets[i]
            if cart.nets[i] != before:
                rate = cart.lines[i].get("tax_rate")
                exact = Fraction(cart.taxes[i] * (before - cart.nets[i]), before)
                exact += carries.get(rate, 0)
                off = rounded(exact, "nearest")
                carries[rate] = exact - off
                cart.taxes[i] -= off

    @staticmethod
    def attempt_off(give, cart, times):
        """Per cent or an amount, of the order, some items or the cheapest unit; use after use."""
        on, scope, total, done = on_of(give), give.get("items"), 0, 0
        bearers = cart.scoped(scope) if on != "order" else cart.goods
        units = cart.pieces(scope)
        for use in range(times):
            if on == "cheapest":
                if use >= len(units):
                    break
                _, line, part = units[use]
                of = [unit for unit in cart.units(scope) if unit[1] == line]
                worth = taken_units(of, part)[0][2] if of else 0
                bearers = [line]
            else:
                worth = sum(cart.nets[i] for i in bearers)
            off = give.get("amount", 0)
            if "percent" in give:
                off = rounded(worth * Fraction(str(give["percent"])) / 100, "nearest")
            off = min(off, worth, give.get("max", off))
            if off <= 0:
                break
            cart.bear(off, bearers)
            total, done = total + off, done + 1
        return {"times": done, "discount": total, "units": 0} if total else None

    @staticmethod
    def attempt_free(reward, cart, times):
        give = reward["give"]
        each = Fraction(str(give["free"].get("qty", 1)))
        units = cart.units(unit_scope(give))
        taken = taken_units(units, each * times)
        count = sum(part for _, part, _ in taken)
        added = 0
        if "product" in give["free"] and count < each * times:
            added = each * times - count
        if count + added == 0:
            return None
        times = ceil((count + added) / each)
        worth = off = sum(worth for _, _, worth in taken)
        off = min(off, give["max"] * times if "max" in give else off)
        cart.bear(off, [t[0] for t in taken], [t[2] for t in taken])
        for i, part, _ in taken if off == worth else []:  # else a part is paid
            cart.free[i] += part
        return {"times": times, "discount": off, "units": count + added,
                "added": added, "taken": taken}

    @staticmethod
    def attempt_buy_get(reward, cart, times):
        give = reward["give"]
        buy, get = Fraction(str(give["buy"].get("qty", 1))), Fraction(str(give["get"].get("qty", 1)))
        units = cart.units(unit_scope(give))
        offered = {i for _, i, _ in units}
        of_buy = cart.units(give["buy"].get("items"))
        alone = sum(left for _, i, left in of_buy if i not in offered)
        both = sum(left for _, i, left in of_buy)  # each of them is bought or given
        every = both + sum(left for _, i, left in units if i not in [b[1] for b in of_buy])
        sets = max(floor(alone / buy), min(floor(both / buy), floor(every / (buy + get))))
        taken = taken_units(units, sets * get, [b[1] for b in of_buy], both - sets * buy)
        count = sum(part for _, part, _ in taken)
        may_add = sets * get - count
        more = (sets + 1) * (buy + get) - every
        if 0 < more <= get and (sets + 1) * buy <= both:  # so many would make a set more
            may_add += more
        worth = sum(t[2] for t in taken)
        percent = Fraction(str(give["get"].get("percent", 100)))
        off = rounded(worth * percent / 100, "nearest")
        off = min(off, give.get("max", off))
        if off <= 0:
            return {"times": 0, "discount": 0, "units": 0, "may_add": may_add} if may_add else None
        cart.bear(off, [t[0] for t in taken], [t[2] for t in taken])
        if percent == 100 and off == worth:
            for i, part, _ in taken:
                cart.free[i] += part
        return {"times": 1, "discount": off, "units": count, "taken": taken, "may_add": may_add}

    def attempt_money(self, reward, cart, points):
        give = reward["give"]["points_as_money"]
        due = sum(cart.nets.values())
        most = floor(due * Fraction(str(give.get("share", 100))) / 100)
        most = min(most, reward["give"].get("max", most))
        has = max(0, self.spendable.get("points", 0))
        clamps = self.programme.get("redeem", {}).get("over") == "clamp"
        if points > has and not clamps:
            return "E_POINTS", None
        wanted = min(points or has, has, points_for(self.programme, most))
        wanted -= wanted % give.get("step", 1)
        if wanted < max(give.get("least", 1), 1):
            return ("E_POINTS" if has < give.get("least", 1) else "E_FIELD"), None
        off = min(worth_of(self.programme, wanted), most)
        if off <= 0:
            return "E_FIELD", None
        cart.bear(off, cart.goods)
        self.retax(cart)
        return None, {"times": 1, "discount": off, "units": 0, "cart": cart,
                      "cost": points_for(self.programme, off)}
