"""The phone form, from the list of duties to the receipt: what goes up, what stays, nothing lost, nothing twice."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from uuid_utils.compat import uuid7

from guong.desk.tests.factories import Desk, signed_in, sitting_post
from guong.rounds.content import SittingReport
from guong.rounds.enums import DutyKind
from guong.rounds.models import Submission
from guong.rounds.queries import content_of
from guong.rounds.tests.factories import duty_of

FOUND, PROMISED = "Đọc tài liệu chưa kỹ trước buổi họp", "Gửi tài liệu trước ba ngày"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x03\x00\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


def write(desk: Desk) -> str:
    return reverse("desk:write", args=[desk.duty.uid])


def hidden(html: str) -> dict[str, list[str]]:
    """The hidden fields of a page, as the browser would send them."""
    from lxml import html as parser

    found: dict[str, list[str]] = {}
    for field in parser.fromstring(html).xpath('//form[@id="sheet"]//input[@type="hidden"]'):
        found.setdefault(field.get("name"), []).append(field.get("value") or "")
    return found


@pytest.mark.both
def test_a_sitting_goes_from_the_form_through_the_preview_to_a_receipt(desk: Desk) -> None:
    client, uid = signed_in(desk.world.secretary), uuid7()
    assert client.get(write(desk)).status_code == 200
    preview = client.post(write(desk), sitting_post(desk.duty, uid) | {"step": "preview"})
    assert Submission.objects.count() == 0
    carried = hidden(preview.content.decode())
    sent = client.post(write(desk), carried | {"step": "send"})
    assert sent.headers["Location"] == reverse("desk:receipt", args=[uid])
    submission = Submission.objects.get()
    content = content_of(submission, inside=True)
    assert isinstance(content, SittingReport)
    assert (submission.uid, content.present, content.superiors, content.covered) == (uid, 18, 1, (0, 1))
    assert [finding.words for finding in content.findings] == [FOUND]
    assert [(promise.words, promise.finding) for promise in content.promises] == [(PROMISED, 0)]
    assert client.get(sent.headers["Location"]).status_code == 200


def test_the_preview_shows_words_only_below_what_stays(desk: Desk) -> None:
    page = signed_in(desk.world.secretary).post(write(desk), sitting_post(desk.duty, uuid7())).content.decode()
    goes, stays = page.split('class="inner', 1)
    shown = goes.split('<dl class="goes', 1)[1]
    assert (FOUND in shown, PROMISED in shown, "Lù Thị Sen" in shown) == (False, False, False)
    assert (FOUND in stays, PROMISED in stays, "Lù Thị Sen" in stays) == (True, True, True)


def test_sending_twice_is_one_submission(desk: Desk) -> None:
    client, uid = signed_in(desk.world.secretary), uuid7()
    posted = sitting_post(desk.duty, uid) | {"step": "send"}
    places = {client.post(write(desk), posted).headers["Location"] for _again in range(2)}
    assert places == {reverse("desk:receipt", args=[uid])}
    assert Submission.objects.count() == 1


def test_errors_stand_beside_the_fields_and_keep_what_was_typed(desk: Desk) -> None:
    posted = sitting_post(desk.duty, uuid7(), present="31", held_on="", outcome="Giữ nguyên câu này.")
    answer = signed_in(desk.world.secretary).post(write(desk), posted | {"step": "send"})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert set(form.errors) == {"held_on", "present"}
    assert form["outcome"].value() == "Giữ nguyên câu này."
    assert answer.context["promises"].forms[0]["words"].value() == PROMISED
    assert Submission.objects.count() == 0


def test_one_more_shortcoming_keeps_the_rows_and_judges_nothing(desk: Desk) -> None:
    answer = signed_in(desk.world.secretary).post(
        write(desk), sitting_post(desk.duty, uuid7(), held_on="") | {"step": "more"}
    )
    rows = [form["words_found"].value() or "" for form in answer.context["promises"].forms]
    assert (answer.status_code, rows) == (200, [FOUND, ""])


def test_an_edit_starts_from_the_last_version_and_names_it(desk: Desk) -> None:
    first = desk.sent().submission
    client = signed_in(desk.world.secretary)
    form = client.get(write(desk)).context["form"]
    assert (form["base"].value(), form["present"].value()) == (str(first.uid), 18)
    posted = sitting_post(desk.duty, uuid7(), base=str(first.uid), present="19", absent_excused="1")
    client.post(write(desk), posted | {"step": "send"})
    assert list(Submission.objects.order_by("version").values_list("version", "base")) == [(1, None), (2, first.pk)]


def test_a_page_of_the_minutes_is_kept_over_the_steps_and_stays(desk: Desk) -> None:
    client = signed_in(desk.world.secretary)
    page = SimpleUploadedFile("trang-1.png", PIXEL, content_type="image/png")
    posted: dict[str, Any] = sitting_post(desk.duty, uuid7()) | {"step": "preview", "pages": page}
    preview = client.post(write(desk), posted)
    client.post(write(desk), hidden(preview.content.decode()) | {"step": "send"})
    submission = Submission.objects.get()
    assert submission.minutes.count() == 1
    assert content_of(submission, inside=False).minutes == ()  # type: ignore[union-attr]  # a sitting has pages


def test_pages_of_somebody_else_cannot_be_named(desk: Desk) -> None:
    posted = sitting_post(desk.duty, uuid7(), photos="not-signed-by-us") | {"step": "send"}
    assert signed_in(desk.world.secretary).post(write(desk), posted).status_code == 302
    assert Submission.objects.get().minutes.count() == 0


def test_nothing_to_report_is_an_answer_with_a_reason(desk: Desk) -> None:
    client, url = signed_in(desk.world.secretary), reverse("desk:nil", args=[desk.duty.uid])
    posted = {"uid": str(uuid7()), "duties": [str(desk.duty.uid)], "reason": ""}
    assert client.post(url, posted | {"step": "send"}).status_code == 422
    assert client.post(url, posted | {"reason": "Hoãn vì bão", "step": "send"}).status_code == 302
    assert Submission.objects.get().answer == "nil"


def test_a_review_is_answered_in_words(desk: Desk) -> None:
    duty = duty_of(desk.phase, desk.world.school, DutyKind.REVIEW)
    url = reverse("desk:write", args=[duty.uid])
    posted = {
        "uid": str(uuid7()),
        "duties": [str(duty.uid)],
        "text": "Đã kiểm điểm tập thể chi ủy.",
        "promises-TOTAL_FORMS": "0",
        "promises-INITIAL_FORMS": "0",
        "step": "send",
    }
    assert signed_in(desk.world.secretary).post(url, posted).status_code == 302
    assert list(Submission.objects.get().duties.all()) == [duty]


def test_the_superior_reads_what_went_up_and_nothing_that_stays(desk: Desk) -> None:
    client = signed_in(desk.world.secretary)
    client.post(write(desk), sitting_post(desk.duty, uuid7()) | {"step": "send"})
    url = reverse("desk:submission", args=[Submission.objects.get().uid])
    above = signed_in(desk.world.clerk).get(url).content.decode()
    own = client.get(url).content.decode()
    assert [words in above for words in (FOUND, PROMISED, "Phàn Tả Mẩy", "Nhất trí ba việc")] == [
        False,
        False,
        False,
        True,
    ]
    assert [words in own for words in (FOUND, PROMISED, "Phàn Tả Mẩy", "Nhất trí ba việc")] == [True, True, True, True]


def test_a_photo_is_kept_when_one_more_shortcoming_is_asked_for(desk: Desk) -> None:
    page = SimpleUploadedFile("bien-ban.png", PIXEL, content_type="image/png")
    posted = sitting_post(desk.duty, uuid7()) | {"step": "more", "pages": page}
    answer = signed_in(desk.world.secretary).post(write(desk), posted)
    assert len(answer.context["pages"]) == 1
    again = hidden(answer.content.decode())["photos"]
    sent = sitting_post(desk.duty, uuid7()) | {"step": "send", "photos": again}
    signed_in(desk.world.secretary).post(write(desk), sent)
    assert Submission.objects.get().minutes.count() == 1


def test_folded_parts_stand_open_where_they_hold_something(desk: Desk) -> None:
    client = signed_in(desk.world.secretary)
    assert client.get(write(desk)).context["form"].more_open is False
    client.post(write(desk), sitting_post(desk.duty, uuid7(), requests="Xin thêm tài liệu") | {"step": "send"})
    assert client.get(write(desk)).context["form"].more_open is True


def test_what_is_wrong_in_a_row_is_said_above_the_form_too_and_leads_there(desk: Desk) -> None:
    posted = sitting_post(desk.duty, uuid7(), held_on="", **{"promises-0-topic": ""})
    answer = signed_in(desk.world.secretary).post(write(desk), posted | {"step": "send"})
    assert [place for _label, place in answer.context["wrong"]] == ["id_held_on", "id_promises-0-topic"]
    page = answer.content.decode()
    assert page.count('role="alert"') == 1
    assert 'href="#id_promises-0-topic"' in page
    row_alone = sitting_post(desk.duty, uuid7(), **{"promises-0-topic": ""})
    again = signed_in(desk.world.secretary).post(write(desk), row_alone | {"step": "send"})
    assert [place for _label, place in again.context["wrong"]] == ["id_promises-0-topic"]
    assert again.content.decode().count('role="alert"') == 1
