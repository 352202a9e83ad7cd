"""The screens of mandates: who may, a colleague, a reader, a stranger; and the office in which one works."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.trail.models import Entry
from guong.units.enums import Role
from guong.units.models import Delegation, Mandate, Person
from guong.units.tests.factories import make_mandate, make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2022, 8, 20)


def at(person: Person, *, fresh: bool = True) -> Client:
    """Signed in; `fresh`: the password was given a moment ago."""
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if fresh:
        cache.clear()  # tests ask oftener than a person may
        answer = client.post(reverse("account_reauthenticate"), {"password": "only-for-tests-1"})
        assert answer.status_code == 302
    return client


def given(**changed: str) -> dict[str, str]:
    return {
        "name": "Vàng Thị Mẩy", "role": "clerk", "line": "party", "first_day": "2022-08-20",
        "document": "Quyết định 7-QĐ/HU", **changed,
    }  # fmt: skip


def test_a_clerk_gives_a_role_to_somebody_new_and_the_list_says_so() -> None:
    unit = make_unit()
    clerk = make_member(unit, Role.CLERK)
    client, url = at(clerk), reverse("units:give_mandate", args=[unit.uid])
    form = client.get(url).context["form"]
    assert [value for value, _label in form.fields["role"].choices] == ["", "clerk"]
    assert client.post(url, given())["Location"] == reverse("units:mandates", args=[unit.uid])
    made = Mandate.objects.get(person__name="Vàng Thị Mẩy")
    assert (made.role, made.starts_on, made.ends_on, made.given_by) == ("clerk", TODAY, None, clerk)
    page = client.get(reverse("units:mandates", args=[unit.uid]))
    assert [line.mandate.document for line in page.context["held"]] == ["Quyết định 7-QĐ/HU", ""]


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"role": ""}, {"role": "leader"}, {"last_day": "2022-08-19"}, {"first_day": "soon"}],
)
def test_a_refused_grant_keeps_what_was_typed_and_writes_nothing(wrong: dict[str, str]) -> None:
    unit = make_unit()
    client = at(make_member(unit, Role.CLERK))
    before = (Mandate.objects.count(), Person.objects.count())
    page = client.post(reverse("units:give_mandate", args=[unit.uid]), given(**wrong))
    assert (page.status_code, page.context["form"]["document"].value()) == (422, "Quyết định 7-QĐ/HU")
    assert (Mandate.objects.count(), Person.objects.count()) == before


@pytest.mark.parametrize("name", ["give_mandate", "end_mandate", "delegate"])
def test_these_acts_ask_for_the_password_once_more(name: str) -> None:
    unit = make_unit()
    clerk = make_member(unit, Role.CLERK)
    uid = unit.uid if name == "give_mandate" else clerk.mandates.get().uid
    url = reverse(f"units:{name}", args=[uid])
    assert at(clerk, fresh=False).get(url)["Location"].startswith("/accounts/reauthenticate/")
    assert at(clerk).get(url).status_code == 200


def test_a_mandate_is_ended_at_once_by_yesterdays_date() -> None:
    unit = make_unit()
    leader, clerk = make_member(unit, Role.LEADER), make_member(unit, Role.CLERK)
    url = reverse("units:end_mandate", args=[clerk.mandates.get().uid])
    assert at(leader).post(url, {"last_day": "2022-08-19"}).status_code == 302
    assert clerk.mandates.get().ends_on == TODAY
    assert at(clerk).get(reverse("desk:incoming")).status_code == 403
    page = at(leader).get(reverse("units:mandates", args=[unit.uid]))
    assert [line.mandate.person for line in page.context["over"]] == [clerk]


def test_a_role_is_delegated_and_revoked() -> None:
    unit = make_unit()
    clerk, reader = make_member(unit, Role.CLERK), make_member(unit, Role.READER, name="Lý Thị Mai")
    url = reverse("units:delegate", args=[clerk.mandates.get().uid])
    post = {"person": str(reader.uid), "verbs": ["direct"], "first_day": "2022-08-20", "last_day": "2022-08-26"}
    assert at(reader).get(reverse("registry:add")).status_code == 403
    assert at(clerk).post(url, {**post, "last_day": ""}).status_code == 422
    assert at(clerk).post(url, post)["Location"] == reverse("units:own_mandates")
    made = Delegation.objects.get()
    assert (made.ends_on, at(reader).get(reverse("registry:add")).status_code) == (date(2022, 8, 27), 200)
    shown = at(reader).get(reverse("units:own_mandates")).context
    assert [(row.what, row.last_day) for row in shown["taken"]] == [("chỉ đạo", date(2022, 8, 26))]
    assert at(clerk).post(reverse("units:revoke", args=[made.uid])).status_code == 302
    assert at(reader).get(reverse("registry:add")).status_code == 403


def test_with_two_posts_one_is_chosen_and_named_by_what_is_done() -> None:
    first, second = make_unit("Đảng bộ A"), make_unit("Đảng bộ B")
    person = make_member(first, Role.CLERK)
    other = make_mandate(person, second, Role.CLERK)
    client = at(person)
    page = client.get(reverse("units:own_mandates"))
    assert page.content.decode().count('name="mandate"') == 2
    assert client.post(reverse("units:act_as"), {"mandate": str(other.uid), "next": "/desk/"})["Location"] == "/desk/"
    client.post(reverse("units:give_mandate", args=[first.uid]), given())
    assert Entry.objects.filter(what="units.give_mandate").latest("pk").acting_as == other.uid
    other.ends_on = TODAY
    other.save()
    client.post(reverse("units:give_mandate", args=[first.uid]), given(name="Lù A Sử"))
    assert Entry.objects.filter(what="units.give_mandate").latest("pk").acting_as is None


def test_nobody_works_as_somebody_else_and_one_post_needs_no_choice() -> None:
    unit = make_unit()
    person, colleague = make_member(unit, Role.CLERK), make_member(unit, Role.LEADER)
    client = at(person)
    wrong = [str(colleague.mandates.get().uid), "x", ""]
    assert [client.post(reverse("units:act_as"), {"mandate": one}).status_code for one in wrong] == [404] * 3
    assert 'name="mandate"' not in client.get(reverse("units:own_mandates")).content.decode()
    answer = client.post(
        reverse("units:act_as"), {"mandate": str(person.mandates.get().uid), "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == reverse("units:own_mandates")


def test_readers_only_look_and_strangers_find_nothing() -> None:
    unit = make_unit()
    clerk = make_mandate(make_person(), unit, Role.CLERK)
    reader, stranger = make_member(unit, Role.READER), make_member(make_unit(), Role.CLERK)
    for name, uid, for_reader in (
        ("mandates", unit.uid, 200),
        ("give_mandate", unit.uid, 403),
        ("end_mandate", clerk.uid, 403),
        ("delegate", clerk.uid, 403),
    ):
        url = reverse(f"units:{name}", args=[uid])
        assert (at(reader).get(url).status_code, at(stranger).get(url).status_code) == (for_reader, 404)


def test_the_list_takes_as_many_queries_for_many() -> None:
    unit = make_unit()
    client = at(make_member(unit, Role.CLERK))
    taken = []
    for more in (1, 2):
        for _ in range(more):
            row = make_mandate(make_person(), unit, Role.SIGNATORY)
            Delegation.objects.create(
                mandate=row, holder=row.person, person=make_person(), starts_on=TODAY, ends_on=TODAY + timedelta(7)
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("units:mandates", args=[unit.uid]))
        taken.append(len(queries))
    assert taken[0] == taken[1]
