"""Units, people and mandates of the sample."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP

from guong.accounts.models import User
from guong.ops.demo.samples import PASSWORD, SECOND_STEP, read
from guong.units.actions import add_collective, add_person, found_unit, give_mandate, show_contact, start_term
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.queries.entry import at_a_desk

LINE = "party"
FOUNDED = date(2015, 8, 1)
TERM_STARTS = date(2020, 6, 15)
AGENCIES = ("Quân sự", "Công an", "Trung tâm", "Bệnh viện")


@dataclass
class Sample:
    """What the rest of the story needs to know of the tree it was built on."""

    district: Unit
    clerk: Person
    leader: Person
    editor: Person
    writer: Person
    direct: dict[str, Unit] = field(default_factory=dict)  # by short name, in the order of the tree
    cells: dict[str, Unit] = field(default_factory=dict)
    members: dict[int, int] = field(default_factory=dict)  # unit id → head count
    secretaries: dict[int, Person] = field(default_factory=dict)


def names() -> Iterator[str]:
    """Invented names, in a fixed order."""
    parts = read("units")["names"]
    for n in count():
        family, middle, given = parts["family"], parts["middle"], parts["given"]
        yield f"{family[n % 16]} {middle[(n * 3 + n // 16) % 8]} {given[(n * 7 + n // 5) % 20]}"


def _user(person: Person, username: str) -> None:
    person.user = User.objects.create_user(username=username, password=PASSWORD)
    person.save(update_fields=["user"])


def build() -> Sample:
    """Found the province, the district, its 46 direct units and the cells below them, with people in office."""
    data = read("units")
    province = _found(data["province"], None, "province_committee")
    district = _found(data["district"], province, "district_committee")
    sample = _offices(district)
    invented = names()
    followers = _followers(invented)
    for number, row in enumerate(data["committee"] + data["cell"], start=1):
        unit = _direct(row, number, district, "cells" in row)
        sample.direct[row["short"]] = unit
        _staff(sample, unit, row, invented)
        give_mandate(by=None, person=followers[number % len(followers)], unit=unit, follows=True, starts_on=TERM_STARTS)
        for place, name in enumerate(row.get("cells", ()), start=1):
            cell = found_unit(
                by=None,
                line=LINE,
                name=name,
                kind="cell",
                code=f"MS-{number:02}-{place:02}",
                parent=unit,
                starts_on=FOUNDED,
                short_name=name.removeprefix("Chi bộ "),
            )
            sample.cells[name] = cell
            _staff(sample, cell, {"members": 18 + (number * 5 + place * 7) % 17}, invented)
    _sign_in(sample)
    _open_contacts(sample)
    return sample


def _found(row: dict[str, Any], parent: Unit | None, kind: str) -> Unit:
    return found_unit(
        by=None,
        line=LINE,
        name=row["name"],
        kind=kind,
        code=row["code"],
        parent=parent,
        starts_on=FOUNDED,
        short_name=row["short"],
    )


def _direct(row: dict[str, Any], number: int, district: Unit, committee: bool) -> Unit:
    short = row["short"]
    if not committee:
        kind = "grassroots_cell"
    else:
        kind = "grassroots_committee" if short.startswith(AGENCIES) else "commune_committee"
    return _found(
        {"name": row.get("name", f"Chi bộ {short}"), "code": f"MS-{number:02}", "short": short}, district, kind
    )


def _offices(district: Unit) -> Sample:
    start_term(by=None, unit=district, ordinal="XXII", starts_on=TERM_STARTS)
    add_collective(
        by=None,
        unit=district,
        kind="standing_committee",
        name="Ban Thường vụ Huyện ủy Mường Soi",
        starts_on=TERM_STARTS,
    )
    add_collective(
        by=None,
        unit=district,
        kind="advisory_department",
        name="Ban Tuyên giáo Huyện ủy Mường Soi",
        starts_on=TERM_STARTS,
    )
    add_collective(by=None, unit=district, kind="office", name="Văn phòng Huyện ủy Mường Soi", starts_on=TERM_STARTS)
    people = [
        ("Trịnh Quốc Vượng", "secretary", "Bí thư Huyện ủy Mường Soi", Role.LEADER),
        ("Hoàng Văn Sình", "deputy_secretary", "Phó Bí thư Huyện ủy Mường Soi", Role.LEADER),
        ("Nông Thị Hảo", "office_deputy", "Phó Chánh Văn phòng Huyện ủy Mường Soi", Role.CLERK),
        ("Lò Thu Hà", "department_deputy", "Phó Trưởng Ban Tuyên giáo Huyện ủy Mường Soi", Role.EDITOR),
        ("Giàng A Páo", "officer", "Chuyên viên Ban Tuyên giáo Huyện ủy Mường Soi", Role.EDITOR),
    ]
    made = []
    for number, (name, office, title, role) in enumerate(people):
        person = add_person(by=None, name=name, phone=f"0200 000 00{number}")
        give_mandate(
            by=None, person=person, unit=district, office=office, office_title=title, role=role, starts_on=TERM_STARTS
        )
        made.append(person)
    leader, _deputy, clerk, editor, writer = made
    return Sample(district=district, clerk=clerk, leader=leader, editor=editor, writer=writer)


def _followers(invented: Iterator[str]) -> list[Person]:
    return [add_person(by=None, name=next(invented), phone=f"0200 000 1{n:02}") for n in range(9)]


def _staff(sample: Sample, unit: Unit, row: dict[str, Any], invented: Iterator[str]) -> None:
    sample.members[unit.pk] = row["members"]
    person = add_person(by=None, name=row.get("secretary") or next(invented), phone=f"0200 001 {unit.pk:03}")
    give_mandate(
        by=None,
        person=person,
        unit=unit,
        office="secretary",
        office_title="Bí thư",
        role=Role.SIGNATORY,
        starts_on=TERM_STARTS,
    )
    sample.secretaries[unit.pk] = person


def _open_contacts(sample: Sample) -> None:
    """Whom the public reaches at the district and at its first communes."""
    communes = [sample.secretaries[unit.pk] for unit in list(sample.direct.values())[:4]]
    for number, person in enumerate([sample.clerk, *communes]):
        mandate = person.mandates.order_by("pk").first()
        assert mandate is not None  # noqa: S101  (for the type checker: everybody here was given one)
        show_contact(
            by=sample.clerk,
            mandate=mandate,
            post=mandate.office_title,
            phone=f"0200 000 9{number:02}",
            hours="Sáng thứ năm hằng tuần, tại trụ sở",
        )


def _holder(unit: Unit, name: str, office: str, title: str, role: Role) -> Person:
    person = add_person(by=None, name=name)
    give_mandate(by=None, person=person, unit=unit, office=office, office_title=title, role=role, starts_on=TERM_STARTS)
    return person


LOGINS = {
    "vanphong": "cán bộ văn phòng Huyện ủy",
    "lanhdao": "lãnh đạo Huyện ủy",
    "bientap": "biên tập viên cổng thông tin",
    "thpt1": "bí thư Chi bộ Trường THPT số 1 (xác nhận, gửi báo cáo)",
    "phinho": "bí thư Chi bộ thôn Phìn Hồ (xác nhận, gửi báo cáo)",
    "namlung": "văn thư Đảng ủy xã Nậm Lùng (người báo cáo)",
    "dangvien": "đảng viên Chi bộ Trường THPT số 1 (người xem)",
    "soatnhatky": "người soát nhật ký",
    "quantri": "quản trị viên",
}


def _sign_in(sample: Sample) -> None:
    """A log-in for each kind of user, in the order of LOGINS."""
    school, commune, village = sample.direct["THPT số 1"], sample.direct["Xã Nậm Lùng"], "Chi bộ thôn Phìn Hồ"
    people = (
        sample.clerk,
        sample.leader,
        sample.editor,
        sample.secretaries[school.pk],
        sample.secretaries[sample.cells[village].pk],
        _holder(commune, "Sùng Thị Dung", "records_officer", "Văn thư Đảng ủy xã Nậm Lùng", Role.REPORTER),
        _holder(school, "Tẩn Thị Lan", "", "", Role.READER),
        _holder(sample.district, "Đỗ Minh Khánh", "officer", "Chuyên viên Ủy ban Kiểm tra Huyện ủy", Role.AUDITOR),
        _holder(sample.district, "Ly Quang Vinh", "officer", "Chuyên viên Văn phòng Huyện ủy", Role.ADMINISTRATOR),
    )
    for username, person in zip(LOGINS, people, strict=True):
        _user(person, username)
        if at_a_desk(person, TERM_STARTS):
            TOTP.activate(person.user, SECOND_STEP)
