"""accounts.py - what is in an account: told anew, each time, from all that happened to it.

A fact is a dict: at, what, its turn (the event it is of) and what that needs. Points that end are lots [ends, place, remaining,
event]; the soonest to end goes first. What is held is in no balance, but still in its lots, which it
keeps from ending. A lot that is used up stays, for who asks when it would have ended.
"""


class Account:
    """The facts of one account, played one after another."""

    def __init__(self, facts, until_ms):
        self.balance, self.lots, self.holds = 0, [], {}
        last = None
        for fact in facts:
            if last != (fact["at"], fact["turn"]):  # within one sale nothing ends
                self.pass_time(fact["at"])
            last = (fact["at"], fact["turn"])
            getattr(self, fact["what"])(fact)
        if until_ms is not None:
            self.pass_time(until_ms)

    @property
    def held(self):
        return sum(units for units, _ in self.holds.values())

    def pass_time(self, now):
        """Holds that ended are given back; then lots that ended go, but for what is held."""
        for i in [i for i, (_, ends) in self.holds.items() if ends <= now]:
            self.balance += self.holds.pop(i)[0]
        kept = self.held
        for lot in sorted(self.lots):
            if lot[0] <= now:
                protected = min(kept, lot[2])
                kept -= protected
                self.balance -= lot[2] - protected
                lot[2] = protected

    def add(self, fact):
        before = self.balance + self.held
        self.balance += fact["units"]
        units = min(fact["units"], before + fact["units"]) if before < 0 else fact["units"]
        if fact.get("ends") and units > 0:
            self.lots.append([fact["ends"], fact["place"], units, fact.get("event")])

    def drain(self, units, lots):
        for lot in sorted(lots):
            part = min(lot[2], units)
            lot[2] -= part
            units -= part
        return units

    def use(self, fact):
        self.balance -= fact["units"]
        self.drain(fact["units"], self.lots)

    def take(self, fact):
        """What a refund takes back: of its own sale's lot first."""
        self.balance -= fact["units"]
        own = [lot for lot in self.lots if lot[3] == fact["event"]]
        self.drain(self.drain(fact["units"], own), self.lots)

    def hold(self, fact):
        self.balance -= fact["units"]
        old = self.holds.get(fact["hold"], (0, 0))[0]
        self.holds[fact["hold"]] = (old + fact["units"], fact["ends"])

    def let_go(self, fact):
        units, _ = self.holds.pop(fact["hold"], (0, 0))
        self.balance += units
        self.pass_time(fact["at"])

    def slide(self, fact):
        for lot in self.lots:
            if lot[2] > 0:
                lot[0] = fact["ends"]

    def settle(self, fact):
        """A sale takes some of what was held; the rest goes back."""
        units, _ = self.holds.pop(fact["hold"], (0, 0))
        self.balance += units - fact["units"]
        self.drain(fact["units"], self.lots)

    def become(self, fact):
        """What a merge, or undoing one, made of it."""
        self.balance = fact["balance"]
        self.lots = [list(lot) for lot in fact["lots"]]
