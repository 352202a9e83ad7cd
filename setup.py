"""Everything is declared in pyproject.toml; this adds one step: the wheel carries compiled catalogues.

Babel compiles them, since gettext's own tools are missing on many machines.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):  # type: ignore[misc]  # setuptools is untyped here
    """Compile every catalogue of the tree before its files are gathered."""

    def run(self) -> None:
        for source in Path("guong").rglob("LC_MESSAGES/*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text, locale=source.parts[-3]))
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
