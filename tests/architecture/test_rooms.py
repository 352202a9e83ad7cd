"""What the import contracts do not see: foreign keys, links in templates and code, signals, models fetched by name."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture import house

TAG = re.compile(r"""\{%-?\s*(url|include|extends|static|load|includeblock)\s+([^%]*?)\s*-?%\}""")
# A text in code that names an address (`rounds:board`), a template (`rounds/board.html`) or a module of a room.
NAMED = re.compile(r"([a-z]+)(?::[\w:-]+|/[\w/.-]+\.(?:html|txt|xml|svg|css|js))")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
PATH = re.compile(r"""(?:href|action|src|hx-\w+)=["']/(?=[\w{])""")
QUOTED = re.compile(r"""["']([^"']+)["']""")

# Where signals of a library are received, and why a step of ours would not do.
SIGNALS = {
    "guong/trail/signals.py": "sign-ins happen in allauth and Django; the trail records them",
    "guong/portal/wiring.py": "Wagtail publishes and withdraws by itself; the portal notes it in the trail",
}


def room_named(text: str) -> str | None:
    """The room that an address (`rounds:board`), a template (`rounds/board.html`) or a file names first."""
    head = re.split(r"[:/]", text, maxsplit=1)[0]
    return head if head in house.floors() and head != text else None


def test_every_room_of_the_package_has_a_floor() -> None:
    rooms = {path.parent.name for path in house.PACKAGE.glob("*/__init__.py")}
    assert rooms == set(house.floors())


def test_relations_point_to_the_same_or_a_lower_room() -> None:
    breaches = []
    for model in apps.get_models(include_auto_created=True):
        room = model._meta.app_label
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model
            if room in house.floors() and not field.auto_created and isinstance(target, type):
                other = target._meta.app_label
                if other in house.floors() and not house.may_see(room, other):
                    breaches.append(f"{room}.{model.__name__}.{field.name} → {other}")
    house.none(breaches)


def libraries() -> dict[str, str]:
    """Tag library → room that offers it."""
    return {
        path.stem: room
        for path in house.PACKAGE.glob("*/templatetags/*.py")
        if (room := house.room_of(path)) and path.stem != "__init__"
    }


def named_in_template(text: str) -> list[tuple[int, str]]:
    """(line, room) of everything that a template names in another room or its own."""
    text = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    found = []
    for tag in TAG.finditer(text):
        line = text.count("\n", 0, tag.start()) + 1
        if tag[1] == "load":
            words = tag[2].split(" from ")[-1].split()
            found += [(line, libraries()[word]) for word in words if word in libraries()]
        else:
            found += [(line, room) for quoted in QUOTED.findall(tag[2]) if (room := room_named(quoted))]
    return found


def test_templates_name_the_same_or_a_lower_room() -> None:
    breaches = []
    for path in house.template_files():
        room = house.room_of(path)
        assert room is not None, path
        for line, other in named_in_template(path.read_text("utf-8")):
            if not house.may_see(room, other):
                breaches.append(f"{house.shown(path, line)} → {other}")
    house.none(breaches)


def test_the_reader_of_templates_sees_links_includes_and_libraries() -> None:
    text = "{% extends 'ui/page.html' %}\n{% url 'rounds:board' round.uid %}\n{% include \"desk/part.html\" with a=1 %}"
    assert named_in_template(text) == [(1, "ui"), (2, "rounds"), (3, "desk")]


def test_templates_write_no_address_by_hand() -> None:
    """`href="/desk/…"` is a link that no reader of ours can follow; addresses come from `url` and `static`."""
    breaches = [
        house.shown(path, number)
        for path in house.template_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if PATH.search(line)
    ]
    house.none(breaches)


def named_in_code(text: str) -> list[tuple[int, str]]:
    """(line, room) of every text that names something of a room."""
    found = []
    for line, said in house.texts(ast.parse(text)):
        room = re.fullmatch(r"guong\.(\w+)(?:\.\w+)*", said) or NAMED.fullmatch(said)
        if room and room[1] in house.floors():
            found.append((line, room[1]))
    return sorted(found)


def test_code_names_the_same_or_a_lower_room() -> None:
    """`reverse("rounds:board")`, `template_name = "desk/x.html"` or a dotted path is an import in disguise."""
    breaches = []
    for path in house.python_files():
        room = house.room_of(path)
        for line, other in named_in_code(path.read_text("utf-8")):
            if room and not house.may_see(room, other):
                breaches.append(f"{house.shown(path, line)} → {other}")
    house.none(breaches)


def test_the_reader_of_code_sees_addresses_templates_and_modules_however_they_are_passed() -> None:
    text = """
"guong.desk.views is a docstring"
reverse(viewname="rounds:board")
class A: template_name = "desk/part.html"
import_string("guong.reviews.actions.take_in")
label = "rounds: a word"
"""
    assert named_in_code(text.lstrip()) == [(2, "rounds"), (3, "desk"), (4, "reviews")]


def signals_in(text: str) -> list[int]:
    """Lines that make a signal or bring in those of a library."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{one.name}" for one in node.names if not (node.module or "").startswith("guong.")]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        else:
            way = house.dotted(node) if isinstance(node, ast.Attribute) else ""
            names = [way.partition(".")[2]]  # what a plain name stands for was judged at its import
        made = isinstance(node, ast.Call) and house.last_name(node.func) == "Signal"
        if made or any({"signals", "dispatch"} & set(name.split(".")) for name in names):
            found.append(getattr(node, "lineno", 0))
    return sorted(set(found))


def test_no_room_sends_signals_and_only_listed_files_receive_those_of_libraries() -> None:
    breaches = []
    for path in house.python_files():
        lines = signals_in(path.read_text("utf-8"))
        breaches += [house.shown(path, line) for line in lines if house.shown(path) not in SIGNALS]
    house.none(breaches)


def test_the_reader_of_signals_sees_every_way_to_one() -> None:
    text = """from django.db.models.signals import post_save
from django.db import models
import django.dispatch
models.signals.post_save.connect(print)
mine = Signal()
from guong.trail import signals
from django.core import signals as known"""
    assert signals_in(text) == [1, 3, 4, 5, 7]


def fetched_by_name(text: str) -> list[tuple[int, str]]:
    """(line, room) of models and apps that are asked for by name; `?` where the name is no plain text."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and house.last_name(node.func) in {"get_model", "get_app_config"}:
            given = [*node.args, *(one.value for one in node.keywords if one.arg == "app_label")]
            name = house.literal(given[0]) if given else None
            found.append((node.lineno, (name or "?").split(".")[0]))
    return found


def test_models_of_a_higher_room_are_not_fetched_by_name() -> None:
    breaches = []
    for path in house.python_files(tests=True):
        room = house.room_of(path)
        for line, other in fetched_by_name(path.read_text("utf-8")):
            fine = other in house.floors() and room is not None and house.may_see(room, other)
            if room and not fine and (other == "?" or other in house.floors()) and path.name != "apps.py":
                breaches.append(f"{house.shown(path, line)} → {other}")
    house.none(breaches)


def test_the_reader_of_names_sees_models_however_they_are_asked_for() -> None:
    text = """apps.get_model("rounds.Round")
apps.get_model("rounds", "Round")
apps.get_model(app_label="desk", model_name="X")
apps.get_model(name)"""
    assert fetched_by_name(text) == [(1, "rounds"), (2, "rounds"), (3, "desk"), (4, "?")]


@pytest.mark.parametrize(
    ("room", "other", "allowed"),
    [("rounds", "units", True), ("units", "rounds", False), ("desk", "intake", False), ("ui", "ui", True)],
)
def test_rooms_see_downwards_only(room: str, other: str, allowed: bool) -> None:
    assert house.may_see(room, other) is allowed


def test_files_beside_the_rooms_belong_to_no_room() -> None:
    assert house.room_of(house.PACKAGE / "settings.py") is None
    assert house.room_of(Path("/elsewhere/rounds/models.py")) is None
