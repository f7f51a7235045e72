"""vouchers.py - gift cards and coupons: made, shown, used, freed.

A voucher is a dict: kind, code (learnt from the shop's answer when it makes one), printed, reward,
member, starts, until, used_by (an event or ("hold", number)), blocked, event. A gift card's money is
in the account ("gift", number).
"""
import calendar_rules as cal
from books import Books, Refused


class Vouchers(Books):
    def find(self, code):
        for voucher in self.vouchers:
            if voucher["code"] is not None and voucher["code"] == code:
                return voucher
        raise Refused("E_UNKNOWN")

    def left(self, voucher, now):
        return self.account(("gift", voucher["number"]), now).balance

    def seen_at(self, voucher, at, now):
        """A late sale's coupon is judged at its time, but for one made since."""
        at = min(at, now)
        return now if at < voucher["starts"] else at

    def check(self, voucher, member, at, now):
        """Why it cannot be used, if so."""
        if voucher["blocked"]:
            raise Refused("E_BLOCKED")
        at = self.seen_at(voucher, at, now)
        if at < voucher["starts"] or (voucher["until"] and at >= voucher["until"]):
            raise Refused("E_FIELD")
        if voucher["used_by"] is not None:
            raise Refused("E_TAKEN")
        if voucher["kind"] == "coupon" and voucher["member"] not in (None, member):
            raise Refused("E_TAKEN")
        if voucher["kind"] == "gift_card" and self.left(voucher, now) <= 0:
            raise Refused("E_POINTS")

    def make(self, kind, event, **more):
        code = more.get("code")
        if code is not None and any(v["code"] == code for v in self.vouchers):
            raise Refused("E_TAKEN")
        voucher = dict({"kind": kind, "event": event, "number": len(self.vouchers) + 1,
                        "code": None, "reward": None, "member": None, "starts": 0, "until": 0},
                       **more)
        voucher.update(printed=code is not None, used_by=None, blocked=False)
        self.vouchers.append(voucher)
        return voucher

    def take_over(self, old, event, kind, member, reward=None, code=None):
        """What the sale that this one stands in for had issued stays what the customer holds."""
        for voucher in self.vouchers if old is not None else []:
            if voucher["event"] != old or not voucher["blocked"] or voucher["kind"] != kind:
                continue
            fits = voucher["code"] == code if code is not None else not voucher["printed"]
            if not fits or voucher["reward"] != reward:
                continue
            if kind == "coupon" and voucher["member"] != member:
                continue
            self.change(voucher, "event", event)
            self.change(voucher, "blocked", False)
            self.change(voucher, "member", member)
            return voucher
        return None

    def gift_end(self, programme, at):
        months = programme.get("gift_cards", {}).get("months")
        return cal.expiry_end({"kind": "fixed", "months": months}, at) if months else 0

    def sell_gift(self, line, member, at, now, event, programme, old=None):
        code = line.get("code")
        voucher = self.take_over(old, event, "gift_card", member, None, code)
        if voucher is None:
            voucher = self.make("gift_card", event, code=code, member=member,
                                until=self.gift_end(programme, at))
        self.put(("gift", voucher["number"]), "add", now, units=line["total"])

    def give_coupon(self, reward, member, at, event, old=None):
        """For another reward, on a later order."""
        give = reward["give"]
        if self.take_over(old, event, "coupon", member, give["coupon"]) is not None:
            return
        until = cal.expiry_end({"kind": "fixed", "days": give["days"]}, at) if "days" in give else 0
        self.make("coupon", event, reward=give["coupon"], member=member, starts=at, until=until)

    def take_off(self, key, units, now, event):
        """What is brought back must be there still."""
        if self.amid(key, now) < units:
            raise Refused("E_REFUND")
        if units > 0:
            self.put(key, "take", now, units=units, event=event)

    def bring_back_gift(self, line, original, now):
        """By its code, or one that the sale sold."""
        units = -line["total"]
        if "code" in line:
            voucher = self.find(line["code"])
        else:
            sold = [v for v in self.vouchers if original is not None
                    and v["event"] == original["event"] and v["kind"] == "gift_card"
                    and self.left(v, now) >= units]
            if not sold:
                raise Refused("E_REFUND")
            voucher = sold[0]
        self.take_off(("gift", voucher["number"]), units, now, None)

    def of_member(self, member, now):
        """Coupons to choose from, the soonest to end first."""
        mine = [v for v in self.vouchers if v["member"] == member and v["kind"] == "coupon"
                and not v["blocked"] and v["used_by"] is None and v["starts"] <= now
                and (v["until"] == 0 or v["until"] > now)]
        return sorted(mine, key=lambda v: (v["until"] == 0, v["until"], v["number"]))

    def undo_vouchers(self, event):
        for voucher in self.vouchers:
            if voucher["used_by"] == event and voucher["kind"] == "coupon":
                self.change(voucher, "used_by", None)
            if voucher["event"] == event:
                self.change(voucher, "blocked", True)

    def issued(self, event, now):
        """What the answer lists, the codes of ours apart: [(kind, amount or reward, until)]."""
        return [(v["kind"], v["reward"] or self.left(v, now), v["until"])
                for v in self.vouchers if v["event"] == event][:8]

    def learn(self, event, codes):
        """The codes of what was made, as the shop said."""
        for voucher, code in zip([v for v in self.vouchers if v["event"] == event], codes):
            if not voucher["printed"] and code:
                voucher["code"] = code

    # --- holds

    def let_go_ended(self, member, now):
        for number, hold in sorted(self.holds.items()):
            if hold["member"] == member and hold["state"] == "held" and hold["ends"] <= now:
                self.give_back(number, now)

    def give_back(self, number, now):
        hold = self.holds[number]
        self.change(hold, "state", "given back")
        for purse in sorted(hold["units"]):
            self.put((hold["member"], purse), "let_go", now, hold=number)
        self.free_held(number, [])

    def free_held(self, number, used):
        for voucher in self.vouchers:
            if voucher["used_by"] == ("hold", number) and voucher not in used:
                self.change(voucher, "used_by", None)
