"""Documentation that cannot rot: links lead somewhere, every setting and command is described, words exist in code."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import house

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SETTING = re.compile(r"\b(GUONG_[A-Z_]+|DATABASE_URL)\b")
OPERATIONS = (house.ROOT / "docs/operations.md", house.ROOT / "docs/vi/van-hanh.md")
INNER = {"GUONG_TEST_DATA", "GUONG_INSTALLATION", "GUONG_SAMPLE"}  # no settings of an installation


def pages() -> list[Path]:
    return [path for path in house.tracked() if path.suffix == ".md"]


def test_every_link_between_documents_leads_somewhere() -> None:
    dead = []
    for page in pages():
        for target in LINK.findall(page.read_text("utf-8")):
            place = target.split("#")[0]
            if place and "://" not in place and not (page.parent / place).exists():
                dead.append(f"{house.shown(page)} → {target}")
    house.none(dead)


def read_from_the_environment() -> set[str]:
    """Names that our code asks the environment for: as first argument of a reader, or as a key of `os.environ`."""
    found = set()
    for path in house.python_files():
        for node in ast.walk(house.tree(path)):
            asked = node.args[0] if isinstance(node, ast.Call) and node.args else None
            asked = node.slice if isinstance(node, ast.Subscript) else asked
            text = house.literal(asked) or ""
            owner = node.func if isinstance(node, ast.Call) else getattr(node, "value", None)
            named = house.dotted(owner) if isinstance(owner, ast.expr) else ""
            if SETTING.fullmatch(text) and re.search(r"\benv(iron)?\b|getenv", named):
                found.add(text)
    return found - INNER


def test_settings_are_read() -> None:
    assert {"GUONG_DATA", "GUONG_KEYS", "GUONG_PACK", "DATABASE_URL"} <= read_from_the_environment()


@pytest.mark.parametrize("page", OPERATIONS, ids=lambda path: path.name)
def test_every_setting_is_described_in_both_languages(page: Path) -> None:
    text = page.read_text("utf-8")
    assert {name for name in read_from_the_environment() if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("page", OPERATIONS, ids=lambda path: path.name)
def test_every_command_is_described_in_both_languages(page: Path) -> None:
    commands = {path.stem for path in house.PACKAGE.glob("*/management/commands/*.py") if not path.stem.startswith("_")}
    text = page.read_text("utf-8")
    assert {name for name in commands if f"guong {name}" not in text} == set()


def test_decisions_have_a_number_each() -> None:
    """Their headings begin with it, and no number is left out or given twice."""
    pages = sorted((house.ROOT / "docs/decisions").glob("*.md"))
    said = [(page.name[:4], page.read_text("utf-8")[2:6]) for page in pages]
    assert said == [(f"{number:04}", f"{number:04}") for number in range(1, len(pages) + 1)]


def test_the_glossary_names_what_exists() -> None:
    """The first column of the tables holds names of code, each a class or an enumeration's member of ours."""
    known = set()
    for path in house.python_files():
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.ClassDef):
                known.add(node.name)
                known |= {
                    f"{node.name}.{name.id}"
                    for line in node.body
                    if isinstance(line, ast.Assign)
                    for name in line.targets
                    if isinstance(name, ast.Name)
                }
    rows = re.findall(r"^\| `([^`]+)`", (house.ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE)
    assert rows
    assert [name for name in rows if name not in known] == []
