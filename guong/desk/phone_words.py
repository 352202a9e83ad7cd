"""The sentences that the scripts of the phone say, in the reader's language. `{name}` is filled in on the phone.

Where the server says the same sentence, the scripts take its words, so that a field is found fault with in one way.
"""

import re

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {**_state(), **_form(), **_device(), **_receipts(), **_lines(), **_problems()}


def _state() -> dict[str, str]:
    return {
        "unsent": _("{n} reports not sent"),
        "unsent.one": _("{n} report not sent"),
        "bar.kept": _("Kept on this device, sent when there is a network."),
        "bar.server": _(
            "Not sent: the server does not answer. The report is kept on the device and sends itself later."
        ),
        "bar.offline": _("No network. Typing still works; everything is kept on this device."),
        "bar.photo": _("Sending photo {number}/{of}. The text has been sent."),
        "bar.sign_in": _("Sign in to send it. Nothing that was typed is lost."),
        "bar.asked": _("{n} reports on this device need another look."),
        "bar.asked.one": _("{n} report on this device needs another look."),
        "bar.see": _("See"),
        "full": _(
            "Not kept: the storage of this device is full or cannot be written. The text is still on this page. "
            "Save it to a file now, then free some storage."
        ),
        "state.waiting": _("Waits for a network, then sends itself."),
        "state.text_held": _("The text has arrived; photos follow."),
        "state.complete": _("Complete"),
        "state.decide": _("Kept by the server: a person decides."),
        "state.mend": _("Not sent: some fields need another look. What was typed is kept."),
        "state.refused": _("The server did not take it. It stays on this device."),
        "state.photo_lost": _("The text has arrived, but a photo is no longer on this device."),
    }


def _form() -> dict[str, str]:
    return {
        "draft.saved": _("Kept on this device at {time}."),
        "draft.found": _("Goes on from what was kept at {time}."),
        "tab.other": _("This duty is being written in another tab. What is typed there is kept."),
        "tab.here": _("Write here instead"),
        "photo.count": _("{n} photos are kept on this device, made smaller to {size} MB."),
        "photo.count.one": _("{n} photo is kept on this device, made smaller to {size} MB."),
        "photo.alt": _("Chosen photo {name}"),
        "photo.use": _("What the photo is"),
        "photo.minutes": _("Page of the minutes: stays in the unit"),
        "photo.public": _("Photo of the sitting: goes up"),
        "photo.consent": _("Basis on which it may be published (who agreed)"),
        "photo.no_consent": _("Say on what basis the photo may be published."),
        "photo.drop": _("Take this photo out"),
        "photo.unreadable": _("{name} cannot be read as a photo. Choose another one."),
        "photo.going": _("Photos that go up"),
        "preview.title": _("{superior} will see exactly this"),
        "preview.stays": _("Stays in the unit"),
        "preview.nothing": _("Nothing: all that was typed goes up."),
        "hint.short": _("Sat {minutes} minutes; at least {least} are usual ({basis})."),
        "hint.agenda": _("{points} points in {minutes} minutes: check both hours."),
        "hint.open": _("{n} points of the agenda are left open."),
        "hint.open.one": _("{n} point of the agenda is left open."),
        "hint.last": _("Last time, {day}: {present} present of {expected}."),
    }


def _device() -> dict[str, str]:
    return {
        "queue.empty": _("Everything written on this device has been sent."),
        "receipts.empty": _("No receipt is kept on this device yet. It shows here when the server has taken a report."),
        "export.file": _("Save to a file"),
        "export.codes": _("Show as QR codes"),
        "codes.how": _(
            "{n} codes. Scan them with another device at “Hand in for another device”. Photos are not in them."
        ),
        "codes.how.one": _(
            "{n} code. Scan it with another device at “Hand in for another device”. Photos are not in it."
        ),
        "codes.label": _("Code {number} of {of}"),
        "codes.text": _("Texts of these codes"),
        "drop": _("Do not send"),
        "drop.ask": _("Delete “{title}” of {unit} from this device? It was not sent."),
        "drop.do": _("Delete it"),
        "drop.back": _("Keep it"),
        "mend": _("Open it again"),
        "decide": _("See both versions and decide"),
        "kept.see": _("See what the server keeps"),
        "kept.drop": _("Take it off this device"),
        "kept.ask": _("The server keeps “{title}” of {unit}. Take it off this device?"),
        "see": _("See what goes up"),
        "import.unreadable": _("This is no file or code of reports. Nothing was taken in."),
        "import.taken": _("{n} reports taken in. They are sent as whoever wrote them."),
        "import.taken.one": _("{n} report taken in. It is sent as whoever wrote it."),
        "import.known": _("These reports lie on this device already or were sent from it."),
        "import.parts": _("{have} of {need} codes so far."),
        "import.camera": _("The camera cannot be used. Paste the texts of the codes instead."),
    }


def _receipts() -> dict[str, str]:
    return {
        "receipt.has_it": _("Sent at {time}. Receipt number {number}."),
        "receipt.unit": _("Unit"),
        "receipt.duty": _("Duty"),
        "receipt.written": _("Written on the device"),
        "receipt.arrived": _("Received by the server"),
        "receipt.version": _("Version"),
        "receipt.state": _("State"),
        "receipt.qr": _("QR code of the receipt"),
        "receipt.keep": _("Keep the receipt on this device"),
        "receipt.sent": _("See what was sent"),
        "receipt.forget": _("Take the receipt off this device"),
        "receipt.checking": _("The mark is being checked."),
        "receipt.genuine": _("The mark was checked on this device: it is genuine."),
        "receipt.false": _("The mark does not fit: this is no receipt of this installation."),
        "receipt.unknown": _("This browser cannot check the mark; the receipt page of the server can."),
    }


def _lines() -> dict[str, str]:
    return {
        "numbered": _("{number}, dated {day}"),
        "guests": _("{guests}, of these {superiors} from the level above"),
        "attendance": _(
            "{present} present of {expected}; absent with a reason {absent_excused}, without {absent};"
            " relieved {exempt}"
        ),
        "attendance.light": _("{present} present"),
        "findings.shortcoming": _("shortcomings"),
        "findings.strength": _("strengths"),
        "corrections.promised": _("corrections promised"),
        "until": _("until {day}"),
        "pages": _("{n} pages stored"),
        "stays.chair": _("Chair"),
        "stays.minutes_taker": _("Minutes taken by"),
        "stays.minutes": _("Pages of the minutes"),
        "stays.strengths": _("Strengths"),
        "stays.findings": _("Shortcomings"),
        "stays.promises": _("What will be mended"),
    }


def _problems() -> dict[str, str]:
    """As `rounds.checks` and the form say them."""
    return {f"problem.{name}": re.sub(r"%\((\w+)\)d", r"{\1}", sentence) for name, sentence in _faults().items()}


def _faults() -> dict[str, str]:
    return {
        "no_day": _("Not filled in: the day of the sitting."),
        "future": _("The day of the sitting lies in the future. Check the day."),
        "hours": _("The sitting ends before it starts. Check both hours."),
        "no_form": _("Not filled in: the form of the sitting."),
        "no_expected": _("Not filled in: the total of those who should attend."),
        "no_present": _("Not filled in: the number present."),
        "too_many": _("The number present (%(present)d) is greater than the total (%(expected)d). Check both fields."),
        "sum": _(
            "Present (%(present)d), absent with reason (%(absent_excused)d) and absent without reason (%(absent)d)"
            " do not add up to the total (%(expected)d). Check these fields."
        ),
        "not_listed": _("The total (%(expected)d) differs from the frozen list (%(listed)d). Say why."),
        "nobody": _("Nobody was present. If no sitting was held, choose “Nothing to report”."),
        "superiors": _("Those from the level above (%(superiors)d) are more than all guests (%(guests)d)."),
        "people": _("The number of people (%(people)d) is greater than the attendances (%(seats)d)."),
        "by_present": _("By category %(sum)d are present, in all %(whole)d. Check these fields."),
        "by_guests": _("By category there are %(sum)d guests, in all %(whole)d. Check these fields."),
        "long": _("The outcome has %(words)d words; at most %(most)d fit."),
        "empty": _("An empty report is no report. Write it, name its document, or choose “Nothing to report”."),
        "document_future": _("The day of the document lies in the future. Check the day."),
        "no_reason": _("Not filled in: the reason why there is nothing to report."),
        "no_duty": _("Choose at least one duty that this answers."),
        "no_topic": _("Choose the topic of the shortcoming. The superior sees topics as counts alone."),
        "no_words": _("Write what will be done, or take out its day, name and result."),
        "no_deadline": _("Not filled in: the deadline of the correction."),
        "early": _("The deadline of the correction lies before the sitting. Check the day."),
        "no_number": _("Write a whole number in this field."),
    }
