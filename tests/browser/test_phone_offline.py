"""Days without a network, sessions that ended, other devices: what was written arrives once, and says so."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from guong.accounts.devices import revoke
from guong.accounts.models import Device
from guong.desk.tests.factories import make_desk
from guong.jobs import clock
from guong.rounds import receipts
from guong.rounds.actions import approve_plan, confirm_round, propose_round
from guong.rounds.actions.standing import open_months
from guong.rounds.content import SittingReport, WrittenReport
from guong.rounds.enums import DutyKind, Rhythm
from guong.rounds.models import Held, Phase, Photo, Round, Submission
from guong.rounds.proposals import Proposal
from guong.rounds.queries import content_of
from guong.rounds.tests.factories import duty_of, make_round, open_it
from guong.rounds.tests.factories import send as hand_in
from guong.units.tests.factories import make_member
from tests.browser.people import at_a_browser, let_in
from tests.browser.phone import HERE, SOON, arrived, left_on, send, shots, visit, wake, write
from tests.browser.sheet import FINDING, PROMISE


def said(submission: Submission) -> SittingReport:
    content = content_of(submission, inside=True)
    assert isinstance(content, SittingReport)
    return content


def test_written_without_a_network_it_arrives_once(chromium: Browser, site: str, tmp_path: Path) -> None:
    """Three photos; the tab is closed and opened; the board of the clerk moves."""
    desk = make_desk()
    with at_a_browser(chromium, site) as clerk, at_a_browser(chromium, site, phone=True) as page:
        let_in(clerk, desk.world.clerk, site)
        clerk.goto(reverse("desk:board", args=[desk.phase.uid]))
        before = clerk.get_by_role("heading", level=1).inner_text()
        url = visit(page, desk.world.secretary, desk.duty, site)
        page.context.set_offline(True)
        page.goto(url)
        write(page, shots(tmp_path))
        expect(page.locator("[data-kept]")).to_contain_text("Đã giữ trên máy lúc")
        assert page.locator("[data-bar]").inner_text() == "Không có mạng. Vẫn nhập được, mọi thứ giữ trên máy này."
        again = page.context.new_page()
        page.close()
        again.goto(url)
        expect(again.locator("[name=promises-0-words_found]")).to_have_value(FINDING)
        expect(again.locator("[data-photos] li")).to_have_count(3)
        uid = send(again)
        expect(again.locator("[data-queue] [data-state=waiting]")).to_have_count(1)
        assert not Submission.objects.exists()
        again.context.set_offline(False)
        arrived(again, uid)
        number = receipts.number(Submission.objects.get().receipt)
        expect(again.locator(".receipt h2")).to_contain_text(f"Biên nhận số {number}")
        assert left_on(again) == {"drafts": 0, "queue": 0, "photos": 0}
        expect(clerk.get_by_role("heading", level=1)).not_to_have_text(before, timeout=SOON)
    submission = Submission.objects.get()
    content = said(submission)
    assert (str(submission.uid), content.findings[0].words, content.promises[0].words) == (uid, FINDING, PROMISE)
    assert FINDING.encode() not in bytes(submission.up)
    photos = Photo.objects.filter(submissions=submission)
    assert (sorted(one.sha256 for one in photos), len(photos)) == (sorted(content.minutes), 3)
    assert sorted(one.media_type for one in submission.minutes.all()) == ["image/jpeg"] * 3


def test_the_receipt_of_the_phone_is_the_receipt(chromium: Browser, site: str, tmp_path: Path) -> None:
    """Checked on the phone against the keys of the server; the file that it keeps is the one that the server gives."""
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        page.goto(visit(page, desk.world.secretary, desk.duty, site))
        write(page, [])
        arrived(page, send(page))
        verdict = page.locator("[data-receipt] [role=status]")
        expect(verdict).to_have_text("Đã kiểm mã trên máy này: biên nhận thật.")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Lưu biên nhận vào máy").click()
        saved.value.save_as(tmp_path / "receipt.json")
    assert (tmp_path / "receipt.json").read_bytes() == receipts.file(Submission.objects.get().receipt)


def test_an_ended_session_loses_nothing(chromium: Browser, site: str) -> None:
    """The device signs: neither session nor cookie is asked for."""
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        url = visit(page, desk.world.secretary, desk.duty, site)
        page.context.set_offline(True)
        page.goto(url)
        write(page, [])
        page.context.clear_cookies()
        uid = send(page)
        page.context.set_offline(False)
        arrived(page, uid)
    assert Submission.objects.get().by == desk.world.secretary


def test_a_device_that_was_shut_out_sends_after_signing_in_again(chromium: Browser, site: str) -> None:
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        url = visit(page, desk.world.secretary, desk.duty, site)
        page.context.set_offline(True)
        page.goto(url)
        write(page, [])
        uid = send(page)
        page.context.clear_cookies()
        revoke(Device.objects.get(), at=clock.now())
        page.context.set_offline(False)
        expect(page.locator("[data-bar]")).to_contain_text("Đăng nhập để gửi", timeout=SOON)
        assert (Submission.objects.count(), left_on(page)["queue"]) == (0, 1)
        let_in(page, desk.world.secretary, site)
        page.goto("/desk/f/")
        page.get_by_role("link", name="Những gì đang giữ trên máy này").click()
        arrived(page, uid)
    assert Submission.objects.get().by == desk.world.secretary


def test_a_second_tab_overwrites_nothing(chromium: Browser, site: str) -> None:
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        url = visit(page, desk.world.secretary, desk.duty, site)
        page.goto(url)
        page.locator("[name=place]").fill("Hội trường một")
        other = page.context.new_page()
        other.goto(url)
        expect(other.locator("[data-trouble]")).to_contain_text("thẻ khác")
        other.get_by_role("button", name="Nhập tiếp ở đây").click()
        expect(other.locator("[name=place]")).to_have_value("Hội trường một")
        expect(page.locator("[data-trouble]")).to_contain_text("thẻ khác")


FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def test_a_full_disk_is_said_and_the_text_can_be_saved(chromium: Browser, site: str, tmp_path: Path) -> None:
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        url = visit(page, desk.world.secretary, desk.duty, site)
        page.add_init_script(FULL)
        page.goto(url)
        page.locator("[name=place]").fill("Hội trường hai")
        expect(page.locator("[data-trouble] [role=alert]")).to_contain_text("bộ nhớ của máy đã đầy")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Xuất ra tệp").click()
        saved.value.save_as(tmp_path / "draft.json")
        assert json.loads((tmp_path / "draft.json").read_text())["draft"]["values"]["place"] == ["Hội trường hai"]
        assert page.locator("[name=place]").input_value() == "Hội trường hai"


@pytest.mark.parametrize("way", ["codes", "file"])
def test_another_device_hands_it_in(way: str, chromium: Browser, site: str, tmp_path: Path) -> None:
    """As who wrote it, by the marks of the device that wrote; photos travel in the file alone."""
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page, at_a_browser(chromium, site, phone=True) as other:
        url = visit(page, desk.world.secretary, desk.duty, site)
        page.context.set_offline(True)
        page.goto(url)
        write(page, shots(tmp_path, 1) if way == "file" else [])
        uid = send(page)
        let_in(other, desk.colleague, site)
        other.goto(HERE)
        if way == "codes":
            page.get_by_role("button", name="Hiện thành mã QR").click()
            other.locator("[data-paste]").fill(page.locator("[data-codes]").input_value())
            other.get_by_role("button", name="Nhận vào máy").click()
        else:
            with page.expect_download() as saved:
                page.get_by_role("button", name="Xuất ra tệp").click()
            saved.value.save_as(tmp_path / "parcel.json")
            other.locator("[data-file]").set_input_files(tmp_path / "parcel.json")
        arrived(other, uid)
        page.context.set_offline(False)
        arrived(page, uid)
    submission = Submission.objects.get()
    assert (submission.by, submission.minutes.count()) == (desk.world.secretary, 1 if way == "file" else 0)


def test_a_new_version_names_the_photos_of_the_one_before(chromium: Browser, site: str, tmp_path: Path) -> None:
    """On the phone and in the plain form: pages that stand with a version are not lost by a correction of a word."""
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        url = visit(page, desk.world.secretary, desk.duty, site)
        page.goto(url)
        write(page, shots(tmp_path, 1))
        arrived(page, send(page))
        correct(page, url, "Hội trường một")
        arrived(page, send(page))
    with at_a_browser(chromium, site, phone=True, scripts=False) as plain:
        let_in(plain, desk.world.secretary, site)
        correct(plain, url, "Hội trường hai")
        plain.get_by_role("button", name="Xem trước khi gửi").click()
        plain.get_by_role("button", name="Gửi: tổ chức sinh hoạt").click()
        assert plain.get_by_role("heading", level=1).inner_text() == "Đảng bộ huyện Mường Soi đã nhận"
    rows = Submission.objects.order_by("version")
    assert [said(one).place for one in rows] == ["Phòng hội đồng", "Hội trường một", "Hội trường hai"]
    (photo,) = Photo.objects.all()
    assert photo.file is not None
    assert [[page.pk for page in one.minutes.all()] for one in rows] == [[photo.file.pk]] * 3
    assert [said(one).minutes for one in rows] == [(photo.sha256,)] * 3


def correct(page: Page, url: str, place: str) -> None:
    page.goto(url)
    page.locator("[name=place]").fill(place)


def test_a_stale_version_is_kept_with_its_photos(chromium: Browser, site: str, tmp_path: Path) -> None:
    """Somebody else handed in meanwhile: the phone leads to where a person decides."""
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        url = visit(page, desk.world.secretary, desk.duty, site)
        page.context.set_offline(True)
        page.goto(url)
        write(page, shots(tmp_path, 1))
        uid = send(page)
        hand_in(desk.world.secretary, desk.duty)
        page.context.set_offline(False)
        waits = page.locator("[data-queue] [data-state=decide]")
        expect(waits).to_have_count(1, timeout=SOON)
        held = Held.objects.get()
        assert (str(held.claimed), held.minutes.count()) == (uid, 1)
        expect(page.locator("[data-bar]")).to_have_text("1 báo cáo trên máy này cần xem lại.")
        waits.get_by_role("link").click()
        page.wait_for_url(f"**{reverse('desk:held', args=[held.uid])}")


def test_what_the_server_does_not_take_is_opened_again(chromium: Browser, site: str) -> None:
    """Its day lies ahead at the server, which stores nothing; on the phone all of it goes back into the sheet."""
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        page.goto(visit(page, desk.world.secretary, desk.duty, site))
        write(page, [])
        page.locator("[name=held_on]").fill("2022-09-15")
        send(page)
        waits = page.locator("[data-queue] [data-state=mend]")
        expect(waits.locator(".wrong li")).to_have_text(
            ["Ngày tổ chức ở sau hôm nay. Kiểm tra lại ngày."], timeout=SOON
        )
        assert not Submission.objects.exists()
        waits.get_by_role("button", name="Mở lại để sửa").click()
        expect(page.locator("[name=promises-0-words]")).to_have_value(PROMISE)
        page.locator("[name=held_on]").fill("2022-08-15")
        arrived(page, send(page))
    assert said(Submission.objects.get()).held_on == date(2022, 8, 15)


def test_what_waited_for_a_plan_brings_its_receipt_to_the_phone(chromium: Browser, site: str) -> None:
    desk = make_desk()
    phase = make_round(desk.world).phases.get(order=0)
    phase = open_it(desk.world, phase, kinds=[DutyKind.PLAN, DutyKind.SITTING])
    Phase.objects.filter(pk=phase.pk).update(plan_approval=True)
    reporter = make_member(desk.world.commune, "signatory", name="Vàng Seo Páo")
    duty, plan = duty_of(phase, desk.world.commune), duty_of(phase, desk.world.commune, DutyKind.PLAN)
    with at_a_browser(chromium, site, phone=True) as page:
        page.goto(visit(page, reporter, duty, site))
        write(page, [])
        uid = send(page)
        expect(page.locator("[data-queue] [data-state=decide]")).to_have_count(1, timeout=SOON)
        written = WrittenReport(duties=(plan.uid,), document_number="07-KH/CB")
        approve_plan(by=desk.world.clerk, submission=hand_in(reporter, plan, said=written).submission)
        wake(page)
        arrived(page, uid)
    assert str(Submission.objects.get(duties=duty).uid) == uid


def test_the_light_sheet_is_handed_in(chromium: Browser, site: str) -> None:
    desk = make_desk()
    standing = propose_round(
        by=desk.world.clerk, owner=desk.world.district, line="party", title="Sinh hoạt hằng tháng", theme="Nếp",
        proposal=Proposal(),
    )  # fmt: skip
    Round.objects.filter(pk=standing.pk).update(rhythm=Rhythm.MONTHLY)
    confirm_round(by=desk.world.clerk, round=Round.objects.get(pk=standing.pk))
    open_months()
    duty = duty_of(standing.phases.get(), desk.world.school)
    with at_a_browser(chromium, site, phone=True) as page:
        page.goto(visit(page, desk.world.secretary, duty, site))
        for name, value in {"held_on": "2022-08-15", "present": "17", "outcome": "Nhất trí"}.items():
            page.locator(f"#sheet [name={name}]").fill(value)
        arrived(page, send(page))
    content = said(Submission.objects.get())
    assert (content.held_on, content.form, content.expected, content.present, content.outcome) == (
        date(2022, 8, 15), "regular", None, 17, "Nhất trí",
    )  # fmt: skip
