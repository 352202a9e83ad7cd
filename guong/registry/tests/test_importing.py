import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from guong.registry import sheet_out
from guong.registry.actions import BadRows, Plan, import_documents, plan_import
from guong.registry.models import Instruction, OfficialDocument
from guong.registry.pasting import start_of
from guong.registry.queries import registered
from guong.registry.rules import Refused
from guong.registry.sheet_rows import paper
from guong.registry.sheets import COLUMNS, BadSheet, Row, key_of, of_lines, of_text, read
from guong.registry.tests.factories import make_document
from guong.registry.tests.test_views import fields, sign_in
from guong.registry.views.shown import type_table
from guong.render import tables
from guong.trail.models import Entry
from guong.units.actions import add_collective
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import START, make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

ON = date(2022, 8, 20)
REGISTER = """SỔ ĐĂNG KÝ VĂN BẢN ĐẾN NĂM 2022;;;;;;;;;
;;;;;;;;;
Hạn xử lý;Số đến;Ngày đến;Tác giả;Số, ký hiệu;Ngày, tháng;Trích yếu nội dung;Ý kiến chỉ đạo;Đơn vị chủ trì;Nơi nhận
(1);(2);(3);(4);(5);(6);(7);(8);(9);(10)
20/3/2022;30;07/03/2022;Tỉnh ủy Nậm Thi;105-KH/TU;24/02/2022;Đợt năm 2022;Tham mưu;Văn phòng;"TT (b/c); Lưu VP"
;30c;07/03/2022;Tỉnh ủy Nậm Thi;05-HD/TU;28/4/2022;Hướng dẫn kiểm điểm;;;
;30;08/03/2022;UBND tỉnh;12/QĐ-UBND;01/03/2022;Quy chế phối hợp;;;
"""


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi", code="MS")


@pytest.fixture
def clerk(keeper: Unit) -> Person:
    return make_member(keeper, Role.CLERK)


def taken(keeper: Unit, text: str = REGISTER, by: Person | None = None) -> Plan:
    sheet = read(text.encode())
    return import_documents(by=by, keeper=keeper, sheet=sheet, on=ON, no_mark_declared=True)


def exported(keeper: Unit) -> list[list[Any]]:
    inside = Unit.objects.filter(pk=keeper.pk)
    documents = registered().filter(keeper=keeper).order_by("pk")
    return list(sheet_out.rows(documents, ON, inside=inside, types=type_table()))


# --- heads


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_head_that_goes_out_comes_in(language: str) -> None:
    with translation.override(language):
        assert [key_of(column.label) for column in COLUMNS] == [column.key for column in COLUMNS]
        assert [key_of(head) for head in sheet_out.heads()[-2:]] == ["", ""]


def test_no_print_of_a_head_names_two_columns() -> None:
    prints = [head for column in COLUMNS for head in column.heads]
    assert sorted(prints) == sorted(set(prints))
    assert [key_of(head) for head in ("  SỐ ĐẾN ", "Số, ký hiệu", "Cơ quan ban hành", "HẠN XỬ LÝ", "Ghi chú")] == [
        "arrival_no",
        "symbol",
        "issuer",
        "due_on",
        "",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Số đến;Ngày đến\n1;2", "Trích yếu"),
        ("Trích yếu;Số ký hiệu", "no rows"),
        ("Trích yếu;Nội dung;Số ký hiệu\na;b;c", "twice"),
        (b"\xff\xfa\x00", "UTF-8"),
        (b"PK\x03\x04 broken", ""),
    ],
)
def test_what_is_no_register_is_said_in_a_sentence(content: str | bytes, words: str) -> None:
    with translation.override("en" if words in {"no rows", "twice", "UTF-8"} else "vi"), pytest.raises(BadSheet) as bad:
        read(content.encode() if isinstance(content, str) else content)
    assert words in str(bad.value)
    assert str(bad.value).endswith(".")


# --- taking in


def test_an_old_register_comes_in_with_its_suffixes_and_doubles(keeper: Unit) -> None:
    office = add_collective(by=None, unit=keeper, kind="office", name="Văn phòng", starts_on=START)
    plan = taken(keeper)
    found = OfficialDocument.objects.order_by("pk")
    assert [(one.arrival_no, one.arrival_repeat, one.type, one.symbol, one.publicity) for one in found] == [
        ("30", 0, "KH", "105-KH/TU", "internal"),
        ("30c", 0, "HD", "05-HD/TU", "internal"),
        ("30", 1, "QĐ", "12/QĐ-UBND", "internal"),
    ]
    assert [(notice.line, "30" in notice.sentence) for notice in plan.notices] == [(7, True)]
    assert [(one.name, one.code) for one in (each.issuer for each in found) if one] == [
        ("Tỉnh ủy Nậm Thi", "TU"),
        ("Tỉnh ủy Nậm Thi", "TU"),
        ("UBND tỉnh", "UBND"),
    ]
    told = Instruction.objects.get()
    assert (told.lead_collective, told.given_on, told.due_on) == (office, date(2022, 3, 7), date(2022, 3, 20))
    assert list(told.document.recipients.values_list("purpose", "text")) == [
        ("report", "TT (b/c)"),
        ("keep", "Lưu VP"),
    ]


def test_the_same_sheet_twice_changes_nothing(keeper: Unit, clerk: Person) -> None:
    taken(keeper, by=clerk)
    before, entries = exported(keeper), Entry.objects.count()
    plan = taken(keeper, by=clerk)
    assert (len(plan.new), plan.known, exported(keeper), Entry.objects.count()) == (0, 3, before, entries)


def test_a_bulk_act_writes_one_entry(keeper: Unit, clerk: Person) -> None:
    before = Entry.objects.count()
    taken(keeper, by=clerk)
    assert Entry.objects.count() == before + 1
    assert Entry.objects.order_by("-pk").values_list("what", flat=True)[0] == "registry.import_documents"


def test_a_name_that_is_no_office_is_kept_and_said(keeper: Unit) -> None:
    plan = taken(keeper)
    assert [notice.line for notice in plan.notices] == [5, 7]
    assert (Instruction.objects.get().supporting, Instruction.objects.get().lead_unit) == ("Văn phòng", None)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("31/02/2022;1;105-KH/TU;Đợt sinh hoạt;;", "arrived_on"),
        ("07/03/2022;1;105-KH/TU;;;", "abstract"),
        ("07/03/2022;1;không số;Đợt sinh hoạt;;", "type"),
        ("07/03/2022;1;105-KH/TU;Đợt sinh hoạt;sách;", "type"),
        (";1;105-KH/TU;Đợt sinh hoạt;;", "arrived_on"),
        (f"07/03/2022;1;105-KH/TU{'x' * 80};Đợt sinh hoạt;;", "symbol"),
        ("07/03/2022;1;105-KH/TU;Đợt sinh hoạt;;Mật", ""),
        ("07/03/2022;1;105-KH/TU;Báo cáo (Mật);;", ""),
    ],
)
def test_one_wrong_row_stops_the_whole_sheet_and_is_named(keeper: Unit, row: str, column: str) -> None:
    head = "Ngày đến;Số đến;Số ký hiệu;Trích yếu;Thể loại;Độ mật"
    good = "07/03/2022;2;106-KH/TU;Đợt khác;;Thường"
    with pytest.raises(BadRows) as bad:
        taken(keeper, f"{head}\n{good}\n{row}\n")
    labels = {each.key: str(each.label) for each in COLUMNS}
    assert [(fault.line, fault.column) for fault in bad.value.faults] == [(3, labels.get(column, ""))]
    assert "Báo cáo" not in str(bad.value.faults[0])
    assert not OfficialDocument.objects.exists()


def test_two_rows_of_one_identity_with_other_words_are_refused(keeper: Unit) -> None:
    head = "Số ký hiệu;Ngày ban hành;Trích yếu\n"
    same = taken(keeper, head + "1-KH/HU;24/02/2022;Một\n01 - KH/HU;24/02/2022;một\n")
    assert (len(same.new), [notice.line for notice in same.notices]) == (1, [2, 3])
    with pytest.raises(BadRows):
        taken(keeper, head + "2-KH/HU;24/02/2022;Một\n2-KH/HU;24/02/2022;Hai\n")


def test_it_is_declared_that_nothing_is_marked(keeper: Unit) -> None:
    with pytest.raises(Refused):
        import_documents(by=None, keeper=keeper, sheet=read(REGISTER.encode()), on=ON, no_mark_declared=False)
    assert not OfficialDocument.objects.exists()


def test_a_deadline_before_the_instruction_is_named() -> None:
    _paper, faults = paper(
        Row(7, {"abstract": "Đợt", "symbol": "1-KH/TU", "arrived_on": ON, "instruction": "Làm", "due_on": START})
    )
    assert [fault.line for fault in faults] == [7]


# --- out and in again

TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split()) or "x"
)
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@settings(max_examples=60)
@given(TEXTS, DAYS, st.sampled_from(["xlsx", "csv"]))
def test_a_cell_that_goes_out_comes_in_unchanged(text: str, day: date, kind: str) -> None:
    heads = [str(column.label) for column in COLUMNS if column.key in {"symbol", "issued_on", "abstract"}]
    write = tables.csv if kind == "csv" else tables.xlsx
    (row,) = read(write(heads, [[text, day, f"x {text}"]])).rows
    told, _faults = paper(row)
    from guong.viet.fold import nfc

    assert (told.values["symbol"], told.values["issued_on"]) == (" ".join(nfc(text).split())[:80], day)
    assert told.values["abstract"] == " ".join(nfc(f"x {text}").split())


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_register_goes_out_and_comes_in_unchanged(keeper: Unit, kind: str, language: str) -> None:
    taken(keeper)
    make_document(keeper, "=1+1", type="TB", direction="outgoing", abstract="-2 việc; “và” @một\nhai", issuer=None)
    make_document(keeper, "", abstract="+ Thư không số", issued_on=None, urgency="very", effective_on=ON)
    with translation.override(language):
        rows = exported(keeper)
        write = tables.csv if kind == "csv" else tables.xlsx
        content = write(sheet_out.heads(), rows)
        again = import_documents(by=None, keeper=keeper, sheet=read(content), on=ON, no_mark_declared=True)
        assert (len(again.new), again.known) == (0, 5)
        other = make_unit()
        import_documents(by=None, keeper=other, sheet=read(content), on=ON, no_mark_declared=True)
        assert exported(other) == rows


def test_the_download_is_safe_against_formulas_and_comes_in_again(client: Client, keeper: Unit, clerk: Person) -> None:
    make_document(keeper, abstract="=HYPERLINK(1)")
    sign_in(client, clerk)
    content = client.get(reverse("registry:documents"), {"format": "csv"}).content
    assert "'=HYPERLINK(1)" in content.decode()
    assert [row.cells["abstract"] for row in read(content).rows] == ["=HYPERLINK(1)"]


def test_a_sheet_of_excel_is_read_by_its_cells(keeper: Unit) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Số đến", "Ngày đến", "Số ký hiệu", "Trích yếu"])
    sheet.append([7.0, date(2022, 3, 7), "105-KH/TU", "  Đợt \n sinh hoạt "])
    out = io.BytesIO()
    book.save(out)
    import_documents(by=None, keeper=keeper, sheet=read(out.getvalue()), on=ON, no_mark_declared=True)
    document = OfficialDocument.objects.get()
    assert (document.arrival_no, document.arrived_on, document.abstract) == ("7", date(2022, 3, 7), "Đợt\nsinh hoạt")


# --- the command


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[str, str]:
    call_command("import_documents", *args)
    said = capsys.readouterr()
    return said.out, said.err


def test_the_command_checks_takes_in_and_says_what_was_held(
    capsys: pytest.CaptureFixture[str], keeper: Unit, tmp_path: Path
) -> None:
    file = tmp_path / "so.csv"
    file.write_text(REGISTER, "utf-8")
    out, _err = run(capsys, str(file), "--keeper", "MS", "--dry-run", "--json")
    assert (json.loads(out)["new"], OfficialDocument.objects.count()) == (3, 0)
    run(capsys, str(file), "--keeper", "MS")
    assert OfficialDocument.objects.count() == 3
    out, _err = run(capsys, str(file), "--keeper", "MS", "--json")
    assert (json.loads(out)["new"], json.loads(out)["known"]) == (0, 3)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Trích yếu;Số ký hiệu\nMột;không", ["--keeper", "MS"]),
        ("nothing", ["--keeper", "MS"]),
        (REGISTER, ["--keeper", "none"]),
        (None, ["--keeper", "MS"]),
    ],
)
def test_the_command_refuses_bad_input_with_two(
    keeper: Unit, tmp_path: Path, text: str | None, options: list[str]
) -> None:
    file = tmp_path / "so.csv"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("import_documents", str(file), *options)
    assert refused.value.returncode == 2
    assert not OfficialDocument.objects.exists()


# --- the screens


def upload(client: Client, keeper: Unit, text: str = REGISTER) -> Any:
    file = SimpleUploadedFile("so.csv", text.encode())
    return client.post(reverse("registry:import"), {"keeper": str(keeper.uid), "file": file})


def test_a_clerk_sees_first_and_takes_in_then(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    assert client.get(reverse("registry:import")).status_code == 200
    page = upload(client, keeper)
    assert (page.status_code, page.context["ready"], OfficialDocument.objects.count()) == (200, True, 0)
    carried = page.context["form"].initial
    undeclared = client.post(reverse("registry:import_take"), carried)
    assert (undeclared.status_code, OfficialDocument.objects.count()) == (422, 0)
    answer = client.post(reverse("registry:import_take"), {**carried, "no_mark_declared": "on"})
    assert answer["Location"] == reverse("registry:documents")
    assert list(OfficialDocument.objects.order_by("pk").values_list("arrival_no", flat=True)) == ["30", "30c", "30"]


def test_faults_are_shown_by_the_line_of_the_file(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    page = upload(client, keeper, REGISTER.replace("28/4/2022", "31/4/2022"))
    assert (page.status_code, page.context["ready"]) == (422, False)
    assert [fault.line for fault in page.context["plan"].faults] == [6]
    assert of_text(page.context["form"].initial["sheet"]).rows[1].line == 6
    assert upload(client, keeper, "nothing").status_code == 422


def test_nobody_takes_in_for_others(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    carried = upload(client, keeper).context["form"].initial
    stranger = make_member(make_unit(), Role.CLERK)
    sign_in(client, stranger)
    client.post(reverse("registry:import_take"), {**carried, "no_mark_declared": "on"})
    assert not OfficialDocument.objects.exists()
    for role, status in ((Role.READER, 403), (Role.LEADER, 403), (Role.CLERK, 200)):
        sign_in(client, make_member(keeper, role))
        assert client.get(reverse("registry:import")).status_code == status
        assert client.get(reverse("registry:paste")).status_code == status


@pytest.mark.parametrize(
    "row",
    [
        "30\t07/03/2022\tTỉnh ủy Nậm Thi\t105-KH/TU\t24/02/2022\tĐợt sinh hoạt chuyên đề năm 2022\tNguyễn Văn An",
        "105-KH/TU\t24/02/2022 08:30\tKế hoạch\tĐợt sinh hoạt chuyên đề năm 2022\tNguyễn Văn An\tTỈNH UỶ NẬM THI\t30"
        "\t2022-03-07",
        "Số đến\tNgày đến\tTác giả\tSố ký hiệu\tNgày ban hành\tTrích yếu\tNgười ký\n"
        "30\t07/03/2022\tTỉnh ủy Nậm Thi\t105-KH/TU\t24/02/2022\tĐợt sinh hoạt chuyên đề năm 2022\tNguyễn Văn An",
    ],
)
def test_a_pasted_row_is_told_apart(keeper: Unit, row: str) -> None:
    make_document(keeper, "1-CT/TU", type="CT")  # so the issuer is known
    start = start_of(row)
    days = {name: str(start[name]) for name in ("arrived_on", "issued_on")}
    assert days == {"arrived_on": "2022-03-07", "issued_on": "2022-02-24"}
    wanted = {
        "symbol": "105-KH/TU",
        "type": "KH",
        "arrival_no": "30",
        "abstract": "Đợt sinh hoạt chuyên đề năm 2022",
        "issuer_name": "Tỉnh ủy Nậm Thi",
        "issuer_code": "TU",
        "signer": "Nguyễn Văn An",
    }
    assert {name: start.get(name) for name in wanted} == wanted


def test_a_pasted_row_fills_the_form_and_stores_nothing(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    page = client.post(reverse("registry:paste"), {"row": "105-KH/TU\t24/02/2022\tĐợt sinh hoạt\tTỉnh ủy Nậm Thi"})
    form = page.context["form"]
    assert [form[name].value() for name in ("symbol", "type", "issuer_name")] == ["105-KH/TU", "KH", "Tỉnh ủy Nậm Thi"]
    assert not OfficialDocument.objects.exists()
    assert client.post(reverse("registry:paste"), {"row": " "}).status_code == 422
    posted = {name: value for name in fields(keeper) if (value := form[name].value())}
    client.post(reverse("registry:add"), {**posted, "keeper": str(keeper.uid), "no_mark_declared": "on"})
    assert OfficialDocument.objects.get().symbol == "105-KH/TU"


def test_no_text_makes_reading_a_row_fail() -> None:
    for text in ("", "\t\t", "a", '"', "1", "31/02/2022", "\0", "x" * 5000):
        start_of(text)
    assert of_lines([["Trích yếu", "Số ký hiệu"], ["a", None]]).rows[0].cells == {"abstract": "a", "symbol": None}


def test_planning_writes_nothing(keeper: Unit) -> None:
    entries = Entry.objects.count()
    plan_import(keeper=keeper, sheet=read(REGISTER.encode()), on=ON)
    assert (OfficialDocument.objects.count(), Entry.objects.count()) == (0, entries)
