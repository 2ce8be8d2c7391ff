"""Validation of names, tags, keys and UUIDs: properties that hold for any text.

The rules one by one, as clients meet them, are in `tests.graphql.test_import_rules`.
"""

import asyncio
import unicodedata
from itertools import count
from typing import Any
from uuid import UUID

import httpx2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from gateway.database.database import connect
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.text import Key, Name, Tag, Text, Uuid, UuidText
from gateway.domain.validation_policy import STRICT
from gateway.errors import Invalid
from gateway.models.phone_number import PhoneNumber
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER, ON_SQLITE, Execute, ask
from tests.graphql.test_import_phone_number import IMPORT

VALID = {"number": "+14155550123", "numberType": "LONGCODE"}
AN_ID = "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"
READERS: dict[str, TypeAdapter[Any]] = {
    "name": TypeAdapter(Name),
    "text": TypeAdapter(Text),
    "tag": TypeAdapter(Tag),
    "key": TypeAdapter(Key),
    "uuid": TypeAdapter(Uuid),
    "uuid text": TypeAdapter(UuidText),
}
MOST = {"name": 255, "text": 255, "tag": 64, "key": 255, "uuid": 36, "uuid text": 36}
ANYTHING = st.one_of(
    st.text(),
    st.text("aZ09._:- \t\n\0\u00a0\u200b\u202e\ud800é", max_size=8),
    st.sampled_from(["a" * size for size in (36, 64, 65, 255, 256)]),
    st.uuids().map(str),
    st.uuids().map(lambda found: f"{{{found}}}".upper()),
    st.none() | st.integers() | st.booleans() | st.lists(st.text(max_size=2), max_size=2),
)


def refusal(reader: TypeAdapter[Any], value: object) -> tuple[str, str]:
    """Return the code and the message; nothing of both if the value is accepted."""
    try:
        reader.validate_python(value)
    except ValidationError as error:
        [found] = error.errors()
        return found["type"], found["msg"]
    return "", ""


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=200)
@given(ANYTHING)
@example(AN_ID)
@example("x")
def test_whatever_is_accepted_is_short_clean_and_stays_the_same(kind: str, value: object) -> None:
    reader = READERS[kind]
    if refusal(reader, value) != ("", ""):
        return

    kept = reader.validate_python(value)

    shown = str(kept)
    assert reader.validate_python(kept) == reader.validate_python(shown) == kept
    assert 1 <= len(shown) <= MOST[kind] and shown == shown.strip(" \t")
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert kind == "name" or shown == shown.strip()


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=50)
@given(st.text(min_size=300, max_size=400))
def test_no_refusal_repeats_what_was_sent(kind: str, value: str) -> None:
    code, said = refusal(READERS[kind], value)

    assert code and value[:41] not in said and len(said) < 250


@pytest.mark.anyio
async def test_every_name_that_is_accepted_is_kept_as_it_is(numbers: PhoneNumbers) -> None:
    names = [
        "Büro 📞 מוקד", "<script>alert(1)</script>", "=cmd()", "'; DROP TABLE x; --", "%_\\",
        "\U0001f469\u200d\U0001f467", "\ufffe\uffff\U0010ffff", "e\u0301", "\u00e9", "x" * 255,
        "{0} {x} %s", "\u200fשלום", '"quoted"',  # noqa: RUF001  # Hebrew is what it is
    ]  # fmt: skip
    asked = [
        {"number": f"+1415555{place:04d}", "number_type": "longcode", "name": name}
        for place, name in enumerate(names)
    ]

    rows = [(await numbers.import_number(CALLER, ImportNumber.of(a, STRICT))).row for a in asked]

    found = await numbers.get_many(CALLER, [row.id for row in rows])
    assert [row and row.name for row in found] == names


async def _kept(url: str, command: ImportNumber) -> PhoneNumber | None:
    opened = connect(url)
    numbers = PhoneNumbers(opened)
    row = (await numbers.import_number(CALLER, command)).row
    [found] = await numbers.get_many(CALLER, [row.id])
    await opened.close()
    return found


def test_whatever_is_accepted_is_kept_by_the_database(database: str) -> None:
    line = (
        st.text("aé\u05d0\u0301\u200d\U0001f469\ufffe\"'\\%_{}\t\0\ud800 ", max_size=6) | st.text()
    )
    numbers = (f"+1415555{place:04d}" for place in count())

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(line, line)
    def keeps(name: str, topic: str) -> None:
        asked = {"number": next(numbers), "number_type": "longcode", "name": name}
        handler = {"relay_topic": {"topic": topic}}
        try:
            command = ImportNumber.of(asked | {"message_handler": handler}, STRICT)
        except Invalid:
            return

        row = asyncio.run(_kept(database, command))

        assert row and (row.name, row.message_handler) == (command.name, command.message_handler)

    keeps()


@pytest.mark.parametrize(
    "blank", ["", " ", "\t ", "\u00a0", "\u3000", "\u200b", "\u200e\u2060", "\u00ad"], ids=ascii
)
@pytest.mark.parametrize("kind", ["name", "text"])
def test_invisible_text_is_blank(kind: str, blank: str) -> None:
    assert refusal(READERS[kind], blank)[0] == "blank"


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("name", "  a\nb", "U+000A (line feed) at position 4"),
        ("name", "a\n", "U+000A (line feed) at position 2"),
        ("name", "\ufeffa", "U+FEFF (zero width no-break space, invisible) at position 1"),
        ("name", "a\ud800", "U+D800 at position 2"),
        ("name", "a\u2066b", "U+2066 (left-to-right isolate, invisible) at position 2"),
        ("name", "a\u2028b", "U+2028 (line separator) at position 2"),
        ("name", "a\x9bb", "U+009B at position 2"),
        ("text", "a\x7f", "U+007F at position 2"),
        ("text", " a", "begin or end with a space"),
        ("text", "a\u00a0", "begin or end with a space"),
        ("tag", "café", "U+00E9 (latin small letter e with acute) at position 4"),
        ("tag", "a\n", "U+000A (line feed) at position 2"),
        ("tag", "-a", "U+002D (hyphen-minus) at position 1"),
        ("tag", "Sales", 'Did you mean "sales"?'),
        ("tag", "sales ", 'Did you mean "sales"?'),
        ("key", "a\nb", "U+000A (line feed) at position 2"),
        ("key", "a\u200b", "U+200B (zero width space, invisible) at position 2"),
        ("key", "Key ", 'Did you mean "Key"?'),
        ("uuid", f"{{{AN_ID}}}", f"Did you mean {AN_ID}?"),
        ("uuid", f"urn:uuid:{AN_ID}", f"Did you mean {AN_ID}?"),
        ("uuid", AN_ID.replace("-", ""), f"Did you mean {AN_ID}?"),
        ("uuid", f" {AN_ID}\n", f"Did you mean {AN_ID}?"),
    ],
    ids=ascii,
)
def test_a_refusal_says_what_is_where_or_what_was_meant(kind: str, value: str, said: str) -> None:
    assert said in refusal(READERS[kind], value)[1]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("tag", "A" * 50), ("tag", "ä"), ("key", "é"), ("uuid", "x"), ("uuid", ""), ("tag", " - ")],
)
def test_what_can_only_be_guessed_is_not_suggested(kind: str, value: str) -> None:
    code, said = refusal(READERS[kind], value)

    assert code and "Did you mean" not in said


@pytest.mark.parametrize("key", ["a b", "~!", "Key", "x" * 255])
def test_a_key_is_any_printable_ascii(key: str) -> None:
    assert READERS["key"].validate_python(key) == key


@pytest.mark.parametrize("spelled", [AN_ID, AN_ID.upper(), UUID(AN_ID)])
def test_a_uuid_is_kept_in_small_letters(spelled: object) -> None:
    assert str(READERS["uuid"].validate_python(spelled)) == AN_ID
    assert READERS["uuid text"].validate_python(spelled) == AN_ID


@pytest.mark.anyio
@ON_SQLITE
@pytest.mark.parametrize("value", [5, True, 1.5, ["x"], {"a": 1}, "x" * 10_000])
async def test_an_invalid_uuid_has_an_own_message(execute: Execute, value: object) -> None:
    asked = VALID | {"callHandler": {"videoRoom": {"roomId": value}}}

    answer = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    [error] = answer["fieldErrors"]
    assert error["path"] == ["input", "callHandler", "videoRoom", "roomId"]
    assert error["code"] == ("not_a_uuid" if isinstance(value, str) else "wrong_type")
    assert error["message"].startswith("A UUID ")


@pytest.mark.anyio
@ON_SQLITE
@pytest.mark.parametrize(
    ("field", "values"), [("capabilities", ["VOICE"] * 4_000), ("tags", ["a"] * 4_000)]
)
async def test_thousands_of_items_are_one_failure(
    execute: Execute, field: str, values: list[str]
) -> None:
    answer = (await execute(IMPORT, input=VALID | {field: values}))["importPhoneNumber"]

    [error] = answer["fieldErrors"]
    assert (error["path"], error["code"]) == (["input", field], "too_long")


@pytest.mark.anyio
@ON_SQLITE
@pytest.mark.parametrize(
    "choice",
    ["{}", '{relayTopic: {topic: "a"}, videoRoom: {roomId: "b"}}', "{relayTopic: null}",
     "{callQueue: {resourceId: null}}", "{unrecognized: {}}", "{lamlWebhooks: {}}"],
)  # fmt: skip
async def test_a_handler_in_the_document_is_exactly_one_kind(
    client: httpx2.AsyncClient, choice: str
) -> None:
    wrong = f'{{number: "+14155550123", numberType: LONGCODE, callHandler: {choice}}}'
    document = f"mutation {{ importPhoneNumber(input: {wrong}) {{ __typename }} }}"

    answer = await ask(client, document)

    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.anyio
async def test_a_failed_import_leaves_nothing_behind(execute: Execute) -> None:
    asked = VALID | {"name": "a\0b", "tags": ["A"], "idempotencyKey": "k"}

    failed = (await execute(IMPORT, input=asked))["importPhoneNumber"]
    left = await execute("{ phoneNumbers { totalCount } phoneNumberEvents { nodes { type } } }")
    done = (await execute(IMPORT, input=VALID | {"idempotencyKey": "k"}))["importPhoneNumber"]

    assert [error["code"] for error in failed["fieldErrors"]] == ["invalid_characters"] * 2
    assert (left["phoneNumbers"]["totalCount"], left["phoneNumberEvents"]["nodes"]) == (0, [])
    assert (done["__typename"], done["replayed"]) == ("ImportPhoneNumberSuccess", False)
