#!/usr/bin/env python3
"""words_oracle.py - what another library says that languages write; words_oracle.txt is made by it.

usage: /usr/bin/python3 tests/golden/words_oracle.py >tests/golden/words_oracle.txt

The library is Babel (python3-babel), which reads the tables of Unicode CLDR with code of its own. A
line for each: what, language, input, what it says. Which whole numbers have a plural form; counts,
money with 0, 2 and 3 digits, quantities in thousandths, all in their smallest unit; the names of a
day's month, of which one must be in what is written.
"""
from decimal import Decimal

from babel import Locale, dates, numbers
import datetime

LANGUAGES = {"en": "en_GB", "hi": "hi", "vi": "vi", "da": "da", "ar": "ar", "ar-ae": "ar_AE",
             "ja": "ja", "pl": "pl", "ru": "ru", "cy": "cy", "de": "de", "sv": "sv",
             "en-in": "en_IN"}
# Babel writes Latin digits only, and sets Poland's thousands apart below ten thousand.
PLURALS_ALONE = ("ar", "pl")
COUNTS = list(range(0, 131)) + [200, 201, 202, 203, 211, 1000, 1001, 1003, 10011, 1000000]
UNITS = [0, 1, -1, 9, 10, 99, 100, 999, 1000, -1000, 12345, 99999, 100000, -123450, 1234567890,
         2**53 + 1, 10**15 + 7, 2**63 - 1, -2**63]
DAYS = [(2026, 1, 1), (2026, 2, 28), (2024, 2, 29), (2026, 11, 21), (2099, 12, 31)]


def write(locale, units, places, least):
    """With at most `places` digits behind the point and at least `least`."""
    pattern = numbers.parse_pattern(Locale.parse(locale).decimal_formats[None].pattern)
    pattern.frac_prec = (least, places)
    with numbers.decimal.localcontext() as context:
        context.prec = 40
        written = pattern.apply(Decimal(units).scaleb(-places), locale)
    return written.replace("-", numbers.get_minus_sign_symbol(locale))


def main():
    for tag, name in LANGUAGES.items():
        locale = Locale.parse(name)
        for what, form_of in (("plural", locale.plural_form), ("ordinal", locale.ordinal_form)):
            for form in ("zero", "one", "two", "few", "many", "other"):
                counts = [str(count) for count in COUNTS if form_of(count) == form]
                if counts:
                    print(what, tag, form, " ".join(counts), sep="\t")
        if tag in PLURALS_ALONE:
            continue
        for units in UNITS:
            print("count", tag, units, write(name, units, 0, 0), sep="\t")
            for places in (0, 2, 3):
                print("money%d" % places, tag, units, write(name, units, places, places), sep="\t")
            print("quantity", tag, units, write(name, units, 3, 0), sep="\t")
        for year, month, day in DAYS:
            date = datetime.date(year, month, day)
            months = {dates.format_date(date, form, locale=name) for form in ("MMM", "LLL")}
            print("day", tag, date.isoformat(), "|".join(sorted(months)), sep="\t")


main()
