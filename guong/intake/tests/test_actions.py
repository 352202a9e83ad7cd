import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from guong.accounts.models import User
from guong.intake import queries
from guong.intake.actions import import_page, read
from guong.intake.models import Import
from guong.intake.rules import Refused
from guong.jobs.clock import today
from guong.portal.models import ArticlePage
from guong.portal.tests.factories import make_portal
from guong.registry.models import Citation
from guong.rounds.actions import confirm_round
from guong.rounds.models import Round
from guong.trail.models import Entry
from guong.units.models import Person
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SAMPLE = Path(__file__).parent.parent / "samples" / "trang-mau.txt"


@pytest.fixture
def clerk() -> Person:
    front = make_portal()
    assert front.unit is not None
    return make_member(front.unit, "clerk", name="Nông Thị Hảo")


def take(clerk: Person, content: str = "", **given: Any) -> Import:
    unit = clerk.mandates.get().unit
    return import_page(by=clerk, content=content or SAMPLE.read_text("utf-8"), owner=unit, **given)


def test_a_page_becomes_a_draft_article_and_a_proposed_round(clerk: Person, clock: Any) -> None:
    found = take(clerk)
    article = ArticlePage.objects.get(uid=found.article)
    round_ = Round.objects.get()
    assert (article.live, article.shown_on, article.date_unknown) == (False, None, True)
    assert article.byline_name == "Lù Thị Hà"
    assert article.byline_office == "Phó Trưởng Ban Tuyên giáo Huyện ủy Mường Soi"
    assert (round_.state, round_.owner, round_.theme) == ("proposed", clerk.mandates.get().unit, "Nói đi đôi với làm")
    assert [row.text for row in round_.basis.order_by("order")] == [
        "Kế hoạch số 118-KH/TU, ngày 14/03/2022 của Tỉnh uỷ Nậm Thi",
        "Hướng dẫn số 09-HD/TU, ngày 16/05/2022 của Tỉnh uỷ Nậm Thi",
    ]
    assert round_.reported.get(measure="people").qualifier == "floor"
    assert Entry.objects.filter(what="intake.import_page").count() == 1


def test_the_same_page_again_updates_and_doubles_nothing(clerk: Person, clock: Any) -> None:
    first = take(clerk)
    again = take(clerk, SAMPLE.read_text("utf-8").replace("trên 2.860", "trên 2.900") + "\n1 2 3 4")
    assert again.pk == first.pk
    assert (Import.objects.count(), ArticlePage.objects.count(), Round.objects.count()) == (1, 1, 1)
    assert Round.objects.get().reported.get(measure="people").value == 2900


def test_what_the_portal_does_not_take_leaves_nothing(clerk: Person, clock: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(ArticlePage._meta.get_field("byline_name"), "max_length", 3)
    with pytest.raises(Refused, match="3"):
        take(clerk)
    assert (Import.objects.count(), ArticlePage.objects.count(), Round.objects.count()) == (0, 0, 0)


def test_a_confirmed_round_is_left_as_it_was_confirmed(clerk: Person, clock: Any) -> None:
    first = take(clerk)
    assert first.round is not None
    confirm_round(by=clerk, round=first.round)
    take(clerk, SAMPLE.read_text("utf-8").replace("trên 2.860", "trên 2.900"))
    assert Round.objects.get().reported.get(measure="people").value == 2860


def test_publishing_links_and_lists_what_the_text_cites(clerk: Person, clock: Any) -> None:
    found = take(clerk, publish=True)
    assert found.article is not None
    cited = Citation.objects.filter(host_kind="article", host=found.article).exclude(symbol="")
    assert sorted(set(cited.values_list("symbol_key", "resolution"))) == [
        ("118-kh/tu", "unresolved"),
        ("9-hd/tu", "unresolved"),
    ]


def test_units_of_captions_are_found_in_the_tree_or_proposed(clerk: Person, clock: Any) -> None:
    district = clerk.mandates.get().unit
    commune = make_unit("Đảng bộ xã Nậm Lùng", kind="commune_committee", code="21", parent=district)
    page = read(SAMPLE.read_text("utf-8"))
    proposed = {each.name: each.unit for each in queries.proposed_units(page, today())}
    assert proposed["Đảng bộ xã Nậm Lùng"] == commune
    assert proposed["Chi bộ Trường Tiểu học thị trấn"] is None


def test_a_page_without_an_article_is_refused_and_leaves_nothing(clerk: Person, clock: Any) -> None:
    with pytest.raises(Refused):
        take(clerk, "Đăng nhập\n1 2 3")
    assert (Import.objects.count(), ArticlePage.objects.count(), Round.objects.count()) == (0, 0, 0)


def test_the_command_reads_without_writing_and_takes_in(clerk: Person, clock: Any) -> None:
    out = StringIO()
    call_command("import_page", str(SAMPLE), "--dry-run", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["published_on"]["status"], said["imported"], Import.objects.count()) == ("unknown", None, 0)
    call_command("import_page", str(SAMPLE), "--publish", stdout=StringIO())
    assert ArticlePage.objects.get().live


def refused_by_command(file: Path | str) -> tuple[str, int]:
    with pytest.raises(CommandError) as refused:
        call_command("import_page", str(file))
    return str(refused.value), refused.value.returncode


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    assert refused_by_command("/nowhere/page.txt") == (
        "Không có tệp /nowhere/page.txt. Chưa lưu gì. Kiểm tra lại tên tệp.",
        2,
    )
    assert refused_by_command(tmp_path) == (
        f"Không đọc được tệp {tmp_path}. Chưa lưu gì. Chọn tệp văn bản hoặc HTML được phép đọc.",
        2,
    )
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"a" * 5_000_001)
    assert refused_by_command(huge) == ("Trang lớn hơn 5 MB. Chưa lưu gì. Lưu riêng phần bài rồi thử lại.", 2)


def test_the_command_says_of_an_author_what_is_known(clerk: Person, clock: Any, tmp_path: Path) -> None:
    def said(byline: str) -> list[str]:
        page = tmp_path / "page.txt"
        page.write_text(f"Xã Nậm Soi họp\n\nCác chi bộ trong xã đã họp đủ./.\n\n{byline}", "utf-8")
        out = StringIO()
        call_command("import_page", str(page), "--dry-run", stdout=out)
        return [line for line in out.getvalue().splitlines() if line.startswith("Tác giả")]

    assert said("Lò Thị Mai - Văn phòng Huyện ủy") == ["Tác giả: Lò Thị Mai, Văn phòng Huyện ủy"]
    assert said("") == ["Tác giả: chưa rõ"]


def browser(person: Person, name: str) -> Client:
    person.user = User.objects.create_user(username=name, password="x")
    person.save()
    client = Client()
    client.force_login(person.user)
    return client


def test_the_screen_shows_what_was_read_and_then_takes_it_in(clerk: Person, clock: Any) -> None:
    client = browser(clerk, "clerk")
    text = SAMPLE.read_text("utf-8")
    preview = client.post(reverse("intake:home"), {"content": text})
    assert preview.status_code == 200
    assert Import.objects.count() == 0
    assert "".join(piece.text for piece in preview.context["pieces"]) == preview.context["page"].text
    taken = client.post(reverse("intake:take"), {"content": text}, follow=True)
    assert taken.context["found"] == Import.objects.get()


def test_the_preview_counts_what_is_known(clerk: Person, clock: Any) -> None:
    shown = browser(clerk, "clerk").post(reverse("intake:home"), {"content": SAMPLE.read_text("utf-8")}).context
    assert [group.label for group in shown["groups"]] == [
        "Bài viết",
        "Văn bản",
        "Đợt được đề xuất",
        "Số liệu và đơn vị",
    ]
    assert sum(shown["count"].values()) == sum(len(group.rows) for group in shown["groups"])
    assert shown["count"]["unknown"] >= 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_may_come_instead_of_the_text(clerk: Person, clock: Any, encoding: str) -> None:
    text = SAMPLE.read_text("utf-8")
    upload = SimpleUploadedFile("trang.txt", text.encode(encoding))
    shown = browser(clerk, "clerk").post(reverse("intake:home"), {"content": "", "file": upload})
    assert shown.context["page"].text == text


def test_a_file_that_is_no_text_is_refused_in_words(clerk: Person, clock: Any) -> None:
    upload = SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n")
    shown = browser(clerk, "clerk").post(reverse("intake:home"), {"content": "", "file": upload})
    assert list(shown.context["form"].non_field_errors()) == [
        "Tệp không phải văn bản mã UTF-8. Chưa lưu gì. Lưu lại tệp theo mã UTF-8 rồi thử lại."
    ]


@pytest.mark.parametrize("sample", [True, False])
def test_the_sample_page_is_at_hand_on_sample_data_alone(
    clerk: Person, clock: Any, settings: Any, sample: bool
) -> None:
    settings.GUONG_SAMPLE = sample
    shown = browser(clerk, "clerk").get(reverse("intake:home"), {"mau": "1"})
    assert shown.context["form"]["content"].value() == (SAMPLE.read_text("utf-8") if sample else "")
    assert ("Điền trang mẫu" in shown.text) is sample


def test_what_was_pasted_stays_when_nothing_can_be_read(clerk: Person, clock: Any) -> None:
    answer = browser(clerk, "clerk").post(reverse("intake:home"), {"content": "Đăng nhập\n1 2 3"})
    assert answer.context["form"]["content"].value() == "Đăng nhập\n1 2 3"
    assert list(answer.context["form"].non_field_errors()) == [
        "Không tìm thấy bài nào trong trang. Chưa lưu gì. Kiểm tra xem trang có tiêu đề và nội dung không."
    ]


@pytest.mark.parametrize("name", ["home", "take", "taken"])
def test_only_those_who_direct_the_owner_take_pages_in(name: str, clerk: Person, clock: Any) -> None:
    found = take(clerk)
    address = reverse(f"intake:{name}", args=[found.uid] if name == "taken" else [])
    district = clerk.mandates.get().unit
    send = {"home": "get", "take": "post", "taken": "get"}[name]

    def status(person: Person, username: str) -> int:
        return int(
            getattr(browser(person, username), send)(address, {"content": SAMPLE.read_text("utf-8")}).status_code
        )

    assert status(clerk, "owner") == (302 if name == "take" else 200)
    assert status(make_member(district, "clerk"), "colleague") == (302 if name == "take" else 200)
    assert status(make_member(district, "reader"), "reader") == 403
    if name == "taken":
        elsewhere = make_unit("Đảng bộ huyện Bắc Nậm", kind="district_committee", code="90")
        assert status(make_member(elsewhere, "clerk"), "stranger") == 404
