import re

import pytest
from django.test import Client
from django.urls import reverse

from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.registry.tests.office import Office, make_office, make_signed
from guong.registry.tests.test_office_views import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def office() -> Office:
    return make_office()


LONG = "Triển khai đợt sinh hoạt chính trị, tự soi, tự sửa trong toàn Đảng bộ huyện Mường Soi năm 2022 và sau đó"


@pytest.mark.parametrize(
    ("act", "stage"), [("submit", "draft"), ("sign", "for_signing"), ("issue", "signed"), ("draft", "signed")]
)
def test_headings_stay_short_and_the_whole_abstract_stands_once_below(
    client: Client, office: Office, act: str, stage: str
) -> None:
    paper = make_signed(office, abstract=LONG)
    if stage != "signed":
        OfficialDocument.objects.filter(pk=paper.pk).update(stage=stage)
    page = at(client, office.clerk).get(reverse(f"registry:{act}", args=[paper.uid])).content.decode()
    heading = re.findall(r"<h1>(.*?)</h1>", page)
    assert [len(words) < 100 and words.endswith(("…”", "…")) for words in heading] == [True]
    assert page.count(LONG) == 1


def test_a_symbol_with_braces_breaks_no_question(client: Client, office: Office) -> None:
    paper = make_document(office.district, "{0}5-KH/{TU}")
    page = at(client, office.clerk).get(reverse("registry:publish", args=[paper.uid]))
    assert page.context["question"].title.count("{0}5-KH/{TU}") == 1
