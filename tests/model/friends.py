"""friends.py - word of mouth: which purchase a friend counts for, and who of the two is thanked.

Written from plugin/care/referral.h. A member who was brought has "friend": what became of it.
"""
from books import stored_in
from wanted import Wanted

YEAR_MS = 365 * 86400000
MOST = 12  # that count in a year, where the owner says nothing else


class Friends(Wanted):
    def first_purchase(self, sale, member, at, refused=False):
        """None: it is not; else what becomes of it, and whether the friend and the other are
        thanked."""
        friend = self.members[member]["friend"] if member is not None else None
        if friend is None or refused or friend["state"] not in ("joined", "undone"):
            return None
        if sale["total"] - stored_in(sale) <= 0:
            return None
        by = self.who(self.members[member]["referred_by"])
        if self.is_circle(member, by) or self.who(self.staff.get(sale.get("cashier"))) == by or \
                self.counted(by, at) >= MOST:
            return "nothing", False, False
        if friend["state"] == "joined":
            return "counted", True, True
        return ("counted", *self.came_back(member))

    def one_person(self, member):
        """Whoever is one with a member by merges, both ways."""
        found, waiting = set(), [member]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += [other for other, person in self.members.items()
                            if person["merged_into"] == here]
                if self.members[here]["merged_into"]:
                    waiting.append(self.members[here]["merged_into"])
        return found

    def is_circle(self, member, by):
        found, waiting = set(), [by]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += self.one_person(here)
                if self.members[here]["referred_by"]:
                    waiting.append(self.members[here]["referred_by"])
        return member in found

    def merged_into(self, member):
        """A member, and those who are that one now."""
        return {other for other in self.members if self.who(other) == member}

    def counted(self, by, at):
        mine = self.merged_into(by)
        return sum(1 for person in self.members.values()
                   if person["friend"] and person["friend"]["state"] == "counted"
                   and person["referred_by"] in mine and person["friend"]["at"] > at - YEAR_MS)

    def came_back(self, member):
        """Whether all that undone purchases gave the friend, and the other, was taken back."""
        own = other = 0
        for row in self.sales:
            if row["member"] != member or row["refund"]:
                continue
            undone = row["voided"] or (row["sold"] > 0 and row["returned"] >= row["sold"])
            for back in row["backs"]:
                kept = back["earned"] - back["taken"]
                if back["key"][0] != member:
                    other += kept
                elif undone:
                    own += kept
        return own <= 0, other <= 0

    def count_friend(self, member, row, first, at):
        if first is not None:
            self.change(self.members[member], "friend", {"state": first[0], "sale": row, "at": at})

    def redo_friend(self, row):
        """An exchange had brought it back, and is undone: it is sold again."""
        for person in self.members.values():
            friend = person["friend"]
            if friend and friend["sale"] is row and friend["state"] == "undone" and \
                    not row["voided"] and row["returned"] < row["sold"]:
                self.change(person, "friend", dict(friend, state="counted"))

    def undo_friend(self, row):
        for person in self.members.values():
            friend = person["friend"]
            if friend and friend["sale"] is row and friend["state"] in ("counted", "nothing"):
                self.change(person, "friend", dict(friend, state="undone"))
