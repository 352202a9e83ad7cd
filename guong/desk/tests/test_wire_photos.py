"""Photos on the wire: in pieces after the text, resumed wherever they were cut, kept as every upload."""

import io
import random
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from uuid_utils.compat import uuid7

from guong.desk.forms.sheet import pack_photos
from guong.desk.tests.factories import Desk, signed_in, sitting_post
from guong.desk.tests.phone import Phone, Shot, address, body, faults, told
from guong.files import arriving
from guong.files.tests.factories import pdf, picture
from guong.rounds.actions import approve_plan
from guong.rounds.content import WrittenReport
from guong.rounds.enums import DutyKind
from guong.rounds.models import Held, Phase, Photo, Submission
from guong.rounds.tests.factories import duty_of, make_round, open_it, send
from guong.trail.models import Entry
from guong.units.tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def noise(size: tuple[int, int] = (260, 190)) -> bytes:
    """A picture of some hundred kilobytes."""
    out = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3)).save(out, "JPEG", quality=95)
    return out.getvalue()


def test_text_is_held_first_and_the_last_photo_makes_it_complete(desk: Desk, phone: Phone) -> None:
    page = Shot(content=noise())
    shown = Shot(content=picture(), use="public", consent="Các đồng chí trong ảnh đồng ý")
    uid = uuid7()
    status, said = told(phone.put(uid, body(desk.duty, shots=(page, shown))))
    assert (status, said["state"], [one["held"] for one in said["photos"]]) == (201, "text_held", [0, 0])
    size = len(shown.content)
    assert told(phone.piece(uid, shown, 0, size)) == (200, {"held": size, "size": size, "state": "text_held"})
    size = len(page.content)
    assert told(phone.piece(uid, page, 0, 50_000))[1] == {"held": 50_000, "size": size, "state": "text_held"}
    assert [one["held"] for one in phone.get(uid).json()["photos"]] == [50_000, len(shown.content)]
    assert told(phone.piece(uid, page, 50_000, size)) == (200, {"held": size, "size": size, "state": "complete"})
    assert told(phone.piece(uid, page, 0, 50_000))[1]["state"] == "complete"
    submission = Submission.objects.get()
    rows = {one.use: one for one in Photo.objects.all()}
    assert list(submission.minutes.all()) == [rows["minutes"].file]  # the public one is no page of the minutes
    assert Entry.objects.filter(what="rounds.take_photo").count() == 2


def test_a_photo_cut_at_every_step_is_resumed_from_what_is_held(desk: Desk, phone: Phone) -> None:
    step = 4096
    whole = noise()
    for cut in range(step, len(whole), step):
        shot, uid = Shot(content=whole), uuid7()
        assert phone.put(uid, body(desk.duty, shots=(shot,))).status_code in {
            201,
            409,
        }  # the first stands, the rest wait
        if cut > step:
            assert phone.piece(uid, shot, 0, cut).status_code == 200
        held = told(phone.piece(uid, shot, cut + step, cut + 2 * step)) if cut + 2 * step < len(whole) else None
        at = cut if cut > step else 0
        assert held is None or (held[0], held[1]["held"]) == (416, at)
        last = phone.piece(uid, shot, at, len(whole))
        assert told(last)[1]["held"] == len(whole)
        assert Photo.objects.get(uid=shot.uid).file is not None


def test_a_photo_that_is_not_what_was_declared_starts_anew(desk: Desk, phone: Phone) -> None:
    shot, uid = Shot(content=noise()), uuid7()
    phone.put(uid, body(desk.duty, shots=(shot,)))
    size = len(shot.content)
    damaged = replace(shot, content=shot.content[:-1] + b"\0")
    phone.piece(uid, shot, 0, 8192)
    assert phone.piece(uid, damaged, 8192, size).status_code == 422
    assert [one["held"] for one in phone.get(uid).json()["photos"]] == [0]
    assert told(phone.piece(uid, shot, 0, size))[1]["state"] == "complete"


def test_what_is_no_picture_is_refused_when_it_is_whole(desk: Desk, phone: Phone) -> None:
    shot, uid = Shot(content=b"GIF89a" + bytes(5000)), uuid7()
    phone.put(uid, body(desk.duty, shots=(shot,)))
    answer = phone.piece(uid, shot, 0, len(shot.content))
    assert faults(answer) == ["body"]
    assert phone.get(uid).json()["state"] == "text_held"


@pytest.mark.parametrize(
    ("begin", "end", "told_as"), [(0, 100, "0-99"), (0, 5000, "0-4998"), (0, 5000, "5-3"), (0, 0, "0-0")]
)
def test_a_range_that_does_not_fit_is_refused(desk: Desk, phone: Phone, begin: int, end: int, told_as: str) -> None:
    shot, uid = Shot(content=noise()), uuid7()
    phone.put(uid, body(desk.duty, shots=(shot,)))
    path = f"{address(uid)}/photos/{shot.uid}"
    size = {"Content-Range": f"bytes {told_as}/{len(shot.content)}"}
    assert faults(phone.ask("PUT", path, shot.content[begin:end], **size)) == ["Content-Range"]
    large = {"Content-Range": f"bytes 0-{2**18}/{len(shot.content)}"}
    assert phone.ask("PUT", path, bytes(2**18 + 1), **large).status_code == 413


def test_what_waits_takes_its_photos_along(desk: Desk, phone: Phone) -> None:
    uid = uuid7()
    phone.put(uid, body(desk.duty))
    shot = Shot(content=noise())
    assert phone.put(uid, body(desk.duty, shots=(shot,))).status_code == 409
    assert told(phone.piece(uid, shot, 0, len(shot.content)))[0] == 200
    assert Held.objects.get().minutes.count() == 1


def test_photos_that_do_not_fit_are_named(desk: Desk, phone: Phone) -> None:
    shot = Shot(content=noise(), use="public")
    assert faults(phone.put(uuid7(), body(desk.duty, shots=(shot,)))) == ["photos.0.consent"]
    twice = Shot(content=noise())
    assert faults(phone.put(uuid7(), body(desk.duty, shots=(twice, twice)))) == ["photos"]
    phone.put(uuid7(), body(desk.duty, shots=(twice,)))
    other = replace(twice, content=twice.content + b"x")
    assert faults(phone.put(uuid7(), body(desk.duty, shots=(other,)))) == ["photos.0.id"]


def test_nobody_sends_a_photo_for_somebody_else(desk: Desk, phone: Phone) -> None:
    shot, uid = Shot(content=noise()), uuid7()
    phone.put(uid, body(desk.duty, shots=(shot,)))
    found = [Phone(one).piece(uid, shot, 0, 8192).status_code for one in (desk.stranger, desk.world.clerk)]
    assert found == [404, 403]


def test_three_photos_ask_no_more_than_one(desk: Desk, phone: Phone) -> None:
    def asked(many: int, base: str | None) -> int:
        uid = one if base is None else two
        shots = tuple(Shot(content=noise()) for _shot in range(many))
        assert phone.put(uid, body(desk.duty, shots=shots, base=base)).status_code == 201
        with CaptureQueriesContext(connection) as made:
            phone.get(uid)
        return len(made)

    one, two = uuid7(), uuid7()
    assert asked(1, None) == asked(3, str(one))


def test_what_nobody_goes_on_sending_for_a_day_is_swept(desk: Desk, phone: Phone, monkeypatch: Any) -> None:
    shot, uid = Shot(content=noise()), uuid7()
    phone.put(uid, body(desk.duty, shots=(shot,)))
    phone.piece(uid, shot, 0, 8192)
    arriving.sweep()
    assert phone.get(uid).json()["photos"][0]["held"] == 8192
    monkeypatch.setattr(arriving, "GIVEN_UP_AFTER", -arriving.GIVEN_UP_AFTER)
    arriving.sweep()
    assert phone.get(uid).json()["photos"][0]["held"] == 0
    assert told(phone.piece(uid, shot, 0, len(shot.content)))[1]["state"] == "complete"


def test_no_clear_byte_of_a_photo_lies_on_the_disk_while_it_comes(desk: Desk, phone: Phone) -> None:
    shot, uid = Shot(content=noise()), uuid7()
    phone.put(uid, body(desk.duty, shots=(shot,)))
    phone.piece(uid, shot, 0, 50_000)
    lies = b"".join(one.read_bytes() for one in arriving.folder().rglob("*-*") if one.is_file())
    assert len(lies) >= 50_000
    assert shot.content[20_000:20_064] not in lies


def test_a_page_of_the_minutes_may_be_a_pdf_and_a_public_picture_may_not(desk: Desk, phone: Phone) -> None:
    page, uid = Shot(content=pdf(), media_type="application/pdf"), uuid7()
    assert phone.put(uid, body(desk.duty, shots=(page,))).status_code == 201
    assert told(phone.piece(uid, page, 0, len(page.content)))[1]["state"] == "complete"
    assert Photo.objects.get().file == Submission.objects.get().minutes.get()
    shown = replace(page, use="public", consent="Chi bộ đồng ý", uid=uuid7())
    assert faults(phone.put(uuid7(), body(desk.duty, shots=(shown,)))) == ["photos.0.media_type"]


def test_the_plain_form_names_the_photos_of_the_version_before(desk: Desk, phone: Phone) -> None:
    page = Shot(content=picture())
    shown = Shot(content=picture(), use="public", consent="Chi bộ đồng ý")
    uid = uuid7()
    phone.put(uid, body(desk.duty, shots=(page, shown)))
    for shot in (page, shown):
        phone.piece(uid, shot, 0, len(shot.content))
    posted = sitting_post(desk.duty, uuid7(), base=str(uid), photos=pack_photos([page.sha256]))
    url = reverse("desk:write", args=[desk.duty.uid])
    signed_in(desk.world.secretary).post(url, posted | {"step": "send"})
    later = Submission.objects.get(version=2)
    assert sorted(one.uid for one in later.photos.all()) == sorted([page.uid, shown.uid])
    assert later.minutes.get() == Photo.objects.get(uid=page.uid).file


def test_what_waited_for_a_plan_takes_its_photos_along(desk: Desk) -> None:
    reporter = make_member(desk.world.commune, "signatory", name="Vàng Seo Páo")
    phase = open_it(desk.world, make_round(desk.world).phases.get(order=0), kinds=[DutyKind.PLAN, DutyKind.SITTING])
    Phase.objects.filter(pk=phase.pk).update(plan_approval=True)
    duty, plan = duty_of(phase, desk.world.commune), duty_of(phase, desk.world.commune, DutyKind.PLAN)
    phone, page, uid = Phone(reporter), Shot(content=picture()), uuid7()
    status, said = told(phone.put(uid, body(duty, shots=(page,))))
    assert (status, said["reason"]) == (202, "plan")
    assert told(phone.piece(uid, page, 0, len(page.content)))[1]["state"] == "complete"
    written = WrittenReport(duties=(plan.uid,), document_number="07-KH/ĐU")
    approve_plan(by=desk.world.clerk, submission=send(reporter, plan, said=written).submission)
    status, said = told(phone.get(uid))
    assert (status, said["state"], said["version"]) == (200, "complete", 1)
    assert Submission.objects.get(uid=uid).minutes.get() == Photo.objects.get().file
