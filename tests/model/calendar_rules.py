"""calendar_rules.py - days, months and hours by the shop's clock, for model.py."""
import calendar
import datetime
import zoneinfo

ZONE = "Europe/Copenhagen"
TZ = zoneinfo.ZoneInfo(ZONE)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def local(at_ms):
    return datetime.datetime.fromtimestamp(at_ms // 1000, TZ)


def moment(text, otherwise):
    """A time as a till writes it."""
    return int(datetime.datetime.fromisoformat(text).timestamp()) * 1000 if text else otherwise


def instant(day):
    """Midnight, the one that begins a day."""
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=TZ).timestamp()) * 1000


def day_start(at_ms):
    return instant(local(at_ms).date())


def days_start(at_ms, days):
    """When the first of so many days began, today with them."""
    return instant(local(at_ms).date() - datetime.timedelta(days=days - 1))


def add_months(day, months):
    """The same day so many months later (or earlier), or the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month,
                       day=min(day.day, calendar.monthrange(year, month)[1]))


def months_later(at_ms, months):
    """When that day so many months later (or earlier) begins."""
    return instant(add_months(local(at_ms).date(), months))


def expiry_end(expiry, at_ms):
    """The first moment after the end; 0 for never."""
    if expiry is None or expiry["kind"] == "never":
        return 0
    day = add_months(local(at_ms).date(), expiry.get("months", 0))
    day += datetime.timedelta(days=expiry.get("days", 0))
    if expiry.get("end_of") == "month":
        return instant(add_months(day.replace(day=1), 1))
    if expiry.get("end_of") == "year":
        return instant(datetime.date(day.year + 1, 1, 1))
    return instant(day + datetime.timedelta(days=1))


def bound_ms(text, is_end):
    """A day or a time; a day that ends something is the whole of it."""
    if "T" in text:
        return int(datetime.datetime.fromisoformat(text).replace(tzinfo=TZ).timestamp()) * 1000
    day = datetime.date.fromisoformat(text)
    return instant(day + datetime.timedelta(days=1) if is_end else day)


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:])


def fits_hours(when, at_ms):
    """Weekdays and hours together: a window over midnight is its first day's."""
    now = local(at_ms)
    minute, day = now.hour * 60 + now.minute, now.weekday()
    if "hours" in when:
        first, last = minutes(when["hours"]["from"]), minutes(when["hours"]["until"])
        if first < last and not first <= minute < last:
            return False
        if first > last:
            if last <= minute < first:
                return False
            if minute < last:
                day = (day - 1) % 7
    return "weekdays" not in when or DAYS[day] in when["weekdays"]


def fits_birthday(birthday, when, at_ms):
    """birthday: --MM-DD or YYYY-MM-DD. From so many days before to so many after."""
    if not birthday:
        return False
    month, day = int(birthday[-5:-3]), int(birthday[-2:])
    today = local(at_ms).date()
    for year in (today.year - 1, today.year, today.year + 1):
        last = calendar.monthrange(year, month)[1]
        on = datetime.date(year, month, min(day, last))
        if -when.get("days_before", 0) <= (today - on).days <= when.get("days_after", 0):
            return True
    return False


def window_start(tiers, at_ms):
    """From when on sales count for a level."""
    if tiers.get("window", "ever") == "rolling":
        return months_later(at_ms, -tiers["window_months"])
    if tiers.get("window", "ever") == "year":
        return instant(local(at_ms).date().replace(month=1, day=1))
    return None
