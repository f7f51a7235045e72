# SPDX-License-Identifier: Apache-2.0
"""mapping.py - an Odoo order, as plain facts, becomes a request of Regulars' JSON door.

In:       facts, a dict in the shape that pos_order.py's `_regulars_facts` makes:
          {"id", "uuid", "date_order", "amount_total", "amount_tax", "currency", "till", "cashier",
           "scan", "refunds": [sale ids], "lines": [...], "payments": [...]}
Out:      {"op": "sale" or "refund", ...}; Unmappable where there is nothing to say.
Not here: Odoo, the plugin, any sum. Money is handed over as Odoo's own text.
"""
from __future__ import annotations

import datetime
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Dict, List, Mapping, Optional, Union

Facts = Mapping[str, Any]
Request = Dict[str, Any]
TEXT_MAX = 255
TENDERS_MAX = 32
UNCLEAN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
THOUSANDTH = Decimal("0.001")

# What Odoo calls a payment method's type, and what the door calls the tender.
TENDER_KINDS = {"cash": "cash", "bank": "card", "pay_later": "other"}


class Unmappable(ValueError):
    """The order holds nothing that Regulars could record."""


def money(value: Union[int, float, Decimal, None, bool]) -> str:
    """The amount as Odoo has it, in major units: repr() of a float is the shortest text that is
    that float and no other, so -8.629999999999999 stays just that. Regulars rounds it, once."""
    if value is None or value is False:
        return "0"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Unmappable(f"an amount is {value}")
        return repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(int(value))


def quantity(value: Union[int, float, Decimal, None]) -> str:
    """No money: to the thousandth, so that 0.1 + 0.2 kilograms are 0.300."""
    exact = Decimal(money(value)).quantize(THOUSANDTH, rounding=ROUND_HALF_UP)
    return format(exact, "f")


def text(value: Any, limit: int = TEXT_MAX) -> Optional[str]:
    """A text as the door takes it: no control characters, nothing that turns the direction of
    writing, at most 255 bytes; None for none."""
    if not value:
        return None
    clean = UNCLEAN.sub(" ", str(value)).strip()
    cut = clean.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore").rstrip()
    return cut or None


def sale_id(facts: Facts) -> str:
    """The same for every repetition. Orders made in the back office have no uuid."""
    if facts.get("uuid"):
        return f"odoo-{facts['uuid']}"
    return f"odoo-{facts.get('database') or 'db'}-{facts['id']}"


def instant(value: Any) -> str:
    """Odoo's times are in UTC and say nothing of it."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)[:19].replace(" ", "T") + "Z"


def _present(**fields: Any) -> Request:
    return {name: value for name, value in fields.items() if value is not None}


def line(facts: Facts) -> Request:
    """A line, of a sale, a refund or a quote. Odoo's price is without the tax where the tax comes
    on top, so the line's total alone is given, not its unit price."""
    return _present(
        sku=text(facts.get("sku") or facts.get("barcode") or facts.get("product_id")),
        name=text(facts.get("name")),
        category=text(facts.get("category")),
        qty=quantity(facts.get("qty")),
        total=money(facts.get("price_subtotal_incl")),
        cost=money(facts["cost"]) if facts.get("cost") else None,
        kind="tip" if facts.get("is_tip") else None,
    )


def tenders(facts: Facts, decimals: int) -> Optional[List[Request]]:
    """How it was paid, where that comes to the total: with cash rounding it does not, and then
    nothing is said of it."""
    said = [
        {"kind": _tender_kind(payment), "amount": money(payment.get("amount"))}
        for payment in facts.get("payments") or []
    ]
    if not 0 < len(said) <= TENDERS_MAX:
        return None
    paid = sum(_rounded(tender["amount"], decimals) for tender in said)
    return said if paid == _rounded(money(facts["amount_total"]), decimals) else None


def _tender_kind(payment: Facts) -> str:
    if payment.get("is_change"):
        return "change"
    return TENDER_KINDS.get(payment.get("type") or "cash", "other")


def _rounded(amount: str, decimals: int) -> Decimal:
    """For comparing only; what is sent is the text."""
    return Decimal(amount).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def member(facts: Facts) -> Optional[Request]:
    scan = text(facts.get("scan"), 1024)
    return {"scan": scan} if scan else None


def _common(facts: Facts) -> Request:
    decimals = facts.get("decimals")
    return _present(
        at=instant(facts["date_order"]),
        till=text(facts.get("till")),
        cashier=text(facts.get("cashier")),
        currency=facts["currency"],
        member=member(facts),
        lines=[line(one) for one in facts["lines"]],
        tenders=tenders(facts, 2 if decimals is None else decimals),
        total=money(facts["amount_total"]),
        tax=money(facts.get("amount_tax")),
    )


def _is_refund(facts: Facts) -> bool:
    total = Decimal(money(facts["amount_total"]))
    if total != 0:
        return total < 0
    return all((one.get("qty") or 0) < 0 for one in facts["lines"])


def _link(facts: Facts) -> Optional[str]:
    """The sale that is given back. Goods of several sales in one order are given back without a
    link: to split Odoo's one total would be to do sums on its behalf."""
    sales = sorted(set(facts.get("refunds") or []))
    return sales[0] if len(sales) == 1 else None


def request(facts: Facts) -> Request:
    """What Regulars is told of a paid order: a sale (with things brought back in it: an exchange),
    or a refund where more goes back than is sold. Unmappable."""
    if not facts.get("lines"):
        raise Unmappable("the order has no lines")
    body = {"id": sale_id(facts), **_present(sale_id=_link(facts)), **_common(facts)}
    if _is_refund(facts):
        return {"op": "refund", **body}
    return {"op": "sale", "sale": body}


def edit(sale: Request) -> Request:
    """The same sale, said to have been changed since it was recorded. A refund has no such thing:
    it is sent as it is now, and Regulars says that it differs."""
    return {"op": "edit", "sale": sale["sale"]} if sale["op"] == "sale" else dict(sale)


def tells_the_same(told: Optional[Request], now: Request) -> bool:
    """Whether there is nothing new in `now`. Costs, which Odoo may work out later, are not."""
    if not told:
        return False
    return _told(told) == _told(now)


def _told(request_: Request) -> Request:
    body = request_.get("sale", request_)
    plain = [{**one, "cost": None} for one in body.get("lines", [])]
    op = "sale" if request_["op"] == "edit" else request_["op"]
    return {**body, "op": op, "lines": plain}


def void(ident: str) -> Request:
    return {"op": "void", "sale_id": ident}


def quote(facts: Facts) -> Optional[Request]:
    """What the cart would earn; None when there is nothing in it, or something is brought back."""
    if not facts.get("lines") or any((one.get("qty") or 0) < 0 for one in facts["lines"]):
        return None
    lines = [line(one) for one in facts["lines"]]
    cart = _present(currency=facts["currency"], member=member(facts), till=text(facts.get("till")))
    return {"op": "quote", "sale": {**cart, "lines": lines}}
