"""An office for tests: a district with its clerk and its signers, papers at each stage of their line."""

from dataclasses import dataclass
from datetime import date

from guong.jobs.clock import today
from guong.registry.actions import (
    find_or_make_issuer,
    issue_paper,
    sign_paper,
    start_draft,
    submit_for_signing,
)
from guong.registry.models import Issuer, OfficialDocument
from guong.registry.signing import Signing, signings
from guong.units.actions import add_collective
from guong.units.enums import Role
from guong.units.models import Collective, Person, Unit
from guong.units.tests.factories import START, make_mandate, make_member, make_person, make_unit


@dataclass(frozen=True)
class Office:
    """The district's committee with those who draft, sign and number."""

    district: Unit
    standing: Collective
    issuer: Issuer
    clerk: Person
    secretary: Person  # signs; a leader of the unit


def make_office(name: str = "Đảng bộ huyện Mường Soi", *, above: Unit | None = None) -> Office:
    district = make_unit(name, kind="district_committee", parent=above)
    standing = add_collective(
        by=None, unit=district, kind="standing_committee", name="Ban Thường vụ Huyện ủy", starts_on=START
    )
    secretary = make_member(district, Role.LEADER, name="Nông Văn Bách")
    make_mandate(secretary, district, office="secretary", office_title="Bí thư Huyện ủy")
    return Office(
        district=district,
        standing=standing,
        issuer=find_or_make_issuer(name=f"Huyện ủy của {name}", code="HU", unit=district),
        clerk=make_member(district, Role.CLERK, name="Nông Thị Hảo"),
        secretary=secretary,
    )


def make_chief(office: Office, title: str = "Chánh Văn phòng Huyện ủy") -> Person:
    """Who signs copies, by order of the standing committee."""
    chief = make_person("Vàng Seo Páo")
    make_mandate(chief, office.district, office="office_chief", office_title=title)
    return chief


def first_signing(office: Office, on: date | None = None) -> Signing:
    return signings(office.district, office.issuer, on or today())[0]


def make_draft(office: Office, **given: object) -> OfficialDocument:
    """Draft 1 of a plan, by the clerk; `given` overrides what `start_draft` takes."""
    values: dict[str, object] = {
        "by": office.clerk,
        "keeper": office.district,
        "issuer": office.issuer,
        "type": "KH",
        "abstract": "Triển khai đợt sinh hoạt năm 2022",
        "text": "Thực hiện Kế hoạch số 105-KH/TU ngày 24/02/2022 của Tỉnh ủy Nậm Thi.",
        "no_mark_declared": True,
    }
    return start_draft(**{**values, **given})  # type: ignore[arg-type]  # tests name what they override


def make_signed(office: Office, *, signed_on: date | None = None, **given: object) -> OfficialDocument:
    draft = make_draft(office, **given)
    submit_for_signing(by=office.clerk, document=draft)
    on = signed_on or today()
    sign_paper(by=office.clerk, document=draft, signing=first_signing(office, on), signed_on=on)
    return draft


def make_issued(office: Office, *, on: date | None = None, **given: object) -> OfficialDocument:
    paper = make_signed(office, signed_on=on, **given)
    issue_paper(by=office.clerk, document=paper, issued_on=on or today())
    return paper
