"""The twelve fields: both parts and back, what goes up, and the sentences beside fields that are wrong."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from guong.rounds import checks, content
from guong.rounds.enums import FindingKind, Mode

TODAY = date(2022, 8, 20)
DUTY = uuid7()
GOOD = content.SittingReport(
    duties=(DUTY,), held_on=date(2022, 8, 15), form="thematic", expected=29, present=27, absent_excused=2, covered=(0,)
)

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
counts = st.integers(0, 500)
days = st.dates(date(2022, 1, 1), date(2023, 1, 1))
hours = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))
findings = st.builds(content.StatedFinding, kind=st.sampled_from(FindingKind), words=texts, topic=texts, cause=texts)
promises = st.builds(
    content.StatedPromise,
    words=texts,
    deadline=st.none() | days,
    owner_office=texts,
    holder=texts,
    measure=texts,
    finding=st.none() | counts,
    shared=texts,
)
sittings = st.builds(
    content.SittingReport,
    duties=st.lists(st.uuids(), min_size=1, max_size=3, unique=True).map(tuple),
    held_on=st.none() | days,
    started=hours,
    ended=hours,
    form=texts,
    mode=st.sampled_from(Mode),
    place=texts,
    expected=st.none() | counts,
    present=st.none() | counts,
    absent=counts,
    guests=counts,
    participants=st.dictionaries(texts.map(str.strip), counts, max_size=3),
    covered=st.lists(counts, max_size=3).map(tuple),
    speeches=st.none() | counts,
    outcome=texts,
    people=st.none() | counts,
    chair=texts,
    minutes=st.lists(st.from_regex(r"[0-9a-f]{64}", fullmatch=True), max_size=2).map(tuple),
    findings=st.lists(findings, max_size=3).map(tuple),
    promises=st.lists(promises, max_size=3).map(tuple),
)


@given(sittings)
def test_both_parts_give_the_content_again_and_build_the_same_bytes(said: content.SittingReport) -> None:
    up, stays = content.build(said)
    again = content.parse(up, stays)
    assert content.build(again) == (up, stays)
    assert content.counts(up) == content.counted(said)
    assert isinstance(again, content.SittingReport)
    assert (set(again.duties), again.held_on, again.present) == (set(said.duties), said.held_on, said.present)
    assert again.participants == said.participants


WORD = "từ-chỉ-ở-lại"


def test_no_word_that_stays_goes_up() -> None:
    finding = content.StatedFinding(kind=FindingKind.SHORTCOMING, topic="study", words=WORD, cause=WORD)
    promise = content.StatedPromise(words=WORD, deadline=TODAY, holder=WORD, measure=WORD, shared="được chia sẻ")
    said = replace(GOOD, chair=WORD, minutes_taker=WORD, minutes=("ab" * 32,), findings=(finding,), promises=(promise,))
    up, stays = content.build(said)
    assert stays is not None
    assert WORD not in up.decode()
    assert stays.decode().count(WORD) == 7
    assert content.counts(up) == {"corrections.promised": 1, "findings.shortcoming": 1, "findings.study": 1}
    assert content.shared(up) == ["được chia sẻ"]
    assert content.build(GOOD)[1] is None


def test_the_other_forms_come_back_too() -> None:
    nil = content.NilReport(duties=(DUTY,), reason="Không có nội dung phát sinh")
    plan = content.WrittenReport(duties=(DUTY,), document_number="05-KH/ĐU", document_on=TODAY, text="Kế hoạch")
    assert [content.parse(*content.build(said)) for said in (nil, plan)] == [nil, plan]


@pytest.mark.parametrize(
    "up",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"schema":"sitting/9","duties":[]}',
        b'{"schema":"nil/1","duties":["x"]}',
        b'{"schema":"nil/1","duties":[],"reason":1}',
        b'{"schema":"nil/1","duties":[],"reason":"\\ud800"}',
        b'{"schema":"nil/1","duties":[],"reason":"\\u0000"}',
        b'{"schema":"sitting/1","duties":[],"mode":"in_person","present":-1}',
        b'{"schema":"sitting/1","duties":[],"mode":"in_person","present":true}',
        b'{"schema":"sitting/1","duties":[],"mode":"in_person","held_on":"yesterday"}',
        b'{"schema":"sitting/1","duties":[],"mode":"elsewhere"}',
        b'{"schema":"nil/1","duties":[],"reason":"' + b"x" * content.LARGEST + b'"}',
    ],
)
def test_what_is_no_report_is_refused_as_malformed(up: bytes) -> None:
    with pytest.raises(content.Malformed):
        content.parse(up)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(texts, x)
    )
)
def test_no_json_makes_the_reader_fall(value: Any) -> None:
    for schema in ("sitting/1", "written/1", "nil/1"):
        whole = {**value, "schema": schema} if isinstance(value, dict) else value
        try:
            content.parse(json.dumps(whole).encode())
        except content.Malformed:
            continue


def problems(**given: Any) -> dict[str, list[str]]:
    with translation.override("en"):
        return checks.problems(replace(GOOD, **given), today=TODAY, listed=29, agenda={0, 1})


FINDING = content.StatedFinding(kind=FindingKind.SHORTCOMING, topic="study", words="Đọc chưa kỹ")
PROMISE = content.StatedPromise(words="Gửi sớm", deadline=TODAY, finding=0)


def test_a_complete_sitting_has_no_problem() -> None:
    assert problems(findings=(FINDING,), promises=(PROMISE,), started=time(19), ended=time(20), people=27) == {}


@pytest.mark.parametrize(
    ("given_fields", "fields"),
    [
        ({"held_on": None}, ["held_on"]),
        ({"held_on": date(2022, 8, 21)}, ["held_on"]),
        ({"started": time(20), "ended": time(19)}, ["ended"]),
        ({"form": ""}, ["form"]),
        ({"form": "picnic"}, ["form"]),
        ({"expected": None}, ["expected"]),
        ({"present": None}, ["present"]),
        ({"present": 31}, ["present"]),
        ({"present": 26}, ["expected"]),
        ({"expected": 30, "absent": 1}, ["expected_reason"]),
        ({"present": 0, "absent": 27}, ["present"]),
        ({"guests": 1, "superiors": 2}, ["superiors"]),
        ({"guests": 1, "people": 29}, ["people"]),
        ({"covered": (2,)}, ["covered"]),
        ({"outcome": "từ " * 301}, ["outcome"]),
        ({"place": "x" * 201}, ["place"]),
        ({"findings": (replace(FINDING, words=" "),)}, ["findings.0.words"]),
        ({"findings": (replace(FINDING, topic="weather"),)}, ["findings.0.topic"]),
        ({"promises": (replace(PROMISE, finding=None, words=""),)}, ["promises.0.words"]),
        ({"promises": (replace(PROMISE, finding=None, deadline=None),)}, ["promises.0.deadline"]),
        ({"promises": (replace(PROMISE, finding=None, deadline=date(2022, 8, 1)),)}, ["promises.0.deadline"]),
        ({"promises": (replace(PROMISE, finding=None, owner_office="king"),)}, ["promises.0.owner_office"]),
        ({"promises": (PROMISE,)}, ["promises.0.finding"]),
    ],
)
def test_each_wrong_field_has_its_sentence(given_fields: dict[str, Any], fields: list[str]) -> None:
    found = problems(**given_fields)
    assert list(found) == fields
    assert all(sentence.endswith(".") for sentences in found.values() for sentence in sentences)


def test_the_sentences_are_those_of_the_office_in_both_languages() -> None:
    said = replace(GOOD, present=31)
    found = {}
    for language in ("en", "vi"):
        with translation.override(language):
            found[language] = checks.problems(said, today=TODAY, listed=29, agenda={0})["present"]
    assert found == {
        "en": ["The number present (31) is greater than the total (29). Check both fields."],
        "vi": ["Số có mặt (31) lớn hơn tổng số (29). Kiểm tra lại hai ô này."],
    }


def test_an_empty_report_is_no_report() -> None:
    empty = content.WrittenReport(duties=(DUTY,))
    assert list(checks.problems(empty, today=TODAY)) == ["text"]
    future = content.WrittenReport(duties=(DUTY,), document_number="05-KH/ĐU", document_on=date(2022, 8, 21))
    assert list(checks.problems(future, today=TODAY)) == ["document_on"]
