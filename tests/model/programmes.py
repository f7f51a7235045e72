"""programmes.py - programmes of chance, within what docs/programme.md says of each field."""

CATEGORIES = ["coffee", "cake", "bread"]
TAGS = ["hot", "new"]
PRODUCTS = {  # sku: category, tags, price
    "espresso": ("coffee", "hot", 250), "latte": ("coffee", "hot new", 425),
    "beans": ("coffee", "", 1299), "carrot": ("cake", "", 395), "tart": ("cake", "new", 510),
    "rye": ("bread", "", 333), "roll": ("bread", "", 60), "crumb": ("bread", "new", 7)}
RATES = {"coffee": 25, "cake": 12, "bread": 6}
SEGMENTS = ["staff", "vip"]
CASHIERS = ["Kim", "Sam"]
CODES = ["SPRING", "OWNCUP"]


class Maker:
    def __init__(self, chance, version):
        """version: ids are not used twice, for the books go by them."""
        self.chance, self.version = chance, version

    def maybe(self, share):
        return self.chance.random() < share

    def scope(self):
        kind = self.chance.choice(["products", "categories", "tags"])
        among = {"products": sorted(PRODUCTS), "categories": CATEGORIES, "tags": TAGS}[kind]
        return {kind: sorted(self.chance.sample(among, self.chance.choice([1, 1, 2])))}

    def moment(self, at_enrolment=False):
        """Conditions of time and member."""
        pick, when = self.chance.choice, {}
        kinds = ["weekdays", "hours", "birthday", "segments"]
        kinds += [] if at_enrolment else ["codes", "first", "every", "visit", "stores"]
        for kind in self.chance.sample(kinds, pick([1, 1, 2])):
            if kind == "weekdays":
                when["weekdays"] = sorted(self.chance.sample(
                    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 4))
            elif kind == "hours":
                when["hours"] = pick([{"from": "14:00", "until": "18:00"},
                                      {"from": "20:00", "until": "06:30"}])
            elif kind == "birthday":
                when.update(birthday=True, days_before=pick([0, 20]), days_after=pick([0, 30]))
            elif kind == "segments":
                when["segments"] = [pick(SEGMENTS)]
            elif kind == "codes":
                when["codes"] = [pick(CODES)]
            elif kind == "first":
                when["first_purchase"] = True
            elif kind == "every":
                when["every_visit"] = pick([2, 3])
            elif kind == "visit":
                when["visit"] = pick([2, 4])
            else:
                when["stores"] = ["S1"]
        return when

    def when(self, scoped=0.4):
        when = self.moment() if self.maybe(0.35) else {}
        if self.maybe(scoped):
            when["items"] = self.scope()
        if self.maybe(0.2):
            when["min_amount"] = self.chance.choice([300, 1000, 2500])
            if self.maybe(0.3):
                when["min_amount_without_tax"] = True
        if self.maybe(0.15):
            when["min_qty"] = self.chance.choice([2, "1.5", 3])
        return when

    def expiry(self):
        kind = self.chance.choice(["never", "fixed", "fixed", "sliding"])
        if kind == "never":
            return {"kind": "never"}
        expiry = {"kind": kind, "end_of": self.chance.choice(["day", "month", "year"])}
        expiry.update(self.chance.choice([{"days": 5}, {"months": 1}, {"months": 2, "days": 3}]))
        return expiry

    def units(self, purse, count):
        if purse in ("points", "credit"):
            return {purse: count}
        return {"stamps": count, "card": purse}

    def rule(self, number, purses, tiers):
        pick, purse = self.chance.choice, self.chance.choice(purses)
        rule = {"id": "rule-%d-%d" % (self.version, number)}
        trigger = pick(["sale"] * 8 + ["enrolment", "referral"])
        if trigger != "sale":
            rule.update(on=trigger, give=self.units(purse, pick([10, 25])))
            if trigger == "referral":
                rule["give"]["referrer"] = pick([5, 15])
            elif self.maybe(0.3):
                rule["when"] = self.moment(at_enrolment=True)
            return rule
        kind = pick(["amount", "amount", "unit", "sale", "multiply"])
        if kind == "multiply":
            rule["give"] = {"multiply": pick(["1.5", "2", "0.5", "1.333"]), "of": purse}
        else:
            rule["give"] = dict(self.units(purse, pick([1, 3, 7])), per=kind)
            if kind == "amount":
                rule["give"]["amount"] = pick([100, 50, 33])
            if kind == "unit" and self.maybe(0.3):
                rule["give"]["qty"] = pick([2, "0.5", "0.25"])
            if kind != "sale" and self.maybe(0.3):
                rule["give"]["whole_amounts"] = True
        rule["when"] = self.when()
        if tiers and self.maybe(0.25):
            rule["when"]["tiers"] = [pick(tiers["levels"])["id"]]
        if not rule["when"]:
            del rule["when"]
        self.limit(rule)
        return rule

    def limit(self, rule):
        pick = self.chance.choice
        if self.maybe(0.4):
            rule["rounding"] = pick(["down", "nearest", "up"])
        if self.maybe(0.15):
            rule["exclusive"] = True
        if self.maybe(0.3):
            rule["priority"] = pick([1, 2])
        if self.maybe(0.25):
            rule["caps"] = pick([{"sale": 20}, {"day": 30}, {"period": 60, "days": 3}])
        if self.maybe(0.1):
            rule["uses"] = pick([{"max": 2}, {"max": 1, "days": 3}])

    def reward(self, number, purses):
        pick = self.chance.choice
        reward = {"id": "reward-%d-%d" % (self.version, number), "title": "Reward %d" % number}
        reward["give"] = give = pick([
            {"percent": pick(["10", "12.5", "33.333"])},
            {"percent": "20", "items": self.scope()},
            {"percent": "50", "on": "cheapest", "items": self.scope()},
            {"amount": pick([30, 500])}, {"amount": 200, "items": self.scope()},
            {"free": {"items": self.scope()}}, {"free": {"items": self.scope(), "qty": 2}},
            {"free": {"product": pick(["roll", "tart"])}},
            {"free": {"items": self.scope(), "product": "latte", "qty": pick([1, 2, "0.5"])}},
            {"buy": {"qty": 2}, "get": {"qty": 1}}, {"thing": True},
            {"buy": {"qty": 1}, "get": {"qty": 2, "percent": pick(["100", "33"])}},
            {"buy": {"qty": 2}, "get": {"items": self.scope(), "qty": pick([1, 2])}},
            {"buy": {"items": self.scope(), "qty": 1}, "get": {"qty": 1}},
            {"buy": {"items": self.scope(), "qty": pick([1, 2])},
             "get": {"items": self.scope(), "qty": pick([1, 2])}},
            {"buy": {"items": {"categories": ["coffee"]}, "qty": 2},
             "get": {"items": {"categories": ["cake"]}, "qty": 1, "percent": "50"}},
            {"points_as_money": pick([{}, {"step": 10, "least": 20}, {"share": "50"}])}])
        if self.maybe(0.2) and "thing" not in give and "amount" not in give:
            give["max"] = pick([150, 300])
        if "points_as_money" not in give and self.maybe(0.6):
            reward["cost"] = self.units(pick(purses), pick([5, 20]))
            if ("free" in give or "buy" in give) and self.maybe(0.5):
                reward["cost"]["each"] = pick([1, 2, "0.5"])
        elif "points_as_money" not in give and self.maybe(0.5):
            reward["automatic"] = True
            if self.maybe(0.4):
                reward["group"] = "offer"
            if self.maybe(0.4):
                reward["priority"] = pick([1, 2])
        if self.maybe(0.4):
            reward["when"] = self.when(scoped=0.2)
            if not reward["when"]:
                del reward["when"]
        if self.maybe(0.1):
            reward["alone"] = True
        if self.maybe(0.15):
            reward["uses"] = pick([{"max": 2}, {"max": 1, "days": 2}, {"total": 5}])
        return reward

    def coupons(self, rewards):
        """For later orders, by themselves or chosen, for another reward of the file."""
        pick = self.chance.choice
        targets = list(rewards)
        for number in range(self.chance.randint(0, 2)):
            target = pick(targets)
            target["coupon_only"] = self.maybe(0.7)
            if target["coupon_only"]:
                target.pop("automatic", None)
            give = {"coupon": target["id"]}
            if self.maybe(0.6):
                give["days"] = pick([1, 5, 40])
            reward = {"id": "coupon-%d-%d" % (self.version, number), "title": "Coupon",
                      "give": give}
            if self.maybe(0.6):
                reward["automatic"] = True
            elif self.maybe(0.5):
                reward["cost"] = {"points": pick([5, 20])}
            if self.maybe(0.5):
                reward["when"] = {"min_amount": pick([300, 1000])}
            if self.maybe(0.2):
                reward["uses"] = pick([{"max": 2}, {"max": 1, "days": 2}, {"total": 5}])
            if self.maybe(0.3):
                reward.update(pick([{"group": "offer"}, {"alone": True}, {"priority": 1}]))
            rewards.append(reward)

    def limits(self):
        pick = self.chance.choice
        limits = {"member_sales": pick([{"max": 3, "policy": "refuse"},
                                        {"max": 2, "minutes": 60, "policy": "refuse"},
                                        {"max": 2, "policy": "flag"}]),
                  "cashier_sales": pick([{"max": 1, "policy": "flag"},
                                         {"max": 2, "minutes": 90, "policy": "refuse"}]),
                  "own_card": {"policy": pick(["flag", "refuse"])},
                  "adjustments": pick([{"max": 1, "policy": "refuse"},
                                       {"max": 2, "minutes": 600, "policy": "flag"}])}
        return {name: limits[name] for name in self.chance.sample(sorted(limits), 2)}

    def tiers(self):
        by = self.chance.choice(["spend", "visits", "points"])
        step = {"spend": 4000, "visits": 3, "points": 40}[by]
        tiers = {"by": by, "window": self.chance.choice(["ever", "rolling", "year"]),
                 "down": self.chance.choice(["never", "at_once", "after"]),
                 "levels": [{"id": name, "title": name.title(), "from": step * i}
                            for i, name in enumerate(["green", "silver", "gold"])]}
        if by == "points" or self.maybe(0.5):
            tiers["next_sale"] = True
        if tiers["window"] == "rolling":
            tiers["window_months"] = 1
        if tiers["down"] == "after":
            tiers["down_months"] = 1
        return tiers

    def programme(self):
        pick = self.chance.choice
        programme = {"programme": 1, "name": "Model", "rounding": pick(["down", "nearest", "up"]),
                     "points": {"title": "Points", "worth": {"points": pick([1, 10, 3]), "money": 10},
                                "expiry": self.expiry()},
                     "credit": {"expiry": self.expiry()}}
        purses = ["points", "points", "credit"]
        if self.maybe(0.6):
            programme["stamp_cards"] = [{"id": "cups", "title": "Cups", "stamps": 10,
                                         "expiry": self.expiry()}]
            purses.append("cups")
        programme["basis"] = {
            "tax": pick(["included", "included", "excluded"]),
            "order_discounts": pick(["shared", "shared", "ignored"]),
            "paid_rewards": pick(["deducted", "deducted", "earn"]),
            "stored_value": pick(["earns", "excluded"]), "tips": pick(["excluded", "earn"])}
        if self.maybe(0.6):
            programme["tiers"] = self.tiers()
        programme["earn"] = [self.rule(i, purses, programme.get("tiers"))
                             for i in range(self.chance.randint(1, 6))]
        programme["rewards"] = [self.reward(i, purses) for i in range(self.chance.randint(1, 6))]
        self.coupons(programme["rewards"])
        self.tell_codes_apart(programme["rewards"])
        if self.maybe(0.5):
            programme["gift_cards"] = {"title": "Gift card", "months": pick([1, 12])}
        programme["refunds"] = {"clawback": pick(["clamp", "negative"]),
                                "spent": pick(["returned", "returned", "kept"])}
        programme["redeem"] = {"over": pick(["refuse", "refuse", "clamp"]),
                               "earned": pick(["now", "later"]),
                               "hold_minutes": pick([15, 2000])}
        if self.maybe(0.4):
            programme["limits"] = self.limits()
        return programme

    @staticmethod
    def tell_codes_apart(rewards):
        """A promotion code is one reward's alone."""
        seen = set()
        for reward in rewards:
            codes = set(reward.get("when", {}).get("codes", []))
            if codes & seen:
                del reward["when"]["codes"]
                if not reward["when"]:
                    del reward["when"]
            seen |= codes
