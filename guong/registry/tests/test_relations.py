"""Relations on the page of a paper: entered, lifted, withdrawn; what does not fit; who carries a directive out."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guong.jobs import clock as jobs_clock
from guong.registry import queries
from guong.registry.actions import lift_suspension, make_public, relate, unrelate
from guong.registry.models import OfficialDocument, Recipient, Relation
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.registry.timeline import timeline
from guong.trail.models import Entry
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

FIRST, THEN, LATE = date(2022, 2, 24), date(2022, 6, 1), date(2022, 7, 1)


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


@pytest.fixture
def clerk(keeper: Unit) -> Person:
    return make_member(keeper, Role.CLERK)


def sign_in(client: Client, person: Person) -> Client:
    assert person.user is not None
    client.force_login(person.user)
    return client


def suspension(keeper: Unit, **given: Any) -> Relation:
    values = {"by": None, "kind": "suspends", "from_on": THEN, **given}
    return relate(document=make_document(keeper, issued_on=THEN), other=make_document(keeper), **values)


def address(name: str, relation: Relation) -> str:
    return reverse(f"registry:{name}", args=[relation.uid])


@pytest.mark.both
def test_a_lifting_recorded_later_is_not_known_before(keeper: Unit, clock: Any) -> None:
    relation = suspension(keeper)
    before = jobs_clock.now()
    clock.forward(days=3)
    lift_suspension(by=make_person(), relation=relation, on=LATE)
    states = [queries.state_on(relation.other, LATE, known) for known in (before, None)]
    assert states == ["suspended", "in_force"]
    assert queries.state_on(relation.other, LATE - timedelta(days=1)) == "suspended"
    with pytest.raises(Refused):
        lift_suspension(by=make_person(), relation=relation, on=LATE)


@pytest.mark.both
def test_a_withdrawn_relation_stays_on_record(keeper: Unit, clock: Any) -> None:
    relation, person = suspension(keeper), make_person()
    before = jobs_clock.now()
    clock.forward(days=1)
    with pytest.raises(Refused):
        unrelate(by=person, relation=relation, reason=" ")
    unrelate(by=person, relation=relation, reason="Nhập nhầm số")
    assert [queries.state_on(relation.other, THEN, known) for known in (before, None)] == ["suspended", "in_force"]
    relation.refresh_from_db()
    assert (relation.withdrawn_by, relation.withdrawn_reason) == (person, "Nhập nhầm số")
    again = relate(by=person, document=relation.document, kind="suspends", other=relation.other, from_on=THEN)
    assert (again.pk != relation.pk, queries.state_on(relation.other, THEN)) == (True, "suspended")
    with pytest.raises(Refused):
        unrelate(by=person, relation=relation, reason="lần nữa")
    done = Entry.objects.filter(target=str(relation.document.uid)).order_by("pk").values_list("what", flat=True)
    assert list(done)[1:] == ["registry.relate", "registry.unrelate", "registry.relate"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "repeals", "until_on": LATE},
        {"until_on": THEN},
        {"part": "Điều 5, Điều 6"},
        {"kind": "nothing"},
    ],
)
def test_what_no_paper_can_do_is_refused(keeper: Unit, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        suspension(keeper, **wrong)
    assert not Relation.objects.exists()


@pytest.mark.both
@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "repeals", "until_on": LATE},
        {"until_on": THEN},
        {"lifted_at": timezone.now()},
        {"withdrawn_at": timezone.now()},
        {"withdrawn_reason": "x"},
    ],
)
def test_the_database_holds_what_a_relation_is(keeper: Unit, wrong: dict[str, Any]) -> None:
    relation = suspension(keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.filter(pk=relation.pk).update(**wrong)


def test_other_days_are_not_slipped_in(keeper: Unit) -> None:
    relation = suspension(keeper)
    given: dict[str, Any] = {
        "by": None, "document": relation.document, "kind": "suspends", "other": relation.other,
    }  # fmt: skip
    assert relate(**given, from_on=THEN) == relation
    with pytest.raises(Refused, match=r"\.$"):
        relate(**given, from_on=LATE)


def test_parts_are_written_one_way_and_have_states(keeper: Unit) -> None:
    plan, newer = make_document(keeper), make_document(keeper, issued_on=THEN)
    relate(by=None, document=newer, kind="repeals", other=plan, from_on=None, part="Khoản 2, Điều 7")
    relate(by=None, document=newer, kind="amends", other=plan, from_on=LATE, part="điều 3")
    assert queries.parts_on(plan, THEN) == [("khoản 2 Điều 7", "ended"), ("Điều 3", "in_force")]
    assert queries.parts_on(plan, LATE) == [("khoản 2 Điều 7", "ended"), ("Điều 3", "ended_in_part")]
    states = [queries.state_on(plan, THEN, in_part=where) for where in ("Điều 7", "điểm a khoản 2 Điều 7", "Điều 8")]
    assert states == ["ended_in_part", "ended", "in_force"]


def test_the_life_of_a_paper_among_public_papers(keeper: Unit) -> None:
    plan, shown, hidden = (make_document(keeper, issued_on=day) for day in (FIRST, THEN, LATE))
    for document in (plan, shown):
        make_public(by=make_person(), document=document)
    relate(by=None, document=shown, kind="amends", other=plan, from_on=None, part="Điều 1")
    relate(by=None, document=hidden, kind="replaces", other=plan, from_on=None)
    life = timeline(plan, among=queries.public_documents())
    assert [(event.on, event.other, event.passive) for event in life.events] == [(THEN, shown, True)]
    spans = [(span.from_on, span.to_on, span.state.value) for span in life.spans]
    assert spans == [(FIRST, THEN, "in_force"), (THEN, LATE, "ended_in_part"), (LATE, None, "ended")]
    everything = timeline(plan, among=OfficialDocument.objects.all())
    assert [event.other for event in everything.events] == [shown, hidden]


def test_a_clerk_enters_lifts_and_withdraws(client: Client, keeper: Unit, clerk: Person) -> None:
    plan, newer = make_document(keeper, "105-KH/TU"), make_document(keeper, "9-QĐ/TU", type="QĐ", issued_on=THEN)
    sign_in(client, clerk)
    url = reverse("registry:relate", args=[plan.uid])
    assert client.get(url).status_code == 200
    page = reverse("registry:document", args=[plan.uid])
    answer = client.post(url, {"kind": "passive:suspends", "symbol": "09 - QĐ/TU"})
    assert answer["Location"] == page
    relation = Relation.objects.get()
    assert (relation.document, relation.kind, relation.other) == (newer, "suspends", plan)
    shown = client.get(page, {"on": "2022-06-02"}).context
    assert (shown["on"], shown["state"][1]) == (date(2022, 6, 2), "")
    assert [line.event.relation for line in shown["relations"]["after"]] == [relation]
    assert client.get(address("lift", relation)).status_code == 200
    assert client.post(address("lift", relation), {"on": "2022-05-01"}).status_code == 422
    assert client.post(address("lift", relation), {"on": "2022-07-01"})["Location"] == page
    assert client.get(address("unrelate", relation)).status_code == 200
    assert client.post(address("unrelate", relation), {"reason": ""}).status_code == 422
    assert client.post(address("unrelate", relation), {"reason": "Nhập nhầm"}).status_code == 302
    assert client.get(page).context["relations"]["after"] == []


def test_of_several_papers_with_one_number_a_person_chooses(client: Client, keeper: Unit, clerk: Person) -> None:
    plan = make_document(keeper, "105-KH/TU")
    first, second = (make_document(keeper, "35-CT/TW", type="CT", issued_on=day, issuer=None) for day in (FIRST, THEN))
    sign_in(client, clerk)
    url = reverse("registry:relate", args=[plan.uid])
    given = {"kind": "implements", "symbol": "35-CT/TW"}
    for wrong in (given, {**given, "symbol": "36-CT/TW"}, {**given, "other": str(plan.uid)}):
        answer = client.post(url, wrong)
        assert (answer.status_code, Relation.objects.count()) == (422, 0), wrong
        assert answer.context["form"]["symbol"].value() == wrong["symbol"]
    client.post(url, {**given, "other": str(second.uid)})
    assert [row.other for row in plan.relations.all()] == [second], first


@pytest.mark.parametrize(("role", "answers"), [(Role.CLERK, (200, 200, 200)), (Role.READER, (403, 403, 403))])
def test_readers_change_no_relation(client: Client, keeper: Unit, role: str, answers: tuple[int, ...]) -> None:
    relation = suspension(keeper)
    sign_in(client, make_member(keeper, role))
    relating = reverse("registry:relate", args=[relation.document.uid])
    urls = [relating, address("lift", relation), address("unrelate", relation)]
    assert tuple(client.get(url).status_code for url in urls) == answers


def test_strangers_see_no_relation(client: Client, keeper: Unit) -> None:
    relation = suspension(keeper)
    sign_in(client, make_member(make_unit(), Role.CLERK))
    relating = reverse("registry:relate", args=[relation.document.uid])
    urls = [relating, address("lift", relation), address("unrelate", relation)]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


def test_what_does_not_fit_is_shown(client: Client, keeper: Unit, clerk: Person) -> None:
    plan, one, two = (make_document(keeper, issued_on=day) for day in (FIRST, THEN, LATE))
    relate(by=None, document=one, kind="replaces", other=plan, from_on=None)
    relate(by=None, document=two, kind="replaces", other=plan, from_on=None)
    page = sign_in(client, clerk).get(reverse("registry:document", args=[plan.uid]))
    doubtful = [(line.event.other, line.event.conflicts) for line in page.context["relations"]["doubtful"]]
    assert doubtful == [(two, ("ended_already",))]


@pytest.mark.both
def test_a_directive_is_followed_down_the_tree(keeper: Unit) -> None:
    below = [make_unit(name, parent=keeper) for name in ("Đảng bộ xã Bản Phố", "Đảng bộ xã Tả Van", "Chi bộ số 9")]
    plan = make_document(keeper, "86-KH/HU", direction="outgoing")
    twin = make_document(below[0], "86-KH/HU")
    copy = make_document(below[1], "3-BS/HU", copy_of=plan, copy_kind="true_copy", issued_on=THEN)
    own = [
        make_document(unit, f"{number}-KH/ĐU", direction="outgoing", issued_on=THEN)
        for number, unit in enumerate(below[:2], 1)
    ]
    relate(by=None, document=own[0], kind="implements", other=twin, from_on=None)
    relate(by=None, document=own[1], kind="based_on", other=copy, from_on=None)
    for order, unit in enumerate(below):
        Recipient.objects.create(document=plan, order=order, purpose="implement", unit=unit)
    found = queries.cascade(plan, LATE, seen=Unit.objects.all())
    assert {row.node.unit: row.papers for row in found.rows} == {
        below[0]: (own[0],), below[1]: (own[1],), below[2]: (),
    }  # fmt: skip
    assert (found.done, found.obliged) == (2, 3)
    narrow = queries.cascade(plan, LATE, seen=Unit.objects.filter(pk=below[0].pk))
    assert [(row.node.unit, row.papers) for row in narrow.rows] == [(below[0], (own[0],))]


def test_without_recipients_those_directly_below_are_asked_as_soon_as_one_answered(keeper: Unit) -> None:
    below = [make_unit(parent=keeper) for _ in range(2)]
    plan, report = (make_document(keeper, direction="outgoing") for _ in range(2))
    relate(by=None, document=report, kind="based_on", other=plan, from_on=None)
    assert queries.cascade(plan, LATE, seen=Unit.objects.all()).rows == ()
    own = make_document(below[0], direction="outgoing")
    relate(by=None, document=own, kind="implements", other=plan, from_on=None)
    found = queries.cascade(plan, LATE, seen=Unit.objects.all())
    assert {row.node.unit: row.papers for row in found.rows} == {below[0]: (own,), below[1]: ()}
    from_above = make_document(keeper)
    relate(by=None, document=plan, kind="implements", other=from_above, from_on=None)
    rows = queries.cascade(from_above, LATE, seen=Unit.objects.all()).rows
    assert {row.node.unit: row.obliged for row in rows} == {keeper: True, below[0]: False}


def test_papers_in_a_circle_end_the_walk(keeper: Unit) -> None:
    one, two = make_document(keeper), make_document(keeper)
    for first, second in ((one, two), (two, one)):
        relate(by=None, document=first, kind="implements", other=second, from_on=None)
    assert queries.cascade(one, LATE, seen=Unit.objects.all()).done == 0


def test_the_page_takes_as_many_queries_for_many_relations(client: Client, keeper: Unit, clerk: Person) -> None:
    plan = make_document(keeper, direction="outgoing")
    below = [make_unit(parent=keeper) for _ in range(3)]
    sign_in(client, clerk)
    taken = []
    for units in (below[:1], below[1:]):
        for unit in units:
            newer = make_document(unit, direction="outgoing", issued_on=THEN)
            relate(by=None, document=newer, kind="implements", other=plan, from_on=None)
            relate(by=None, document=newer, kind="amends", other=plan, from_on=None, part=f"Điều {unit.pk}")
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("registry:document", args=[plan.uid]))
        taken.append(len(seen))
    assert taken[0] == taken[1]
