"""Every page without an object in its address asks the database as often for three of everything as for one."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guong.desk.tests.factories import make_desk, signed_in
from guong.intake.actions import import_page
from guong.jobs import clock
from guong.portal.tests.factories import make_editor, make_portal, photo, publish
from guong.registry.tests.factories import make_document
from guong.rounds.tests.factories import BEFORE, World, duty_of, make_phase, make_round, send
from guong.units.tests.factories import make_member, make_unit
from tests.access_matrix import ACCESS
from tests.test_access import addresses

PAGE = "Đảng bộ huyện Mường Soi thực hiện Kế hoạch số {n}05-KH/TU\n\nĐến nay có {n} đơn vị đã tổ chức.\n"
PEOPLE = ("anonymous", "clerk", "leader", "secretary", "editor")
# (address → how many queries three may take beyond those of one, at most), with the reason.
KNOWN = {
    "/": 2,  # the second article begins the list below the first, with its pictures
}


def one_more(world: World, number: int) -> None:
    """One more of everything that a list can show."""
    make_unit(f"Chi bộ số {number}", parent=world.district)
    make_round(world, confirmed=False)
    phase = make_phase(world)
    send(world.secretary, duty_of(phase, world.school))
    send(world.headman, duty_of(phase, world.village))
    make_document(world.district, f"{number}-KH/HU", text=f"Theo Quyết định số {number}-QĐ/TU")
    publish(f"Bài số {number}", photos=[photo()])
    import_page(by=world.clerk, content=PAGE.format(n=number), owner=world.district)


def people(world: World) -> dict[str, Client]:
    front = make_portal(world.district)
    members = {
        "clerk": world.clerk,
        "leader": make_member(world.district, "leader"),
        "secretary": world.secretary,
        "editor": make_editor(front),
    }
    return {"anonymous": Client()} | {name: signed_in(person) for name, person in members.items()}


def paths(name: str) -> list[str]:
    """Addresses of ours without an object: the desk for who signs in, everything else for the public."""
    routes = [f"/{one.route}" for one in addresses() if one.name in ACCESS and "<" not in one.route]
    found = [path for path in ["/", "/tin-tuc/", *routes] if path.startswith("/desk/") == (name != "anonymous")]
    return list(dict.fromkeys(found))


def asked(clients: dict[str, Client]) -> dict[tuple[str, str], int]:
    """(person, address) → queries of its second visit, for every address that opens."""
    found = {}
    for name, client in clients.items():
        for path in paths(name):
            if client.get(path).status_code == HTTPStatus.OK:
                with CaptureQueriesContext(connection) as queries:
                    client.get(path)
                found[name, path] = len(queries)
    return found


@pytest.mark.django_db
def test_three_of_everything_take_as_many_queries_as_one() -> None:
    with clock.at(BEFORE):
        world = make_desk().world
        clients = people(world)
        one_more(world, 1)
        for_one = asked(clients)
        for number in (2, 3):
            one_more(world, number)
        for_three = asked(clients)
    assert {name for name, _path in for_one} == set(PEOPLE)
    more = {where: count - for_one[where] for where, count in for_three.items()}
    assert {where: extra for where, extra in more.items() if extra > KNOWN.get(where[1], 0)} == {}
