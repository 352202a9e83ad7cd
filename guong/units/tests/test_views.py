from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.units import panels
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_mandate, make_member, make_person, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def _signed_in(client: Client, person: Person) -> Client:
    assert person.user is not None
    client.force_login(person.user)
    return client


def test_visitors_are_sent_to_the_log_in_and_nobodies_are_refused(client: Client) -> None:
    unit = make_unit()
    for url in (reverse("units:tree"), reverse("units:unit", args=[unit.uid])):
        assert client.get(url)["Location"].endswith(f"?next={url}")
    client.force_login(make_user())
    assert client.get(reverse("units:tree")).status_code == 403


def test_the_tree_shows_what_the_person_may_open(client: Client) -> None:
    top = make_unit("Đảng bộ huyện A")
    make_unit("Chi bộ B", parent=top)
    make_unit("Chi bộ ngoài")
    page = _signed_in(client, make_member(top, Role.CLERK)).get(reverse("units:tree"))
    shown = page.context["branches"]
    assert [(one.row.name, [below.row.name for below in one.opened]) for one in shown] == [
        ("Đảng bộ huyện A", ["Chi bộ B"])
    ]
    sheet = client.get(reverse("units:tree"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[2] for row in sheet[1:]] == ["Đảng bộ huyện A", "Chi bộ B"]


def test_a_unit_page_is_open_to_those_who_may_see_it(client: Client) -> None:
    top = make_unit("Đảng bộ huyện A")
    unit = make_unit("Chi bộ B", parent=top)
    make_mandate(make_person("Lò Văn Cương"), unit, office="secretary")
    url = reverse("units:unit", args=[unit.uid])
    page = _signed_in(client, make_member(top, Role.CLERK)).get(url)
    assert (page.status_code, page.context["name"]) == (200, "Chi bộ B")
    held = [(mandate.person.name, post, shown) for mandate, post, shown in page.context["mandates"]]
    assert held == [("Lò Văn Cương", "bí thư", False)]
    assert _signed_in(client, make_member(unit, Role.READER)).get(url).status_code == 200
    assert client.get(reverse("units:unit", args=[top.uid])).status_code == 404
    assert _signed_in(client, make_member(make_unit(), Role.CLERK)).get(url).status_code == 404


def test_other_rooms_bring_sections(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def papers(person: Person, unit: Unit, on: date) -> panels.Panel | None:
        return panels.Panel("Văn bản", "ui/sample.html", {"day": on})

    def nothing(person: Person, unit: Unit, on: date) -> None:
        return None

    monkeypatch.setattr(panels, "_builders", {})
    panels.register("papers", papers, order=20)
    panels.register("nothing", nothing, order=10)
    unit = make_unit()
    page = _signed_in(client, make_member(unit, Role.READER)).get(reverse("units:unit", args=[unit.uid]))
    assert [panel.title for panel in page.context["panels"]] == ["Văn bản"]
    assert "<h2>Văn bản</h2>" in page.content.decode()


def test_the_tree_takes_as_many_queries_for_many(client: Client) -> None:
    top = make_unit()
    make_unit(parent=top)
    _signed_in(client, make_member(top, Role.CLERK))
    taken = []
    for more in (0, 2):
        for _ in range(more):
            make_unit(parent=top)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("units:tree"))
        taken.append(len(queries))
    assert taken[0] == taken[1]
