"""merging.py - two members that are one person become one; and apart again."""
from books import Refused
from quoting import Quoting


class Merging(Quoting):
    def merge(self, request, now):
        into, member = request["into"], request["from"]
        if into == member:
            raise Refused("E_FIELD")
        if self.members[into]["merged_into"] or self.members[member]["merged_into"]:
            raise Refused("E_UNKNOWN")
        return self.attempt(lambda: self.do_merge(into, member, now))

    def all_purses(self):
        return sorted({purse for _, programme in self.programmes
                       for purse in self.purses(programme)})

    def do_merge(self, into, member, now):
        self.let_go_all(member, now)  # what was set aside is no debt
        for owner in (into, member):
            if any(self.balance(owner, purse, now) < 0 for purse in self.all_purses()):
                raise Refused("E_POINTS")
        moved = {}
        for purse in self.all_purses():
            account = self.account((member, purse), now)
            if account.balance == 0:
                continue
            mine = self.account((into, purse), now)
            lots = [lot for lot in account.lots if lot[2] > 0]
            moved[purse] = (account.balance, {lot[1]: lot[2] for lot in lots})
            self.become((into, purse), mine.balance + account.balance, mine.lots + lots, now)
            self.become((member, purse), 0, [lot for lot in account.lots if lot[2] == 0], now)
        rows = [s for s in self.sales if s["member"] == member]
        cards = [v for v in self.vouchers if v["member"] == member]
        backs = [b for s in self.sales for b in s["backs"] if b["key"][0] == member]
        self.move_rows(rows, cards, backs, into)
        self.change(self.members[member], "merged_into", into)
        return {"code": "OK", "into": into, "from": member, "moved": moved, "undone": False,
                "rows": rows, "cards": cards, "backs": backs}

    def let_go_all(self, member, now):
        for number, hold in sorted(self.holds.items()):
            if hold["member"] == member and hold["state"] == "held":
                self.give_back(number, now)

    def become(self, key, balance, lots, now):
        self.put(key, "become", now, balance=balance, lots=[list(lot) for lot in lots])

    def move_rows(self, rows, cards, backs, to):
        for thing in rows + cards:
            self.change(thing, "member", to)
        for back in backs:
            self.change(back, "key", (to, back["key"][1]))

    def unmerge(self, request, now):
        merge = self.merges.get(request["merge_id"])
        if merge is None:
            raise Refused("E_FIELD")
        if merge["undone"]:
            return {"code": "EXISTS", "missing": 0}
        both = {merge["into"], merge["from"]}
        later = [m for number, m in self.merges.items() if number > request["merge_id"]
                 and not m["undone"] and both & {m["into"], m["from"]}]
        if later:
            raise Refused("E_TAKEN")
        return self.attempt(lambda: self.do_unmerge(merge, now))

    def do_unmerge(self, merge, now):
        into, member = merge["into"], merge["from"]
        self.let_go_all(into, now)
        missing = 0
        for purse, (units, lots) in sorted(merge["moved"].items()):
            missing += units - self.part(into, member, purse, units, lots, now)
        self.move_rows([s for s in merge["rows"] if s["member"] == into],
                       [v for v in merge["cards"] if v["member"] == into],
                       [b for b in merge["backs"] if b["key"][0] == into], member)
        self.change(self.members[member], "merged_into", None)
        self.change(merge, "undone", True)
        return {"code": "OK", "missing": missing}

    def part(self, into, member, purse, units, moved, now):
        """What moved, less what would be over by now, or what is there: in the lots that moved as
        far as they are left, then in others, the soonest to end first. -> what went back."""
        account = self.account((into, purse), now)
        over = sum(moved[lot[1]] for lot in account.lots if lot[1] in moved and lot[0] <= now)
        units = max(0, min(units - over, account.balance))
        if units == 0:
            return 0
        back = [list(lot) for lot in account.lots if lot[1] in moved]
        stays = [list(lot) for lot in account.lots if lot[1] not in moved]
        more = sum(lot[2] for lot in stays) - (account.balance - units)
        for lot in sorted(stays):
            part = min(lot[2], max(0, more))
            lot[2] -= part
            more -= part
            if part:  # a lot of its own, the newest
                back.append([lot[0], len(self.facts) + len(back) / 1000, part, lot[3]])
        theirs = self.account((member, purse), now)
        self.become((into, purse), account.balance - units, stays, now)
        self.become((member, purse), theirs.balance + units, theirs.lots + back, now)
        return units
