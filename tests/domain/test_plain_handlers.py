"""Plain handlers: what is read without a model is what the model reads, and never a secret."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.handler import Handler, UnrecognizedHandler, read_stored
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.plain_handlers import PlainHandlers
from tests.graphql.test_handlers import SIDES, filled

READERS = {side: PlainHandlers(kinds) for side, kinds in SIDES.items()}
KNOWN = [
    (side, model)
    for side, kinds in SIDES.items()
    for model in kinds.values()
    if not issubclass(model, UnrecognizedHandler)
]
URLS = [
    "https://example.com/voice", "http://a-b.example.co.uk/x?y", "https://EXAMPLE.com/",
    "https://example.com:8443/", "https://u:hunter2@example.com/", "https://10.0.0.1/",
    "https://example.com/?token=hunter2", "https://a..b/", "https://-a.com/", "ftp://example.com/",
    f"https://{'a' * 63}.com/", f"https://{'a' * 64}.com/", f"https://example.com/{'x' * 300}",
    "https://example.com/\n", "https://example.com/#x", "https://1.2/", "",
]  # fmt: skip
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([*URLS, "GET", "POST", "PUT", "office", " x", "x ", "é", "x" * 256]),
    st.sampled_from(["7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55", "working_copy", None, 1, []]),
    st.sampled_from(["7C1F1F4E-5B7E-4A3C-9C0A-2D1B8F0E6A55", "7c1f1f4e5b7e4a3c9c0a2d1b8f0e6a55"]),
    st.text(max_size=3),
)


def stored(settings: dict[str, Any], model: type[Handler]) -> str:
    return orjson.dumps({"kind": model.kind, **settings}).decode()


def read(side: str, text: str, *, reveals: bool = True) -> Any:
    return READERS[side].read((reveals, text))


def common(model: type[Handler]) -> dict[str, Any]:
    """Return settings of a kind, without secrets."""
    return {k: v.replace("user:secret@", "") for k, v in filled(model).items()}


@pytest.mark.parametrize(("side", "model"), KNOWN)
def test_common_values_of_every_kind_are_read_without_its_model(
    side: str, model: type[Handler]
) -> None:
    text = stored(common(model), model)

    plain = read(side, text, reveals=False)

    assert type(plain) is model.plain
    assert_same(plain, read_stored(SIDES[side], orjson.loads(text)))


@given(st.data())
def test_what_is_read_is_what_the_model_reads(data: st.DataObject) -> None:
    side, model = data.draw(st.sampled_from(KNOWN))
    changed = data.draw(st.dictionaries(st.sampled_from([*model.model_fields, "later"]), VALUES))
    left_out = data.draw(st.sets(st.sampled_from([*model.model_fields])))
    settings = {k: v for k, v in (common(model) | changed).items() if k not in left_out}
    text = stored(settings, model)

    plain = read(side, text)

    if plain is not None:
        assert_same(plain, read_stored(SIDES[side], orjson.loads(text)))


def assert_same(plain: Any, handler: Handler) -> None:
    assert type(plain) is handler.plain
    for name in type(handler).model_fields:
        found, expected = getattr(plain, name), getattr(handler, name)
        assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize("kinds", [CALL_HANDLERS, MESSAGE_HANDLERS], ids=["call", "message"])
def test_unknown_kinds_and_settings_are_left_to_the_model(kinds: Any) -> None:
    reader = PlainHandlers(kinds)
    texts = [
        '{"kind":"fax_to_mail","to":"x"}',
        '{"kind":"relay_topic","topic":"x","later":1}',
        '{"kind":"relay_topic"}',
        '{"topic":"x"}',
        "[]",
    ]

    assert [reader.read((True, text)) for text in texts] == [None] * 5
    assert reader.read((True, None)) is None
    assert reader.read((True, '{"kind":"relay_topic","topic":"x"}')) is not None


@pytest.mark.parametrize("equals", ["=", "\\u003d"], ids=["as it is", "escaped"])
def test_what_may_be_a_secret_is_left_to_the_model_unless_it_is_revealed(equals: str) -> None:
    text = f'{{"kind":"relay_script","url":"https://example.com/?token{equals}hunter2"}}'

    assert read("call", text, reveals=False) is None
    assert read("call", text).url == "https://example.com/?token=hunter2"
