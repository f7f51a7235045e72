"""steps.py - what happens in a shop of chance: sales, quotes and what follows from them."""
import copy
import datetime

import counting
from by_hand import ByHand
from model import Refused
from programmes import CASHIERS, CODES, PRODUCTS, RATES, SEGMENTS


class Steps(ByHand):
    # --- members

    def enrol(self):
        request = {"op": "enrol", "name": "M%d" % (len(self.model.members) + 1)}
        if self.maybe(0.6):
            request["birthday"] = "%02d-%02d" % (self.chance.randint(1, 12),
                                                 self.chance.randint(1, 28))
            request["birthday"] = self.chance.choice(["1990-", "--"]) + request["birthday"]
        if self.model.members and self.maybe(0.5):
            request["referred_by"] = self.member()
        answer, wanted = self.expect(request, lambda: self.model.enrol(request, self.now))
        shown = answer["member"]
        self.same("id", shown["id"], len(self.model.members))
        self.model.members[shown["id"]]["qr"] = shown["qr"]
        self.compare_shown(shown, wanted)

    def member(self):
        """Now and then one who was merged into another."""
        among = sorted(self.model.members) if self.maybe(0.05) else self.model.living()
        return self.chance.choice(among)

    def identify(self):
        member = self.member()
        request = {"op": "identify", "scan": self.model.members[member]["qr"]}
        answer, wanted = self.expect(request, lambda: self.model.shown(member, self.now))
        self.same("id", answer["member"]["id"], wanted["id"])
        self.compare_shown(answer["member"], wanted)

    def segments(self):
        request = {"op": "member", "member_id": self.member(),
                   "segments": " ".join(self.chance.sample(SEGMENTS, self.chance.randint(0, 2)))}
        self.expect(request, lambda: self.model.set_segments(request))

    # --- carts

    def lines(self):
        lines = []
        for sku in self.chance.sample(sorted(PRODUCTS), self.chance.randint(1, 4)):
            category, tags, price = PRODUCTS[sku]
            qty = self.chance.choice([1, 1, 1, 2, 3, 6, "0.250", "1.5"])
            total = counting.rounded(counting.Fraction(str(qty)) * price, "down")
            line = {"sku": sku, "category": category, "qty": str(qty), "total": total}
            if self.taxed:
                rate = RATES[category] if self.taxed == "rates" else 20
                line["tax"] = total * rate // (100 + rate)
                if self.taxed == "rates":
                    line["tax_rate"] = "%d.000" % rate
            if tags:
                line["tags"] = tags
            lines.append(line)
        if self.maybe(0.1):
            lines.append({"kind": "tip", "name": "Tip", "total": 100})
        if self.maybe(0.1) and self.taxed != "rates":
            lines.append({"name": "Staff", "total": -self.chance.choice([20, 55])})
        return lines

    def cart(self):
        self.taxed = self.chance.choice([None, True, "rates"])
        sale = {"id": self.next_id(), "currency": "EUR", "lines": self.lines()}
        while sum(line["total"] for line in sale["lines"]) < 0:
            sale["lines"] = self.lines()
        if self.maybe(0.9):
            sale["member"] = {"id": self.member()}
        if self.maybe(0.3):
            sale["codes"] = [self.chance.choice(CODES).lower()]
        if self.maybe(0.5):
            sale["store"] = self.chance.choice(["S1", "S2"])
        if self.maybe(0.5):
            sale["cashier"] = self.chance.choice(CASHIERS)
        if self.maybe(0.15):
            late = self.now - self.chance.choice([60000, 3 * 3600000, 86400000, 2 * 86400000])
            late = max(late, self.model.programmes[0][0] + 1000)
            sale["at"] = datetime.datetime.fromtimestamp(
                late // 1000, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        return sale

    def close_sums(self, sale):
        sale["total"] = sum(line["total"] for line in sale["lines"])
        sale["tax"] = sum(line.get("tax", 0) for line in sale["lines"])
        return sale

    def gift_code(self):
        """Of a gift card that there is, or a wrong one."""
        codes = [v["code"] for v in self.model.vouchers if v["code"]
                 and (v["kind"] == "gift_card" or self.maybe(0.05))]
        return self.chance.choice(codes[-6:]) if codes else None

    def tender(self, sale):
        """Some of it in store credit, points or from a gift card."""
        kind = self.chance.choice(["cash", "cash", "credit", "points", "gift_card", None])
        if kind is None:
            return
        sale["tenders"] = [{"kind": "cash", "amount": sale["total"]}]
        code = self.gift_code()
        if kind == "cash" or sale["total"] == 0 or (kind == "gift_card" and code is None):
            return
        part = min(sale["total"], self.chance.choice([50, 100, 400]))
        sale["tenders"] = [{"kind": kind, "amount": part}]
        if kind == "gift_card":
            sale["tenders"][0]["code"] = code
        if part < sale["total"]:
            sale["tenders"].append({"kind": "card", "amount": sale["total"] - part})

    # --- sales

    def sell(self, sale, op="sale"):
        request = {"op": op, "sale": copy.deepcopy(sale)}
        work = self.model.sell if op == "sale" else self.model.edit
        answer, wanted = self.expect(request, lambda: work(request["sale"], self.now))
        self.compare_outcome(answer, wanted)

    def plain_sale(self):
        sale = self.cart()
        if self.maybe(0.1) and "member" in sale:
            sale["lines"].append({"kind": "top_up", "name": "Credit", "total": 500})
        while self.maybe(0.15):
            self.add_gift_card(sale)
        self.close_sums(sale)
        self.tender(sale)
        self.sell(sale)

    def add_gift_card(self, sale):
        line = {"kind": "gift_card", "name": "Gift card",
                "total": self.chance.choice([200, 500, 1500])}
        if self.maybe(0.5):
            line["code"] = "GIFT%04d" % self.chance.randrange(60)
        sale["lines"].append(line)

    def quoted_sale(self):
        sale = self.cart()
        sale.pop("at", None)
        wishes = self.wishes()
        if wishes:
            sale["rewards"] = wishes
        self.close_sums(sale)
        del sale["total"]
        request = {"op": "quote", "sale": sale}
        try:
            run, code = self.model.quote(sale, self.now), "OK"
        except Refused as refused:
            run, code = None, str(refused)
        answer = self.ask(request)
        self.same("code", answer.get("code", "OK"), code)
        if run is None:
            return
        self.done["quote"] = self.done.get("quote", 0) + 1
        self.compare_claims(answer, run, sale)
        held = self.model.set_aside(sale, run, self.now) if "rewards" in sale else None
        self.same("hold", "hold" in answer, held is not None)
        if held:
            minutes = run.programme["redeem"]["hold_minutes"]
            self.model.keep(held, answer["hold"], self.now + minutes * 60000, self.now)
        self.after_quote(sale, answer, run)

    def wishes(self):
        rewards = [reward["id"] for reward in self.model.programme()["rewards"]]
        wishes = [{"reward": wish} for wish in
                  self.chance.sample(rewards, min(len(rewards), self.chance.randint(0, 2)))]
        if self.maybe(0.15):
            wishes.append({"code": self.chance.choice(CODES).lower()})
        codes = [v["code"] for v in self.model.vouchers if v["code"] and v["kind"] == "coupon"]
        if codes and self.maybe(0.3):
            wishes.append({"code": self.chance.choice(codes[-8:])})
        return wishes

    def after_quote(self, sale, answer, run):
        what = self.chance.choice(["pay", "pay", "pay", "leave", "let go", "later"])
        if what == "leave":
            return
        if what == "let go":
            if "hold" in answer:
                request = {"op": "let_go", "hold": answer["hold"]}
                self.expect(request, lambda: self.model.let_go(request, self.now))
            return
        if what == "later":
            self.now += self.chance.choice([60000, 20 * 60000])
        paid = {key: value for key, value in sale.items() if key != "rewards"}
        if "hold" in answer:
            paid["hold"] = answer["hold"]
        elif "rewards" in sale:
            kept = [sale["rewards"][c["wish"]] for c, mine in zip(answer["claims"], run.claims)
                    if c["code"] == "OK" and "wish" in c and mine["times"] > 0]
            if kept:
                paid["rewards"] = kept
        paid["lines"] = sale["lines"] + answer["lines"]
        self.close_sums(paid)
        self.tender(paid)
        self.sell(paid)

    def back(self, refunds=False):
        """Sales that may be taken back."""
        return [s for s in self.model.sales if not s["aside"] and (refunds or not s["refund"])][-10:]

    def repeat(self):
        before = self.back()
        if before:
            sale = copy.deepcopy(self.chance.choice(before)["request"])
            if self.maybe(0.3):
                sale["cashier"] = "other"
            self.sell(sale)

    def edit(self):
        before = [s for s in self.back(refunds=True) if "lines" in s["request"]]
        if not before:
            return
        sale = copy.deepcopy(self.chance.choice(before)["request"])
        if "currency" not in sale or sale["total"] < 0:
            return
        what = self.chance.choice(["same", "tip", "tip", "lines", "lines", "member", "cashier"])
        if what == "tip":
            sale["lines"].append({"kind": "tip", "name": "Tip", "total": 150})
        if what == "lines":
            self.taxed = None
            sale["lines"] = self.lines() + [line for line in sale["lines"] if "reward" in line or
                                            line.get("kind", "goods") != "goods"]
        if what == "member":
            sale["member"] = {"id": self.member()}
        if what == "cashier":
            sale["cashier"] = "edited"
        self.close_sums(sale)
        if sale["total"] < 0:
            return
        self.retender(sale)
        self.sell(sale, "edit")

    def retender(self, sale):
        """What is more or less is paid in cash; what is ours stays."""
        if "tenders" not in sale:
            return
        ours = [t for t in sale["tenders"] if t["kind"] in ("gift_card", "credit", "points")]
        rest = sale["total"] - sum(t["amount"] for t in ours)
        if rest < 0:
            ours, rest = [], sale["total"]
        sale["tenders"] = ours + ([{"kind": "cash", "amount": rest}] if rest or not ours else [])

    # --- what comes back

    def refund(self):
        sales = [s for s in self.back() if s["sold"] > 0]
        if not sales:
            return
        sale = self.chance.choice(sales)
        request = {"op": "refund", "id": self.next_id(), "currency": "EUR"}
        if self.maybe(0.85):
            request["sale_id"] = sale["id"]
        if ("sale_id" not in request or self.maybe(0.2)) and self.maybe(0.8):
            request["member"] = {"id": self.member()}
        if self.maybe(0.4):
            self.refund_lines(request, sale)
        else:
            rest = sale["sold"] - sale["returned"]
            request["amount"] = self.chance.choice([rest, max(1, rest // 2),
                                                    max(1, sale["sold"] // 3), rest + 1])
        amount = request.get("amount", -request.get("total", 0))
        if amount <= 0:
            return
        self.refund_tender(request, amount)
        answer, wanted = self.expect(request, lambda: self.model.refund(request, self.now))
        self.compare_outcome(answer, wanted)

    def refund_lines(self, request, sale):
        """Some of its lines; what was put on gift cards and credit with its own."""
        lines = []
        for line in sale["request"]["lines"]:
            if "reward" in line or (line["total"] > 0 and self.maybe(0.6)):
                lines.append(self.turned(line))
        request["lines"] = lines or [{"name": "Something", "total": -100}]
        self.close_sums(request)

    @staticmethod
    def turned(line):
        """A line as it comes back."""
        line = dict(line, total=-line["total"])
        if "tax" in line:
            line["tax"] = -line["tax"]
        if "qty" in line and "reward" not in line:
            line["qty"] = "-" + line["qty"]
        return line

    def refund_tender(self, request, amount):
        kind = self.chance.choice([None, "cash", "credit", "points", "gift_card"])
        code = self.gift_code()
        if kind is None or (kind == "gift_card" and code is None):
            return
        request["tenders"] = [{"kind": kind, "amount": -amount}]
        if kind == "gift_card":
            request["tenders"][0]["code"] = code

    def exchange(self):
        """Something is brought back and something else bought."""
        sales = [s for s in self.back() if s["total"] > 0]
        if not sales:
            return
        old = self.chance.choice(sales)
        goods = [line for line in old["request"]["lines"]
                 if counting.role(line) == "goods" and line["total"] > 0]
        sale = self.cart()
        if not goods:
            return
        sale["lines"].append(self.turned(self.chance.choice(goods)))
        if self.maybe(0.6):
            sale["sale_id"] = old["id"]
        self.close_sums(sale)
        if sale["total"] >= 0:
            self.tender(sale)
            self.sell(sale)

    def void(self):
        sales = self.back()
        if not sales:
            return
        exchanges = [s for s in sales if not s["refund"] and s["brought"]]
        if exchanges and self.maybe(0.3):
            sales = exchanges
        request = {"op": "void", "sale_id": self.chance.choice(sales)["id"]}
        answer, wanted = self.expect(request, lambda: self.model.void(request, self.now))
        self.compare_outcome(answer, wanted)

    # --- any of it

    def wait(self):
        self.now += self.chance.choice([60000, 3600000, 86400000, 4 * 86400000, 33 * 86400000])

    def step(self):
        steps = [(self.enrol, 2), (self.plain_sale, 10), (self.quoted_sale, 10), (self.repeat, 2),
                 (self.refund, 4), (self.exchange, 2), (self.void, 2), (self.edit, 4),
                 (self.adjust, 3), (self.issue, 2), (self.identify, 3), (self.segments, 1),
                 (self.voucher, 1), (self.merge, 0.8), (self.unmerge, 0.6), (self.set_staff, 0.3),
                 (self.alerts, 1), (self.wait, 5), (self.apply, 0.4)]
        self.now += self.chance.randrange(1, 30) * 1000
        if not self.model.members:
            self.enrol()
            return
        self.chance.choices([s for s, _ in steps], [weight for _, weight in steps])[0]()
