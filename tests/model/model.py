"""model.py - a shop with a programme, as its rules say: what each request should be answered.

In:  requests as the JSON door takes them, one after another, each with the shop's time.
Out: for each the answer's figures, or the code of the refusal.
Written from docs/programme.md and the headers. Nothing is kept but what happened. Its parts, each
on the one before: books, vouchers, wanted, selling, returning, quoting; here, what is done by hand.
"""
import copy

import counting
from books import Refused
from merging import Merging
from selling import same_request


class Model(Merging):
    # --- members

    def enrol(self, request, now):
        member = len(self.members) + 1
        self.members[member] = {"birthday": request.get("birthday"), "segments": "",
                                "referred_by": request.get("referred_by"), "name": request["name"],
                                "merged_into": None, "friend": None}
        if request.get("referred_by"):
            self.members[member]["friend"] = {"state": "joined", "sale": None, "at": None}
        programme = self.programme()
        who = self.standing(programme, member, now)
        self.events += 1
        for rule in programme.get("earn", []):
            if rule.get("on") == "enrolment" and rule.get("enabled", True) and \
                    counting.fits_moment(rule.get("when", {}), None, who):
                self.give(programme, (member, counting.purse_of(rule)),
                          counting.units_of(rule["give"]), now, now, self.events)
        return self.shown(member, now)

    def shown(self, member, now):
        member = self.who(member)
        return {"id": member, "points": self.balance(member, "points", now),
                "visits": len(self.visits(member)), "credit": self.balance(member, "credit", now),
                "tier": self.level(self.programme(), member, now)[0]}

    def today(self, member, programme, now):
        """What an answer says beside what a sale did."""
        return {"credit": self.balance(member, "credit", now),
                "purses": {purse: self.balance(member, purse, now)
                           for purse in self.purses(programme)[1:]}}

    def set_segments(self, request):
        member = request["member_id"]
        if self.members[member]["merged_into"]:
            raise Refused("E_UNKNOWN")
        same = self.members[member]["segments"] == request["segments"]
        self.members[member]["segments"] = request["segments"]
        return {"code": "EXISTS" if same else "OK"}

    def set_staff(self, request):
        self.staff[request["cashier"]] = request["member_id"] or None
        return {"code": "OK"}

    # --- by hand

    def by_hand_work(self, request, now, work):
        """Too many changes leave an alert, also where that refuses."""
        limit = self.programme().get("limits", {}).get("adjustments")
        lately = sum(1 for at, who in self.by_hand_done if who == request["who"]
                     and limit and at >= self.since(limit, now))
        if limit is None or lately < limit["max"]:
            return self.attempt(work)
        refused = limit["policy"] == "refuse"

        def told():
            self.tell([("adjustments", refused)], request.get("member_id"), request["who"], now)
            return work()

        if refused:
            self.tell([("adjustments", True)], request.get("member_id"), request["who"], now)
            raise Refused("E_LIMIT")
        return self.attempt(told)

    def again_by_hand(self, request):
        before = self.by_hand.get((request["op"], request["id"]))
        if before is None:
            return None
        if not same_request(before[0], request):
            raise Refused("E_DIFFERS")
        return before[1]

    def note_by_hand(self, request, answer, now):
        self.by_hand[(request["op"], request["id"])] = (copy.deepcopy(request), answer)
        self.by_hand_done.append((now, request["who"]))
        return dict(answer, code="OK")

    def adjust(self, request, now):
        member = request["member_id"]
        if self.again_by_hand(request) is not None:
            return {"code": "EXISTS"}  # what is there is said as it was written down
        if self.members[member]["merged_into"]:
            raise Refused("E_UNKNOWN")
        return self.by_hand_work(request, now, lambda: self.do_adjust(request, now))

    def do_adjust(self, request, now):
        member, purse = request["member_id"], request.get("purse", "points")
        self.let_go_ended(member, now)
        if request["units"] < 0 and -request["units"] > self.balance(member, purse, now):
            raise Refused("E_POINTS")
        self.events += 1
        if request["units"] > 0:
            self.give(self.programme(), (member, purse), request["units"], now, now, self.events)
        else:
            self.put((member, purse), "use", now, units=-request["units"])
        return self.note_by_hand(request, {"balance": self.balance(member, purse, now)}, now)

    def issue(self, request, now):
        before = self.again_by_hand(request)
        if before is not None:
            return dict(before, code="EXISTS")
        if request.get("member_id") and self.members[request["member_id"]]["merged_into"]:
            raise Refused("E_UNKNOWN")
        return self.by_hand_work(request, now, lambda: self.do_issue(request, now))

    def do_issue(self, request, now):
        self.events += 1
        gift = request["kind"] == "gift_card"
        voucher = self.make(request["kind"], self.events, code=request.get("code"),
                            member=request.get("member_id"), reward=request.get("reward"),
                            until=self.gift_end(self.programme(), now) if gift else 0,
                            starts=0 if gift else now)
        if gift:
            self.put(("gift", voucher["number"]), "add", now, units=request["amount"])
        answer = {"issued": [(request["kind"], request.get("reward") or request["amount"],
                              voucher["until"])], "event": self.events}
        return self.note_by_hand(request, answer, now)


__all__ = ["Model", "Refused"]
