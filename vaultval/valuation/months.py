"""The days on which a history looks at a vault: the ends of months, and the last day itself."""

from datetime import date, timedelta

MONTHS = 12


def month_ends(day: date, months: int) -> tuple[date, ...]:
    """The ends of so many months before a day, then the day itself; fewer where the calendar begins."""
    days = [day]
    for _month in range(months):
        first = days[-1].replace(day=1)
        if first == date.min:
            break
        days.append(first - timedelta(days=1))
    return tuple(reversed(days))


def months_since(first: date, day: date) -> int:
    """How many ends of months lie from one day on up to before another; 0 if it is not before it."""
    ends = (day.year - first.year) * 12 + day.month - first.month
    return max(ends, 0)
