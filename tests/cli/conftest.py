"""A fixture: the database on which a test runs commands."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def numbers_db(tmp_path: Path, sqlite_template: Path) -> Path:
    """A migrated file, numbers.db, in the test's folder: commands do not create databases."""
    return Path(shutil.copy(sqlite_template, tmp_path / "numbers.db"))
