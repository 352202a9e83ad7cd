import pypdfium2 as pdfium
import pytest
from django.urls import reverse

from guong.desk.casing import file_round
from guong.desk.tests.factories import Desk, make_desk, signed_in
from guong.files.queries import read
from guong.jobs import clock
from guong.registry.actions import relate
from guong.registry.actions.cases import close_case
from guong.registry.cases import items_of
from guong.registry.models import CaseFile
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.rounds.models import Basis
from guong.rounds.tests.factories import BEFORE, FINDING, PROMISE, duty_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def words_of(case: CaseFile) -> dict[str, str]:
    """Text of each file that was drawn up, by its title."""
    return {
        item.title: " ".join(
            " ".join(page.get_textpage().get_text_bounded().split()) for page in pdfium.PdfDocument(read(item.file))
        )
        for item in items_of(case)
        if item.file
    }


def drawn(desk: Desk) -> CaseFile:
    with clock.at(BEFORE):
        return file_round(by=desk.world.clerk, round=desk.phase.round)


def test_papers_reports_and_receipts_come_from_the_round(desk: Desk) -> None:
    plan = make_document(desk.world.district, "105-KH/TU")
    own = make_document(desk.world.district, "12-KH/HU", direction="outgoing")
    make_document(desk.world.district, "99-KH/HU", direction="outgoing")
    relate(by=None, document=own, kind="implements", other=plan, from_on=None)
    Basis.objects.create(round=desk.phase.round, order=0, text="Kế hoạch 105-KH/TU", document=plan)
    receipt = desk.sent()
    case = drawn(desk)
    assert [item.document for item in items_of(case) if item.document] == [own, plan]
    assert (case.origin, case.keeper, case.title) == (desk.phase.round.uid, desk.world.district, "Tự soi, tự sửa")
    texts = words_of(case)
    assert len(texts) == 2
    assert all("Chi bộ Trường Mầm non số 2" in words for words in texts.values())
    marks = [words for words in texts.values() if receipt.mark[:40] in words.replace(" ", "")]
    assert len(marks) == 1


def test_nothing_that_stays_in_a_unit_is_in_it(desk: Desk) -> None:
    desk.sent()
    everything = " ".join(words_of(drawn(desk)).values())
    assert "Nhà văn hóa" in everything  # what goes up is there
    for sealed in (FINDING.words, PROMISE.words, PROMISE.holder):
        assert sealed not in everything


def test_drawn_up_again_it_is_brought_up_to_date_until_it_is_closed(desk: Desk) -> None:
    desk.sent()
    case = drawn(desk)
    before = [item.title for item in items_of(case)]
    send(desk.world.headman, duty_of(desk.phase, desk.world.village))
    assert drawn(desk) == case
    assert [item.title for item in items_of(case)] == before
    assert all("Chi bộ thôn Bản Phố" in words for words in words_of(case).values())
    with clock.at(BEFORE):
        close_case(by=desk.world.clerk, case=case, closed_on=clock.today())
    with pytest.raises(Refused):
        drawn(desk)


def test_a_round_without_anything_has_an_empty_case_file(desk: Desk) -> None:
    assert items_of(drawn(desk)) == []


@pytest.mark.parametrize(("who", "status"), [("colleague", 302), ("reader", 403), ("stranger", 404)])
def test_who_may_draw_it_up(desk: Desk, who: str, status: int) -> None:
    url = reverse("desk:case_of_round", args=[desk.phase.round.uid])
    with clock.at(BEFORE):
        assert signed_in(getattr(desk, who)).post(url).status_code == status
    assert CaseFile.objects.exists() == (status == 302)
