import hashlib
import io
import zipfile
from datetime import date, timedelta

import pypdfium2 as pdfium
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from guong.files import vault
from guong.files.actions import store
from guong.jobs import clock, tasks_runner
from guong.keys import store as key_store
from guong.registry import cases
from guong.registry.actions import cases as acts
from guong.registry.cases import largest_file
from guong.registry.models import CaseBuild, CaseFile, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tasks import build_case
from guong.registry.tests.factories import make_document
from guong.registry.tests.test_views import sign_in
from guong.render.case_file import Table, Tools, report
from guong.trail.models import Entry
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

ON = date(2022, 9, 30)


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


@pytest.fixture
def clerk(keeper: Unit) -> Person:
    return make_member(keeper, Role.CLERK)


def a_pdf(words: str) -> bytes:
    rows = (("Nội dung", words),)
    return report(title=words, lead="", sections=[Table(words, rows=rows)], language="vi", fonts=cases.FONTS)


def opened(clerk: Person, keeper: Unit, **given: object) -> CaseFile:
    values: dict[str, object] = {"title": "Đợt sinh hoạt năm 2022", "retention": "permanent", "opened_on": ON}
    return acts.open_case(by=clerk, keeper=keeper, **{**values, **given})  # type: ignore[arg-type]  # named in tests


def with_file(keeper: Unit, symbol: str, **given: object) -> OfficialDocument:
    return make_document(keeper, symbol, files=[store(content=a_pdf(symbol))], **given)


def order_of(case: CaseFile) -> list[str]:
    return [item.document.symbol if item.document else item.title for item in cases.items_of(case)]


def test_the_list_stands_by_day_and_number(keeper: Unit, clerk: Person) -> None:
    case = opened(clerk, keeper)
    later, tenth, second = (
        make_document(keeper, symbol, issued_on=day)
        for symbol, day in (("1-BC/HU", ON), ("10-KH/HU", date(2022, 3, 1)), ("02-KH/HU", date(2022, 3, 1)))
    )
    own = acts.OwnFile(store(content=a_pdf("Biên nhận")), "Danh sách biên nhận", date(2022, 5, 1))
    assert acts.add_to_case(by=clerk, case=case, documents=[later, tenth], files=[own]) == 3
    assert acts.add_to_case(by=clerk, case=case, documents=[second, tenth]) == 1
    assert order_of(case) == ["02-KH/HU", "10-KH/HU", "Danh sách biên nhận", "1-BC/HU"]
    acts.remove_from_case(by=clerk, case=case, item=2)
    assert [item.order for item in cases.items_of(case)] == [1, 2, 3]
    assert order_of(case) == ["02-KH/HU", "Danh sách biên nhận", "1-BC/HU"]


def test_pages_of_pdfs_are_counted_when_they_are_put_in(keeper: Unit, clerk: Person) -> None:
    case = opened(clerk, keeper)
    acts.add_to_case(by=clerk, case=case, documents=[with_file(keeper, "1-KH/HU"), make_document(keeper)])
    assert [[pages for _f, _t, pages in cases.files_of(item)] for item in cases.items_of(case)] == [[1], []]


def test_only_issued_papers_of_the_same_register_lie_in_it(keeper: Unit, clerk: Person) -> None:
    case = opened(clerk, keeper)
    draft = make_document(keeper, direction="outgoing")
    OfficialDocument.objects.filter(pk=draft.pk).update(
        stage="draft", number="", symbol="", symbol_key="", issued_on=None
    )
    draft.refresh_from_db()
    for wrong in (make_document(make_unit()), draft):
        with pytest.raises(Refused):
            acts.add_to_case(by=clerk, case=case, documents=[make_document(keeper), wrong])
    assert cases.items_of(case) == []


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"title": "Hồ sơ (Mật)"}, {"retention": "never"}, {"retention": "70"}],
)
def test_a_case_file_has_a_title_and_a_period_of_its_day(keeper: Unit, clerk: Person, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        opened(clerk, keeper, **wrong)
    assert not CaseFile.objects.exists()


def test_one_origin_has_one_case_file(keeper: Unit, clerk: Person) -> None:
    origin = make_document(keeper).uid
    assert opened(clerk, keeper, origin=origin) == opened(clerk, keeper, origin=origin, title="Khác")
    assert cases.case_of(origin) == CaseFile.objects.get()


def test_a_closed_case_file_never_changes(keeper: Unit, clerk: Person) -> None:
    case, document = opened(clerk, keeper), make_document(keeper, "1-KH/HU")
    with pytest.raises(Refused):
        acts.close_case(by=clerk, case=case, closed_on=ON)
    acts.add_to_case(by=clerk, case=case, documents=[document])
    with pytest.raises(Refused):
        acts.close_case(by=clerk, case=case, closed_on=ON - timedelta(days=1))
    acts.close_case(by=clerk, case=case, closed_on=ON)
    entries, closed = Entry.objects.count(), CaseFile.objects.values().get()
    for act in (
        lambda: acts.add_to_case(by=clerk, case=case, documents=[make_document(keeper)]),
        lambda: acts.remove_from_case(by=clerk, case=case, item=1),
        lambda: acts.edit_case(by=clerk, case=case, title="Khác", retention="permanent", code=""),
        lambda: acts.replace_files(by=clerk, case=case, files=[]),
        lambda: acts.close_case(by=clerk, case=case, closed_on=ON),
    ):
        with pytest.raises(Refused):
            act()
    assert (order_of(case), CaseFile.objects.values().get()) == (["1-KH/HU"], closed)
    assert Entry.objects.count() == entries + 1  # the paper that was registered meanwhile
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFile.objects.update(closed_sha256="")


def test_verify_names_a_list_that_was_altered_behind_its_back(keeper: Unit, clerk: Person) -> None:
    case = opened(clerk, keeper)
    acts.add_to_case(by=clerk, case=case, documents=[make_document(keeper), make_document(keeper)])
    case.items.filter(order=2).update(note="thêm sau")
    assert list(cases.faults()) == []
    acts.close_case(by=clerk, case=case, closed_on=ON)
    assert list(cases.faults()) == []
    case.items.filter(order=2).delete()
    assert [str(case.uid) in sentence for sentence in cases.faults()] == [True]


def test_the_pdf_holds_every_paper_and_the_archive_the_originals(keeper: Unit, clerk: Person) -> None:
    case = opened(clerk, keeper, code="01-HS/HU")
    plan = with_file(keeper, "1-KH/HU", text="chữ")
    read = make_document(keeper, "2-KH/HU", issued_on=ON, text="Lời văn bản")
    acts.add_to_case(by=clerk, case=case, documents=[plan, read])
    pages = [
        " ".join(page.get_textpage().get_text_bounded().split()) for page in pdfium.PdfDocument(acts.made(case, "pdf"))
    ]
    assert len(pages) == 4
    assert "01-HS/HU" in pages[0]
    assert "1-KH/HU" in pages[2]
    assert "Lời văn bản" in pages[3]
    with zipfile.ZipFile(io.BytesIO(acts.made(case, "zip"))) as archive:
        assert hashlib.sha256(archive.read("001/01.pdf")).hexdigest() == plan.files.get().sha256


# --- the worker


def big(clerk: Person, keeper: Unit, monkeypatch: pytest.MonkeyPatch) -> CaseFile:
    case = opened(clerk, keeper)
    acts.add_to_case(by=clerk, case=case, documents=[with_file(keeper, "1-KH/HU")])
    monkeypatch.setattr(cases, "MOST_AT_ONCE", 0)
    return case


def test_a_large_one_is_made_by_the_worker_once_and_kept_sealed(
    client: Client, keeper: Unit, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = big(clerk, keeper, monkeypatch)
    sign_in(client, clerk)
    url = reverse("registry:case_download", args=[case.uid, "pdf"])
    waiting = client.get(url)["Location"]
    assert client.get(url)["Location"] == waiting
    assert DBTaskResult.objects.count() == 1
    assert client.get(waiting).context["build"].sha256 == ""
    built = reverse("registry:case_built", args=[case.uid, CaseBuild.objects.get().uid])
    assert client.get(built)["Location"] == waiting
    assert tasks_runner.run_next("worker")
    build = CaseBuild.objects.get()
    assert (build.done, build.total) == (2, 2)
    content = b"".join(client.get(built).streaming_content)  # type: ignore[attr-defined]  # a streamed answer
    assert hashlib.sha256(content).hexdigest() == build.sha256
    assert b"%PDF" not in vault.path(build.sha256).read_bytes()
    with clock.at(clock.now() + timedelta(hours=25)):
        acts.expire_builds()
    assert (CaseBuild.objects.count(), vault.path(build.sha256).exists()) == (0, False)
    assert key_store.find(vault.KIND, build.sha256) is None


def test_what_changed_is_made_anew_and_what_was_taken_out_leaves_no_form(
    keeper: Unit, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = big(clerk, keeper, monkeypatch)
    build, new = acts.ask_build(by=clerk, case=case, kind="pdf")
    acts.work_on(build)
    build.refresh_from_db()
    assert (new, acts.ask_build(by=clerk, case=case, kind="pdf")) == (True, (build, False))
    paper = with_file(keeper, "2-KH/HU")
    acts.add_to_case(by=clerk, case=case, documents=[paper])
    assert acts.ask_build(by=clerk, case=case, kind="pdf")[1]
    acts.drop_builds_with(paper)
    assert not CaseBuild.objects.exists()
    assert not vault.path(build.sha256).exists()


def test_a_failed_one_says_so_and_is_tried_again(
    client: Client, keeper: Unit, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = big(clerk, keeper, monkeypatch)
    sign_in(client, clerk)
    waiting = client.get(reverse("registry:case_download", args=[case.uid, "zip"]))["Location"]
    acts.give_up(CaseBuild.objects.get().uid)
    assert client.get(waiting).context["build"].failed
    client.get(reverse("registry:case_download", args=[case.uid, "zip"]))
    assert [build.failed for build in CaseBuild.objects.all()] == [False]


def test_one_that_cannot_be_joined_says_why_and_names_the_largest_file(
    client: Client, keeper: Unit, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = big(clerk, keeper, monkeypatch)
    monkeypatch.setattr(acts, "TOOLS", Tools(acts.TOOLS.count, lambda _contents: None))
    OfficialDocument.objects.update(symbol="", abstract="Kế hoạch " * 90)
    build, _new = acts.ask_build(by=clerk, case=case, kind="pdf")
    build_case.call(str(build.uid), "vi")
    build.refresh_from_db()
    largest = largest_file(case)
    assert largest is not None
    assert largest[0].startswith("Kế hoạch")
    assert len(largest[0]) == 80
    assert build.failed
    assert largest[0] in build.why
    sign_in(client, clerk)
    page = client.get(reverse("registry:case_build", args=[case.uid, build.uid])).content.decode()
    assert largest[0] in page


# --- the screens


def test_a_clerk_ticks_papers_into_a_new_case_file_then_into_the_same(
    client: Client, keeper: Unit, clerk: Person
) -> None:
    one, two = make_document(keeper, "1-KH/HU"), make_document(keeper, "2-KH/HU")
    sign_in(client, clerk)
    url = reverse("registry:case_choose")
    assert client.get(url)["Location"] == reverse("registry:documents")
    assert client.get(url, {"document": [str(one.uid), "x"]}).context["papers"] == [one]
    new = {"document": str(one.uid), "step": "put", "title": "Hồ sơ đợt", "retention": "permanent"}
    assert client.post(url, {**new, "title": ""}).status_code == 422
    case_page = client.post(url, new)["Location"]
    case = CaseFile.objects.get()
    assert case_page == reverse("registry:case", args=[case.uid])
    client.post(url, {"document": str(two.uid), "step": "put", "case": str(case.uid)})
    assert order_of(case) == ["1-KH/HU", "2-KH/HU"]
    page = client.get(case_page)
    assert [line["item"].document for line in page.context["lines"]] == [one, two]
    sheet = client.get(case_page, {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[1] for row in sheet[1:]] == ["1-KH/HU", "2-KH/HU"]
    assert len(client.get(reverse("registry:cases"), {"format": "csv"}).content.splitlines()) == 2
    panels = client.get(reverse("registry:document", args=[one.uid])).context["panels"]
    assert [panel.context["cases"] for panel in panels if "cases" in panel.context] == [[case]]


def test_a_clerk_changes_adds_takes_out_and_closes(client: Client, keeper: Unit, clerk: Person) -> None:
    case = opened(clerk, keeper, opened_on=date(2022, 1, 4))
    acts.add_to_case(by=clerk, case=case, documents=[make_document(keeper, "1-KH/HU")])
    sign_in(client, clerk)

    def url(name: str, *more: object) -> str:
        return reverse(f"registry:{name}", args=[case.uid, *more])

    client.post(url("case_edit"), {"title": "Tên khác", "retention": "10", "code": "05-HS/HU"})
    file = SimpleUploadedFile("a.pdf", a_pdf("Ảnh chụp"))
    added = {"file": file, "title": "Biên bản", "dated_on": "2021-01-01", "no_mark_declared": "on"}
    client.post(url("case_add_file"), added)
    bad = client.post(url("case_add_file"), {**added, "file": SimpleUploadedFile("a.exe", b"MZ")})
    assert (bad.status_code, bad.context["form"]["title"].value()) == (422, "Biên bản")
    stamped = SimpleUploadedFile("b.pdf", a_pdf("MẬT"))
    marked = client.post(url("case_add_file"), {**added, "file": stamped})
    assert (marked.status_code, marked.context["form"].errors.keys()) == (422, {"__all__"})
    assert order_of(case) == ["Biên bản", "1-KH/HU"]
    assert client.get(url("case_remove", 2)).status_code == 200
    client.post(url("case_remove", 2))
    assert client.get(url("case_close")).status_code == 200
    client.post(url("case_close"), {"closed_on": clock.today().isoformat()})
    case.refresh_from_db()
    assert (case.title, case.code, case.retention) == ("Tên khác", "05-HS/HU", "10")
    assert order_of(case) == ["Biên bản"]
    client.post(url("case_edit"), {"title": "Lần nữa", "retention": "10", "code": ""})
    case.refresh_from_db()
    assert case.title == "Tên khác"
    pdf = client.get(url("case_download", "pdf"))
    assert (pdf["Content-Type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert client.get(url("case_download", "exe")).status_code == 404


@pytest.mark.parametrize(
    ("role", "where", "answers"),
    [
        (Role.CLERK, "own", (200, 200, 200)),
        (Role.LEADER, "own", (200, 200, 403)),
        (Role.READER, "own", (404, 404, 404)),
        (Role.CLERK, "other", (404, 404, 404)),
    ],
)
def test_who_may_read_and_change(
    client: Client, keeper: Unit, role: str, where: str, answers: tuple[int, int, int]
) -> None:
    clerk = make_member(keeper, Role.CLERK)
    case = opened(clerk, keeper)
    acts.add_to_case(by=clerk, case=case, documents=[make_document(keeper)])
    sign_in(client, make_member({"own": keeper, "other": make_unit()}[where], role))
    pages = [
        reverse("registry:case", args=[case.uid]),
        reverse("registry:case_download", args=[case.uid, "pdf"]),
        reverse("registry:case_edit", args=[case.uid]),
    ]
    assert tuple(client.get(page).status_code for page in pages) == answers


def test_nobody_chooses_papers_of_others(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    answer = client.get(reverse("registry:case_choose"), {"document": str(make_document(make_unit()).uid)})
    assert answer["Location"] == reverse("registry:documents")


def test_the_contents_take_as_many_queries_for_many(client: Client, keeper: Unit, clerk: Person) -> None:
    case = opened(clerk, keeper)
    sign_in(client, clerk)
    taken = []
    for more in (1, 2):
        acts.add_to_case(by=clerk, case=case, documents=[make_document(keeper) for _ in range(more)])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("registry:case", args=[case.uid]))
        taken.append(len(queries))
    assert taken[0] == taken[1]
