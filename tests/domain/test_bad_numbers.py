"""Validation of phone numbers: properties that hold for any text, and suggestions.

The rules one by one, as clients meet them, are in `tests.graphql.test_import_rules`.
"""

import re

import httpx2
import pytest
from hypothesis import assume, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS, example_number
from pydantic import TypeAdapter, ValidationError

from gateway.domain import enums, numbering_plan
from gateway.domain.e164 import E164
from gateway.domain.validation_policy import ValidationPolicy
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, Execute, ask, client_of
from tests.graphql.test_import_phone_number import IMPORT

READER: TypeAdapter[str] = TypeAdapter(E164)
ASSIGNED = ValidationPolicy(assigned_only=True)
CODES = sorted(COUNTRY_CODE_TO_REGION_CODE)
NOISE = " \t\n\0.-()/x;,+0\uff11\u0664\u200b\u200e\u202d\u202c\ufeff\ud800\u2212O"
SEPARATORS = " .-()/\u200b\u202d\u2212"
SUGGESTION = re.compile(r"Did you mean (\+[0-9]+)\?")
EXAMPLES = [
    f"+{known.country_code}{'0' * bool(known.italian_leading_zero)}{known.national_number}"
    for known in map(example_number, sorted(SUPPORTED_REGIONS))
    if known
]
DIGITS = st.builds("+{}{}".format, st.sampled_from(CODES), st.from_regex(r"\A[0-9]{4,13}\Z"))


def spoiled(number: str, place: int, noise: str) -> str:
    return number[:place] + noise + number[place:]


SPOILED = st.builds(
    spoiled, st.sampled_from(EXAMPLES), st.integers(0, 14), st.text(NOISE, min_size=1, max_size=3)
)
LIKE_NUMBERS = st.one_of(
    DIGITS,
    st.sampled_from(EXAMPLES),
    SPOILED,
    st.text(NOISE + "+0123456789", max_size=35),
)


def refusal(text: object) -> str:
    """Return what is said about the text; nothing if it is accepted."""
    try:
        READER.validate_python(text)
    except ValidationError as error:
        return error.errors()[0]["msg"]
    return ""


@examples(max_examples=600)
@given(st.one_of(LIKE_NUMBERS, st.text(), st.integers(), st.none()))
@example("+14155550123\n")
@example("+1415555\ud8000")
@example("+" + "9" * 15)
def test_whatever_is_accepted_is_canonical(text: object) -> None:
    try:
        number = READER.validate_python(text)
    except ValidationError:
        return

    assert re.fullmatch(r"\+[1-9][0-9]{3,14}", number)
    assert READER.validate_python(number) == number == str(text).strip(" \t")
    assert numbering_plan.format_number(number, enums.NumberFormat.E164) == number
    country = numbering_plan.metadata_of(number).country_code
    assert country is None or re.fullmatch(r"[A-Z]{2}", country)


@examples(max_examples=600)
@given(SPOILED)
@example("+5401123456789")
@example("+8560021212862")
@example("+2342000033123456")
@example("+6\uff1100323856789")
def test_whatever_is_suggested_is_accepted(text: str) -> None:
    suggested = SUGGESTION.search(refusal(text))

    assert suggested is None or refusal(suggested[1]) == ""


@examples(max_examples=300)
@given(st.sampled_from(EXAMPLES), st.integers(1, 14), st.text(SEPARATORS, min_size=1, max_size=3))
def test_what_only_separators_are_wrong_with_is_suggested(
    number: str, place: int, noise: str
) -> None:
    assume(place < len(number))

    text = spoiled(number, place, noise)
    assume(not re.search(r"\.0+\Z", text))  # which could be a float

    suggested = SUGGESTION.search(refusal(text))

    assert suggested and suggested[1] == number


@examples(max_examples=300)
@given(st.text(NOISE + "+0123456789", min_size=50, max_size=400))
def test_no_refusal_repeats_what_was_sent(text: str) -> None:
    said = refusal(text)

    assert said and text[:41] not in said and len(said) < 250


@examples(max_examples=300)
@given(DIGITS)
def test_a_number_that_must_be_assigned_is_one_that_need_not(number: str) -> None:
    try:
        READER.validate_python(number, context=ASSIGNED)
    except ValidationError as error:
        unassigned = error.errors()[0]["type"] == "unassigned_range"
        assert unassigned is (refusal(number) == "")
    else:
        assert refusal(number) == "" and numbering_plan.metadata_of(number).valid


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\u202d+14155550123\u202c", "+14155550123"),
        ("+1415\u200b5550123", "+14155550123"),
        ("+44 (0)20 7946 0000", "+442079460000"),
        ("(+44) 20\u22127946\u22120000", "+442079460000"),
        ("+0014155550123", "+14155550123"),
        ("+5401123456789", "+541123456789"),
        ("+8560021212862", "+85621212862"),
        ("00 49 30 901820", "+4930901820"),
        ("tel:+1-415-555-0123", "+14155550123"),
        ("\uff0b\uff11\uff1415 5550123", "+14155550123"),
        ("+39 06 6982", "+39066982"),
    ],
    ids=ascii,
)
def test_what_was_surely_meant_is_suggested(text: str, said: str) -> None:
    suggested = SUGGESTION.search(refusal(text))

    assert suggested and suggested[1] == said


@pytest.mark.parametrize(
    "text",
    [
        "4155550123", "0791234567", "+0791234567", "+1-800-FLOWERS", "+14155550123;ext=5",
        "+14155550123,,99", "+1415555O123", "+1\u0664155550123", "/../x", "+14155550123x5",
        "+1+4155550123",
    ],
)  # fmt: skip
def test_what_can_only_be_guessed_is_not_suggested(text: str) -> None:
    said = refusal(text)

    assert said and "Did you mean" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("+1415\0", "U+0000 (null) at position 6"),
        ("+14155550123\r\n", "U+000D (carriage return) at position 13"),
        ("  +1415 5550123", "U+0020 (space) at position 8"),
        ("\t+1415555O123", "U+004F (latin capital letter o) at position 10"),
        ("+1415555\u200b0123", "U+200B (zero width space, invisible) at position 9"),
        ("\u200f+14155550123", "U+200F (right-to-left mark, invisible) at position 1"),
        ("+1415555\U0001f600", "U+1F600 (grinning face) at position 9"),
        ("+1415\ud800555", "U+D800 at position 6"),
        ("+", "at least 5 characters, the plus counted; this has 1."),
    ],
    ids=ascii,
)
def test_a_refusal_says_what_is_where_in_what_was_sent(text: str, said: str) -> None:
    assert said in refusal(text)


@pytest.mark.parametrize("value", [None, 14155550123, 1.5, True, ["+14155550123"], b"+14155550123"])
def test_what_is_no_text_is_no_number(value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        READER.validate_python(value)

    assert refused.value.errors()[0]["type"] == "wrong_type"


@pytest.mark.anyio
@ON_SQLITE
@pytest.mark.parametrize(
    ("number", "country", "valid"),
    [
        ("+49152234333323", "DE", False),
        ("+15558675309", "US", False),
        ("+14165550123", "CA", True),
        ("+441534700000", "JE", True),
        ("+77012345678", "KZ", True),
        ("+390212345678", "IT", True),
        ("+390669812345", "VA", True),
        ("+870773111632", None, True),
        ("+88312345678901", None, False),
    ],
)
async def test_the_country_follows_from_the_number(
    execute: Execute,
    number: str,
    country: str | None,
    valid: bool,  # noqa: FBT001
) -> None:
    asked = {"number": number, "numberType": "LONGCODE"}

    answer = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    row, codes = answer["phoneNumber"], [w["code"] for w in answer["warnings"]]
    assert (row["countryCode"], row["isValid"]) == (country, valid)
    assert codes == ([] if valid else ["unassigned_range"])


@pytest.mark.anyio
@ON_SQLITE
@pytest.mark.parametrize(
    ("number", "number_type", "code"),
    [
        ("+14155550123", "TOLLFREE", "number_type_mismatch"),
        ("+4915223433332", "TOLLFREE", "number_type_mismatch"),
        ("+15558675309", "TOLLFREE", None),
        ("+80012345678", "TOLLFREE", None),
    ],
)
async def test_only_a_number_that_is_surely_another_type_is_not_toll_free(
    execute: Execute, number: str, number_type: str, code: str | None
) -> None:
    answer = (await execute(IMPORT, input={"number": number, "numberType": number_type}))[
        "importPhoneNumber"
    ]

    found = [error["code"] for error in answer.get("fieldErrors", ())]
    assert found == ([code] if code else [])


@pytest.mark.anyio
@ON_SQLITE
async def test_a_setting_makes_the_warning_a_failure(settings: Settings) -> None:
    strict = settings.model_copy(update={"require_assigned": True})
    asked = {"number": "+49152234333323", "numberType": "LONGCODE"}

    async def answer(client: httpx2.AsyncClient) -> list[tuple[str, str]]:
        sent = (await ask(client, IMPORT, input=asked))["data"]["importPhoneNumber"]
        warned_or_failed = sent.get("warnings", []) + sent.get("fieldErrors", [])
        return [(sent["__typename"], warned_or_failed[0]["code"])]

    async with client_of(strict) as client:
        refused = await answer(client)
    async with client_of(settings) as client:
        warned = await answer(client)

    assert refused == [("ValidationFailed", "unassigned_range")]
    assert warned == [("ImportPhoneNumberSuccess", "unassigned_range")]
