"""How modules are written: size, one clock, no hidden imports, reasons beside every exception."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import house

FILE_LINES = 400
FUNCTION_LINES = 40
# "path" or "path:function" → (lines allowed, why it is better in one piece)
LONGER: dict[str, tuple[int, str]] = {}

# The reasons for which a function may import. A circle is no reason here: the rooms have an order.
REASONS = ("slow import", "optional dependency", "apps are not ready", "settings come first")
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate",
    "timezone.localtime", "time.time", "datetime.datetime.now", "datetime.date.today", "localdate", "localtime",
}  # fmt: skip
# Real time is meant here, not the organisation's day.
REAL_TIME = {
    "guong/jobs/clock.py": "the one clock",
    "guong/installation.py": "starts the set clock of a sample, before Django is there",
}


def modules() -> list[Path]:
    return [path for path in house.tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(house.tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body. Signature and docstring state the contract; saying more there is no fault."""
    body = node.body[1:] if house.literal(getattr(node.body[0], "value", None)) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def file_sizes() -> dict[str, int]:
    written = [path for path in house.tracked() if path.suffix in {".py", ".css", ".js", ".html"}]
    ours = [path for path in written if not {"migrations", "samples"} & set(path.parts)]
    return {house.shown(path): len(path.read_text("utf-8").splitlines()) for path in ours}


def test_files_are_short() -> None:
    allowed = {name: lines for name, (lines, _) in LONGER.items()}
    assert {name: n for name, n in file_sizes().items() if n > allowed.get(name, FILE_LINES)} == {}


def test_functions_are_short() -> None:
    sizes = {f"{house.shown(path)}:{node.name}": length(node) for path in modules() for node in functions(path)}
    allowed = {name: lines for name, (lines, _) in LONGER.items()}
    assert {name: n for name, n in sizes.items() if n > allowed.get(name, FUNCTION_LINES)} == {}


def test_no_exception_to_size_is_left_over() -> None:
    sizes = {f"{house.shown(path)}:{node.name}": length(node) for path in modules() for node in functions(path)}
    sizes |= file_sizes()
    used = {name for name in LONGER if sizes.get(name, 0) > (FUNCTION_LINES if ":" in name else FILE_LINES)}
    assert used == set(LONGER)


def asks_a_clock(call: ast.Call) -> bool:
    """`localtime(value)` and `localdate(value)` convert; without a value they read the clock."""
    name = house.dotted(call.func)
    return name in CLOCKS and not (call.args and name.endswith(("localtime", "localdate")))


def test_only_the_clock_room_asks_the_machine_for_the_time() -> None:
    breaches = [
        house.shown(path, node.lineno)
        for path in house.python_files()
        if house.shown(path) not in REAL_TIME
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.Call) and asks_a_clock(node)
    ]
    house.none(breaches)


TOLD = ("queries.py", "models.py", "rules.py")


def asks_our_clock(call: ast.Call) -> bool:
    return house.dotted(call.func) in {"now", "today", "clock.now", "clock.today", "clock.machine"}


def test_reads_are_told_the_day_and_never_ask_the_clock() -> None:
    breaches = [
        house.shown(path, node.lineno)
        for path in house.python_files()
        if path.name in TOLD
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.Call) and asks_our_clock(node)
    ]
    house.none(breaches)


def test_a_read_that_asks_the_clock_is_noticed() -> None:
    asked = [ast.parse(text, mode="eval").body for text in ("clock.now()", "today()", "clock.day_of(at)")]
    assert [asks_our_clock(call) for call in asked if isinstance(call, ast.Call)] == [True, True, False]


def test_databases_are_not_asked_for_the_time_either() -> None:
    """`Now()` and `auto_now` would read another clock than the one the demo and the tests set."""
    text = re.compile(r"\b(auto_now|auto_now_add)\s*=|functions import .*\bNow\b|\bCURRENT_TIMESTAMP\b")
    breaches = [
        house.shown(path, number)
        for path in house.python_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if text.search(line)
    ]
    house.none(breaches)


def test_imports_inside_functions_carry_a_reason() -> None:
    breaches = []
    for path in house.python_files():
        lines = path.read_text("utf-8").splitlines()
        for function in functions(path):
            inside = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            for node in inside:
                explained = any(reason in lines[node.lineno - 1] for reason in REASONS)
                if path.name != "apps.py" and not explained:
                    breaches.append(house.shown(path, node.lineno))
    house.none(breaches)


def explained(line: str) -> bool:
    """Whether what silences a tool on this line is followed by words, not by the rule's name alone."""
    found = re.search(r"#\s*(?:noqa|type:\s*ignore)(?:\[[^\]]*\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(.*)$", line)
    return found is None or re.search(r"\w{3,}", found[1]) is not None


def test_what_silences_a_tool_says_why() -> None:
    breaches = [
        house.shown(path, number)
        for path in modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if not explained(line)
    ]
    house.none(breaches)


def test_a_bare_silencer_is_noticed() -> None:
    bare, named = "x = 1  # " + "noqa", "x = 1  # " + "noqa: E402  (the environment comes first)"
    assert (explained(bare), explained(named)) == (False, True)
