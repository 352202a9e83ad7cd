"""Filling in the phone form of a sitting, as a secretary does."""

import re

from playwright.sync_api import Page

FINDING, PROMISE = "Nhận việc mà chưa ghi vào sổ", "Ghi sổ ngay khi nhận việc"
TYPED = {
    "held_on": "2022-08-15",
    "started": "19:30",
    "ended": "21:15",
    "place": "Phòng hội đồng",
    "chair": "Lù Thị Sen",
    "minutes_taker": "Phàn Tả Mẩy",
    "expected": "60",
    "present": "58",
    "absent_excused": "2",
    "guests": "3",
    "superiors": "1",
    "outcome": "Nhất trí mở sổ ở đầu mỗi buổi.",
    "promises-0-words_found": FINDING,
    "promises-0-words": PROMISE,
    "promises-0-holder": "Lù Thị Sen",
    "promises-0-deadline": "2022-10-01",
}


def fill_in_a_sitting(page: Page) -> None:
    """Sixty to attend, one finding, one promise; every point of the agenda discussed."""
    for name, value in TYPED.items():
        page.locator(f"#sheet [name={name}]").fill(value)
    page.locator("label", has_text=re.compile(r"^\s*Sinh hoạt chuyên đề\s*$")).click()
    for point in page.locator("[name=covered]").all():
        point.check()
    page.locator("[name=promises-0-topic]").select_option("words_and_deeds")
    page.locator("[name=promises-0-owner_office]").select_option("secretary")
