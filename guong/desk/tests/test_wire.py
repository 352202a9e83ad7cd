"""The wire of submissions: every answer of its table, and what is kept whatever happens on the way."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.middleware.csrf import get_token
from django.test import Client
from uuid_utils.compat import uuid7

from guong.accounts import devices, signatures
from guong.accounts.models import Device
from guong.desk.tests.factories import Desk, signed_in
from guong.desk.tests.phone import Phone, address, body, faults, jwk, mark, told
from guong.jobs import clock
from guong.keys import seal
from guong.rounds import content, receipts
from guong.rounds.actions import close_phase
from guong.rounds.enums import DutyKind
from guong.rounds.models import Held, Receipt, Submission
from guong.rounds.tests.factories import AFTER, BEFORE, duty_of, sitting
from guong.trail.models import Entry
from guong.units.actions import end_mandate

pytestmark = [pytest.mark.django_db, pytest.mark.both]


# --- taken


def test_the_first_arrival_and_every_further_one_give_the_same_answer(desk: Desk, phone: Phone) -> None:
    uid, given = uuid7(), body(desk.duty)
    first, again = told(phone.put(uid, given)), told(phone.put(uid, given))
    receipt = Receipt.objects.get()
    assert first == (
        201,
        {
            "receipt": json.loads(receipts.file(receipt)),
            "short": receipts.short(receipt),
            "number": "0001/2022",
            "version": 1,
            "state": "complete",
            "photos": [],
            "arrived_at": "2022-08-20T02:00:00Z",
        },
    )
    assert again == (200, first[1])
    assert told(phone.get(uid)) == again
    kept = Submission.objects.get()
    assert (bytes(kept.up), kept.uid) == (given["up"].encode(), uid)
    assert seal.unseal(bytes(kept.stays or b""), kind="unit", name=str(kept.unit.uid)) == given["stays"].encode()
    assert kept.written_at == BEFORE
    assert Entry.objects.filter(what="rounds.hand_in").count() == 1


def test_a_receipt_of_the_wire_holds_and_no_changed_character_does(desk: Desk, phone: Phone) -> None:
    short = phone.put(uuid7(), body(desk.duty)).json()["short"]
    assert receipts.check(short)
    swapped = [short[:at] + ("B" if one == "A" else "A") + short[at + 1 :] for at, one in enumerate(short)]
    assert [one for one in swapped if receipts.check(one)] == []


# --- kept and not taken


def test_other_bytes_under_the_same_id_are_kept_beside_the_first(desk: Desk, phone: Phone) -> None:
    uid = uuid7()
    phone.put(uid, body(desk.duty))
    other = body(desk.duty, said=sitting(desk.duty, present=17, absent=1))
    answers = [told(phone.put(uid, other)) for _again in range(2)]
    held = Held.objects.get()
    assert (
        answers
        == [
            (
                409,
                {
                    "type": "urn:guong:problem:conflict",
                    "title": "Có hai bản khác nhau",
                    "status": 409,
                    "detail": "Đã có bản gửi khác lúc 09:00 ngày 20/8/2022. Cả hai bản đều được giữ."
                    " Chọn bản đúng ở từng mục.",
                    "kept": str(held.uid),
                    "page": f"/desk/held/{held.uid}/",
                },
            )
        ]
        * 2
    )
    assert (bytes(held.up), Submission.objects.get().uid) == (other["up"].encode(), uid)
    page = signed_in(desk.world.secretary).get(answers[0][1]["page"])
    assert page.status_code == 200


def test_an_edit_of_an_older_version_is_stale_and_waits(desk: Desk, phone: Phone) -> None:
    first, second, third = uuid7(), uuid7(), uuid7()
    phone.put(first, body(desk.duty))
    newer = sitting(desk.duty, present=19, absent_excused=1)
    status, said = told(phone.put(second, body(desk.duty, said=newer, base=str(first))))
    assert (status, said["version"]) == (201, 2)
    older = sitting(desk.duty, present=20, absent_excused=0)
    status, said = told(phone.put(third, body(desk.duty, said=older, base=str(first))))
    assert (status, said["type"], said["kept"]) == (409, "urn:guong:problem:stale", str(Held.objects.get().uid))


def test_who_knows_the_bytes_of_others_gets_no_receipt(desk: Desk, phone: Phone) -> None:
    uid, given = uuid7(), body(desk.duty)
    phone.put(uid, given)
    assert [Phone(one).put(uid, given).status_code for one in (desk.stranger, desk.school_reader)] == [404, 403]


def waiting(reason: str, detail: str) -> dict[str, Any]:
    held = Held.objects.get()
    return {
        "reason": reason, "detail": detail, "kept": str(held.uid), "page": f"/desk/held/{held.uid}/",
        "state": "complete", "photos": [], "received_at": held.received_at.isoformat().replace("+00:00", "Z"),
    }  # fmt: skip


def test_after_the_books_are_locked_it_waits_with_its_reason(desk: Desk, phone: Phone) -> None:
    with clock.at(AFTER):
        close_phase(by=desk.world.clerk, phase=desk.phase)
        uid = uuid7()
        answer = told(phone.put(uid, body(desk.duty)))
        sentence = "Giai đoạn đã khóa sổ. Bản gửi được giữ lại và chờ cấp trên xử lý."
        assert answer == (202, waiting("closed", sentence))
        assert told(phone.get(uid))[1] == {**answer[1], "detail": "giai đoạn đã khóa sổ"}


@pytest.mark.parametrize(
    ("days", "enrolled", "status", "reason"),
    [(13, -1, 201, ""), (15, -1, 202, "mandate"), (13, 1, 202, "mandate")],
)
def test_mandate_and_device_are_judged_by_the_day_it_was_written(
    desk: Desk, days: int, enrolled: int, status: int, reason: str
) -> None:
    """Within the round's days of grace, from a device that could sign when it was written; else it waits."""
    end, written = date(2022, 8, 18), datetime(2022, 8, 17, 12, tzinfo=UTC)
    phone = Phone(desk.world.secretary, at=written + timedelta(hours=enrolled))
    end_mandate(by=desk.world.clerk, mandate=desk.world.secretary.mandates.get(), ends_on=end)
    with clock.at(clock.start_of(end) + timedelta(days=days)):
        late = phone.put(uuid7(), body(desk.duty))
        assert late.status_code == 404  # written when there was no mandate any more
        answer = told(phone.put(uuid7(), body(desk.duty, written_at=written.isoformat())))
    assert (answer[0], answer[1].get("reason", "")) == (status, reason)


def test_what_answers_less_than_the_version_before_is_unplaced(desk: Desk, phone: Phone) -> None:
    both = [duty_of(desk.phase, desk.world.school, kind) for kind in (DutyKind.SITTING, DutyKind.REVIEW)]
    first = uuid7()
    phone.put(first, body(*both))
    status, said = told(phone.put(uuid7(), body(both[0], base=str(first))))
    assert (status, said["reason"]) == (202, "unplaced")


# --- refused


def test_fields_that_need_another_look_are_named_and_nothing_is_stored(desk: Desk, phone: Phone) -> None:
    wrong = body(desk.duty, said=replace(sitting(desk.duty), present=21, form=""))
    assert faults(phone.put(uuid7(), wrong)) == ["form", "present"]
    assert faults(phone.put(uuid7(), body(desk.duty) | {"up": "{}"})) == ["schema"]
    assert faults(phone.put(uuid7(), body(desk.duty) | {"up": "["})) == ["json"]
    assert faults(phone.put(uuid7(), body(desk.duty) | {"written_at": "2022-08-20"})) == ["written_at"]
    assert faults(phone.put(uuid7(), body(desk.duty) | {"written_at": 5})) == ["written_at"]
    assert (Submission.objects.count(), Held.objects.count()) == (0, 0)


def test_strangers_readers_and_visitors_are_told_apart(desk: Desk, phone: Phone) -> None:
    uid, given = uuid7(), body(desk.duty)
    phone.put(uid, given)
    people = {"stranger": desk.stranger, "clerk": desk.world.clerk, "reader": desk.school_reader}
    found = {name: (Phone(one).put(uuid7(), given).status_code, Phone(one).get(uid).status_code)
             for name, one in people.items()}  # fmt: skip
    assert found == {"stranger": (404, 404), "clerk": (403, 403), "reader": (403, 403)}
    assert told(Client(headers={"Accept-Language": "vi"}).get(address(uid))) == (
        401,
        {
            "type": "about:blank",
            "title": "Chưa đăng nhập",
            "status": 401,
            "detail": "Chữ ký không phải của thiết bị được phép ký, hoặc chưa đăng nhập. Hãy đăng nhập lại.",
        },
    )
    unknown = sitting(desk.duty)
    assert phone.put(uuid7(), body(said=replace(unknown, duties=(uuid7(),)))).status_code == 404


def test_too_large_and_too_often(desk: Desk, phone: Phone, settings: Any) -> None:
    assert phone.put(uuid7(), body(desk.duty) | {"up": "x" * (content.LARGEST + 1)}).status_code == 413
    settings.GUONG_SUBMIT_PER_MINUTE = 3
    answers = [phone.get(uuid7()) for _one in range(9)]  # more than two minutes of them, if one ends meanwhile
    limited = next(one for one in answers if one.status_code == 429)
    assert 1 <= int(limited["Retry-After"]) <= 60
    assert Phone(desk.world.headman).get(uuid7()).status_code == 404  # counted by account


def test_a_revoked_device_is_shut_out_and_what_it_sent_stays(desk: Desk, phone: Phone) -> None:
    uid = uuid7()
    given = body(desk.duty)
    phone.put(uid, given)
    devices.revoke(phone.device, at=BEFORE)
    assert phone.put(uid, given).status_code == 401
    assert Submission.objects.get().uid == uid
    assert Phone(desk.world.secretary).put(uid, given).status_code == 200


@pytest.mark.parametrize("part", ["method", "path", "body", "written_at", "signature", "device"])
def test_a_signature_covers_method_path_body_and_time(desk: Desk, phone: Phone, part: str) -> None:
    uid, given = uuid7(), json.dumps(body(desk.duty)).encode()
    path, when = address(uid), json.loads(given)["written_at"]
    asked = {"method": "PUT", "path": path, "body": given, "written_at": when}
    other: dict[str, Any] = {"method": "GET", "path": address(uuid7()), "body": given + b" ", "written_at": ""}
    headers = {"signature": {"Guong-Signature": "A" * 86}, "device": {"Guong-Device": str(uuid7())}}.get(part, {})
    signing = asked | ({part: other[part]} if part in other else {})
    signed = Phone.ask
    assert (
        phone.client.generic(
            "PUT", path, given, content_type="application/json", headers=_signed(phone, signing) | headers
        ).status_code
        == 401
    )
    assert signed(phone, "PUT", path, given, when).status_code == 201


def _signed(phone: Phone, asked: dict[str, Any]) -> dict[str, str]:
    message = signatures.message(asked["method"], asked["path"], asked["body"], asked["written_at"])
    return {"Guong-Device": str(phone.device.uid), "Guong-Signature": mark(phone.key, message)}


# --- sessions and keys


def in_session(desk: Desk) -> Client:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "vi"})
    assert desk.world.secretary.user is not None
    client.force_login(desk.world.secretary.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def token(client: Client) -> dict[str, str]:
    page = client.get("/desk/f/")
    value = get_token(page.wsgi_request)
    client.cookies["csrftoken"] = page.wsgi_request.META["CSRF_COOKIE"]
    return {"X-CSRFToken": value}


def test_a_session_needs_the_token_of_the_page_and_a_signature_does_not(desk: Desk) -> None:
    client, uid = in_session(desk), uuid7()
    given = json.dumps(body(desk.duty))
    assert told(client.put(address(uid), given, "application/json"))[0] == 403
    assert told(client.put(address(uid), given, "application/json", headers=token(client)))[0] == 201
    assert told(client.get(address(uid)))[0] == 200


def test_a_browser_enrols_its_key_once_and_it_is_listed_and_revoked(desk: Desk, phone: Phone) -> None:
    client = in_session(desk)
    key = jwk(generate_private_key(SECP256R1()))

    def enrol(**headers: str) -> tuple[int, dict[str, Any]]:
        given = json.dumps({"public_key": key})
        return told(client.post("/api/v1/devices", given, "application/json", headers=headers))

    assert enrol()[0] == 403
    headers = token(client)
    first, again = enrol(**headers), enrol(**headers)
    device = Device.objects.exclude(pk=phone.device.pk).get()
    assert (first, again) == ((201, {"device": str(device.uid)}),) * 2
    assert Entry.objects.filter(what="accounts.enrolled_key", target=str(device.uid)).count() == 1
    assert "chỉ ký báo cáo" in client.get("/accounts/devices/").text
    client.post(f"/accounts/devices/{device.uid}/revoke/", headers=headers)
    device.refresh_from_db()
    assert device.revoked_at is not None
    assert enrol(**headers)[0] == 409


@pytest.mark.parametrize("wrong", [{"d": "A" * 43}, {"crv": "P-384"}, {"x": "A" * 43}, {"y": "?"}])
def test_what_is_no_public_key_is_refused(desk: Desk, phone: Phone, wrong: dict[str, str]) -> None:
    client = in_session(desk)
    given = json.dumps({"public_key": jwk(phone.key) | wrong})
    answer = client.post("/api/v1/devices", given, content_type="application/json", headers=token(client))
    assert faults(answer) == ["public_key"]


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "application/json"])
def test_a_body_of_no_form_is_unreadable(desk: Desk, kind: str) -> None:
    client = in_session(desk)
    answer = client.post("/api/v1/devices", b"{", content_type=kind, headers=token(client))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_the_keys_check_a_receipt_without_a_network(desk: Desk, phone: Phone) -> None:
    short = phone.put(uuid7(), body(desk.duty)).json()["short"]
    keys = Client().get("/api/v1/keys").json()
    assert (keys["form"], [one["algorithm"] for one in keys["keys"]]) == (receipts.FORM, ["Ed25519"])
    assert receipts.check(short, public=[one["public_key"] for one in keys["keys"]])
