"""model.py - a shop with a programme, as its rules say: what each request should be answered.

In:  requests as the JSON door takes them, one after another, each with the shop's time.
Out: for each the answer's figures, or the code of the refusal.
Nothing is kept but what happened: the sales as they were, and one list of facts. All figures are
told anew from these each time they are asked for.
"""
import copy
import json
from math import ceil
from fractions import Fraction

import calendar_rules as cal
import counting
import redeeming
from accounts import Account

DAY_MS = 86400000


class Refused(Exception):
    """With its code, E_..."""


class Model:
    def __init__(self):
        self.programmes = []
        self.members = {}
        self.facts = []
        self.sales = []     # every sale and refund, in order, voided ones with them
        self.answers = {}   # what was answered, by (op, id), with its request
        self.holds = {}
        self.levels = {}    # member: (level, since)
        self.coupons = {}   # code: reward, used_by, until, member, sale
        self.alerts = 0

    # --- what there is

    def programme(self):
        return self.programmes[-1]

    def facts_of(self, key):
        return [fact for fact in self.facts if fact["key"] == key]

    def account(self, key, now):
        return Account(self.facts_of(key), now)

    def balance(self, member, purse, now):
        return self.account((member, purse), now).balance

    def put(self, key, what, at, **more):
        self.facts.append(dict(more, key=key, what=what, at=at))

    def sale(self, sale_id):
        for sale in self.sales:
            if sale["id"] == sale_id and not sale["aside"]:
                return sale
        return None

    def visits(self, member):
        return [s for s in self.sales if s["member"] == member and not s["voided"]
                and not s["refund"] and not s["aside"]]

    def expiry(self, programme, purse):
        if purse in ("points", "credit"):
            return programme.get(purse, {}).get("expiry")
        for card in programme.get("stamp_cards", []):
            if card["id"] == purse:
                return card.get("expiry")
        return None

    def purses(self):
        return ["points", "credit"] + [c["id"] for c in self.programme().get("stamp_cards", [])]

    # --- levels

    def figure(self, member, at):
        tiers = self.programme()["tiers"]
        start = cal.window_start(tiers, at)
        sales = [s for s in self.sales if s["member"] == member and not s["aside"]
                 and not s["voided"] and (start is None or s["at"] >= start)]
        if tiers["by"] == "spend":
            return sum(s["total"] for s in sales)
        if tiers["by"] == "visits":
            return sum(not s["refund"] for s in sales)
        return sum(s["earned"].get("points", 0) for s in sales)

    def level(self, member, at, more=0):
        """(level, since) after what happened; more: of a sale that is being counted."""
        tiers = self.programme().get("tiers")
        if tiers is None or member is None:
            return None, 0
        ids = [level["id"] for level in tiers["levels"]]
        figure = self.figure(member, at) + more
        reached = max([i for i, level in enumerate(tiers["levels"]) if figure >= level["from"]],
                      default=-1)
        stored, since = self.levels.get(member, (None, 0))
        place = ids.index(stored) if stored in ids else -1
        if reached >= place:
            return (ids[reached] if reached >= 0 else None), at
        down = tiers.get("down", "never")
        stays = down == "never" or (down == "after" and
                                    at < cal.months_later(since, tiers["down_months"]))
        if stays:
            return ids[place], since
        return (ids[reached] if reached >= 0 else None), at

    # --- who a sale is for

    def standing(self, member, at, sale=None, without=None):
        """without: a sale that is being changed, which did not happen yet."""
        who = {"member": member, "at": at, "visits": 0, "level": None, "segments": "",
               "birthday": None, "referred": None}
        if member is None:
            return who
        person = self.members[member]
        visits = [s for s in self.visits(member) if s is not without]
        tiers = self.programme().get("tiers", {})
        more = 0
        if sale is not None and not tiers.get("next_sale"):
            more = {"spend": sale["total"], "visits": 1}.get(tiers.get("by"), 0)
        return dict(who, visits=len(visits), level=self.level(member, at, more)[0],
                    segments=person["segments"], birthday=person["birthday"],
                    referred=person["referred_by"])

    def rule_uses(self, member, at, without=None):
        """How often, or how much, of a rule the member had."""
        def uses(rule, what):
            caps, limit = rule.get("caps", {}), rule.get("uses", {})
            since = {"day": cal.day_start(at),
                     "period": at - caps.get("days", 0) * DAY_MS,
                     "times": at - limit["days"] * DAY_MS if "days" in limit else None}[what]
            mine = [s for s in self.sales if s["member"] == member and not s["voided"]
                    and s is not without and (since is None or s["at"] >= since)]
            had = [s["rules"].get(rule["id"], 0) for s in mine]
            return sum(units > 0 for units in had) if what == "times" else sum(had)
        return uses

    def reward_uses(self, member, at, without=None):
        def uses(reward, what):
            days = reward.get("uses", {}).get("days")
            since = at - days * DAY_MS if days and what == "times" else None
            return sum(s["rewards"].get(reward["id"], 0) for s in self.sales
                       if not s["voided"] and s is not without
                       and (what == "total" or s["member"] == member)
                       and (since is None or s["at"] >= since))
        return uses

    # --- members

    def enrol(self, request, now):
        member = len(self.members) + 1
        self.members[member] = {"birthday": request.get("birthday"), "segments": "",
                                "referred_by": request.get("referred_by"), "name": request["name"]}
        who = self.standing(member, now)
        for rule in self.programme().get("earn", []):
            if rule.get("on") == "enrolment" and rule.get("enabled", True) and \
                    counting.fits_moment(rule.get("when", {}), None, who):
                self.add(member, counting.purse_of(rule), counting.units_of(rule["give"]), now, None)
        self.levels[member] = self.level(member, now)
        return self.shown(member, now)

    def add(self, member, purse, units, now, sale):
        if units > 0:
            self.put((member, purse), "add", now, units=units, sale=sale,
                     ends=cal.expiry_end(self.expiry(self.programme(), purse), now))

    def shown(self, member, now):
        shown = {"points": max(0, self.balance(member, "points", now)),
                 "visits": len(self.visits(member)), "tier": self.level(member, now)[0],
                 "credit": self.balance(member, "credit", now)}
        return shown

    def identify(self, member, now):
        return self.shown(member, now)

    # --- sales

    def again(self, op, request):
        """The first answer, when the same was asked before."""
        before = self.answers.get((op, request["id"]))
        if before is None:
            return None
        if before[0] != json.dumps(request, sort_keys=True):
            raise Refused("E_DIFFERS")
        return dict(before[1], code="EXISTS")

    def remember(self, op, request, answer):
        self.answers[(op, request["id"])] = (json.dumps(request, sort_keys=True),
                                             copy.deepcopy(answer))
        return dict(answer, code="OK")

    def limit_refuses(self, member, cashier, at):
        """Whether one sale more is one too many, by a limit that refuses."""
        limits = self.programme().get("limits", {})
        refused = False
        for name in ("member_sales", "cashier_sales"):
            limit = limits.get(name)
            if limit is None or member is None:
                continue
            if name == "cashier_sales" and not cashier:
                continue
            since = at - limit["minutes"] * 60000 if "minutes" in limit else cal.day_start(at)
            count = sum(1 for s in self.visits(member) if s["at"] >= since and
                        (name == "member_sales" or s["cashier"] == cashier))
            if count + 1 > limit["max"]:
                refused = refused or limit["policy"] == "refuse"
        return refused

    def sell(self, sale, now):
        answer = self.again("sale", sale)
        if answer is not None:
            return answer
        member = sale.get("member", {}).get("id")
        plan = self.plan(sale, member, now)
        self.write(sale, member, now, plan)
        return self.remember("sale", sale, self.outcome(member, now, plan["earned"],
                                                        plan["spent"], True))

    def used(self, sale, member, now):
        """The rewards of a paid sale: {id: times}, by its hold, its wishes or its lines."""
        hold = self.holds.get(sale.get("hold"))
        if hold is not None and hold["state"] == "held" and hold["ends"] > now:
            return dict(hold["uses"])
        used = {}
        for wish in sale.get("rewards", []):
            used[wish["reward"]] = used.get(wish["reward"], 0) + wish.get("times", 1)
        for line in sale["lines"]:
            if "reward" in line:
                used.setdefault(line["reward"], 1)
        return used

    def plan(self, sale, member, now, without=None):
        programme = self.programme()
        rewards = {reward["id"]: reward for reward in programme.get("rewards", [])}
        who = self.standing(member, now, sale, without)
        cart = counting.discounted(programme, sale)
        refused = self.limit_refuses(member, sale.get("cashier"), now)
        rules, referrer = {}, {}
        if not refused:
            rules, referrer = counting.earned(programme, sale, who, cart,
                                              self.rule_uses(member, now, without))
        earned = {}
        for purse, units in rules.values():
            earned[purse] = earned.get(purse, 0) + units
        spent, used = {}, self.used(sale, member, now)
        for reward_id, times in used.items():
            reward = rewards.get(reward_id)
            if reward is None:
                continue
            lines = [line for line in sale["lines"] if line.get("reward") == reward_id]
            units = sum(abs(counting.quantity(line)) for line in lines)
            if "points_as_money" in reward["give"]:
                cost = redeeming.points_for(programme, -sum(line["total"] for line in lines))
            else:
                cost = redeeming.cost_of(reward, times, units)
            purse = redeeming.purse_of_cost(reward)
            if cost and lines:
                spent[purse] = spent.get(purse, 0) + cost
        return {"rules": rules, "referrer": referrer, "earned": earned, "spent": spent,
                "used": used, "refused": refused}

    def payments(self, sale):
        """What tenders of ours take: [(account's key, units)]."""
        found = []
        for tender in sale.get("tenders", []):
            if tender["kind"] == "gift_card":
                found.append((("card", tender["code"]), tender["amount"]))
            elif tender["kind"] == "credit":
                found.append(((sale["member"]["id"], "credit"), tender["amount"]))
            elif tender["kind"] == "points":
                found.append(((sale["member"]["id"], "points"),
                              redeeming.points_for(self.programme(), tender["amount"])))
        return found

    def write(self, sale, member, now, plan, earned_first=None):
        """Moves what a sale earned, spent and paid; E_POINTS when it is not there."""
        facts = len(self.facts)
        try:
            self.move(sale, member, now, plan)
        except Refused:
            del self.facts[facts:]
            raise
        hold = self.holds.get(sale.get("hold"))
        if hold is not None and hold["state"] == "held":
            hold["state"] = "settled"
        self.sales.append({
            "id": sale["id"], "member": member, "at": now, "total": sale["total"],
            "refund": False, "voided": False, "aside": False, "cashier": sale.get("cashier"),
            "rules": {rule: units for rule, (_, units) in plan["rules"].items()},
            "rewards": plan["used"], "request": sale, "returned": 0,
            "earned": plan["earned"], "plan": plan, "programme": self.programme(),
            "backs": self.backs_of(member, plan), "paid": self.payments(sale)})
        if member is not None:
            self.levels[member] = self.level(member, now)

    def backs_of(self, member, plan):
        """What may come back of a sale: by account, as earned and as spent."""
        backs = []
        referrer = plan.get("referrer_member")
        for purse in sorted(set(plan["earned"]) | set(plan["spent"])):
            backs.append({"key": (member, purse), "earned": plan["earned"].get(purse, 0),
                          "spent": plan["spent"].get(purse, 0), "taken": 0, "given": 0})
        for purse, units in plan["referrer"].values():
            backs.append({"key": (referrer, purse), "earned": units, "spent": 0,
                          "taken": 0, "given": 0})
        return backs

    def move(self, sale, member, now, plan):
        ours = self.programme()
        waits = ours.get("redeem", {}).get("earned") == "later"
        if plan["referrer"]:
            plan["referrer_member"] = self.members[member]["referred_by"]
        steps = [lambda: self.move_spent(sale, member, now, plan),
                 lambda: self.move_earned(sale, member, now, plan)]
        for step in steps if waits else reversed(steps):
            step()
        for line in sale["lines"]:
            if line.get("kind") == "top_up" and member is not None:
                self.put((member, "credit"), "add", now, units=line["total"], sale=None,
                         ends=cal.expiry_end(self.expiry(ours, "credit"), now))
        if member is not None:
            self.slide(member, now)

    def slide(self, member, now):
        for purse in self.purses():
            expiry = self.expiry(self.programme(), purse)
            if expiry and expiry["kind"] == "sliding":
                self.put((member, purse), "slide", now, ends=cal.expiry_end(expiry, now))

    def move_earned(self, sale, member, now, plan):
        for purse, units in sorted(plan["earned"].items()):
            self.add(member, purse, units, now, sale["id"])
        for purse, units in plan["referrer"].values():
            self.add(plan["referrer_member"], purse, units, now, sale["id"])

    def move_spent(self, sale, member, now, plan):
        hold = self.holds.get(sale.get("hold"))
        held = dict(hold["units"]) if hold and hold["state"] == "held" and hold["ends"] > now else {}
        for purse, had in sorted(held.items()):
            units = min(had, plan["spent"].get(purse, 0))
            self.put((member, purse), "settle", now, hold=sale["hold"], units=units)
        for purse, cost in sorted(plan["spent"].items()):
            rest = cost - held.get(purse, 0)
            if rest > 0:
                if rest > self.balance(member, purse, now):
                    raise Refused("E_POINTS")
                self.put((member, purse), "use", now, units=rest)
        for key, units in self.payments(sale):
            if units > self.account(key, now).balance:
                raise Refused("E_POINTS")
            self.put(key, "use", now, units=units)
            if key[1] == "points":
                plan["spent"]["points"] = plan["spent"].get("points", 0) + units

    def outcome(self, member, now, earned, spent, has_visit):
        answer = {"member_id": member}
        if member is None:
            return answer
        answer.update(points=earned.get("points", 0), spent=spent.get("points", 0),
                      balance=self.balance(member, "points", now),
                      credit=self.balance(member, "credit", now), tier=self.level(member, now)[0])
        if has_visit:
            answer["visit"] = len(self.visits(member))
        answer["purses"] = {}
        for purse in self.purses()[1:]:
            answer["purses"][purse] = (earned.get(purse, 0), spent.get(purse, 0),
                                       self.balance(member, purse, now))
        return answer

    # --- what comes back

    def refund(self, request, now):
        answer = self.again("refund", request)
        if answer is not None:
            return answer
        amount = request["amount"]
        sale = self.sale(request["sale_id"])
        if sale is None or sale["refund"]:
            raise Refused("E_NO_SALE")
        if sale["voided"] or sale["returned"] + amount > sale["total"]:
            raise Refused("E_REFUND")
        sale["returned"] += amount
        member = sale["member"]
        earned, spent = self.take_back(sale, now, sale["returned"] == sale["total"])
        self.sales.append({"id": request["id"], "member": member, "at": now, "total": -amount,
                           "refund": True, "voided": False, "aside": False, "cashier": None,
                           "rules": {}, "rewards": {}, "earned": earned, "returned": 0})
        if member is not None:
            self.levels[member] = self.level(member, now)
        return self.remember("refund", request, self.outcome(member, now, earned, spent, False))

    def take_back(self, sale, now, everything):
        """Pro rata, rounded down, both ways; all of it in the end. Below zero: what came back."""
        refunds = sale["programme"].get("refunds", {})
        earned, spent = {}, {}
        for back in sale["backs"]:
            key = back["key"]
            share = Fraction(1) if everything else Fraction(sale["returned"], sale["total"])
            take = max(0, int(back["earned"] * share) - back["taken"])
            give = max(0, int(back["spent"] * share) - back["given"])
            if refunds.get("spent") == "kept":
                give = 0
            if give:
                self.put(key, "add", now, units=give, sale=None, ends=0)
            if refunds.get("clawback") != "negative":
                take = min(take, max(0, self.account(key, now).balance))
            if take:
                self.put(key, "take", now, units=take, sale=sale["id"])
            back["taken"] += take
            back["given"] += give
            if key[0] == sale["member"]:
                earned[key[1]] = earned.get(key[1], 0) - take
                spent[key[1]] = spent.get(key[1], 0) - give
        return earned, spent

    def void(self, request, now):
        sale = self.sale(request["sale_id"])
        if sale is None or sale["refund"]:
            raise Refused("E_NO_SALE")
        if sale["voided"]:
            return {"code": "EXISTS"}
        earned, spent = self.take_back(sale, now, True)
        sale["voided"] = True
        member = sale["member"]
        if member is not None:
            self.levels[member] = self.level(member, now)
        return dict(self.outcome(member, now, earned, spent, False), code="OK")

    # --- by hand

    def adjust(self, request, now):
        before = self.answers.get(("adjust", request["id"]))
        member, purse = request["member_id"], request.get("purse", "points")
        if before is not None:
            if before[0] != json.dumps(request, sort_keys=True):
                raise Refused("E_DIFFERS")
            return {"code": "EXISTS", "balance": self.balance(member, purse, now)}
        if -request["units"] > self.balance(member, purse, now):
            raise Refused("E_POINTS")
        if request["units"] > 0:
            self.add(member, purse, request["units"], now, None)
        else:
            self.put((member, purse), "use", now, units=-request["units"])
        return self.remember("adjust", request, {"balance": self.balance(member, purse, now)})

    # --- quotes

    def quote(self, sale, now, hold=None):
        """hold: the number that the shop gave it, learnt from its answer."""
        member = sale.get("member", {}).get("id")
        programme = self.programme()
        whole = dict(sale, total=sum(line["total"] for line in sale["lines"]))
        who = self.standing(member, now, whole)
        spendable = {}
        if member is not None:
            spendable = {purse: self.balance(member, purse, now) for purse in self.purses()}
        if programme.get("redeem", {}).get("earned") != "later":
            for purse, units in self.would_earn(whole, who).values():
                spendable[purse] = spendable.get(purse, 0) + units
        run = redeeming.Redeeming(programme, whole, who, spendable, self.reward_uses(member, now))
        for i, wish in enumerate(sale.get("rewards", [])):
            run.wish(i, wish["reward"], wish.get("times", 1), wish.get("points", 0))
        run.automatic()
        return run

    def would_earn(self, sale, who):
        return counting.earned(self.programme(), sale, who, counting.discounted(self.programme(), sale),
                               self.rule_uses(who["member"], who["at"]))[0]

    def keep(self, member, run, hold, ends, now):
        units, uses = {}, {}
        for claim in run.claims:
            if claim["code"] == "OK":
                purse = redeeming.purse_of_cost(run.rewards[claim["reward"]])
                units[purse] = units.get(purse, 0) + claim["cost"]
                uses[claim["reward"]] = uses.get(claim["reward"], 0) + claim["times"]
        units = {purse: count for purse, count in units.items() if count}
        self.holds[hold] = {"member": member, "units": units, "uses": uses, "ends": ends,
                            "state": "held"}
        for purse, count in sorted(units.items()):
            self.put((member, purse), "hold", now, hold=hold, units=count, ends=ends)

    def let_go(self, request, now):
        hold = self.holds.get(request["hold"])
        if hold is None:
            raise Refused("E_FIELD")
        if hold["state"] != "held" or hold["ends"] <= now:
            return {"code": "EXISTS" if hold["state"] != "held" else None}
        hold["state"] = "given back"
        for purse in sorted(hold["units"]):
            self.put((hold["member"], purse), "let_go", now, hold=request["hold"])
        return {"code": "OK"}


__all__ = ["Model", "Refused", "ceil"]
