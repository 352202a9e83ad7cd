from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(models.TextChoices):
    INCOMING = "incoming", _("incoming")
    OUTGOING = "outgoing", _("outgoing")


class Publicity(models.TextChoices):
    """Internal until a named person makes it public."""

    INTERNAL = "internal", _("internal")
    PUBLIC = "public", _("public")


class RelationKind(models.TextChoices):
    BASED_ON = "based_on", _("based on")
    IMPLEMENTS = "implements", _("implements")
    AMENDS = "amends", _("amends")
    REPLACES = "replaces", _("replaces")
    REPEALS = "repeals", _("repeals")
    CORRECTS = "corrects", _("corrects")
    SUSPENDS = "suspends", _("suspends")


class Resolution(models.TextChoices):
    """How a citation stands: linked to one paper, to be chosen from several, or not held."""

    RESOLVED = "resolved", _("linked")
    AMBIGUOUS = "ambiguous", _("several match")
    UNRESOLVED = "unresolved", _("not held")
    NAMED = "named", _("named without a number")


class Validity(models.TextChoices):
    """State of a document on a day, computed from its days and relations."""

    UNKNOWN = "unknown", _("not known")
    NOT_YET = "not_yet", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    ENDED_IN_PART = "ended_in_part", _("ended in part")
    ENDED = "ended", _("ended")


class Conflict(models.TextChoices):
    """What does not fit together about a relation. Shown to staff, refused nowhere."""

    NO_DAY = "no_day", _("no day is known from which it holds, so it changes nothing yet")
    ACTING_ENDED = "acting_ended", _("the document that does it had ended before, so it changes nothing")
    ACTING_NOT_YET = "acting_not_yet", _("the document that does it was not yet in force on that day")
    ACTING_SUSPENDED = "acting_suspended", _("the document that does it was suspended on that day")
    BEFORE_ISSUE = "before_issue", _("the other document was issued only after that day")
    ENDED_ALREADY = "ended_already", _("the other document had ended before that day")
    PART_ENDED = "part_ended", _("that part had ended before that day")
    CIRCLE = "circle", _("both documents end each other")


class Doubt(models.TextChoices):
    """What a citation says otherwise than the register."""

    OTHER_DAY = "other_day", _("the day differs from the one in the register")
    OTHER_YEAR = "other_year", _("the year in the number is not that of the day of issue")
    OTHER_TYPE = "other_type", _("the type differs from the one in the register")


class Stage(models.TextChoices):
    """How far a paper of one's own has come. A number is given on issuing, never before."""

    DRAFT = "draft", pgettext_lazy("stage of a paper", "draft")
    FOR_SIGNING = "for_signing", _("submitted for signing")
    SIGNED = "signed", _("signed")
    ISSUED = "issued", pgettext_lazy("stage of a paper", "issued")


class Urgency(models.TextChoices):
    URGENT = "urgent", _("urgent")
    VERY_URGENT = "very", _("very urgent")
    IMMEDIATE = "immediate", _("immediate")


class CopyKind(models.TextChoices):
    """Of a copy with a number of its own."""

    TRUE_COPY = "true_copy", _("true copy")
    COPY_OF_COPY = "of_copy", _("copy of a copy")
    EXTRACT = "extract", _("extract")


class FileRole(models.TextChoices):
    MAIN = "main", _("document")
    ANNEX = "annex", _("annex")
    SCAN = "scan", _("scan of the signed paper")


class LineState(models.TextChoices):
    """What became of a number. Every number is accounted for."""

    ISSUED = "issued", _("issued number")
    RESERVED = "reserved", _("reserved")
    VOID = "void", _("void")
    OUTSIDE = "outside", _("used elsewhere")


class Purpose(models.TextChoices):
    """What a recipient gets a paper for."""

    REPORT = "report", _("to be informed")
    IMPLEMENT = "implement", _("to carry it out")
    COORDINATE = "coordinate", _("to take part")
    KEEP = "keep", _("to keep")


class Voice(models.TextChoices):
    """What a text on a draft is: an opinion, or the reason for which the draft went back."""

    OPINION = "opinion", _("opinion")
    RETURN = "return", _("returned to the drafter")


class BuildKind(models.TextChoices):
    """What a case file is taken away as."""

    PDF = "pdf", _("one PDF")
    ZIP = "zip", _("original files")
