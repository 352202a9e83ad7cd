"""Counting visits without cookies and without keeping an address. No acts of people: nothing goes into the trail."""

from datetime import date
from functools import lru_cache

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest

from guong.accounts.callers import address_of
from guong.jobs.clock import day_of, now, today
from guong.keys import store
from guong.visits.models import DayVisits, Seen
from guong.visits.rules import AGAIN, is_robot, visitor_key

_SALT = "visits"


def hit(request: HttpRequest) -> None:
    """The beacon of a page was fetched: the visitor was here today. What is fetched ahead or from elsewhere is not."""
    if not _by_a_reader(request):
        return
    at = now()
    agent = request.headers.get("User-Agent", "")
    key = visitor_key(_salt(day_of(at)), address_of(request), agent)
    if Seen.objects.filter(on=day_of(at), key=key, seen_at__gt=at - AGAIN, seen_at__lte=at).exists():
        return
    row = Seen(on=day_of(at), key=key, robot=is_robot(agent), seen_at=at)
    Seen.objects.bulk_create([row], update_conflicts=True, unique_fields=["on", "key"], update_fields=["seen_at"])


def _by_a_reader(request: HttpRequest) -> bool:
    ahead = "prefetch" in f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    return not ahead and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


@lru_cache(maxsize=2)
def _salt(day: date) -> bytes:
    """One salt a day for all processes. It lies in the key store, which no backup holds, until the day is counted."""
    return store.key(_SALT, day.isoformat())


@transaction.atomic
def close_days() -> None:
    """Count the days that are over, then drop their visitors and salts. Run again it does nothing."""
    open_days = Seen.objects.filter(on__lt=today()).values("on").order_by("on")
    rows = list(open_days.annotate(people=Count("pk", filter=Q(robot=False)), robots=Count("pk", filter=Q(robot=True))))
    for row in rows:
        day, _made = DayVisits.objects.select_for_update().get_or_create(on=row["on"])
        day.people, day.robots = day.people + row["people"], day.robots + row["robots"]
        day.save(update_fields=["people", "robots"])
    Seen.objects.filter(on__in=[row["on"] for row in rows]).delete()
    transaction.on_commit(lambda: _forget([row["on"] for row in rows]))


def _forget(days: list[date]) -> None:
    _salt.cache_clear()
    for day in days:
        store.forget(_SALT, day.isoformat())
