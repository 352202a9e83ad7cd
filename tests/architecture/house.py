"""The house as the tests see it: the order of the rooms, read from the import contracts, and the files of each room."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "guong"


@cache
def floors() -> dict[str, int]:
    """Room → its floor, 0 at the ground; rooms of one line of the contract share a floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(one["layers"] for one in contracts if one.get("exhaustive"))
    return {room.strip(): floor for floor, line in enumerate(reversed(layers)) for room in line.split("|")}


def may_see(room: str, other: str) -> bool:
    """Whether `room` may name things of `other`: its own, and those of lower floors."""
    return room == other or floors()[other] < floors()[room]


def room_of(path: Path) -> str | None:
    """The room of a file; None for what stands beside the rooms."""
    parts = path.relative_to(PACKAGE).parts if path.is_relative_to(PACKAGE) else ()
    return parts[0] if len(parts) > 1 and parts[0] in floors() else None


@cache
def tracked() -> tuple[Path, ...]:
    """Files of the project: those that git knows or would take, so that a new file is judged before its commit."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    paths = (ROOT / name for name in listing.stdout.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files(*, tests: bool = False, migrations: bool = False) -> list[Path]:
    """Our modules under `guong/`."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(PACKAGE)
        and (tests or "tests" not in path.parts)
        and (migrations or "migrations" not in path.parts)
    ]


def template_files() -> list[Path]:
    return [path for path in tracked() if path.is_relative_to(PACKAGE) and "templates" in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def dotted(node: ast.expr) -> str:
    """`a.b.c` as it is written; empty for anything else."""
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}" if head else ""
    return node.id if isinstance(node, ast.Name) else ""


def docstrings(module: ast.Module) -> set[int]:
    """Identities of the constants that are docstrings."""
    holders = [n for n in ast.walk(module) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    return {id(n.body[0].value) for n in holders if n.body and isinstance(n.body[0], ast.Expr)}


def texts(module: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of every text in code that is no docstring."""
    known = docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in known:
            yield node.lineno, node.value


def literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def shown(path: Path, line: int = 0) -> str:
    name = str(path.relative_to(ROOT))
    return f"{name}:{line}" if line else name


def none(breaches: list[str]) -> None:
    """Fail with every breach on a line of its own."""
    if breaches:
        raise AssertionError("\n".join(["", *sorted(set(breaches))]))
