#!/usr/bin/env python3
"""flow_import_json.py - exports of Square, Shopify and Loyverse: made up, and added up by the book.

usage: flow_import_json.py make FORMAT RECORDS [--lines] >FILE   a made-up export, the same each time
       flow_import_json.py count FORMAT FILE...                  "SALES REFUNDS LINKED MINOR MEMBERS"

The counting is the tests' oracle: json and decimal of Python, and the services' documents read in
the plainest way, without a look at what Regulars makes of them.
"""
import decimal
import json
import random
import sys
from decimal import Decimal


def documents(path):
    text = open(path, encoding="utf-8-sig").read()
    decoder = json.JSONDecoder(parse_float=Decimal)
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return
        document, at = decoder.raw_decode(text, at)
        yield document


def records(paths, plurals):
    """(name, record) of every list or object of such a name."""
    for path in paths:
        for document in documents(path):
            for item in document if isinstance(document, list) else [document]:
                held = [p for p in plurals if p in item or p[:-1] in item]
                if "id" in item or "receipt_number" in item or not held:
                    yield "", item
                    continue
                for plural in held:
                    for record in item.get(plural) or [item[plural[:-1]]]:
                        yield plural, record


class Count:
    """Amounts by id: what comes twice counts once."""

    def __init__(self):
        self.sales, self.refunds, self.linked, self.members = {}, {}, set(), set()

    def add(self, key, minor, of=None):
        (self.sales if minor >= 0 and of is None else self.refunds)[key] = minor
        if of is not None:
            self.linked.add(key)

    def print(self):
        total = sum(self.sales.values()) + sum(self.refunds.values())
        print(len(self.sales), len(self.refunds), len(self.linked), total, len(self.members))


def minor(value):
    return int((Decimal(value) * 100).quantize(Decimal(1), decimal.ROUND_HALF_UP))


def count_square(paths, count):
    returned = set()
    for name, record in records(paths, ("orders", "refunds", "payments")):
        if name == "orders" and record.get("state") == "COMPLETED" and "created_at" in record:
            back = record.get("returns")
            if back:
                count.add(record["id"], -record["return_amounts"]["total_money"]["amount"],
                          back[0]["source_order_id"])
                returned.add(record["id"])
            else:
                count.add(record["id"], record["total_money"]["amount"])
                if "customer_id" in record:
                    count.members.add(record["customer_id"])
        elif name == "payments" and record["status"] == "COMPLETED":
            if record["order_id"] not in count.sales:
                count.add(record["id"], record["total_money"]["amount"])
        elif name == "refunds" and record["status"] == "COMPLETED":
            if record["order_id"] not in returned:
                of = record["payment_id"] if record["payment_id"] in count.sales else None
                count.add(record["id"], -record["amount_money"]["amount"], of)


def count_shopify(paths, count):
    def refund(record):
        paid = [Decimal(t["amount"]) for t in record.get("transactions", [])
                if t["kind"] == "refund" and t["status"] == "success"]
        if sum(paid) > 0:
            count.add(record["id"], -minor(sum(paid)), record["order_id"])

    for name, record in records(paths, ("orders", "refunds")):
        if name == "refunds":
            refund(record)
        status = record.get("financial_status")
        if name != "orders" or record["test"] or record["cancelled_at"] or status not in (
                "paid", "partially_refunded", "refunded"):
            continue
        count.add(record["id"], minor(record["total_price"]))
        if record.get("customer"):
            count.members.add(record["customer"]["id"])
        for part in record.get("refunds", []):
            refund(part)


def count_loyverse(paths, count):
    for _, record in records(paths, ("receipts",)):
        if record.get("cancelled_at") or "receipt_number" not in record:
            continue
        if record["receipt_type"] == "SALE":
            count.add(record["receipt_number"], minor(record["total_money"]))
            if record.get("customer_id"):
                count.members.add(record["customer_id"])
        else:
            count.add(record["receipt_number"], -minor(record["total_money"]),
                      record["refund_for"])


GOODS = (("Tea", 350), ("Cake, plum", 425), ("Kaffe \u2615", 280), ("Bread \"rye\"", 515),
         ("Honey {500 g}", 899), ("Cup [blue]", 1250))


def basket(rng):
    """Goods with quantity, price, discount, tax on top and total, in minor units."""
    lines = []
    for _ in range(rng.randint(1, 5)):
        name, price = rng.choice(GOODS)
        quantity = rng.randint(1, 3)
        off = rng.choice((0, 0, 0, 25, 100))
        tax = (quantity * price - off) * 8 // 100
        lines.append((name, quantity, price, off, tax, quantity * price - off + tax))
    return lines


def when(i):
    return "2025-%02d-%02dT%02d:%02d:%02dZ" % (i // 28 % 12 + 1, i % 28 + 1, i % 24, i % 60, i % 60)


def usd(amount):
    return {"amount": amount, "currency": "USD"}


def text(amount):
    return "%d.%02d" % (amount // 100, amount % 100)


def square_lines(lines):
    return [{"uid": "u%d" % n, "name": name, "quantity": str(quantity), "item_type": "ITEM",
             "base_price_money": usd(price), "total_discount_money": usd(off),
             "total_tax_money": usd(tax), "total_money": usd(total)}
            for n, (name, quantity, price, off, tax, total) in enumerate(lines)]


def square(i, rng, past):
    if i % 17 == 16 and past:
        of, lines = past.pop(rng.randrange(len(past)))
        lines = lines[:rng.randint(1, len(lines))]
        total, tax = sum(x[5] for x in lines), sum(x[4] for x in lines)
        return {"id": "R%026d" % i, "location_id": "L1", "state": "COMPLETED",
                "created_at": when(i), "closed_at": when(i),
                "refunds": [{"id": "P%s_r" % of, "amount_money": usd(total)}],
                "returns": [{"source_order_id": of, "return_line_items": square_lines(lines)}],
                "return_amounts": {"total_money": usd(total), "tax_money": usd(tax)}}
    lines, tip = basket(rng), rng.choice((0, 0, 150))
    total = sum(x[5] for x in lines) + tip
    order = {"id": "O%026d" % i, "location_id": "L1", "created_at": when(i), "closed_at": when(i),
             "state": ("OPEN" if i % 29 == 28 else "CANCELED" if i % 31 == 30 else "COMPLETED"),
             "source": {"name": "Square Point of Sale"}, "line_items": square_lines(lines),
             "total_tax_money": usd(sum(x[4] for x in lines)), "total_tip_money": usd(tip),
             "tenders": [{"id": "PO%026d" % i, "type": rng.choice(("CARD", "CASH")),
                          "amount_money": usd(total),
                          "card_details": {"card": {"last_4": "1111", "fingerprint": "sq-1-x"}}}],
             "total_money": usd(total)}
    if i % 3:
        order["customer_id"] = "C%d" % (i * 7 % 499)
    if order["state"] == "COMPLETED":
        past.append((order["id"], lines))
    return order


def shopify(i, rng, _):
    lines, ship, tip = basket(rng), rng.choice((0, 495)), rng.choice((0, 0, 200))
    total = sum(x[5] for x in lines) + ship + tip
    order = {"id": 5000000000000 + i, "name": "#%d" % i, "currency": "USD", "test": i % 41 == 40,
             "presentment_currency": "CAD", "taxes_included": False,
             "cancelled_at": when(i) if i % 37 == 36 else None, "created_at": when(i),
             "processed_at": when(i), "total_price": text(total), "source_name": "web",
             "financial_status": "pending" if i % 23 == 22 else "paid",
             "total_tax": text(sum(x[4] for x in lines)), "total_tip_received": text(tip),
             "customer": {"id": 6000000000000 + i * 7 % 499, "first_name": "Ann",
                          "last_name": "No. %d" % (i * 7 % 499)} if i % 3 else None,
             "line_items": [{"id": i * 10 + n, "name": name, "sku": "S%d" % price,
                             "quantity": quantity, "price": text(price),
                             "discount_allocations": [{"amount": text(off)}] if off else [],
                             "tax_lines": [{"price": text(tax), "rate": 0.08}]}
                            for n, (name, quantity, price, off, tax, _) in enumerate(lines)],
             "shipping_lines": [{"title": "Post", "price": text(ship), "tax_lines": []}],
             "payment_gateway_names": ["shopify_payments"], "refunds": []}
    if i % 13 == 12:
        name, quantity, price, off, tax, back = lines[0]
        order["refunds"] = [{
            "id": 7000000000000 + i, "order_id": order["id"], "created_at": when(i + 1),
            "refund_line_items": [{"quantity": quantity, "line_item_id": i * 10,
                                   "subtotal": (quantity * price - off) / 100,
                                   "total_tax": tax / 100,
                                   "line_item": order["line_items"][0]}],
            "transactions": [{"kind": "refund", "status": "success", "amount": text(back),
                              "currency": "USD"}]}]
        if order["financial_status"] == "paid":
            order["financial_status"] = "partially_refunded"
    return order


def loyverse(i, rng, past):
    if i % 19 == 18 and past:
        of, lines = past.pop(rng.randrange(len(past)))
        lines, kind = lines[:rng.randint(1, len(lines))], "REFUND"
    else:
        of, lines, kind = None, basket(rng), "SALE"
    cancelled = when(i) if i % 43 == 42 and kind == "SALE" else None
    total = sum(x[5] for x in lines)
    if kind == "SALE" and not cancelled:
        past.append(("1-%d" % i, lines))
    return {"receipt_number": "1-%d" % i, "receipt_type": kind, "refund_for": of,
            "created_at": when(i), "receipt_date": when(i), "cancelled_at": cancelled,
            "source": "point of sale", "store_id": "f1e2d3c4", "pos_device_id": "d1c2",
            "customer_id": "c-%d" % (i * 7 % 499) if i % 3 and kind == "SALE" else None,
            "total_money": total / 100, "total_tax": sum(x[4] for x in lines) / 100,
            "points_earned": 0.0, "tip": 0.0, "surcharge": 0.0,
            "line_items": [{"item_name": name, "variant_name": None, "sku": "S%d" % price,
                            "quantity": quantity, "price": price / 100,
                            "gross_total_money": quantity * price / 100,
                            "total_money": back / 100, "total_discount": off / 100,
                            "cost_total": quantity * price / 200,
                            "line_taxes": [{"type": "ADDED", "money_amount": tax / 100}]}
                           for name, quantity, price, off, tax, back in lines],
            "payments": [{"type": "CASH", "name": "Cash", "money_amount": total / 100}]}


MAKERS = {"square": (square, "orders"), "shopify": (shopify, "orders"),
          "loyverse": (loyverse, "receipts")}
COUNTERS = {"square": count_square, "shopify": count_shopify, "loyverse": count_loyverse}


def make(name, number, in_lines):
    maker, plural = MAKERS[name]
    rng, past, out = random.Random(7), [], sys.stdout
    if not in_lines:
        out.write('{"cursor": "abc", "%s": [' % plural)
    for i in range(number):
        record = json.dumps(maker(i, rng, past), ensure_ascii=False)
        out.write(record + "\n" if in_lines else (",\n" if i else "\n") + record)
        del past[:-1000]
    if not in_lines:
        out.write("\n]}\n")


def main(words):
    sys.stdout.reconfigure(encoding="utf-8")
    if words[0] == "make":
        make(words[1], int(words[2]), "--lines" in words)
        return
    count = Count()
    COUNTERS[words[1]](words[2:], count)
    count.print()


main(sys.argv[1:])
