"""Suggestions of phone numbers: only where the country is certain."""

import re

import pytest
from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    SUPPORTED_REGIONS,
    PhoneNumberFormat,
    PhoneNumberType,
    example_number_for_type,
    format_number,
    is_valid_number,
    national_significant_number,
    parse,
)

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from tests.domain.test_bad_numbers import SUGGESTION, refusal

AREA_CODES = [code for code in range(200, 1000) if is_valid_number(parse(f"+1{code}2345678"))]
EXAMPLES = [
    example
    for region in sorted(SUPPORTED_REGIONS)
    for kind in PhoneNumberType.values()
    if (example := example_number_for_type(region, kind))
]


def suggested(text: str) -> str | None:
    found = SUGGESTION.search(refusal(text))
    return found[1] if found else None


@pytest.mark.parametrize(
    "written",
    [
        "({}) 555-0123", "({}) 234-5678", "({}) 234 5678", "{}-555-0123", "{}.234.5678",
        "{} 234 5678", "{}2345678", "1 ({}) 234-5678", "1-{}-234-5678", "1{}2345678",
    ],
)  # fmt: skip
def test_no_north_american_number_is_suggested_as_another_countrys(written: str) -> None:
    found = {code: suggested(written.format(code)) for code in AREA_CODES}

    assert len(AREA_CODES) == 455
    wrong = [c for c, number in found.items() if number and not number.startswith(f"+1{c}")]
    assert wrong == []
    is_north_american = re.search("[(.-]", written)
    assert not is_north_american or sum(map(bool, found.values())) > 400


def test_no_example_of_any_country_is_suggested_as_another_number() -> None:
    wrong, right = set[tuple[str, str]](), 0
    for example in EXAMPLES:
        number = format_number(example, PhoneNumberFormat.E164)
        national = format_number(example, PhoneNumberFormat.NATIONAL)
        bare = national_significant_number(example)
        for text in (bare, national, re.sub("[^0-9]", "", national), number[1:]):
            found = suggested(text)
            right += found == number
            wrong |= {(text, found)} if found and found != number else set()

    assert wrong == set()
    assert right > 500


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("+5215512345678", "+525512345678", id="Mexico with 1"),
        pytest.param("+52 1 55 1234 5678", "+525512345678", id="Mexico with 1, spaced"),
        pytest.param("+520445512345678", "+525512345678", id="Mexico with 044"),
        pytest.param("+54 11 15 2345 6789", "+5491123456789", id="Argentina with 15"),
        pytest.param("+54 9 11 15 2345-6789", "+5491123456789", id="Argentina with 9 and 15"),
        pytest.param("+54 0 351 15 234-5678", "+5493512345678", id="Argentina, another area"),
        pytest.param("+55 11 8765-4321", "+5511987654321", id="Brazil without the ninth digit"),
        pytest.param("+22501234567", "+2250101234567", id="Ivory Coast 01"),
        pytest.param("+22545234567", "+2250545234567", id="Ivory Coast 05"),
        pytest.param("+22507654321", "+2250707654321", id="Ivory Coast 07"),
        pytest.param("+22997123456", "+2290197123456", id="Benin"),
        pytest.param("'+380993456701", "+380993456701", id="apostrophe of a spreadsheet"),
        pytest.param("\u2019+380993456701", "+380993456701", id="curly apostrophe"),
        pytest.param('="+12025550117"', "+12025550117", id="formula"),
        pytest.param("=+12025550117", "+12025550117", id="formula without quotes"),
        pytest.param('"+12025550117"', "+12025550117", id="quotes"),
        pytest.param("+12025550117;", "+12025550117", id="trailing semicolon"),
        pytest.param("+380993456701.0", "+380993456701", id="float"),
        pytest.param("+2993210.00", "+299321000", id="no float, which would be too short"),
        pytest.param("14155550123.0", "+14155550123", id="float without plus"),
        pytest.param("1.4155550123E+10", "+14155550123", id="scientific, complete"),
        pytest.param("TEL:+1-415-555-0123", "+14155550123", id="tel in capital letters"),
    ],
)
def test_the_number_meant_is_suggested(text: str, meant: str) -> None:
    assert suggested(text) == meant
    assert refusal(meant) == ""


@pytest.mark.parametrize("written", ["+{}-555-0123", "+({}) 555-0123", "+{}.234.5678"])
def test_a_plus_before_an_area_code_is_not_taken_for_a_calling_code(written: str) -> None:
    codes = [code for code in AREA_CODES if code not in COUNTRY_CODE_TO_REGION_CODE]
    found = {code: suggested(written.format(code)) for code in codes}

    assert [c for c, number in found.items() if number and not number.startswith(f"+1{c}")] == []
    assert found[617] and sum(map(bool, found.values())) > 250


@pytest.mark.parametrize(
    ("text", "meant"),
    [("+372-555-0123", "+3725550123"), ("+65 9123 4567", "+6591234567")],
)
def test_groups_after_a_calling_code_do_not_hide_its_country(text: str, meant: str | None) -> None:
    assert suggested(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "+5211234567890",  # no such area
        "+22599999999",  # no operator had 99
        "+4915223433332999",
        "+4930123456.0",  # a float, or a number with a digit more
        "6175550123", "011 44 20 7946 0000", "15123456789", "33612345678", "(601) 2345678",
    ],
)  # fmt: skip
def test_nothing_is_suggested_where_no_rule_is_certain(text: str) -> None:
    assert refusal(text) and suggested(text) is None


@pytest.mark.parametrize(
    ("number", "meant"),
    [("+551187654321", "+5511987654321"), ("+5712345678", "+576012345678")],
)
def test_a_possible_number_of_a_former_plan_is_accepted_with_a_suggestion(
    number: str, meant: str
) -> None:
    command = ImportNumber.of({"number": number, "number_type": "longcode"}, STRICT)

    [notice] = command.notices()

    assert notice.code == "unassigned_range"
    assert notice.message.endswith(f"Did you mean {meant}?")


@pytest.mark.parametrize("text", ["1.41556E+10", "1,41556E+10", "3.80993e+11", "+1.4E+10"])
def test_a_number_that_a_spreadsheet_shortened_is_named_as_such(text: str) -> None:
    said = refusal(text)

    assert "spreadsheet has shortened" in said and "Did you mean" not in said


@pytest.mark.parametrize("number", ["+15550123", "+912345678", "+5234567890", "+77123456"])
def test_a_local_number_lacks_its_area_code(number: str) -> None:
    assert refusal(number).startswith("The area code is missing")
