from collections import Counter
from datetime import date

import pytest

from guong.packs import FOLDER, Entry, Pack, UnknownPack, load
from guong.packs.calendar import holiday, occasions, working_day, working_days_after

NAMES = sorted(path.parent.name for path in FOLDER.glob("*/pack.toml"))
TABLES = {
    "lines",
    "unit_kinds",
    "collective_kinds",
    "offices",
    "sitting_forms",
    "sitting_modes",
    "sitting_rules",
    "duty_kinds",
    "participant_categories",
    "topics",
    "document_types",
    "body_codes",
    "relation_kinds",
    "symbol_layouts",
    "signing_capacities",
    "recipient_purposes",
    "retention_periods",
    "occasions",
    "holidays",
}
DAYS = (date(2022, 8, 20), date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1))


@pytest.fixture(params=NAMES)
def pack(request: pytest.FixtureRequest) -> Pack:
    return load(request.param)


def test_two_packs_ship() -> None:
    assert NAMES == ["association", "party"]


def test_a_pack_has_all_tables(pack: Pack) -> None:
    assert set(pack.tables) == TABLES


def test_every_code_is_unique_in_force_on_a_day(pack: Pack) -> None:
    for day in DAYS:
        for table in pack.tables:
            if table == "signing_capacities":  # one capacity, with several offices in whose place somebody signs
                continue
            codes = Counter(entry.code for entry in pack.table(table, day))
            assert [code for code, times in codes.items() if times > 1] == [], (table, day)


def test_every_label_is_there_in_both_languages(pack: Pack) -> None:
    for table, entries in pack.tables.items():
        for entry in entries:
            assert sorted(entry.labels) == ["en", "vi"], (table, entry.code)
            assert all(entry.labels.values()), (table, entry.code)


def test_every_word_is_there_in_both_languages(pack: Pack) -> None:
    assert sorted(pack.words) == ["en", "vi"]
    assert pack.words["vi"].keys() == pack.words["en"].keys()


def test_both_packs_bring_the_same_words() -> None:
    assert load("party").words["vi"].keys() == load("association").words["vi"].keys()


def test_every_kind_names_a_line(pack: Pack) -> None:
    lines = {entry.code for entry in pack.table("lines")}
    assert {entry.extra["line"] for entry in pack.table("unit_kinds")} == lines


def test_the_usual_duties_of_a_kind_are_kinds_of_duty(pack: Pack) -> None:
    duties = {entry.code for entry in pack.table("duty_kinds")}
    for entry in pack.table("unit_kinds"):
        assert set(entry.extra.get("duties", ())) <= duties, entry.code


def test_the_pack_has_one_head(pack: Pack) -> None:
    assert [entry.code for entry in pack.table("offices") if entry.extra.get("head")] == ["secretary"]


def test_each_type_of_document_has_a_book(pack: Pack) -> None:
    assert {entry.extra["book"] for entry in pack.table("document_types")} <= {"term", "year"}


def test_each_run_of_numbers_has_a_layout_that_prints_number_type_and_body(pack: Pack) -> None:
    layouts = {entry.code: entry.extra["pattern"] for entry in pack.table("symbol_layouts")}
    assert sorted(layouts) == ["term", "year"]
    for pattern in layouts.values():
        printed = pattern.format(number=7, type="XX", body="YY", year=2022)
        assert all(part in printed for part in ("7", "XX", "YY")), pattern


def test_capacities_name_offices_and_collectives_of_the_pack(pack: Pack) -> None:
    offices = {entry.code for entry in pack.table("offices")}
    collectives = {entry.code for entry in pack.table("collective_kinds")}
    for entry in pack.table("signing_capacities"):
        assert set(entry.extra["offices"]) <= offices, entry.code
        assert set(entry.extra.get("collectives", ())) <= collectives, entry.code
        assert ("collectives" in entry.extra) != (entry.extra.get("office") in offices), entry.code


def test_one_type_of_document_is_the_copy(pack: Pack) -> None:
    assert len([entry for entry in pack.table("document_types") if entry.extra.get("copies")]) == 1


def test_occasions_say_where_their_day_comes_from(pack: Pack) -> None:
    for entry in pack.table("occasions"):
        assert entry.extra["source"], entry.code
        assert entry.extra["names"], entry.code
        assert ("day" in entry.extra) == ("month" in entry.extra), entry.code
        if "day" in entry.extra:
            date(entry.extra.get("since", 2000), entry.extra["month"], entry.extra["day"])


def test_district_committees_end_on_the_first_of_july_2025() -> None:
    party = load("party")
    assert party.entry("unit_kinds", "district_committee", date(2025, 6, 30)) is not None
    assert party.entry("unit_kinds", "district_committee", date(2025, 7, 1)) is None
    assert party.label("unit_kinds", "district_committee", "vi") == "huyện ủy"


def test_the_calendar_leaves_out_unknown_days() -> None:
    calendar = {occasion.code: occasion for occasion in occasions(load("party"))}
    assert "dang-bo-tinh" not in calendar
    found = calendar["cach-mang-thang-muoi-nga"]
    assert (found.day, found.month, found.year) == (7, 11, 1917)


def test_an_entry_holds_from_its_start_to_the_day_before_its_end() -> None:
    entry = Entry("a", {"vi": "a"}, starts=date(2018, 1, 1), until=date(2019, 1, 1))
    days = (date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1))
    assert [entry.in_force(day) for day in days] == [False, True, True, False]


def test_an_old_code_stays_readable() -> None:
    assert load("party").label("offices", "no_such_office", "vi") == "no_such_office"


def test_a_missing_pack_is_named() -> None:
    with pytest.raises(UnknownPack, match="nowhere"):
        load("nowhere")


@pytest.mark.parametrize(
    ("asked", "works"),
    [
        (date(2022, 5, 6), date(2022, 5, 6)),  # a Friday
        (date(2022, 5, 7), date(2022, 5, 9)),  # a Saturday
        (date(2022, 4, 30), date(2022, 5, 4)),  # two holidays at a weekend are made up
        (date(2022, 1, 31), date(2022, 2, 7)),  # Tết, and the weekend after it
        (date(2026, 2, 14), date(2026, 2, 23)),  # the weekend before Tết as well
    ],
)
def test_a_day_off_moves_to_the_next_working_day(asked: date, works: date) -> None:
    assert working_day(load("party"), asked) == works


def test_holidays_run_forwards_and_say_where_they_come_from(pack: Pack) -> None:
    for entry in pack.table("holidays"):
        assert entry.extra["source"], entry.code
        assert ("first" in entry.extra) != ("month" in entry.extra), entry.code
        assert entry.extra.get("first", date.min) <= entry.extra.get("last", date.max), entry.code


def test_a_yearly_holiday_comes_round() -> None:
    assert [holiday(load("association"), date(year, 1, 1)) is not None for year in (2022, 2031)] == [True, True]
    assert holiday(load("association"), date(2022, 1, 2)) is None


def test_working_days_are_counted_over_weekends() -> None:
    assert working_days_after(load("party"), date(2022, 6, 30), 3) == date(2022, 7, 5)
