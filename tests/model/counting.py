"""counting.py - what a cart is worth, which rules hold for it and what they give; naive and pure.

Written from docs/programme.md and the headers, not from the code that it is held against. A cart is
a request's sale; money is whole minor units, quantities and factors are Fractions.
"""
from fractions import Fraction
from math import ceil, floor

import calendar_rules as cal


def rounded(value, how):
    if how == "up":
        return ceil(value)
    return floor(value + Fraction(1, 2)) if how == "nearest" else floor(value)


def quantity(line):
    return Fraction(str(line.get("qty", 1)))


def in_scope(scope, line):
    if not scope:
        return True
    return (line.get("sku") in scope.get("products", [])
            or line.get("category") in scope.get("categories", [])
            or any(tag in scope.get("tags", []) for tag in line.get("tags", "").split()))


def role(line):
    kind = line.get("kind", "goods")
    if kind != "goods":
        return {"tip": "tip", "rounding": "rounding"}.get(kind, "stored")
    if "reward" in line:
        return "discount" if line["total"] < 0 else "returned" if line["total"] > 0 else "free"
    if quantity(line) < 0:
        return "returned"
    return "discount" if line["total"] < 0 else "goods"


def split(amount, weights):
    """Hamilton: shares rounded down, then one more to the largest remainders, the earlier first."""
    whole = sum(weights)
    shares = [Fraction(amount * weight, whole) for weight in weights]
    parts = [floor(share) for share in shares]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - shares[i], i))
    for i in order[:amount - sum(parts)]:
        parts[i] += 1
    return parts


class Cart:
    """Its goods, and what is left of their worth after the discounts taken so far."""

    def __init__(self, lines):
        self.lines = lines
        self.goods = [i for i, line in enumerate(lines) if role(line) == "goods"]
        self.nets = {i: lines[i]["total"] for i in self.goods}
        self.fulls = dict(self.nets)
        self.taxes = {i: lines[i].get("tax", 0) for i in self.goods}
        self.free = {i: Fraction(0) for i in self.goods}

    def scoped(self, scope):
        return [i for i in self.goods if in_scope(scope, self.lines[i])]

    def bear(self, amount, bearers, weights=None):
        """Takes an amount off goods in proportion; gives back what they could not bear."""
        weights = [self.nets[i] for i in bearers] if weights is None else weights
        taken = min(amount, sum(weights))
        if taken <= 0:
            return amount
        for i, part in zip(bearers, split(taken, weights)):
            self.nets[i] -= part
        return amount - taken

    def units(self, scope, free=None):
        """What is left of the scope, unit by unit, the cheapest first: (price, line, quantity)."""
        free = self.free if free is None else free
        found = []
        for i in self.scoped(scope):
            left = quantity(self.lines[i]) - free[i]
            if left > 0 and self.nets[i] > 0:
                found.append((Fraction(self.nets[i]) / left, i, left))
        return sorted(found, key=lambda unit: (floor(unit[0]), unit[1]))

    def pieces(self, scope):
        """One of each line, the cheapest first: (price, line, quantity). Less than one is a piece."""
        return sorted((floor(price * min(1, left)), i, min(1, left))
                      for price, i, left in self.units(scope))


def taken_units(units, count, bought=(), spare=0):
    """The cheapest so many: (line, quantity, worth); at most `spare` of what counts as bought."""
    taken = []
    for price, i, left in units:
        part = min(left, count)
        if i in bought:
            part = min(part, spare)
            spare -= part
        if part > 0:
            taken.append((i, part, floor(price * part)))
            count -= part
    return taken


def given_units(cart, give, units, count):
    """Of a line on a bill: what was bought for them is not what was given, where it can be so."""
    if "buy" not in give:
        return taken_units(units, count)
    of_buy = cart.units(give["buy"].get("items"))
    sets = ceil(count / Fraction(str(give["get"].get("qty", 1))))
    spare = sum(left for _, _, left in of_buy) - sets * Fraction(str(give["buy"].get("qty", 1)))
    taken = taken_units(units, count, [i for _, i, _ in of_buy], max(spare, 0))
    had = {i: part for i, part, _ in taken}
    missing = count - sum(had.values())
    for _, i, left in units:
        part = min(missing, left - had.get(i, 0))
        had[i] = had.get(i, 0) + part
        missing -= part
    return [(i, had[i], floor(price * had[i])) for price, i, _ in units if had[i] > 0]


def discounted(programme, sale, on_bill=False):
    """The cart of a sale after its discount lines. on_bill: for conditions of rewards, not for what
    it earns: all of them but points as money, which come last."""
    cart = Cart(sale["lines"])
    if on_bill:
        programme = dict(programme, basis={})
    rewards = {reward["id"]: reward for reward in programme.get("rewards", [])}
    for line in sale["lines"]:
        reward = rewards.get(line.get("reward"))
        if on_bill and reward and "points_as_money" in reward["give"]:
            continue
        if role(line) == "discount":
            take_discount(programme, cart, reward, line)
    return cart


def order_wide(reward):
    if reward is None:
        return True
    give = reward["give"]
    return "points_as_money" in give or on_of(give) == "order"


def on_of(give):
    if "percent" in give or "amount" in give:
        return give.get("on", "items" if "items" in give else "order")
    return "units" if "free" in give or "buy" in give else None


def unit_scope(give):
    if "free" in give:
        items = give["free"].get("items")
        product = give["free"].get("product")
        return items or ({"products": [product]} if product else None)
    return give["get"].get("items") or give["buy"].get("items")


def is_given_away(give):
    return "free" in give or "buy" in give and Fraction(str(give["get"].get("percent", 100))) == 100


def take_discount(programme, cart, reward, line):
    amount = -line["total"]
    give = reward["give"] if reward else {}
    paid_earns = programme.get("basis", {}).get("paid_rewards") == "earn"
    if paid_earns and reward and ("cost" in reward or "points_as_money" in give):
        return
    before = dict(cart.nets)
    kind = on_of(give)
    scope = give.get("items")
    rate = line.get("tax_rate")

    def of_rate(lines):
        """Where both say a tax rate, those of the discount's."""
        return [i for i in lines if rate is None or cart.lines[i].get("tax_rate") == rate]

    if kind == "units":
        scope = unit_scope(give)
        units = sorted(cart.units(scope), key=lambda unit: not of_rate([unit[1]]))
        taken = given_units(cart, give, units, abs(quantity(line)))
        whole = "max" not in give or amount >= sum(t[2] for t in taken)  # else a part is paid
        amount = cart.bear(amount, [t[0] for t in taken], [t[2] for t in taken])
        if whole and is_given_away(give):
            for i, part, _ in taken:
                cart.free[i] += part
    elif kind == "cheapest":
        pieces = [piece for piece in cart.pieces(scope) if piece[1] in of_rate([piece[1]])]
        amount = cart.bear(amount, [piece[1] for piece in pieces[:1]])
    elif kind == "items":
        amount = cart.bear(amount, of_rate(cart.scoped(scope)))
    else:
        amount = cart.bear(amount, of_rate(cart.goods))
    if kind in ("units", "cheapest", "items"):
        amount = cart.bear(amount, cart.scoped(scope))
    cart.bear(amount, cart.goods)
    parts = {i: before[i] - cart.nets[i] for i in cart.goods}
    if not order_wide(reward):
        for i in cart.goods:
            cart.fulls[i] -= parts[i]
    tax = -line.get("tax", 0)
    if tax > 0 and sum(parts.values()) > 0:
        shares = split(tax, [parts[i] for i in cart.goods])
        for i, share in zip(cart.goods, shares):
            cart.taxes[i] -= min(share, cart.taxes[i])


def fits_moment(when, sale, who):
    """Everything but amounts and quantities. sale None: an enrolment. who: a standing."""
    at = who["at"]
    if "from" in when and at < cal.bound_ms(when["from"], False):
        return False
    if "until" in when and at >= cal.bound_ms(when["until"], True):
        return False
    if not cal.fits_hours(when, at):
        return False
    if "stores" in when and (sale or {}).get("store") not in when["stores"]:
        return False
    if "codes" in when:
        entered = [code.upper() for code in (sale or {}).get("codes", [])]
        if not any(code.upper() in entered for code in when["codes"]):
            return False
    asks_member = ("first_purchase", "visit", "every_visit", "birthday", "tiers", "segments")
    if who["member"] is None:
        return not any(when.get(field) for field in asks_member)
    visit = who["visits"] + 1
    if when.get("first_purchase") and visit != 1:
        return False
    if when.get("visit", visit) != visit or visit % when.get("every_visit", 1) != 0:
        return False
    if when.get("birthday") and not cal.fits_birthday(who["birthday"], when, at):
        return False
    if "tiers" in when and who["level"] not in when["tiers"]:
        return False
    return "segments" not in when or bool(set(when["segments"]) & set(who["segments"].split()))


def fits_basket(when, cart, free=None):
    free = cart.free if free is None else free
    lines = cart.scoped(when.get("items"))
    worth = sum(cart.nets[i] for i in lines)
    if when.get("min_amount_without_tax"):
        worth -= sum(cart.taxes[i] for i in lines)
    if worth < when.get("min_amount", worth):
        return False
    bought = sum(quantity(cart.lines[i]) - free[i] for i in lines)
    return bought >= Fraction(str(when.get("min_qty", 0)))


def purse_of(rule):
    give = rule["give"]
    if "multiply" in give:
        return give.get("of", "points")
    return give["card"] if "stamps" in give else "credit" if "credit" in give else "points"


def units_of(give):
    return give.get("points", give.get("stamps", give.get("credit", 0)))


def full_tax(cart, i):
    """The tax in a price that the order's discounts did not touch."""
    line = cart.lines[i]
    return line.get("tax", 0) * cart.fulls[i] // line["total"] if line["total"] else 0


def counted(programme, rule, sale, cart):
    """A rule's units before caps."""
    give, when = rule["give"], rule.get("when", {})
    basis = programme.get("basis", {})
    how = rule.get("rounding", programme.get("rounding", "down"))
    lines = cart.scoped(when.get("items"))
    if give["per"] == "sale":
        return units_of(give)
    if give["per"] == "unit":
        per = Fraction(str(give.get("qty", 1)))
        bought = sum(quantity(cart.lines[i]) - cart.free[i] for i in lines) / per
        return rounded((floor(bought) if give.get("whole_amounts") else bought)
                       * units_of(give), how)
    ignores = basis.get("order_discounts") == "ignored" and "items" in when
    worth = sum((cart.fulls if ignores else cart.nets)[i] for i in lines)
    if basis.get("tax") == "excluded":
        worth -= sum(full_tax(cart, i) if ignores else cart.taxes[i] for i in lines)
    if basis.get("tips") == "earn" and "items" not in when:
        worth += sum(line["total"] for line in sale["lines"] if role(line) == "tip")
    stored = sum(tender["amount"] for tender in sale.get("tenders", [])
                 if tender["kind"] in ("gift_card", "credit", "points"))
    if basis.get("stored_value") == "excluded" and stored > 0:
        worth = rounded(Fraction(worth * (sale["total"] - stored), sale["total"]), "nearest")
    parts = Fraction(max(worth, 0), give["amount"])
    return rounded((floor(parts) if give.get("whole_amounts") else parts) * units_of(give), how)


def capped(rule, units, uses):
    caps = rule.get("caps", {})
    limits = [units]
    if "sale" in caps:
        limits.append(caps["sale"])
    if "day" in caps:
        limits.append(caps["day"] - uses(rule, "day"))
    if "period" in caps:
        limits.append(caps["period"] - uses(rule, "period"))
    return max(0, min(limits))


def alone(rules):
    """Of the exclusive ones the first by priority, or None. A multiplier shuts out the others of its
    kind; any other rule all but itself."""
    exclusive = [rule for rule in rules if rule.get("exclusive")]
    return max(exclusive, key=lambda rule: rule.get("priority", 0), default=None)


def earned(programme, sale, who, cart, uses):
    """{rule id: (purse, units)} and the referrer's {rule id: (purse, units)}. uses(rule, what)."""
    mine, referrers = {}, {}
    if who["member"] is None:
        return mine, referrers
    fitting = []
    for rule in programme.get("earn", []):
        when = rule.get("when", {})
        wants = "referral" if rule.get("on") == "referral" else "sale"
        if not rule.get("enabled", True) or rule.get("on", "sale") != wants:
            continue
        if wants == "referral" and not any((who["first"] or (None, False, False))[1:]):
            continue
        bought = any(quantity(cart.lines[i]) > cart.free[i] for i in cart.scoped(when.get("items")))
        if "uses" in rule and uses(rule, "times") >= rule["uses"]["max"]:
            continue
        if bought and fits_moment(when, sale, who) and fits_basket(when, cart):
            fitting.append(rule)
    for rule in fitting:
        if rule.get("on") == "referral":
            purse = purse_of(rule)
            _, friend, other = who["first"]
            if friend:
                mine[rule["id"]] = (purse, capped(rule, units_of(rule["give"]), uses))
            if other:
                referrers[rule["id"]] = (purse, rule["give"].get("referrer", 0))
    for purse in sorted({purse_of(rule) for rule in fitting}):
        count_purse(programme, sale, cart, uses, mine,
                    [rule for rule in fitting
                     if purse_of(rule) == purse and rule.get("on", "sale") == "sale"])
    return mine, referrers


def count_purse(programme, sale, cart, uses, mine, rules):
    plain = [rule for rule in rules if "multiply" not in rule["give"]]
    factors = [rule for rule in rules if "multiply" in rule["give"]]
    first = alone(rules)
    if first in factors:
        factors = [first]
        plain = [alone(plain)] if alone(plain) else plain
    elif first is not None:
        plain, factors = [first], []
    total = 0
    for rule in plain:
        units = capped(rule, counted(programme, rule, sale, cart), uses)
        mine[rule["id"]] = (purse_of(rule), units)
        total += units
    for rule in factors:
        how = rule.get("rounding", programme.get("rounding", "down"))
        more = rounded(total * Fraction(str(rule["give"]["multiply"])), how) - total
        more = capped(rule, more, uses) if more > 0 else more
        mine[rule["id"]] = (purse_of(rule), more)
        total += more
