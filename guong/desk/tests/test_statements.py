"""Writing a sentence with figures from the board."""

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from guong.desk.queries.statements import written
from guong.desk.tests.factories import Desk, signed_in
from guong.jobs.clock import now, today
from guong.papers.actions import make_statement
from guong.papers.models import Statement
from guong.papers.narrative import plain
from guong.rounds.models import Phase
from guong.rounds.tests.factories import duty_of, send

HELD = (
    "Đến nay có 1 tổ chức đảng trực thuộc Đảng bộ huyện Mường Soi đã tiến hành buổi sinh hoạt;"
    " tính cả các cấp là 1 buổi sinh hoạt, với 21 lượt người dự."
)


def address(desk: Desk) -> str:
    return reverse("desk:statement", args=[desk.phase.uid])


def shown(client: Client, desk: Desk) -> dict[str, str]:
    """What is posted when the first sentence of the page is chosen."""
    draft = client.get(address(desk)).context["choices"][0][1]
    return {"template": draft.key, f"seen_{draft.key}": draft.mark}


def test_the_sentence_is_seen_before_it_is_frozen_and_then_stands_written(desk: Desk) -> None:
    desk.sent()
    client = signed_in(desk.world.clerk)
    page = client.get(address(desk))
    assert [draft.sentence for _option, draft in page.context["choices"]] == [
        HELD,
        "Đến nay có 1 tổ chức đảng trực thuộc Đảng bộ huyện Mường Soi đã tiến hành buổi sinh hoạt,"
        " với chưa rõ số người tham gia ở các cấp.",
    ]
    assert Statement.objects.count() == 0
    assert client.post(address(desk), shown(client, desk)).status_code == 302
    assert [plain(one, "vi") for one in Statement.objects.all()] == [HELD]
    assert [one.statement for one in client.get(address(desk)).context["written"]] == [Statement.objects.get()]


def test_what_moved_since_is_shown_again_and_nothing_is_written(desk: Desk) -> None:
    client = signed_in(desk.world.clerk)
    seen = shown(client, desk)
    desk.sent()
    answer = client.post(address(desk), seen)
    assert (answer.status_code, Statement.objects.count()) == (409, 0)
    assert answer.context["choices"][0][1].sentence == HELD
    assert client.post(address(desk), shown(client, desk)).status_code == 302


def test_a_number_behind_a_floor_that_moved_is_noticed(desk: Desk) -> None:
    desk.sent()
    client = signed_in(desk.world.clerk)
    seen = shown(client, desk)
    send(desk.world.headman, duty_of(desk.phase, desk.world.village))
    assert client.post(address(desk), seen).status_code == 409


def test_nothing_chosen_is_said_and_writes_nothing(desk: Desk) -> None:
    answer = signed_in(desk.world.clerk).post(address(desk), {})
    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {"template": ["Chưa chọn câu. Chọn một câu rồi viết."]}


def test_a_phase_that_is_not_open_is_opened_first(desk: Desk) -> None:
    waiting = Phase.objects.get(round=desk.phase.round, order=1)
    answer = signed_in(desk.world.clerk).get(reverse("desk:statement", args=[waiting.uid]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:open_phase", args=[waiting.uid]))


def test_written_sentences_are_read_in_one_go(desk: Desk, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for sentences in (1, 3):
        while Statement.objects.count() < sentences:
            make_statement(by=desk.world.clerk, phase=desk.phase, template="held", on=today(), known=now())
        with django_assert_num_queries(3):
            assert len(written(desk.phase)) == sentences
