from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.GUONG_DATA, settings.GUONG_KEYS = tmp_path, tmp_path / "keys"
    return tmp_path
