"""What the project's files say: nothing of a machine, no outside address, every word a person reads translated."""

import ast
import re
from pathlib import Path

from guong.ops import catalogues
from tests.architecture import house

TEXTS = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".css",
    ".js",
    ".svg",
    ".po",
    ".in",
    ".json",
    ".xml",
    ".webmanifest",
    "",
}
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users|mnt|opt)/\w")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|npmjs|index-url|extra-index|find-links")
ADDRESS = re.compile(r"\b(?:https?|ftp|wss?)://([^\s/\"'<>()`\]}]*)")
# Names of vocabularies look like addresses and are never asked; the others lead nowhere or to this machine.
HOSTS = re.compile(
    r"(?:www\.w3\.org|schemas\.openxmlformats\.org|www\.sitemaps\.org|purl\.org|schema\.org|json-schema\.org|ogp\.me)"
    r"|(?:127\.0\.0\.1|localhost|\[::1\]|testserver)(?::.*)?|(?:.*\.)?example(?:\.\w+)?(?::\d+)?|.*[{$%].*|"
)
VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
NAMES = re.compile(r"Gương|Tiếng Việt|English|JSON Schema|\b(?:xlsx|csv|pdf|docx|ics|JSON|Atom|OpenAPI)\b")
# Files whose data are Vietnamese by nature; everything else speaks through catalogues and packs.
VIETNAMESE_DATA = {
    "guong/viet/": "the grammar of the language",
    "guong/packs/": "packs bring their own words",
    "guong/intake/": "reads Vietnamese pages",
    "guong/registry/rules.py": "secrecy marks and words of citations as documents write them",
    "guong/registry/marks.py": "secrecy marks as documents write them",
    "guong/registry/resolve.py": "words by which a text tells a year and a type",
    "guong/search/words.py": "a class of letters in a pattern",
    "guong/render/": "letters that a font must have",
    "guong/ops/demo/": "the sample organisation",
    "guong/ops/samples/": "the sample organisation",
    "guong/ops/benches/": "generated text to measure with",
    "guong/ui/fonts.py": "letters that a font must have",
    "guong/ui/formats/vi/": "how dates are written in Vietnamese",
    "guong/ui/gallery": "the page of components shows made-up words",
}
SILENT = re.compile(
    r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->|<(script|style|svg)\b.*?</\1>"
    r"|\{% block \w*(?:class|attributes|attrs|width)\w* %\}.*?\{% endblock"
    r"|\{%-?\s*blocktrans(?:late)?\b.*?\{%-?\s*endblocktrans(?:late)?\s*-?%\}|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
READ_ALOUD = re.compile(r'\b(?:title|alt|placeholder|aria-label|aria-description|label)="([^"]*)"')
LABELS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label"}
WORD = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTE = re.compile(r"""[\w-]+=(?:"[^"]*"|'[^']*')""")
UNTRANSLATED = ("guong/ui/templates/ui/gallery",)  # the page of components shows made-up words


def written(path: Path) -> bool:
    """Texts of ours; catalogues for libraries repeat the library's own messages."""
    return path.suffix in TEXTS and "LICENSE" not in path.name and "overrides" not in path.parts


def lines_of(path: Path) -> list[tuple[int, str]]:
    return list(enumerate(path.read_text("utf-8").splitlines(), 1))


def test_no_file_names_a_machine_a_registry_or_an_outside_address() -> None:
    breaches = []
    for path in filter(written, house.tracked()):
        for number, line in lines_of(path):
            hosts = [host for host in ADDRESS.findall(line) if not HOSTS.fullmatch(host)]
            named = MACHINE.search(line) or (path.parent.name != "architecture" and REGISTRY.search(line))
            if hosts or (named and path != house.ROOT / "Makefile"):
                breaches.append(f"{house.shown(path, number)} {line.strip()[:80]}")
    house.none(breaches)


def test_the_reader_of_addresses_tells_namespaces_from_hosts() -> None:
    text = (
        "http:"
        + "//www.w3.org/2000/svg https:"
        + "//muongsoi.example/ http:"
        + "//127.0.0.1:8000 https:"
        + "//cdn.net/x"
    )
    assert [host for host in ADDRESS.findall(text) if not HOSTS.fullmatch(host)] == ["cdn.net"]


def test_code_speaks_through_catalogues_and_packs() -> None:
    breaches = []
    for path in house.python_files():
        if house.shown(path).startswith(tuple(VIETNAMESE_DATA)):
            continue
        for line, text in house.texts(house.tree(path)):
            if VIETNAMESE.search(NAMES.sub("", text)):
                breaches.append(f"{house.shown(path, line)} {text[:60]!r}")
    house.none(breaches)


def test_labels_of_forms_and_models_are_translated() -> None:
    breaches = [
        house.shown(path, keyword.value.lineno)
        for path in house.python_files()
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in LABELS and WORD.search(house.literal(keyword.value) or "")
    ]
    house.none([place for place in breaches if not place.startswith(tuple(VIETNAMESE_DATA))])


# The sample organisation speaks Vietnamese; the gatherer of sentences is a tool of those who write the code.
NOT_TRANSLATED = (*VIETNAMESE_DATA, "guong/ops/catalogues.py")
SAYING = {"CommandError", "Refused", "BadSheet", "ValidationError", "Advice", "write", "add_error"}


def bare_sentences(text: str) -> list[int]:
    """Lines on which something is said to a person in words that no catalogue knows."""
    found = []
    for node in ast.walk(ast.parse(text)):
        said = node.args if isinstance(node, ast.Call) and house.last_name(node.func) in SAYING else []
        for one in said:
            parts = one.values if isinstance(one, ast.JoinedStr) else [one]
            words = " ".join(house.literal(part) or "" for part in parts)
            if len(WORD.findall(words)) > 1 and " " in words.strip():
                found.append(one.lineno)
    return found


def test_sentences_of_code_are_translated() -> None:
    breaches = []
    for path in house.python_files():
        if not house.shown(path).startswith(NOT_TRANSLATED):
            breaches += [house.shown(path, line) for line in bare_sentences(path.read_text("utf-8"))]
    house.none(breaches)


def test_the_reader_of_code_notices_bare_sentences() -> None:
    text = """raise CommandError("This is bare.")
raise CommandError(f"{file} is no sheet.")
raise CommandError(_("This is known."))
out.write(f"{code} {name}")"""
    assert bare_sentences(text) == [1, 2]


def untranslated(text: str) -> list[str]:
    """Words of a template that a person reads and no catalogue knows."""
    bare = SILENT.sub(" ", text)
    attributes = READ_ALOUD.findall(bare)
    between = [ATTRIBUTE.sub("", piece) for piece in re.split(r"<[^>]*>", bare)]
    return [
        piece.strip() for piece in (*between, *attributes) if WORD.search(NAMES.sub("", re.sub(r"&\w+;", "", piece)))
    ]


def test_templates_speak_through_catalogues() -> None:
    breaches = []
    for path in house.template_files():
        if path.suffix == ".html" and not house.shown(path).startswith(UNTRANSLATED):
            breaches += [f"{house.shown(path)} {words[:60]!r}" for words in untranslated(path.read_text("utf-8"))]
    house.none(breaches)


def test_the_reader_of_templates_notices_bare_words() -> None:
    text = '<p title="Bare">{% translate "Known" %} {{ value }} Loose {% blocktranslate %}Fine{% endblocktranslate %}'
    assert untranslated(text) == ["Loose", "Bare"]


def test_every_message_is_english_and_has_its_vietnamese() -> None:
    house.none([fault for room in catalogues.rooms() for fault in catalogues.check(room)])
