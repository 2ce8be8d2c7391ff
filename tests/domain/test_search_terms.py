"""Search terms: what is found by what people type into a search field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.search_terms import SearchTerms, search_terms


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("+1 (415) 555", "+1415555"),
        ("+1", "+1"),
        ("+", "+"),
        ("(+44) 20", "+4420"),
        ("+44 (0)20 7946", "+44207946"),
        ("0044 20", "+4420"),
        ("tel:+1-415", "+1415"),
        ("+1\u2011415\u200b5", "+14155"),
        ("\uff0b1 415", "+1415"),
    ],
)
def test_a_plus_or_00_begins_a_number(text: str, prefix: str) -> None:
    assert search_terms(text) == SearchTerms(prefix, None, None)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("(415) 555", "415555"),
        ("415.555", "415555"),
        ("415 555-01", "41555501"),
        ("020 7946", "207946"),
        ("0", "0"),
        ("12", "12"),
    ],
)
def test_other_digits_are_anywhere_in_a_number_or_in_a_name(text: str, digits: str) -> None:
    assert search_terms(text) == SearchTerms(None, digits, text)


@pytest.mark.parametrize("text", ["Desk 4", "100%", "räume", "()", "é"])
def test_anything_else_is_in_a_name(text: str) -> None:
    assert search_terms(text) == SearchTerms(None, None, text)


@given(st.text(min_size=1))
def test_every_text_looks_for_something(text: str) -> None:
    assert any(part is not None for part in search_terms(text))
