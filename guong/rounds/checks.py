"""What is missing or wrong in a report, as sentences beside the fields, before it is handed in."""

from collections.abc import Collection, Mapping
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from guong.rounds.content import Content, NilReport, SittingReport, StatedPromise, WrittenReport
from guong.rounds.rules import Incomplete, participant_groups

Problems = dict[str, list[str]]

WORDS_OF_AN_OUTCOME = 300
LETTERS = {"place": 200, "outcome_number": 80, "document_number": 80, "chair": 120, "minutes_taker": 120}
LETTERS_OF_A_TEXT = 4000


def require(
    content: Content, *, today: date, listed: int | None = None, agenda: Collection[int] = (), light: bool = False
) -> None:
    """Raise Incomplete when anything is wrong."""
    found = problems(content, today=today, listed=listed, agenda=agenda, light=light)
    if found:
        raise Incomplete(found)


def problems(
    content: Content, *, today: date, listed: int | None = None, agenda: Collection[int] = (), light: bool = False
) -> Problems:
    """Sentences by field name; empty when it can be sent.

    `listed` is the head count of the frozen list, `agenda` the orders of the round's points, `today` the organisation's
    day of arrival. A `light` sheet asks for no total.
    """
    found: Problems = {}
    if isinstance(content, NilReport):
        if not content.reason.strip():
            _add(found, "reason", _("Not filled in: the reason why there is nothing to report."))
        return found
    if isinstance(content, SittingReport):
        _when(content, today, found)
        _heads(content, listed, found, light=light and content.expected is None)
        _discussed(content, agenda, found)
    else:
        _written(content, today, found)
    _inside(content, found)
    _lengths(content, found)
    return found


def _add(found: Problems, field: str, sentence: str) -> None:
    found.setdefault(field, []).append(sentence)


def _when(content: SittingReport, today: date, found: Problems) -> None:
    if content.held_on is None:
        _add(found, "held_on", _("Not filled in: the day of the sitting."))
    elif content.held_on > today:
        _add(found, "held_on", _("The day of the sitting lies in the future. Check the day."))
    if content.started and content.ended and content.ended <= content.started:
        _add(found, "ended", _("The sitting ends before it starts. Check both hours."))
    if not content.form:
        _add(found, "form", _("Not filled in: the form of the sitting."))
    elif settings.PACK.entry("sitting_forms", content.form) is None:
        _add(found, "form", _("This form of sitting is not in the list. Choose one of the list."))


def _heads(content: SittingReport, listed: int | None, found: Problems, *, light: bool) -> None:
    expected, present = content.expected, content.present
    if expected is None and not light:
        _add(found, "expected", _("Not filled in: the total of those who should attend."))
    if present is None:
        _add(found, "present", _("Not filled in: the number present."))
    if light and present is not None:
        _seats(content, present, found)
    if expected is None or present is None:
        return
    numbers: Mapping[str, int] = {
        "expected": expected,
        "present": present,
        "absent_excused": content.absent_excused,
        "absent": content.absent,
    }
    if present > expected:
        sentence = _("The number present (%(present)d) is greater than the total (%(expected)d). Check both fields.")
        _add(found, "present", sentence % numbers)
    elif present + content.absent_excused + content.absent != expected:
        sentence = _(
            "Present (%(present)d), absent with reason (%(absent_excused)d) and absent without reason (%(absent)d)"
            " do not add up to the total (%(expected)d). Check these fields."
        )
        _add(found, "expected", sentence % numbers)
    if listed is not None and expected != listed and not content.expected_reason.strip():
        sentence = _("The total (%(expected)d) differs from the frozen list (%(listed)d). Say why.")
        _add(found, "expected_reason", sentence % {"expected": expected, "listed": listed})
    _seats(content, present, found)
    _by_category(content, {"present": present, "guests": content.guests}, found)


def _seats(content: SittingReport, present: int, found: Problems) -> None:
    if present == 0:
        _add(found, "present", _("Nobody was present. If no sitting was held, choose “Nothing to report”."))
    if content.superiors > content.guests:
        sentence = _("Those from the level above (%(superiors)d) are more than all guests (%(guests)d).")
        _add(found, "superiors", sentence % {"superiors": content.superiors, "guests": content.guests})
    if content.people is not None and content.people > present + content.guests:
        sentence = _("The number of people (%(people)d) is greater than the attendances (%(seats)d).")
        _add(found, "people", sentence % {"people": content.people, "seats": present + content.guests})


def _by_category(content: SittingReport, whole: Mapping[str, int], found: Problems) -> None:
    """Categories are optional; where one is stated, those of its group add up to the head count."""
    groups = participant_groups()
    known = {code for codes in groups.values() for code in codes}
    if not content.participants.keys() <= known:
        _add(found, "participants", _("This category is not in the list. Choose one of the list."))
    for name, codes in groups.items():
        stated = [content.participants[code] for code in codes if code in content.participants]
        if stated and sum(stated) != whole[name]:
            sentence = {
                "present": _("By category %(sum)d are present, in all %(whole)d. Check these fields."),
                "guests": _("By category there are %(sum)d guests, in all %(whole)d. Check these fields."),
            }[name]
            _add(found, f"participants.{name}", sentence % {"sum": sum(stated), "whole": whole[name]})


def _discussed(content: SittingReport, agenda: Collection[int], found: Problems) -> None:
    if not set(content.covered) <= set(agenda):
        _add(found, "covered", _("A point that was ticked is no longer on the agenda. Open the form again and tick."))
    if len(content.outcome.split()) > WORDS_OF_AN_OUTCOME:
        sentence = _("The outcome has %(words)d words; at most %(most)d fit.")
        _add(found, "outcome", sentence % {"words": len(content.outcome.split()), "most": WORDS_OF_AN_OUTCOME})


def _written(content: WrittenReport, today: date, found: Problems) -> None:
    if not (content.text.strip() or content.document_number.strip()):
        sentence = _("An empty report is no report. Write it, name its document, or choose “Nothing to report”.")
        _add(found, "text", sentence)
    if content.document_on and content.document_on > today:
        _add(found, "document_on", _("The day of the document lies in the future. Check the day."))


def _inside(content: SittingReport | WrittenReport, found: Problems) -> None:
    earliest = content.held_on if isinstance(content, SittingReport) else content.document_on
    for order, finding in enumerate(content.findings):
        if not finding.words.strip():
            _add(found, f"findings.{order}.words", _("Not filled in: what was found."))
        if finding.topic and settings.PACK.entry("topics", finding.topic) is None:
            _add(found, f"findings.{order}.topic", _("This topic is not in the list. Choose one of the list."))
    for order, promise in enumerate(content.promises):
        _promise(promise, f"promises.{order}", len(content.findings), earliest, found)


def _promise(promise: StatedPromise, field: str, findings: int, earliest: date | None, found: Problems) -> None:
    if not promise.words.strip():
        _add(found, f"{field}.words", _("Not filled in: what will be mended."))
    if promise.deadline is None:
        _add(found, f"{field}.deadline", _("Not filled in: the deadline of the correction."))
    elif earliest and promise.deadline < earliest:
        _add(found, f"{field}.deadline", _("The deadline of the correction lies before the sitting. Check the day."))
    if promise.owner_office and settings.PACK.entry("offices", promise.owner_office) is None:
        _add(found, f"{field}.owner_office", _("This post is not in the list. Choose one of the list."))
    if promise.finding is not None and promise.finding >= findings:
        _add(found, f"{field}.finding", _("The correction names a finding that is not in this report."))


def _lengths(content: SittingReport | WrittenReport, found: Problems) -> None:
    for field, value in vars(content).items():
        most = LETTERS.get(field, LETTERS_OF_A_TEXT)
        if isinstance(value, str) and len(value) > most:
            sentence = _("This field has %(letters)d letters; at most %(most)d fit.")
            _add(found, field, sentence % {"letters": len(value), "most": most})
