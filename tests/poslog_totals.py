#!/usr/bin/env python3
"""poslog_totals - what a POSLog should leave in a store, counted by another than the import.

usage: poslog_totals FILE...
Out: a line for each sale and refund, in the order of their ids: id, total, tax, lines, what rewards
took off, and the member's number over there, with '|' between; amounts in cents.
Python's own XML and decimals; names without their name spaces. It reads the dialect of the logs that
tests have: tax on top, voided lines taken back by a second one, rewards in detail and in sum.
"""
import sys
import xml.etree.ElementTree
from decimal import Decimal


def name(node):
    return node.tag.rsplit("}", 1)[-1]


def children(node, wanted):
    return [child for child in node if name(child) == wanted]


def anywhere(node, wanted):
    return [child for child in node.iter() if name(child) == wanted]


def text(node, wanted):
    found = children(node, wanted)
    return found[0].text.strip() if found else ""


def attribute(node, wanted):
    return next((value for key, value in node.items() if key.rsplit("}", 1)[-1] == wanted), "")


def cents(amount):
    whole = amount * 100
    assert whole == whole.to_integral_value()
    return int(whole)


def count(transaction, sale):
    totals = {attribute(total, "TotalType"): Decimal(total.text) for total in children(sale, "Total")}
    items = children(sale, "LineItem")
    goods = [item for item in items if children(item, "Sale") or children(item, "Return")]
    voids = [item for item in goods if attribute(item, "VoidFlag") == "true"]
    off = Decimal(0)
    for reward in anywhere(sale, "LoyaltyReward"):
        if text(reward, "RewardCategory") == "Monetary" and attribute(reward, "detailedData") == "true":
            off -= Decimal(text(reward, "ExtendedRewardAmount"))
    amounts = sum(Decimal(node.text) for node in anywhere(sale, "ExtendedAmount"))
    assert amounts - off + totals["TransactionTaxAmount"] == totals["TransactionGrandAmount"]
    members = [node.text.lstrip("0") for node in anywhere(sale, "MembershipID")]
    place = [text(transaction, field) for field in
             ("RetailStoreID", "WorkstationID", "SequenceNumber", "BusinessDayDate")]
    return ["poslog-" + "-".join(place), cents(totals["TransactionGrandAmount"]),
            cents(totals["TransactionTaxAmount"]), len(goods) - 2 * len(voids), cents(off),
            "".join(members[:1])]


def main():
    rows = []
    for path in sys.argv[1:]:
        for transaction in xml.etree.ElementTree.parse(path).getroot():
            for sale in children(transaction, "RetailTransaction"):
                if attribute(sale, "TransactionStatus") != "Suspended":
                    rows.append(count(transaction, sale))
    for row in sorted(rows):
        print("|".join(str(cell) for cell in row))


if __name__ == "__main__":
    main()
