"""The organisation as everybody may see it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from guong.portal.tests.factories import make_portal
from guong.units import planning
from guong.units.actions import carry_out, show_contact
from guong.units.enums import Role
from guong.units.tests.factories import make_mandate, make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MERGED = date(2022, 6, 1)


def test_the_chart_groups_units_by_kind_and_shows_who_is_open_to_the_public(client: Client) -> None:
    make_portal()
    top = make_unit("Đảng bộ huyện", kind="district_committee")
    commune = make_unit("Đảng bộ xã Ải", parent=top, kind="commune_committee")
    make_unit("Chi bộ Thuế", parent=top)
    head = make_mandate(make_person("Lò Văn Cương"), top, office="secretary")
    make_mandate(make_person("Không Công Khai"), top, office="deputy_secretary")
    show_contact(by=make_member(top, Role.CLERK), mandate=head, post="Bí thư", phone="0200 000 001")
    page = client.get(reverse("portal:chart_unit", args=[top.uid]))
    assert [(kind, [row.name for row in rows]) for kind, rows in page.context["groups"]] == [
        ("đảng bộ xã", ["Đảng bộ xã Ải"]),
        ("chi bộ cơ sở", ["Chi bộ Thuế"]),
    ]
    assert [(one.name, one.phone) for one in page.context["page"].contacts] == [("Lò Văn Cương", "0200 000 001")]
    assert "Không Công Khai" not in page.content.decode()
    assert client.get(reverse("portal:chart_unit", args=[commune.uid])).context["page"].path[0].name == "Đảng bộ huyện"


def test_a_unit_that_ended_leads_to_its_heirs_and_an_older_day_shows_it_standing(client: Client) -> None:
    make_portal()
    top = make_unit("Đảng bộ huyện")
    old, heir = make_unit("Đảng bộ xã Ải", parent=top), make_unit("Đảng bộ xã Bản", parent=top)
    carry_out(by=None, plan=planning.join(units=[old], into=heir, day=MERGED))
    url = reverse("portal:chart_unit", args=[old.uid])
    page = client.get(url).context["page"]
    assert (page.ended_on, [row.name for row in page.heirs]) == (MERGED, ["Đảng bộ xã Bản"])
    assert client.get(url, {"ngay": "2022-05-31"}).context["page"].ended_on is None


def test_what_is_decided_for_later_is_not_told_before_its_day(client: Client) -> None:
    make_portal()
    top = make_unit("Đảng bộ huyện")
    plan = planning.found(day=date(2022, 12, 1), name="Chi bộ Sau", kind="cell", places={"party": top})
    later = carry_out(by=None, plan=plan).units[planning.NEW]
    assert client.get(reverse("portal:chart_unit", args=[later.uid])).status_code == 404
    page = client.get(reverse("portal:chart_unit", args=[top.uid]), {"ngay": "2022-12-24"})
    assert (page.context["on"], page.context["groups"]) == (date(2022, 8, 20), [])
