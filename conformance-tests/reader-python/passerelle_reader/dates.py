"""Times and dates of chapter 1: exact times, days, and uncertain dates (EDTF)."""

import calendar
import re
from datetime import date, datetime, timezone

TIMESTAMP = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
SINGLE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?")
DAYS_BEFORE_1970 = 719528
"""From 0000-01-01, which `datetime` does not know, to 1970-01-01."""


def day_number(year, month, day):
    """Days from 1970-01-01 in the Gregorian calendar, or None where there is no such day. Year 0000 is a leap year."""
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    if year == 0:
        return date(400, month, day).toordinal() - date(400, 1, 1).toordinal() - DAYS_BEFORE_1970
    return date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()


def month_length(year, month):
    return calendar.monthrange(year or 400, month)[1]


def seconds(timestamp):
    """A `Timestamp` in seconds since 1970, or None where it is no point in time."""
    if not TIMESTAMP.fullmatch(timestamp):
        return None
    days = day(timestamp[:10])
    hour, minute, second = (int(timestamp[at : at + 2]) for at in (11, 14, 17))
    return None if days is None else days * 86400 + hour * 3600 + minute * 60 + second


def timestamp(at):
    """Seconds since 1970 as a `Timestamp`."""
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(text):
    """A `Date` as the number of its day since 1970, or None where there is no such day."""
    year, month, of_month = (int(part) for part in text.split("-"))
    return day_number(year, month, of_month)


def later_by_years(days, years):
    """The same calendar day some years later; 29 February counts as 28 February in a common year."""
    there = date.fromordinal(days + date(1970, 1, 1).toordinal())
    year = there.year + years
    return day_number(year, there.month, min(there.day, month_length(year, there.month)))


def span(edtf):
    """The first and the last day that an uncertain date can mean, each None where it is open.

    Raises `ValueError` where a day does not exist, or where an interval ends before it begins.
    """
    if "/" in edtf:
        begin, end = edtf.split("/")
        first = None if begin == ".." else _single(begin)
        last = None if end == ".." else _single(end)
        if first and last and last[1] < first[0]:
            raise ValueError("an interval ends before it begins")
        return (first and first[0], last and last[1])
    return _single(edtf)


def _single(text):
    if text.endswith("X"):
        low, high = int(text.replace("X", "0")), int(text.replace("X", "9"))
        return day_number(low, 1, 1), day_number(high, 12, 31)
    match = SINGLE.fullmatch(text)
    if not match:
        raise ValueError("no date")
    year = int(match[1])
    if match[2] is None:
        return day_number(year, 1, 1), day_number(year, 12, 31)
    month = int(match[2])
    if match[3] is None:
        return day_number(year, month, 1), day_number(year, month, month_length(year, month))
    only = day_number(year, month, int(match[3]))
    if only is None:
        raise ValueError("no such day")
    return only, only


def is_before(one, other):
    """Whether the one is certainly before the other."""
    return one[1] is not None and other[0] is not None and one[1] < other[0]


def is_after(one, other):
    """Whether the one is certainly after the other."""
    return is_before(other, one)


def full_years(born, days):
    """Full years from one day to another; who is born on 29 February is a year older on 1 March of a common year."""
    there, here = (date.fromordinal(day + date(1970, 1, 1).toordinal()) for day in (born, days))
    return here.year - there.year - ((here.month, here.day) < (there.month, there.day))
