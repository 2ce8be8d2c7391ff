"""The catalogue of errors: complete, and as the source has it."""

from pathlib import Path

from gateway.domain.validation import _BUILT_IN
from gateway.rest.responses import CODES
from tests import catalogue, error_page

KEPT = (Path(__file__).parents[2] / "docs/errors.md").read_text()
# Named by variables: the spelling of a number.
SPELLINGS = {"not_e164", "too_short"}


def test_every_code_of_the_source_is_explained_and_no_other() -> None:
    built_in = {code for code, _ in _BUILT_IN.values()}

    assert set(error_page.listed()) == catalogue.codes() | built_in | CODES | SPELLINGS


def test_no_code_is_explained_twice() -> None:
    assert len(error_page.listed()) == len(set(error_page.listed()))


def test_the_page_that_is_kept_is_the_one_that_is_written() -> None:
    assert error_page.page() == KEPT, "Run: make errors"
