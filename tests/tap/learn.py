#!/usr/bin/env python3
"""learn.py - receipts in the manner of seven countries (tests/tap/receipts): two of each teach a
pattern, by which they are read, printed through print-tap, and taken by a shop of that currency.

In:  as shop.py. Out: TAP.
"""
import glob
import os
import subprocess
import sys

import shop
from shop import CUT, TAP, listed, print_one, sales, tcp, wait_for, waiting

RECEIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "receipts")

# Country, currency, what both come to in its smallest coins, lines that `learn` has to say.
COUNTRIES = [
    ("de", "EUR", 1241 + 620, ["0.642  Tomaten  2.56", "2.000  Kaffee Crema  10.98, less 1.10",
                               "1.000  Sofort-Storno  -1.29", "pay-cash  20.00"]),
    ("dk", "DKK", 8000 + 7800, ["2.000  Croissant  48.00, less 6.00", "member    (a card is there)"]),
    ("fr", "EUR", 300 + 780, ["2.000  Croissant  2.40", "1.000  Tarte citron  4.50",
                              "time      08:17"]),
    ("jp", "JPY", 1650 + 400, ["2.000  \u30b5\u30f3\u30c9\u30a4\u30c3\u30c1  1200"]),
    ("pl", "PLN", 1097 + 1899, ["0.350  Ser  14.00", "2.000  Mleko  6.98, less 1.00"]),
    ("se", "SEK", 169300 + 205000, ["1.000  Soffa  1495.00", "2.000  Kudde  298.00"]),
    ("us", "USD", 2650 + 1315, ["2.000  Coke  4.83, less 0.45", "tax       2.02"]),
]


def learn(country, total, said):
    samples = sorted(glob.glob(f"{RECEIPTS}/{country}-*.txt"))
    done = subprocess.run([TAP, "learn", *samples], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)
    assert done.returncode == 0 and "2 of 2 samples are understood" in done.stderr, done.stderr
    for line in said:
        assert line in done.stderr, (line, done.stderr)
    with open("pattern", "w") as file:
        file.write(done.stdout)
    with tcp(codepage="utf8") as tap:
        for sample in samples:
            with open(sample, "rb") as file:
                data = b"\x1b@" + file.read() + CUT
            assert print_one(tap, data) == data
        wait_for(lambda: not waiting() and (sales()[0] == 2 or listed()))
    assert sales() == (2, total), (sales(), listed())
    assert listed() == "", listed()


def make(country, currency, total, said):
    def test():
        os.makedirs(country)
        os.chdir(country)
        try:
            subprocess.run([shop.COMMAND, "init", "--store", "shop.db", "--name", "Shop",
                            "--currency", currency, "--zone", "Europe/Berlin", "--earn",
                            "1 per 1", "--cards", "29"], check=True, stdout=subprocess.DEVNULL)
            learn(country, total, said)
        finally:
            os.chdir("..")
    test.__name__ = f"receipts_as_in_{country}_are_learnt_and_recorded"
    return test


if __name__ == "__main__":
    sys.exit(shop.main([make(*country) for country in COUNTRIES]))
