"""Validation of handler URLs: every accepted one is canonical and has a public host.

The rules one by one, as clients meet them, are in `tests.graphql.test_import_rules`. Here
are the properties that hold for any text, the spellings that must not slip through, and what hides
a password.
"""

import ipaddress
import socket
from typing import Any, get_args
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from gateway.domain import urls
from gateway.domain.handler import Handler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.validation_policy import ValidationPolicy
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, ask, client_of
from tests.graphql.test_import_phone_number import IMPORT

READER: TypeAdapter[str] = TypeAdapter(urls.Url)
ANYWHERE = ValidationPolicy(private_urls=True)
MODELS: list[type[Handler]] = [*CALL_HANDLERS.values(), *MESSAGE_HANDLERS.values()]


def read(text: object, policy: ValidationPolicy | None = None) -> str | None:
    """Return the URL as it is kept, or nothing if it is refused."""
    try:
        return READER.validate_python(text, context=policy)
    except ValidationError:
        return None


def code(text: object) -> str:
    """Return why the text is refused."""
    with pytest.raises(ValidationError) as refused:
        READER.validate_python(text)
    return refused.value.errors()[0]["type"]


def address(url: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address of the URL's host as a C library reads it, or nothing for a name."""
    host = urlsplit(url).hostname or ""
    if ":" in host:
        return ipaddress.ip_address(host)
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def spellings(number: int) -> list[str]:
    """Write an IPv4 address in the ways that C libraries and browsers read."""
    parts = [str(byte) for byte in number.to_bytes(4)]
    bytes_ = number.to_bytes(4)
    mapped = f"{number >> 16:x}:{number & 0xFFFF:x}"
    return [
        ".".join(parts),
        str(number),
        f"0x{number:x}",
        f"0{number:o}",
        ".".join(f"0x{byte:x}" for byte in bytes_),
        ".".join(f"0{byte:o}" for byte in bytes_),
        f"{bytes_[0]}.{number & 0xFFFFFF}",
        f"{bytes_[0]}.{bytes_[1]}.{number & 0xFFFF}",
        f"{'.'.join(parts)}.",
        f"[::{mapped}]",
        f"[::ffff:{mapped}]",
        f"[::ffff:0:{mapped}]",
        f"[::ffff:{'.'.join(parts)}]",
        f"[64:ff9b::{mapped}]",
        f"[2002:{mapped}::]",
    ]


HOSTS = st.one_of(
    st.integers(0, 2**32 - 1).flatmap(lambda number: st.sampled_from(spellings(number))),
    st.integers(0, 2**128 - 1).map(lambda number: f"[{ipaddress.IPv6Address(number)}]"),
    st.integers(0, 2**61 - 1).map(lambda n: f"[{ipaddress.IPv6Address((1 << 125) + (n << 64))}]"),
    st.text("aA0x1.-_:@[]%é", max_size=12),
    st.sampled_from(["example.com", "EXAMPLE.com", "localhost", "a.internal", "b.local."]),
)
LIKE_URLS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["https://", "http://", "HTTPS://", "//", "ftp://", "https:/"]),
    st.sampled_from(["", "user@", "user:pass@", "a@b:c@", ":@"]),
    HOSTS,
    st.sampled_from(["", ":443", ":0", ":", ":080", ":65536"]),
    st.sampled_from(["", "/", "/a?b=c", "?", "/#x", "/%00", "\\@127.0.0.1", "\n", " "]),
)


@settings(max_examples=600)
@given(st.one_of(LIKE_URLS, st.text(), st.integers(), st.none()))
@example("https://[::7f00:1]/")
@example("https://[v1.x]/")
@example("https://[2606:4700::1111]evil.example/")
def test_whatever_is_accepted_is_canonical_and_public(text: object) -> None:
    kept = read(text)

    if kept is not None:
        assert read(kept) == kept
        assert kept.isascii() and "#" not in kept and len(kept) <= urls.MAX_LENGTH
        assert urlsplit(kept).scheme in {"http", "https"}
        host = urlsplit(kept).hostname or ""
        where = address(kept)
        assert where is None or (where.is_global and str(where) == host), kept
        assert where is not None or "." in host, kept


@settings(max_examples=300)
@given(LIKE_URLS)
def test_development_accepts_private_hosts_and_nothing_else_besides(text: str) -> None:
    public, anywhere = read(text), read(text, ANYWHERE)

    assert public in {None, anywhere}
    assert anywhere is None or read(anywhere, ANYWHERE) == anywhere


@settings(max_examples=300)
@given(st.integers(0, 2**32 - 1))
@example(int(ipaddress.IPv4Address("8.8.8.8")))
@example(int(ipaddress.IPv4Address("127.0.0.1")))
@example(int(ipaddress.IPv4Address("168.63.129.16")))
def test_an_ipv4_address_is_accepted_in_its_usual_spelling_alone(number: int) -> None:
    usual, *others = (f"https://{host}/" for host in spellings(number))

    kept = [read(url) for url in others]

    assert set(kept) == {None}
    assert read(usual) in {None, usual}


@pytest.mark.parametrize(
    "host",
    [
        "[::7f00:1]", "[::8.8.8.8]", "[::ffff:0:7f00:1]", "[fec0::1]", "[64:ff9b:1::1]",
        "[2001:db8::1]", "[3fff::1]", "[2001::1]", "[100::1]", "[ff02::1]", "192.0.0.9",
        "192.88.99.1", "198.18.0.1", "168.63.129.16", "240.0.0.1", "localhost.localdomain",
        "router.lan", "api.default.svc", "ldap.corp", "nas.home", "db.private", "a.test",
        "a.invalid",
        "a.example", "a.onion", "a.alt", "1.0.0.127.in-addr.arpa", "1.0.0.ip6.arpa", "nas.home.",
        "x.home.arpa", "08.8.8.8", "1.2.3.4.5", "a.0x7f", "%31%32%37.0.0.1",
    ],
)  # fmt: skip
def test_a_host_that_others_lead_elsewhere_is_unsafe(host: str) -> None:
    assert code(f"https://{host}/") == "url_unsafe"


@pytest.mark.parametrize(
    "text",
    [
        "https://[v1.x]/", "https://[::1]x/", "https://a[b].com/", "https://[8.8.8.8]/",
        "https://[2606:4700::1111%25eth0]/", "https://a@b:c@example.com/", "https:///example.com",
        "https://example.com:/", "https://example.com:0/", "https://example.com:080/",
        "https://example.com:+80/", "https://u:p[@example.com/", "https://a_b.-c.com/",
        "https://" + "a." * 127 + "com/", "https://" + "a" * 64 + ".com/",
    ],
)  # fmt: skip
def test_what_programs_read_differently_is_no_url(text: str) -> None:
    assert code(text) == "url_failed_to_parse"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://example.com:99999/", "The port of a URL is a number from 1 to 65535."),
        ("https://example.com:http/", "The port of a URL is a number from 1 to 65535."),
        ("https://[2606:4700::1111/", "brackets in a URL only enclose an IPv6 address"),
        ("https://a[b].com/", "brackets in a URL only enclose an IPv6 address"),
    ],
)
def test_a_refusal_names_the_part_that_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        READER.validate_python(text)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("HTTPS://Example.COM/Path?Q=1", "https://example.com/Path?Q=1"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("https://example.com/?", "https://example.com/"),
        ("https://[2606:4700:0:0:0:0:0:1111]:444/", "https://[2606:4700::1111]:444/"),
        ("https://[2606:4700::ABCD]/X", "https://[2606:4700::abcd]/X"),
        ("https://User:Pa%40ss@EXAMPLE.com/", "https://User:Pa%40ss@example.com/"),
        ("https://xn--bcher-kva.com/", "https://xn--bcher-kva.com/"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://a_b.museum/" + "x" * 2029, "https://a_b.museum/" + "x" * 2029),
    ],
)
def test_what_is_kept_of_a_url(sent: str, kept: str) -> None:
    assert read(sent) == kept


@pytest.mark.parametrize("value", [None, 5, True, ["https://example.com"], b"https://example.com"])
def test_what_is_no_text_is_no_url(value: object) -> None:
    assert code(value) == "wrong_type"


def test_one_character_more_than_allowed_is_too_long() -> None:
    assert code("https://a_b.museum/" + "x" * 2030) == "too_long"


@settings(max_examples=300)
@given(st.from_regex(r"\A[!-~]{1,30}\Z"), st.text())
@example("pa'ss:word", "mail me@example.com")
def test_no_password_of_an_accepted_url_is_shown(secret: str, around: str) -> None:
    """What ends the host, as ``/`` and ``?`` do, makes the rest of *secret* no password."""
    kept = read(f"https://user:{secret}@example.com/path?query")

    if kept is not None and urls.host(kept) == "example.com":
        shown = urls.mask_secrets(f"{kept} {around}")
        assert shown.startswith("https://user:****@example.com/path?query ")
        assert urls.mask_secrets(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://user:pa'ss:word@example.com/", "https://user:****@example.com/"),
        ("https://:pass@example.com", "https://:****@example.com"),
        ("https://user@example.com/a:b@c", "https://****@example.com/a:b@c"),
        ("https://example.com:443/a@b", "https://example.com:443/a@b"),
        ("https://a@b:pass@example.com", "https://a@b:****@example.com"),
        ('{"a":"https://u:p@x.example","b":"y@z"}', '{"a":"https://u:****@x.example","b":"y@z"}'),
        ("one https://u:p@a.example two wss://v:q@b.example",
         "one https://u:****@a.example two wss://v:****@b.example"),
        ("http://[a@b", "http://****@b"),
        ("user:pass@example.com", "user:pass@example.com"),
        ("https://sk_live_9@example.com/in?x=1", "https://****@example.com/in?x=1"),
        ("https://example.com/in?token=a.b&x=1", "https://example.com/in?token=****&x=1"),
        ("https://example.com/in?x=1&apiKey=abc", "https://example.com/in?x=1&apiKey=****"),
        ("https://example.com/?X-Amz-Signature=0f;key=1#", "https://example.com/?X-Amz-Signature=****;key=****#"),
        ('{"u":"https://example.com/?access_token=t"}', '{"u":"https://example.com/?access_token=****"}'),
        ("https://example.com/?monkey=1&author=me&keyword=x&keys=2", "https://example.com/?monkey=1&author=me&keyword=x&keys=2"),
        ("https://example.com/?token=", "https://example.com/?token="),
    ],
)  # fmt: skip
def test_passwords_are_masked_wherever_urls_stand(text: str, shown: str) -> None:
    assert urls.mask_secrets(text) == shown


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_whatever_is_a_url_is_masked_as_one(model: type[Handler]) -> None:
    def is_url(annotation: Any, metadata: Any) -> bool:
        parts = [*metadata, *(getattr(a, "__metadata__", [None])[0] for a in get_args(annotation))]
        return get_args(urls.Url)[1] in parts

    declared = {n for n, f in model.model_fields.items() if is_url(f.annotation, f.metadata)}
    known: dict[str, Any] = dict.fromkeys(model.model_fields, "https://user:pass@example.com/")

    assert set(model.model_construct(**known).urls()) == declared


@pytest.mark.anyio
@ON_SQLITE
@pytest.mark.parametrize("url", ["http://localhost:3000/", "http://[::1]:3000/", "http://db/"])
async def test_a_setting_lets_developers_use_their_own_hosts(settings: Settings, url: str) -> None:
    asked = {"number": "+14155550123", "numberType": "LONGCODE"}
    handler = {"relayScript": {"url": url}}
    allowing = settings.model_copy(update={"allow_private_urls": True})

    async def answer(client: httpx2.AsyncClient) -> Any:
        sent = await ask(client, IMPORT, input=asked | {"callHandler": handler})
        return sent["data"]["importPhoneNumber"]

    async with client_of(settings) as client:
        refused = await answer(client)
    async with client_of(allowing) as client:
        accepted = await answer(client)
    async with client_of(settings) as client:
        kept = await ask(
            client,
            "{ phoneNumbers { nodes { callHandler { ... on RelayScriptCallHandler { url } } } } }",
        )

    assert [error["code"] for error in refused["fieldErrors"]] == ["url_unsafe"]
    assert accepted["__typename"] == "ImportPhoneNumberSuccess"
    assert kept["data"]["phoneNumbers"]["nodes"] == [{"callHandler": {"url": url}}]


HOSTS = st.from_regex(r"([a-z0-9-]{1,66}\.){0,5}[a-z0-9-]{1,66}", fullmatch=True)
PATHS = st.text("aZ09._~/%=&+,;:-?#@[]\\ ", max_size=60)


@example("https", "a" * 64 + ".com", "/")
@example("https", "a." * 126 + "aa", "/")
@example("https", "example.0x", "/")
@example("https", "example.com", "/?")
@example("https", "example.com", "/".ljust(2_000, "x"))
@example("https", "example.com", "/".ljust(2_037, "x"))  # longer than a URL may be
@example("https", "example.com", "/x?".ljust(2_000, "y"))
@given(st.sampled_from(["https", "http"]), HOSTS, st.just("") | PATHS.map("/{}".format))
def test_what_is_taken_at_a_glance_is_what_is_taken_after_a_close_look(
    scheme: str, host: str, path: str
) -> None:
    url = f"{scheme}://{host}{path}"
    assert read(url, ANYWHERE) == looked_at(url)


def looked_at(url: str) -> str | None:
    """Return the URL as it is kept after a close look, or nothing if it is refused."""
    try:
        return urls._parse(url, True)  # noqa: FBT003, SLF001
    except PydanticCustomError:
        return None


@pytest.mark.parametrize(
    "kept",
    [
        "javascript:alert(1)",
        "https://u:pw@[bad/",
        "https://exa mple.com/",
        "https://u:SEC RET@example.com/",
        "",
    ],
)
def test_a_kept_url_that_is_none_is_not_shown_as_one(kept: str) -> None:
    with pytest.raises(ValidationError):
        CALL_HANDLERS["relay_script"].from_stored({"url": kept})
