from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from guong.accounts.models import User
from guong.jobs import clock
from guong.keys import sign
from guong.trail import actions, chain, queries
from guong.trail.models import Entry, Head, Name
from guong.trail.queries import What

NOW = datetime(2022, 8, 20, 8, 0, tzinfo=UTC)
SOMEBODY = UUID(int=7)


def make_chain(length: int, run: int = 3) -> None:
    """A chain of `length` entries, sealed in runs of `run`."""
    for number in range(length):
        actions.record(by=SOMEBODY, what="rounds.receive", on=UUID(int=number), facts={"number": number, "none": None})
        if number % run == run - 1:
            actions.seal_waiting()
    actions.seal_waiting()


def found(**known: list[tuple[int, str]]) -> list[tuple[int, What]]:
    return [(fault.position, fault.what) for fault in queries.verify(at=clock.now(), **known)]


@pytest.mark.both
@pytest.mark.django_db
def test_entries_are_sealed_in_order_and_the_end_is_signed() -> None:
    make_chain(7)
    entries = list(Entry.objects.order_by("position"))
    assert [entry.position for entry in entries] == [1, 2, 3, 4, 5, 6, 7]
    assert entries[6].seal == chain.seal(entries[5].seal, entries[6])
    head = queries.head()
    assert head is not None
    assert (head.position, head.seal) == (7, entries[6].seal)
    assert sign.verify(chain.head_bytes(head), head.signature, sign.public_key())
    assert Head.objects.count() == 3
    assert found() == []


@pytest.mark.django_db
def test_sealing_with_nothing_waiting_signs_no_head() -> None:
    assert actions.seal_waiting() == 0
    assert queries.head() is None


@pytest.mark.django_db
def test_the_canonical_form_is_the_written_one() -> None:
    entry = Entry(
        uid=UUID(int=1), made_at=NOW, actor=UUID(int=2), what="rounds.receive", target="x", facts={"b": 1, "a": "ă"}
    )
    assert chain.canonical(entry).decode() == (
        '{"acting_as":null,"actor":"00000000-0000-0000-0000-000000000002","facts":{"a":"ă","b":1},'
        '"made_at":"2022-08-20T08:00:00.000000Z","target":"x","uid":"00000000-0000-0000-0000-000000000001",'
        '"what":"rounds.receive"}'
    )


def altering(field: str, value: object) -> Callable[[int], object]:
    return lambda position: Entry.objects.filter(position=position).update(**{field: value})


ALTERATIONS = {
    "actor": altering("actor", UUID(int=99)),
    "acting_as": altering("acting_as", UUID(int=99)),
    "what": altering("what", "rounds.forget"),
    "target": altering("target", "elsewhere"),
    "made_at": altering("made_at", NOW),
    "uid": lambda position: Entry.objects.filter(position=position).update(uid=uuid4()),
    "facts": altering("facts", {"number": 1000}),
    "facts no number": altering("facts", {"number": float(2**60)}),
    "seal": altering("seal", "f" * 64),
    "seal no hash": altering("seal", "none"),
}


LENGTH, RUN = 12, 4  # of the chain that is tampered with: three signed heads


class Tampering(NamedTuple):
    """Something done to sealed rows from `first` on, behind the application's back."""

    kind: str
    first: int
    second: int
    how: str
    with_heads: bool


@st.composite
def tamperings(draw: st.DrawFn) -> Tampering:
    first = draw(st.integers(1, LENGTH - 1))
    return Tampering(
        kind=draw(st.sampled_from(sorted(TAMPER))),
        first=first,
        second=draw(st.integers(first + 1, LENGTH)),
        how=draw(st.sampled_from(sorted(ALTERATIONS))),
        with_heads=draw(st.booleans()),
    )


def signed(position: int) -> bool:
    return position % RUN == 0


def edit(done: Tampering) -> list[tuple[int, What]]:
    ALTERATIONS[done.how](done.first)
    forged = done.how.startswith("seal") and signed(done.first)
    return [(done.first, What.ALTERED), *([(done.first, What.HEAD)] if forged else [])]


def delete(done: Tampering) -> list[tuple[int, What]]:
    Entry.objects.filter(position__gte=done.first, position__lt=done.second).delete()
    return [(place, What.REMOVED) for place in range(done.first, done.second)]


def swap(done: Tampering) -> list[tuple[int, What]]:
    """Both stand in a wrong place, and so does what follows them."""
    for old, new in ((done.first, 0), (done.second, done.first), (0, done.second)):
        Entry.objects.filter(position=old).update(position=new)
    places = {place + step for place in (done.first, done.second) for step in (0, 1)}
    moved = [(place, What.MOVED) for place in sorted(places) if place <= LENGTH]
    return moved + [(place, What.HEAD) for place in (done.first, done.second) if signed(place)]


def cut(done: Tampering) -> list[tuple[int, What]]:
    Entry.objects.filter(position__gte=done.first).delete()
    if done.with_heads:
        Head.objects.filter(position__gte=done.first).delete()
    end = done.first - 1
    return [(done.first, What.CUT), *([] if signed(end) else [(end, What.UNSIGNED)])]


TAMPER = {"edit": edit, "delete": delete, "swap": swap, "cut": cut}


@pytest.mark.both
@pytest.mark.django_db
def test_a_thousand_tamperings_with_a_sealed_chain_are_each_found_and_named() -> None:
    make_chain(LENGTH, RUN)
    handed_out = Head.objects.values_list("position", "seal")[LENGTH // RUN - 1]

    @hypothesis_settings(max_examples=max(1000, hypothesis_settings().max_examples))
    @given(tamperings())
    def check(done: Tampering) -> None:
        with transaction.atomic():
            expected = TAMPER[done.kind](done)
            assert found(known=[handed_out]) == expected
            transaction.set_rollback(True)

    assert found(known=[handed_out]) == []
    check()
    assert found(known=[handed_out]) == []


@pytest.mark.django_db
@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(gone=st.sets(st.integers(1, 9), min_size=1))
def test_every_removed_entry_is_named(gone: set[int]) -> None:
    with transaction.atomic():
        make_chain(10)
        Entry.objects.filter(position__in=gone).delete()
        assert [fault for fault in found() if fault[1] == What.REMOVED] == [(p, What.REMOVED) for p in sorted(gone)]
        transaction.set_rollback(True)


@pytest.mark.django_db
@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(order=st.permutations(range(1, 9)))
def test_entries_in_another_order_are_found(order: list[int]) -> None:
    with transaction.atomic():
        make_chain(8, run=8)
        rows = list(Entry.objects.order_by("position"))
        for row in rows:
            Entry.objects.filter(pk=row.pk).update(position=1000 + (row.position or 0))
        for row, position in zip(rows, order, strict=True):
            Entry.objects.filter(pk=row.pk).update(position=position)
        moved = {position for position, what in found() if what == What.MOVED}
        before = dict(zip(order, range(1, 9), strict=True))
        assert moved == {p for p in range(1, 9) if before[p] - 1 != before.get(p - 1, 0)}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_removed_entry_with_the_rest_moved_up_is_found() -> None:
    make_chain(6, run=6)
    Entry.objects.filter(position=3).delete()
    for position in (4, 5, 6):
        Entry.objects.filter(position=position).update(position=position - 1)
    assert found() == [(3, What.ALTERED), (6, What.CUT), (5, What.UNSIGNED)]


@pytest.mark.django_db
def test_a_chain_that_was_hashed_anew_misses_its_heads() -> None:
    make_chain(6, run=3)
    Entry.objects.filter(position=2).update(target="elsewhere")
    before = chain.FIRST
    for entry in Entry.objects.order_by("position"):
        before = chain.seal(before, entry)
        Entry.objects.filter(pk=entry.pk).update(seal=before)
    assert found() == [(3, What.HEAD), (6, What.HEAD)]


@pytest.mark.django_db
def test_a_cut_tail_shows_against_its_head_and_against_one_handed_out() -> None:
    make_chain(6, run=3)
    head = queries.head()
    assert head is not None
    Entry.objects.filter(position__gt=3).delete()
    assert found() == [(4, What.CUT)]
    Head.objects.filter(position__gt=3).delete()
    assert found() == []
    assert found(known=[(head.position, head.seal)]) == [(4, What.CUT)]


@pytest.mark.django_db
def test_a_forged_head_is_found() -> None:
    make_chain(3)
    Head.objects.update(signature=sign.sign(b"something else"))
    assert found() == [(3, What.HEAD)]
    Head.objects.all().delete()
    assert found() == [(3, What.UNSIGNED)]


@pytest.mark.django_db
def test_a_forged_position_does_not_hang_the_check() -> None:
    make_chain(2)
    Entry.objects.filter(position=2).update(position=10**15)
    assert found()[0] == (2, What.REMOVED)
    Entry.objects.filter(position=10**15).update(position=-4)
    assert found()[0] == (-4, What.MOVED)


@pytest.mark.django_db
def test_entries_that_wait_too_long_are_told() -> None:
    with clock.at(NOW):
        actions.record(by=None, what="rounds.receive", on="x")
        assert found() == []
    with clock.at(NOW + timedelta(seconds=61)):
        assert found() == [(0, What.BACKLOG)]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["two words", "line\nbreak", "x" * 129])
def test_a_text_is_no_fact(text: str) -> None:
    with pytest.raises(ValueError, match="“note”"):
        actions.record(by=None, what="rounds.receive", on="x", facts={"note": text})
    with pytest.raises(ValueError, match="too large"):
        actions.record(by=None, what="rounds.receive", on="x", facts={"number": 2**53})
    with pytest.raises(ValueError, match=r"no room\.verb"):
        actions.record(by=None, what="Received it", on="x")
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_belongs_in_the_transaction_of_its_change() -> None:
    with pytest.raises(actions.NotInTransaction):
        actions.record(by=None, what="rounds.receive", on="x")
    with transaction.atomic():
        actions.record(by=None, what="rounds.receive", on="x")
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_an_erased_name_stays_erased() -> None:
    actions.remember_name(uid=SOMEBODY, name="Lù Seo Páo")
    actions.remember_name(uid=SOMEBODY, name="Lù Seo Sáo")
    assert queries.names([SOMEBODY]) == {SOMEBODY: "Lù Seo Sáo"}
    actions.erase_name(uid=SOMEBODY, by=None)
    actions.remember_name(uid=SOMEBODY, name="Lù Seo Páo")
    assert queries.names([SOMEBODY]) == {SOMEBODY: ""}
    assert Name.objects.count() == 1
    assert [entry.what for entry in Entry.objects.all()] == ["trail.erase_name"]


@pytest.mark.django_db
def test_signing_in_and_out_is_noted_and_a_failure_names_nobody(client: Client) -> None:
    user = User.objects.create_user("bi-thu", password="right")
    client.force_login(user)
    client.logout()
    assert authenticate(RequestFactory().post("/"), username="bi-thu", password="wrong") is None
    noted = [(entry.what, entry.actor, entry.target, entry.facts) for entry in Entry.objects.order_by("id")]
    assert noted == [
        ("accounts.signed_in", user.uid, str(user.uid), {}),
        ("accounts.signed_out", user.uid, str(user.uid), {}),
        ("accounts.sign_in_failed", None, "sign_in", {}),
    ]


@pytest.mark.both
@pytest.mark.django_db
def test_a_sealed_entry_has_a_place_and_a_place_has_a_seal() -> None:
    entry = actions.record(by=None, what="rounds.receive", on="x")
    with connection.constraint_checks_disabled(), pytest.raises(Exception, match="trail_sealed_has_place"):
        Entry.objects.filter(pk=entry.pk).update(position=1)
