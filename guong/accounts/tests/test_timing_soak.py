"""A thousand log-ins with the real hashing: the time of an answer does not tell whether a name exists."""

import math
import statistics
import time
from collections.abc import Callable, Sequence

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guong.accounts.models import User

TRIES = 1000
SURE = 1e-4  # how improbable a difference must be by chance before it counts
HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]


def improbable(first: Sequence[float], second: Sequence[float]) -> float:
    """Mann-Whitney's test: how probable so large a difference in rank is where there is none."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    rank_sum = sum(place for place, (_value, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(first), len(second)
    expected, spread = n * (n + m + 1) / 2, math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(rank_sum - expected) / spread / math.sqrt(2))


def test_the_test_sees_one_per_cent_of_a_difference() -> None:
    known = [100 + (n * 7919 % 1000) / 100 for n in range(TRIES // 2)]
    assert improbable(known, known[::-1]) > SURE
    assert improbable(known, [value + 1 for value in known]) < SURE


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.timeout(3600)
def test_a_thousand_log_ins_of_known_and_unknown_names_take_the_same_time(
    settings: Settings, record_property: Callable[[str, object], None]
) -> None:
    settings.PASSWORD_HASHERS = HASHERS
    hashed = User(username="x")
    hashed.set_password("only-for-tests-1")
    half = TRIES // 2
    User.objects.bulk_create(User(username=f"biet{n:04}", password=hashed.password) for n in range(half))
    client = Client()
    client.get("/accounts/login/")
    seen: dict[str, set[tuple[int, int]]] = {"biet": set(), "khac": set()}
    cpu: dict[str, list[float]] = {"biet": [], "khac": []}
    for n in range(half):
        for kind in ("biet", "khac") if n % 2 else ("khac", "biet"):
            began = time.thread_time()
            got = client.post("/accounts/login/", {"login": f"{kind}{n:04}", "password": "sai"})
            cpu[kind].append(time.thread_time() - began)
            seen[kind].add((got.status_code, len(got.content)))
    for kind, name in (("biet", "known"), ("khac", "unknown")):
        record_property(f"{name}_median_cpu_ms", round(statistics.median(cpu[kind]) * 1000, 2))
    assert seen["biet"] == seen["khac"]
    assert len(seen["biet"]) == 1
    assert improbable(cpu["biet"], cpu["khac"]) > SURE
