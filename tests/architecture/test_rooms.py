"""What the import contracts do not see: foreign keys, links in templates and code, signals, models fetched by name."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture import house

TAG = re.compile(r"""\{%-?\s*(url|include|extends|static|load|includeblock)\s+([^%]*?)\s*-?%\}""")
NAMING = ("reverse", "reverse_lazy", "redirect", "render", "render_to_string", "get_template", "TemplateResponse")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
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


def test_code_links_and_renders_the_same_or_a_lower_room() -> None:
    """`reverse("rounds:board")` in a lower room is an import in disguise."""
    breaches = []
    for path in house.python_files():
        room = house.room_of(path)
        names = (
            "reverse",
            "reverse_lazy",
            "redirect",
            "render",
            "render_to_string",
            "get_template",
            "TemplateResponse",
        )
        for call in house.calls(path, *names):
            for argument in call.args:
                other = room_named(house.literal(argument) or "")
                if room and other and not house.may_see(room, other):
                    breaches.append(f"{house.shown(path, call.lineno)} → {other}")
    house.none(breaches)


def receives(node: ast.AST) -> bool:
    """Whether the statement brings in signals of a library."""
    if not isinstance(node, ast.ImportFrom) or not node.module or node.module.startswith("guong."):
        return False
    return "signals" in {node.module.rsplit(".")[-1], *(one.name for one in node.names)} or "dispatch" in node.module


def test_no_room_sends_signals_and_only_listed_files_receive_those_of_libraries() -> None:
    breaches = []
    for path in house.python_files():
        for node in ast.walk(house.tree(path)):
            makes = isinstance(node, ast.Call) and house.last_name(node.func) == "Signal"
            if makes or (receives(node) and house.shown(path) not in SIGNALS):
                breaches.append(house.shown(path, getattr(node, "lineno", 0)))
    house.none(breaches)


def test_models_of_a_higher_room_are_not_fetched_by_name() -> None:
    breaches = []
    for path in house.python_files(tests=True):
        room = house.room_of(path)
        for call in house.calls(path, "get_model", "get_app_config"):
            other = (house.literal(call.args[0]) or "").split(".")[0] if call.args else ""
            if room and other in house.floors() and not house.may_see(room, other) and path.name != "apps.py":
                breaches.append(f"{house.shown(path, call.lineno)} → {other}")
    house.none(breaches)


@pytest.mark.parametrize(
    ("room", "other", "allowed"),
    [("rounds", "units", True), ("units", "rounds", False), ("desk", "intake", False), ("ui", "ui", True)],
)
def test_rooms_see_downwards_only(room: str, other: str, allowed: bool) -> None:
    assert house.may_see(room, other) is allowed


def test_files_beside_the_rooms_belong_to_no_room() -> None:
    assert house.room_of(house.PACKAGE / "settings.py") is None
    assert house.room_of(Path("/elsewhere/rounds/models.py")) is None
