"""wanted.py - which rewards a sale or a quote means, and by which coupons.

A wish that was looked up is a dict: reward (its id, or None), times, points, voucher.
"""
from books import Refused
from vouchers import Vouchers


class Wanted(Vouchers):
    def of_code(self, programme, code, reward_id):
        """A promotion's code, or None for a coupon's. -> the reward's id."""
        for reward in programme.get("rewards", []):
            if code.upper() in [c.upper() for c in reward.get("when", {}).get("codes", [])]:
                return reward_id or reward["id"]
        return None

    def read_wish(self, programme, wish, member, at, now, hold, taken):
        """taken: vouchers of earlier wishes. Raises what is wrong with its code."""
        rewards = {reward["id"]: reward for reward in programme.get("rewards", [])}
        named = wish.get("reward")
        found = {"reward": named if named in rewards else None, "times": wish.get("times", 1),
                 "points": wish.get("points", 0), "voucher": None}
        if wish.get("code"):
            promoted = self.of_code(programme, wish["code"], found["reward"])
            if promoted:
                return dict(found, reward=promoted)
            return self.read_coupon(rewards, wish["code"], found, member, at, now, hold, taken)
        if found["reward"] and member is not None and rewards[found["reward"]].get("coupon_only"):
            found["voucher"] = self.own_coupon(found["reward"], member, now, hold, taken)
        return found

    def read_coupon(self, rewards, code, found, member, at, now, hold, taken):
        voucher = self.find(code)
        if voucher["kind"] != "coupon":
            raise Refused("E_FIELD")
        by = voucher["used_by"]
        if isinstance(by, tuple):
            other = self.holds[by[1]]
            if by[1] != hold and other["state"] == "held" and other["ends"] <= now:
                self.give_back(by[1], now)
            elif by[1] == hold:
                voucher = dict(voucher, used_by=None)
        if any(v["number"] == voucher["number"] for v in taken):
            voucher = dict(voucher, used_by=0)
        self.check(voucher, member, at, now)
        mine = [v for v in self.vouchers if v["number"] == voucher["number"]][0]
        return dict(found, reward=voucher["reward"] if voucher["reward"] in rewards else None,
                    voucher=mine)

    def own_coupon(self, reward_id, member, now, hold, taken):
        """The member's own: what the sale's hold has set aside first."""
        held = self.holds.get(hold, {"state": None, "items": []})
        for item in held["items"] if held["state"] == "held" else []:
            if item["voucher"] and item["reward"] == reward_id and item["voucher"] not in taken:
                return item["voucher"]
        for voucher in self.of_member(member, now):
            if voucher["reward"] == reward_id and voucher not in taken:
                return voucher
        return None

    def wishes(self, programme, sale, member, at, now, strict):
        """What was wished for; in a quote one whose code is not taken says why."""
        found = []
        for wish in sale.get("rewards", []):
            taken = [w["voucher"] for w in found if w["voucher"]]
            try:
                found.append(self.read_wish(programme, wish, member, at, now, sale.get("hold"),
                                            taken))
            except Refused as refused:
                if strict:
                    raise
                found.append({"reward": wish.get("reward") if wish.get("reward") in
                              [r["id"] for r in programme.get("rewards", [])] else None,
                              "times": 1, "points": 0, "voucher": None, "unmet": str(refused)})
        return found

    def used(self, programme, sale, member, at, now):
        """The rewards of a paid sale, by its hold or its wishes, and by its lines. One that was
        chosen twice is one, but each coupon is its own."""
        hold = self.holds.get(sale.get("hold"))
        if hold is not None and "rewards" not in sale:
            wanted = [dict(item) for item in hold["items"]]
            for item in wanted if hold["state"] != "held" else []:
                if item["voucher"] and item["voucher"]["used_by"] is not None:
                    raise Refused("E_TAKEN")
        else:
            wanted = self.wishes(programme, sale, member, at, now, True)
        ids = [reward["id"] for reward in programme.get("rewards", [])]
        for line in sale["lines"]:
            if line.get("reward") in ids and line["reward"] not in [w["reward"] for w in wanted]:
                wanted.append({"reward": line["reward"], "times": 1, "voucher": None})
        used = []
        for wish in wanted:
            same = [u for u in used if u["reward"] == wish["reward"] and not u["voucher"]]
            if wish["reward"] not in ids:
                continue
            if same and not wish["voucher"]:
                same[0]["times"] += wish["times"]
            else:
                used.append({"reward": wish["reward"], "times": wish["times"],
                             "voucher": wish["voucher"]})
        return used
