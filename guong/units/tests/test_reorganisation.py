"""A whole line on another day: a small one of our own, and that of 1 July 2025 where its data is at hand."""

from collections import Counter
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from guong.trail.models import Entry
from guong.units import queries
from guong.units.models import Change, ChangeUnit, Placement, Unit, UnitCode, UnitName
from guong.units.rows import BadSheet, read
from guong.units.tests.test_commands import run, units

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DATA = Path(__file__).resolve().parents[3].parent / "shared/data/reorganisation-2025"
DAY = date(2025, 7, 1)
EVE = DAY - timedelta(days=1)
LINE = "administration"
DECISION = "Nghị quyết số 202/2025/QH15"

BEFORE = """\
code,level,name,parent
P1,province,Tỉnh Nậm Thi,
P2,province,Tỉnh Sông Xanh,
D1,district,Huyện Mường Soi,P1
D2,district,Huyện đảo Hòn Vân,P2
W1,commune,Xã Pa Lin,D1
W2,commune,Xã Na Hin,D1
W3,commune,Xã Lùng Cải,D1
W4,commune,Thị trấn Mường Soi,D1
"""
AFTER = """\
code,level,name,parent
P1,province,Tỉnh Nậm Xanh,
W2,commune,Xã Na Hin,P1
W4,commune,Xã Mường Soi,P1
W9,commune,Đặc khu Hòn Vân,P1
"""
SUCCESSIONS = """\
old_code,new_code,how,main_part
P1,P1,whole,
P2,P1,whole,
D2,W9,whole,
W1,W4,whole,
W2,W2,whole,
W3,W4,divided,1
W3,W9,divided,0
W4,W4,whole,
"""


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    for name, text in (("before", BEFORE), ("after", AFTER), ("successions", SUCCESSIONS)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path


def reorganise(folder: Path, *more: str) -> str:
    after, successions = str(folder / "after.csv"), str(folder / "successions.csv")
    given = ("--after", after, "--successions", successions, "--date", DAY.isoformat(), "--decision", DECISION)
    return run("reorganise", *given, *more)[0]


def by_code(on: date) -> dict[str, Unit]:
    return {node.code: node.unit for node in queries.tree(LINE, on).nodes}


def test_a_line_becomes_what_the_sheets_say(sheets: Path) -> None:
    run("import_units", str(sheets / "before.csv"))
    told = reorganise(sheets).split()
    assert [word for word in told if word.rstrip(",").isdigit()] == ["1", "3", "7", "1"]
    assert [unit["code"] for unit in units("--on", EVE.isoformat())] == ["P1", "D1", "W1", "W2", "W3", "W4", "P2", "D2"]
    assert units("--on", DAY.isoformat()) == [
        {"code": "P1", "name": "Tỉnh Nậm Xanh", "level": "province", "parent": None},
        {"code": "W2", "name": "Xã Na Hin", "level": "commune", "parent": "P1"},
        {"code": "W4", "name": "Xã Mường Soi", "level": "commune", "parent": "P1"},
        {"code": "W9", "name": "Đặc khu Hòn Vân", "level": "commune", "parent": "P1"},
    ]
    old, new = by_code(EVE), by_code(DAY)
    assert {code for code in new if old.get(code) == new[code]} == {"W2"}
    assert queries.divided(DAY) == {old["W3"].pk: new["W4"].pk}
    heirs = queries.heirs([old["D1"], old["D2"], old["W3"], old["W2"]], LINE, DAY)
    assert {unit: [(heir.unit_id, heir.main, heir.divided) for heir in found] for unit, found in heirs.items()} == {
        old["D1"].pk: [(new["W4"].pk, False, True), (new["W2"].pk, False, False), (new["W9"].pk, False, True)],
        old["D2"].pk: [(new["W9"].pk, True, False)],
        old["W3"].pk: [(new["W4"].pk, True, True), (new["W9"].pk, False, True)],
        old["W2"].pk: [(new["W2"].pk, True, False)],
    }
    assert {change.decision for change in Change.objects.filter(in_force_on=DAY)} == {DECISION}
    assert Change.objects.filter(in_force_on=DAY).values("act").distinct().count() == 1
    assert Entry.objects.filter(what="units.reorganise").count() == 1


def test_a_dry_run_tells_and_writes_nothing(sheets: Path) -> None:
    run("import_units", str(sheets / "before.csv"))
    counts = [model.objects.count() for model in (Unit, Change, ChangeUnit, Entry)]
    told = reorganise(sheets, "--dry-run").split()
    assert [word for word in told if word.rstrip(",").isdigit()] == ["1", "3", "7", "1"]
    assert [model.objects.count() for model in (Unit, Change, ChangeUnit, Entry)] == counts


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("successions", "XX,W4,whole,"),
        ("successions", "W1,XX,whole,"),
        ("successions", "W1,W2,whole,"),
        ("successions", "D1,W2,half,"),
        ("successions", "D1,W2,divided,0"),
        ("successions", "W4,W4,whole,"),
        ("after", "W8,commune,Xã Mới,P1"),
        ("after", "D9,district,Huyện Mới,P1"),
        ("after", "W2,commune,Xã Khác,P1"),
    ],
)
def test_one_wrong_row_stops_the_whole(sheets: Path, sheet: str, row: str) -> None:
    run("import_units", str(sheets / "before.csv"))
    path = sheets / f"{sheet}.csv"
    path.write_text(f"{path.read_text('utf-8')}{row}\n", "utf-8")
    number = len(path.read_text("utf-8").splitlines())
    err = StringIO()
    before = Change.objects.count()
    with pytest.raises(CommandError) as refused:
        call_command(
            "reorganise",
            "--after",
            str(sheets / "after.csv"),
            "--successions",
            str(sheets / "successions.csv"),
            "--date",
            DAY.isoformat(),
            "--decision",
            DECISION,
            stderr=err,
        )
    assert (refused.value.returncode, Change.objects.count()) == (2, before)
    assert row.startswith("W8") or any(f" {number}:" in line for line in err.getvalue().splitlines())


@pytest.mark.parametrize(
    "wrong", [("--date", "1.7.2025"), ("--decision", " "), ("--line", "nothing"), ("--after", "x")]
)
def test_bad_arguments_end_with_2(sheets: Path, wrong: tuple[str, str]) -> None:
    with pytest.raises(CommandError) as refused:
        reorganise(sheets, *wrong)
    assert refused.value.returncode == 2


def test_a_spreadsheet_reads_like_a_csv_file(sheets: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (*BEFORE.splitlines(), "", "17,commune,Xã số,D1"):
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    held = BytesIO()
    book.save(held)
    rows = read(held.getvalue(), "Before.XLSX")
    assert rows[:-1] == read(BEFORE.encode())
    assert (rows[-1].line, rows[-1].code) == (11, "17")
    with pytest.raises(BadSheet):
        read(b"no spreadsheet", "units.xlsx")


def redrawn() -> list[tuple[Counter[object], Counter[object]]]:
    """What the periods say, and what they would say if they were drawn from the changes anew."""
    names = UnitName.objects.values_list("unit", "starts_on", "name", "short_name", "kind", "change")
    said = ChangeUnit.objects.exclude(name="").values_list(
        "unit", "change__in_force_on", "name", "short_name", "kind", "change"
    )
    codes = UnitCode.objects.values_list("unit", "starts_on", "code")
    coded = ChangeUnit.objects.exclude(code="").values_list("unit", "change__in_force_on", "code")
    places = Placement.objects.values_list("unit", "line", "starts_on", "parent")
    placed = ChangeUnit.objects.exclude(line="").values_list("unit", "line", "change__in_force_on", "parent")
    return [
        (Counter(names), Counter(said)),
        (Counter(codes), Counter(coded)),
        (Counter(places), Counter(placed)),
    ]


def test_periods_could_be_drawn_anew_from_the_changes(sheets: Path) -> None:
    run("import_units", str(sheets / "before.csv"))
    reorganise(sheets)
    assert [drawn for drawn, _told in redrawn()] == [told for _drawn, told in redrawn()]


@pytest.mark.skipif(not DATA.is_dir(), reason="the data of 2025 is not part of the project")
def test_the_reorganisation_of_2025() -> None:
    run("import_units", str(DATA / "before.csv"))
    reorganise(DATA)
    trees = {on: queries.tree(LINE, on) for on in (EVE, DAY)}
    levels = [Counter(node.kind for node in tree.nodes) for tree in trees.values()]
    assert levels == [{"province": 63, "district": 696, "commune": 10_035}, {"province": 34, "commune": 3_321}]
    old, new = ({node.code: node for node in tree.nodes} for tree in trees.values())
    same = [node.kind for code, node in new.items() if code in old and old[code].unit == node.unit]
    assert Counter(same) == {"province": 11, "commune": 132}
    assert len(set(old) & set(new)) > len(same)  # a merged unit that keeps a code is another unit
    assert len(queries.divided(DAY)) == 471
    district = old["D083"]
    assert district.name == "Huyện Mường Khương"
    communes = [node.unit for node in trees[EVE].children(district.unit)]
    found = queries.heirs([district.unit, *communes], LINE, DAY)
    four = {heir.unit_id for heir in found[district.unit.pk]}
    assert sorted(queries.names_of(four, DAY).values()) == [
        "Xã Bản Lầu",
        "Xã Cao Sơn",
        "Xã Mường Khương",
        "Xã Pha Long",
    ]
    assert (len(communes), {heir.unit_id for unit in communes for heir in found[unit.pk]}) == (16, four)
