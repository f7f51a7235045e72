"""by_hand.py - what the owner does: adjustments, vouchers, merges, staff; and looking at alerts."""
import calendar_rules as cal
from asking import Asking, Difference
from model import Refused
from programmes import CASHIERS


class ByHand(Asking):
    """Members and codes are chosen by steps.py."""

    def who(self):
        return self.chance.choice(["Owner", "Manager"])

    def adjust(self):
        request = {"op": "adjust", "id": self.next_id(), "member_id": self.member(),
                   "units": self.chance.choice([5, 40, 200, -3, -60]), "who": self.who(),
                   "why": "Test"}
        if self.maybe(0.4):
            request["purse"] = self.chance.choice(self.model.purses())
        answer, wanted = self.expect(request, lambda: self.model.adjust(request, self.now))
        if wanted and "balance" in wanted:
            self.same("balance", answer["balance"], wanted["balance"])

    def issue(self):
        request = {"op": "issue", "id": self.next_id(), "who": self.who(), "why": "Test"}
        rewards = [reward["id"] for reward in self.model.programme()["rewards"]]
        if self.maybe(0.3):
            request.update(kind="gift_card", amount=self.chance.choice([300, 1000]))
        else:
            request.update(kind="coupon", reward=self.chance.choice(rewards))
        if self.maybe(0.6):
            request["member_id"] = self.member()
        if self.maybe(0.3):
            request["code"] = "HAND%04d" % self.chance.randrange(60)
        for _ in range(2 if self.maybe(0.1) else 1):
            answer, wanted = self.expect(request, lambda: self.model.issue(request, self.now))
            if not wanted:
                return
            shown = answer["issued"]
            self.same("issued", [(shown["kind"], shown.get("reward", shown.get("amount")),
                                  self.time(shown))], wanted["issued"])
            self.model.learn(wanted["event"], [shown.get("code")])

    def merge(self):
        """Not of one who brought the other: what both had of one sale could not be told apart."""
        request = {"op": "merge", "into": self.member(), "from": self.member(), "who": "Owner",
                   "why": "Test"}
        pair = {self.model.who(request["into"]), self.model.who(request["from"])}
        for member, person in self.model.members.items():
            brought = {self.model.who(member), self.model.who(person["referred_by"])}
            if brought == pair and person["referred_by"]:
                return
        answer, wanted = self.expect(request, lambda: self.model.merge(request, self.now))
        if wanted:
            self.model.merges[answer["merge_id"]] = wanted

    def unmerge(self):
        if not self.model.merges:
            return
        request = {"op": "unmerge", "merge_id": self.chance.choice(sorted(self.model.merges)),
                   "who": "Owner"}
        answer, wanted = self.expect(request, lambda: self.model.unmerge(request, self.now))
        if wanted:
            self.same("missing", answer["missing"], wanted["missing"])

    def set_staff(self):
        request = {"op": "staff", "cashier": self.chance.choice(CASHIERS),
                   "member_id": self.member()}
        self.expect(request, lambda: self.model.set_staff(request))

    def alerts(self):
        answer = self.ask({"op": "alerts"})
        shown = [(cal.moment(a["at"], 0) // 1000, a["limit"], a["refused"], a.get("member_id"),
                  a.get("cashier", "")) for a in answer["alerts"]]
        mine = [(at // 1000, *rest) for at, *rest in self.model.alerts]
        for alert in shown:
            if alert not in mine:
                raise Difference("the shop has an alert more: %s" % (alert,))
            mine.remove(alert)
        self.same("alerts that are missing", mine, [])

    def voucher(self):
        code = self.gift_code()
        if code is None:
            return
        voucher = self.model.find(code)
        answer = self.ask({"op": "voucher", "code": code})["voucher"]
        self.same("kind", answer["kind"], voucher["kind"])
        if voucher["kind"] == "gift_card":
            self.same("balance", answer["balance"], self.model.left(voucher, self.now))
        try:
            self.model.check(voucher, voucher["member"], self.now, self.now)
            usable = True
        except Refused:
            usable = False
        self.same("usable", answer["usable"], usable)
