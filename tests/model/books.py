"""books.py - what happened in the shop, and what follows from it: balances, levels, limits.

In:  what the other parts of the model put down. All figures are told anew from that each time.
Out: who somebody is at a moment (a standing), how often a rule was used, an account.
"""
import calendar_rules as cal
from accounts import Account

DAY_MS = 86400000


class Refused(Exception):
    """With its code, E_..."""


def stored_in(sale):
    """Money that was put on a card or into credit; below zero: brought back."""
    return sum(line["total"] for line in sale.get("lines", [])
               if line.get("kind") in ("top_up", "gift_card"))


def totals_of(sale):
    """The rewards that were limited for all members together when it was made."""
    return [reward["id"] for reward in sale["programme"].get("rewards", [])
            if "total" in reward.get("uses", {})]


class Books:
    def __init__(self):
        self.programmes = []  # (from when on, programme)
        self.members = {}
        self.facts = []
        self.sales = []       # every sale and refund, in order, voided ones with them
        self.events = 0
        self.holds = {}
        self.levels = {}      # member: (level, since)
        self.vouchers = []
        self.merges = {}
        self.staff = {}
        self.alerts = []
        self.by_hand = {}     # what was adjusted and issued, by its id
        self.by_hand_done = []  # (when, by whom)
        self.log = None       # how to undo what a refused request did

    # --- all or nothing

    def attempt(self, work):
        """What `work` gives; nothing of it happened when it is refused."""
        facts, sales, vouchers, alerts = (len(self.facts), len(self.sales), len(self.vouchers),
                                          len(self.alerts))
        self.log = []
        try:
            return work()
        except Refused:
            for thing, key, old in reversed(self.log):
                thing[key] = old
            del self.facts[facts:], self.sales[sales:], self.vouchers[vouchers:]
            del self.alerts[alerts:]
            raise

    def change(self, thing, key, value):
        if self.log is not None:
            self.log.append((thing, key, thing.get(key)))
        thing[key] = value

    # --- what there is

    def programme(self, at=None):
        if at is None:
            return self.programmes[-1][1]
        return [programme for start, programme in self.programmes if start <= at][-1]

    def account(self, key, now):
        return Account([fact for fact in self.facts if fact["key"] == key], now)

    def amid(self, key, now):
        """Its balance while a sale is put down: what that brought late has not ended yet."""
        facts = [fact for fact in self.facts if fact["key"] == key]
        begun = facts and (facts[-1]["at"], facts[-1]["turn"]) == (now, self.events)
        return Account(facts, None if begun else now).balance

    def balance(self, member, purse, now):
        return self.account((member, purse), now).balance

    def put(self, key, what, at, **more):
        self.facts.append(dict(more, key=key, what=what, at=at, place=len(self.facts),
                               turn=self.events))

    def sale(self, sale_id):
        for sale in self.sales:
            if sale["id"] == sale_id and not sale["aside"]:
                return sale
        return None

    def who(self, member):
        """Whoever that is by now."""
        while member is not None and self.members[member]["merged_into"]:
            member = self.members[member]["merged_into"]
        return member

    def living(self):
        return [member for member, person in sorted(self.members.items())
                if not person["merged_into"]]

    def visits(self, member):
        return [s for s in self.sales if s["member"] == member and not s["voided"]
                and not s["refund"]]

    def expiry(self, programme, purse):
        if purse in ("points", "credit"):
            return programme.get(purse, {}).get("expiry")
        for card in programme.get("stamp_cards", []):
            if card["id"] == purse:
                return card.get("expiry")
        return None

    def purses(self, programme=None):
        return ["points", "credit"] + [card["id"] for card in
                                       (programme or self.programme()).get("stamp_cards", [])]

    # --- levels

    def figure(self, tiers, member, at):
        start = cal.window_start(tiers, at)
        rows = [s for s in self.sales if s["member"] == member and not s["voided"]
                and (start is None or s["at"] >= start)
                and not (s["refund"] and s["of"] and s["of"]["voided"])]
        if tiers["by"] == "visits":
            return sum(not s["refund"] for s in rows)
        if tiers["by"] == "spend":
            return sum(s["goods"] for s in rows)
        return sum(s["earned"].get("points", 0) for s in rows)

    def level(self, programme, member, at, more=0):
        """(level, since) after what happened; more: of a sale that is being counted."""
        tiers = programme.get("tiers")
        if tiers is None or member is None:
            return None, 0
        ids = [level["id"] for level in tiers["levels"]]
        figure = self.figure(tiers, member, at) + more
        reached = max([i for i, level in enumerate(tiers["levels"]) if figure >= level["from"]],
                      default=-1)
        stored, since = self.levels.get(member) or (None, 0)
        place = ids.index(stored) if stored in ids else -1
        down = tiers.get("down", "never")
        if reached >= place:  # when it was reached again is kept where it matters
            keeps = reached == place and down != "after"
            return (ids[reached] if reached >= 0 else None), since if keeps else at
        stays = down == "never" or (down == "after" and
                                    at < cal.months_later(since, tiers["down_months"]))
        if stays:
            return ids[place], since
        return (ids[reached] if reached >= 0 else None), at

    def note_level(self, member, at):
        """A programme without levels leaves those that there were."""
        if member is not None and "tiers" in self.programme():
            self.change(self.levels, member, self.level(self.programme(), member, at))

    # --- who a sale is for

    def standing(self, programme, member, at, sale=None):
        who = {"member": member, "at": at, "visits": 0, "level": None, "segments": "",
               "birthday": None, "first": None}
        if member is None:
            return who
        person = self.members[member]
        tiers = programme.get("tiers", {})
        more = 0
        if sale is not None and not tiers.get("next_sale"):
            more = {"spend": sale["total"] - stored_in(sale), "visits": 1}.get(tiers.get("by"), 0)
        return dict(who, visits=len(self.visits(member)),
                    level=self.level(programme, member, at, more)[0],
                    segments=person["segments"], birthday=person["birthday"])

    def rule_uses(self, member, at):
        """How often, or how much, of a rule the member had. A day is a day of the shop."""
        def uses(rule, what):
            caps, limit = rule.get("caps", {}), rule.get("uses", {})
            days = {"day": 1, "period": caps.get("days"), "times": limit.get("days")}[what]
            mine = [s for s in self.sales if s["member"] == member and not s["voided"]
                    and (days is None or s["at"] >= cal.days_start(at, days))]
            had = [s["rules"].get(rule["id"], 0) for s in mine]
            return sum(units > 0 for units in had) if what == "times" else sum(had)
        return uses

    def reward_uses(self, member, at):
        def uses(reward, what):
            days = reward.get("uses", {}).get("days") if what == "times" else None
            sales = [s for s in self.sales if not s["voided"]
                     and (days is None or s["at"] >= cal.days_start(at, days))]
            if what == "total":  # counted only while the programme has such a limit
                sales = [s for s in sales if reward["id"] in totals_of(s)]
            else:
                sales = [s for s in sales if s["member"] == member]
            return sum(s["rewards"].get(reward["id"], 0) for s in sales)
        return uses

    # --- limits

    def since(self, limit, at):
        return at - limit["minutes"] * 60000 + 1 if "minutes" in limit else cal.day_start(at)

    def watch(self, programme, member, cashier, at):
        """Whether a limit refuses this sale; and the alerts that it leaves."""
        limits = programme.get("limits", {})
        found = []
        if member is None:
            return found
        for name in ("member_sales", "cashier_sales"):
            limit = limits.get(name)
            if limit is None or (name == "cashier_sales" and not cashier):
                continue
            count = sum(1 for s in self.visits(member) if self.since(limit, at) <= s["at"] <= at
                        and (name == "member_sales" or s["cashier"] == cashier))
            if count + 1 > limit["max"]:
                found.append((name, limit["policy"] == "refuse"))
        own = self.staff.get(cashier)
        if "own_card" in limits and own is not None and member in self.persons(own):
            found.append(("own_card", limits["own_card"]["policy"] == "refuse"))
        return found

    def persons(self, member):
        """A member and whoever that one became."""
        persons = [member]
        while self.members[member]["merged_into"]:
            member = self.members[member]["merged_into"]
            persons.append(member)
        return persons

    def tell(self, found, member, cashier, at):
        for name, refused in found:
            self.alerts.append((at, name, refused, member, cashier or ""))
