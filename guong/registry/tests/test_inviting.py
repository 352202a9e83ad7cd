from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from guong.files.actions import store
from guong.files.tests.factories import pdf
from guong.jobs import clock
from guong.registry.actions import (
    answer_invitation,
    delete_draft,
    invite,
    lay_draft,
    revoke_invitation,
    submit_for_signing,
)
from guong.registry.models import Invitation, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tests.office import Office, make_draft, make_office
from guong.registry.tests.test_office_views import at
from guong.registry.views import inviting
from guong.trail.models import Entry
from guong.units.enums import Role
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

SECRET = "Nội dung dự thảo chưa ban hành"
NAME = "Giàng A Páo, Chủ tịch Công đoàn huyện"


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def paper(office: Office) -> OfficialDocument:
    return make_draft(office, text=SECRET, file=store(content=pdf()))


def link_of(office: Office, paper: OfficialDocument, days: int = 7) -> tuple[Invitation, str]:
    made, token = invite(by=office.clerk, document=paper, name=NAME, days=days)
    return made, reverse("registry:invited", args=[token])


def done(paper: OfficialDocument) -> list[str]:
    rows = Entry.objects.filter(target=str(paper.uid)).order_by("pk").values_list("what", flat=True)
    return [what.removeprefix("registry.") for what in rows]


def test_an_outsider_reads_one_version_and_leaves_an_opinion(
    client: Client, office: Office, paper: OfficialDocument
) -> None:
    made, link = link_of(office, paper)
    page = client.get(link)
    assert (page.status_code, page.content.decode().count(SECRET)) == (200, 1)
    assert [page[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")] == [
        "private, no-store",
        "no-referrer",
        "noindex, nofollow",
    ]
    file = client.get(f"{link}file/")
    assert (file.status_code, b"".join(file.streaming_content)) == (200, pdf())  # type: ignore[attr-defined]  # a streaming answer
    assert client.post(link, {"words": " "}).status_code == 422
    for words in ("Đồng ý", "Đồng ý, thêm mục 3"):
        assert client.post(link, {"words": words}).status_code == 200
    made.refresh_from_db()
    assert (made.text, made.given_at) == ("Đồng ý, thêm mục 3", clock.now())
    assert done(paper)[1:] == ["invite_opinion", "open_invitation", "answer_invitation", "answer_invitation"]
    assert NAME not in str(list(Entry.objects.values_list("facts", flat=True)))
    shown = at(client, office.clerk).get(reverse("registry:draft", args=[paper.uid])).content.decode()
    assert (shown.count("Đồng ý, thêm mục 3"), shown.count(NAME) > 0) == (1, True)


def test_the_token_is_kept_nowhere(office: Office, paper: OfficialDocument) -> None:
    _made, link = link_of(office, paper)
    token = link.strip("/").rpartition("/")[2]
    held = str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))
    assert (len(token), token in held) == (43, False)


@pytest.mark.parametrize("how", ["expired", "revoked", "newer", "signing", "deleted", "made up"])
def test_a_closed_link_opens_nothing_and_says_the_same(
    client: Client, office: Office, paper: OfficialDocument, how: str
) -> None:
    made, link = link_of(office, paper)
    hours = 0
    if how == "expired":
        hours = 7 * 24
    elif how == "revoked":
        revoke_invitation(by=office.clerk, invitation=made)
    elif how == "newer":
        lay_draft(by=office.clerk, document=paper, abstract="Kế hoạch", text="Bản hai", no_mark_declared=True)
    elif how == "signing":
        submit_for_signing(by=office.clerk, document=paper)
    elif how == "deleted":
        delete_draft(by=office.clerk, document=paper)
    else:
        link = reverse("registry:invited", args=["x" * 43])
    with clock.at(clock.now() + timedelta(hours=hours)):
        answers = [client.get(link), client.post(link, {"words": "Muộn"}), client.get(f"{link}file/")]
        assert [answer.status_code for answer in answers] == [410, 410, 410]
        assert SECRET not in answers[0].content.decode()
        if how not in {"deleted", "made up"}:
            with pytest.raises(Refused, match=r"\.$"):
                answer_invitation(invitation=made, text="Muộn")
    assert not Invitation.objects.filter(given_at__isnull=False).exists()


def test_the_gate_stands_at_names_and_opinions(client: Client, office: Office, paper: OfficialDocument) -> None:
    _made, link = link_of(office, paper)
    marked = client.post(link, {"words": "TỐI MẬT\nSố 15-BC/HU"})
    assert (marked.status_code, Invitation.objects.get().given_at) == (422, None)
    for wrong in ({"name": "(Mật)", "days": 7}, {"name": " ", "days": 7}, {"name": "A", "days": 31}):
        with pytest.raises(Refused, match=r"\.$"):
            invite(by=office.clerk, document=paper, **wrong)  # type: ignore[arg-type]  # a table of wrong values


def test_looking_too_often_has_to_wait(
    client: Client, office: Office, paper: OfficialDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "LOOKS_A_MINUTE", 2)
    _made, link = link_of(office, paper)
    answers = [client.get(link, REMOTE_ADDR="203.0.113.9") for _look in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_the_database_holds_a_time_and_a_name(office: Office, paper: OfficialDocument) -> None:
    made, _link = link_of(office, paper)
    for wrong in ({"name": ""}, {"expires_at": made.made_at}, {"given_at": made.made_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.update(**wrong)


def test_a_drafter_makes_the_link_once_and_takes_it_back(
    client: Client, office: Office, paper: OfficialDocument
) -> None:
    at(client, office.clerk)
    url = reverse("registry:invite", args=[paper.uid])
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "", "days": "7"}).status_code == 422
    page = client.post(url, {"name": NAME, "days": "7"})
    made = Invitation.objects.get()
    assert (page.context["invitation"], page["Cache-Control"]) == (made, "private, no-store")
    assert client.get(page.context["link"]).status_code == 200
    revoke = reverse("registry:revoke_invitation", args=[paper.uid, made.uid])
    assert client.get(revoke).status_code == 200
    client.post(revoke)
    assert client.get(page.context["link"]).status_code == 410


@pytest.mark.parametrize(
    ("role", "where", "answer"),
    [(Role.CLERK, "own", 200), (Role.LEADER, "own", 403), (Role.READER, "own", 404), (Role.CLERK, "above", 404)],
)
def test_who_may_invite(client: Client, role: str, where: str, answer: int) -> None:
    above = make_unit("Đảng bộ tỉnh Nậm Thi", kind="district_committee")
    office = make_office(above=above)
    paper = make_draft(office)
    made, _link = link_of(office, paper)
    at(client, make_member({"own": office.district, "above": above}[where], role))
    pages = [
        reverse("registry:invite", args=[paper.uid]),
        reverse("registry:revoke_invitation", args=[paper.uid, made.uid]),
    ]
    assert [client.get(page).status_code for page in pages] == [answer, answer]
