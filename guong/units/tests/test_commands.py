import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from guong.accounts.models import User
from guong.trail.models import Entry
from guong.units.access import may
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import tree
from guong.units.rules import UNKNOWN_START
from guong.units.tests.factories import START, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SHEET = """\
code,level,name,parent
P1,province,Tỉnh Nậm Thi,
W1,commune,Xã Pa Lin,D1
D1,district,Huyện Mường Soi,P1
"""


def run(name: str, *args: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(name, *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(SHEET, "utf-8")
    return path


def units(*args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("tree", "--json", *args)[0])["units"]
    return found


def test_a_sheet_becomes_the_tree(sheet: Path) -> None:
    run("import_units", str(sheet))
    assert Unit.objects.count() == 3
    assert units("--line", "administration") == [
        {"code": "P1", "name": "Tỉnh Nậm Thi", "level": "province", "parent": None},
        {"code": "D1", "name": "Huyện Mường Soi", "level": "district", "parent": "P1"},
        {"code": "W1", "name": "Xã Pa Lin", "level": "commune", "parent": "D1"},
    ]
    assert units() == units("--line", "administration", "--on", "2025-06-30")
    assert [unit["code"] for unit in units("--unit", "D1")] == ["D1", "W1"]
    assert run("tree")[0].splitlines()[-1] == "    W1  Xã Pa Lin"
    entry = Entry.objects.get(what="units.import_units")
    assert entry.facts == {"units": 3, "line": "administration"}


def test_rows_may_hang_below_units_that_stand(tmp_path: Path) -> None:
    make_unit(code="HU", starts_on=UNKNOWN_START)
    path = tmp_path / "more.csv"
    path.write_text("\ufeffcode,kind,name,parent\nCB1,cell,Chi bộ Bản Phố,HU\n", "utf-8")
    run("import_units", str(path), "--from", START.isoformat())
    assert [(node.code, node.depth) for node in tree("party", START).nodes] == [("HU", 0), ("CB1", 1)]
    assert [node.code for node in tree("party", UNKNOWN_START).nodes] == ["HU"]


def test_a_dry_run_writes_nothing(sheet: Path) -> None:
    run("import_units", str(sheet), "--dry-run")
    assert (Unit.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("W2,village,Thôn A,D1", 5),
        ("W2,commune,,D1", 5),
        (",commune,Xã B,D1", 5),
        ("W2,commune,Xã B,XX", 5),
        ("W2,commune,Xã B,W2", 5),
        ("W1,commune,Xã B,D1", 3),
    ],
)
def test_one_wrong_row_stops_all_and_is_named_by_its_line(sheet: Path, row: str, line: int) -> None:
    sheet.write_text(f"{SHEET}{row}\n", "utf-8")
    err = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_units", str(sheet), stderr=err)
    assert refused.value.returncode == 2
    assert f" {line}:" in err.getvalue().splitlines()[0]
    assert Unit.objects.count() == 0


def test_the_same_sheet_twice_is_refused(sheet: Path) -> None:
    run("import_units", str(sheet))
    with pytest.raises(CommandError):
        run("import_units", str(sheet))
    assert Unit.objects.count() == 3


@pytest.mark.parametrize(
    "args",
    [
        ("import_units", "no-such-file.csv"),
        ("import_units", "{sheet}", "--line", "nothing"),
        ("import_units", "{sheet}", "--from", "20.8.2022"),
        ("tree", "--on", "2022-13-01"),
        ("tree", "--unit", "NONE"),
    ],
)
def test_bad_input_ends_with_2(sheet: Path, args: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*(arg.format(sheet=sheet) for arg in args))
    assert refused.value.returncode == 2


@pytest.mark.parametrize("content", [b"code,name\nA,B\n", b"", b"code,level,name,parent\nA,cell," + b"\xff,\n"])
def test_what_is_no_sheet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        run("import_units", str(path))
    assert refused.value.returncode == 2


def appoint(*given: str) -> None:
    run("appoint", "mai", "--unit", "D1", "--role", "clerk", *given)


def test_the_first_clerk_is_appointed_once_and_may_direct_from_that_day_on() -> None:
    district = make_unit(code="D1", kind="district_committee")
    with pytest.raises(CommandError) as nameless:
        appoint()
    appoint("--name", " Nông  Thị Hảo ", "--from", "2022-08-20")
    with pytest.raises(CommandError) as twice:
        appoint("--from", "2022-08-21")
    person = Person.objects.get()
    assert person.user is not None
    assert (person.name, person.user.has_usable_password()) == ("Nông Thị Hảo", False)
    days = [date(2022, 8, 19), date(2022, 8, 20)]
    assert [may(person, Verb.DIRECT, district, day) for day in days] == [False, True]
    assert [nameless.value.returncode, twice.value.returncode] == [2, 2]
    assert list(Entry.objects.order_by("pk").values_list("what", flat=True))[-2:] == [
        "units.add_person",
        "units.give_mandate",
    ]


@pytest.mark.parametrize("wrong", [("--unit", "Z"), ("--office", "nobody"), ("--from", "yesterday")])
def test_an_appointment_that_cannot_be_leaves_nobody(wrong: tuple[str, str]) -> None:
    make_unit(code="D1", kind="district_committee")
    with pytest.raises(CommandError) as refused:
        appoint("--name", "Nông Thị Hảo", *wrong)
    assert (refused.value.returncode, Person.objects.count(), User.objects.count()) == (2, 0, 0)


def test_an_import_into_a_line_that_has_units_is_checked_on_all_days(tmp_path: Path) -> None:
    """The same code from an earlier day on would stand there twice as soon as the first unit begins."""
    sheet = tmp_path / "units.csv"
    sheet.write_text("code,kind,name,parent\nX1,grassroots_cell,Chi bộ Một,\n", "utf-8")
    run("import_units", str(sheet), "--from", "2020-01-01")
    for more in ((), ("--dry-run",)):
        with pytest.raises(CommandError) as refused:
            run("import_units", str(sheet), "--from", "2019-01-01", *more)
        assert refused.value.returncode == 2
    assert [unit["code"] for unit in units("--on", "2021-01-01")] == ["X1"]
