"""Outbound HTTP: private addresses are never connected to, however they are written or resolved."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import httpcore2
import pytest

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.urls import is_public_address
from gateway.domain.validation_policy import STRICT
from gateway.egress import Egress, FailureReason, OutboundRequest, RequestFailed
from gateway.egress.backend import CheckedBackend
from gateway.egress.client import Client
from gateway.egress.exchange import Resolve
from gateway.errors import Invalid
from tests.receiver import Answer, Receiver, receiving

pytestmark = pytest.mark.anyio

SECONDS: Final = 60
PUBLIC: Final = "93.184.215.14"  # of documentation: nothing here ever connects to it
# Spellings of addresses of this machine, of private networks, and of metadata services. Where a
# listener could be reached by one, it is this machine's.
LOOPBACK: Final = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1",
    "017700000001", "0177.0.0.1", "0177.1", "00000177.0.0.1", "127.000.000.001", "127.0.0.0x1",
    "0x7F.0x0.0x0.0x1", "127.0.0.2", "127.127.127.127", "127.255.255.254", "0", "0.0.0.0",  # noqa: S104
    "0x0",
    "00", "[::1]", "[0:0:0:0:0:0:0:1]", "[::0001]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "localhost", "LOCALHOST", "localhost.",
    "ip6-localhost", "localhost.localdomain", "0.0.0.0.", "127.0.0.1.", "127.0.0.1%2e",
)  # fmt: skip
PRIVATE: Final = (
    "10.0.0.1", "10.1", "167772161", "0xa000001", "012.0.0.1", "172.16.0.1", "172.31.255.254",
    "192.168.0.1", "192.168.1", "3232235521", "169.254.169.254", "2852039166", "0xa9fea9fe",
    "169.254.43518", "168.63.129.16", "100.64.0.1", "198.18.0.1", "192.0.0.1", "224.0.0.1",
    "255.255.255.255", "240.0.0.1", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[::127.0.0.1]", "[ff02::1]", "[100::1]",
    "[2001:db8::1]",
)  # fmt: skip
NAMES: Final = {
    "localhost": "127.0.0.1", "localhost.": "127.0.0.1", "ip6-localhost": "::1",
    "localhost.localdomain": "127.0.0.1", "0.0.0.0.": "0.0.0.0", "127.0.0.1.": "127.0.0.1",  # noqa: S104
    "127.0.0.1%2e": "127.0.0.1",
}  # fmt: skip


async def local(host: str, port: int) -> Sequence[str]:
    """Resolve as the C library does, without asking a name server."""
    if host.lower() in NAMES:
        return [NAMES[host.lower()]]
    with contextlib.suppress(OSError):
        return [socket.inet_ntoa(socket.inet_aton(host))]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(address[0]) for *_, address in found]


def always(*answers: Sequence[str]) -> Resolve:
    """Resolve any name, first to the first of the *answers*, and so on; the last one remains."""
    remaining = list(answers)

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return remaining.pop(0) if len(remaining) > 1 else remaining[0]

    return resolve


@contextlib.asynccontextmanager
async def egress(resolve: Resolve = local, *, allow_private: bool = False) -> AsyncIterator[Egress]:
    opened = Egress(allow_private=allow_private, resolve=resolve)
    yield opened
    await opened.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


async def failure(sender: Egress, url: str) -> FailureReason:
    with pytest.raises(RequestFailed) as failed:
        await sender.send(OutboundRequest("POST", url), seconds=SECONDS)
    return failed.value.reason


@pytest.mark.parametrize("host", [*LOOPBACK, *PRIVATE])
async def test_no_spelling_of_a_private_address_is_connected_to(
    receiver: Receiver, host: str
) -> None:
    async with egress() as sender:
        reason = await failure(sender, f"http://{host}:{receiver.port}/")

    assert reason is FailureReason.ADDRESS_NOT_ALLOWED
    assert receiver.connections == 0


def test_at_least_sixty_spellings_are_tried() -> None:
    assert len({*LOOPBACK, *PRIVATE}) >= 60


@pytest.mark.parametrize("host", [*LOOPBACK, *PRIVATE])
def test_no_spelling_of_a_private_address_is_accepted_as_a_handlers(host: str) -> None:
    handler = {"relay_script": {"url": f"https://{host}/"}}
    asked = {"number": "+14155550123", "number_type": "longcode", "call_handler": handler}

    with pytest.raises(Invalid):
        ImportNumber.of(asked, STRICT)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "0"])
async def test_where_private_addresses_are_allowed_the_listener_is_reached(
    receiver: Receiver, host: str
) -> None:
    """The negative control: these spellings do lead to the listener."""
    async with egress(allow_private=True) as sender:
        request = OutboundRequest("POST", f"http://{host}:{receiver.port}/")
        response = await sender.send(request, seconds=SECONDS)

    assert (response.status, receiver.connections) == (204, 1)


async def test_a_name_that_is_public_first_and_private_then_is_not_connected_to(
    receiver: Receiver,
) -> None:
    """The address that was checked is the one that is connected to, and there is no other look."""
    looks: list[str] = []

    async def rebinding(host: str, _port: int) -> Sequence[str]:
        looks.append(host)
        return [PUBLIC] if len(looks) % 2 else ["127.0.0.1"]

    network = Recorded()
    backend = CheckedBackend(rebinding, is_public_address, network)
    told: list[str] = []
    for _ in range(6):
        with pytest.raises(httpcore2.ConnectError) as failed:
            await backend.connect_tcp("rebinding.example.com", receiver.port)
        told.append(type(failed.value).__name__)

    assert network.addresses == [PUBLIC] * 3
    assert told == ["ConnectError", "NotConnected"] * 3
    assert receiver.connections == 0


class Recorded(httpcore2.AsyncNetworkBackend):
    """Notes where connections are opened to, and opens none: nothing leaves this machine."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    async def connect_tcp(self, host: str, *_: Any) -> httpcore2.AsyncNetworkStream:
        self.addresses.append(host)
        raise httpcore2.ConnectError


@pytest.mark.parametrize(
    "addresses",
    [[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC, PUBLIC, "::1"], [PUBLIC, "fe80::1%1"]],
)
async def test_one_private_address_among_several_refuses_them_all(
    receiver: Receiver, addresses: list[str]
) -> None:
    async with egress(always(addresses)) as sender:
        reason = await failure(sender, f"http://several.example.com:{receiver.port}/")

    assert reason is FailureReason.ADDRESS_NOT_ALLOWED
    assert receiver.connections == 0


async def test_a_redirect_is_answered_as_it_is_and_not_followed(receiver: Receiver) -> None:
    receiver.answers = [Answer(302, headers={"location": f"{receiver.url}/inside"})]

    async with egress(allow_private=True) as sender:
        response = await sender.send(OutboundRequest("POST", receiver.url), seconds=SECONDS)

    assert (response.status, response.succeeded) == (302, False)
    assert [request.target for request in receiver.requests] == ["/"]


async def test_only_the_beginning_of_a_response_is_read(receiver: Receiver) -> None:
    receiver.answers = [Answer(200, body=b"x" * 4_000_000)]

    async with egress(allow_private=True) as sender:
        response = await sender.send(OutboundRequest("GET", receiver.url), seconds=SECONDS)

    assert (len(response.body), response.is_whole) == (1024, False)


async def test_a_cookie_is_not_kept_and_proxies_of_the_environment_are_not_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    receiver.answers = [Answer(200, headers={"set-cookie": "session=1"}), Answer(200)]

    async with egress(allow_private=True) as sender:
        for _ in range(2):
            await sender.send(OutboundRequest("GET", receiver.url), seconds=SECONDS)

    assert len(receiver.requests) == 2
    assert not any("cookie" in request.headers for request in receiver.requests)


@pytest.mark.parametrize("port", [22, 25, 81, 110, 445, 1023])
async def test_ports_of_other_protocols_are_not_connected_to(port: int) -> None:
    async with egress(always([PUBLIC])) as sender:
        reason = await failure(sender, f"http://public.example.com:{port}/")

    assert reason is FailureReason.PORT_NOT_ALLOWED


async def test_a_name_that_does_not_resolve_is_reported() -> None:
    async def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror

    async with egress(unknown) as sender:
        assert await failure(sender, "http://nowhere.example.com/") is FailureReason.DNS_FAILED


async def test_a_receiver_that_does_not_answer_times_out() -> None:
    async with receiving() as receiver, egress(allow_private=True) as sender:
        receiver.answers = [Answer(delay=SECONDS)]
        with pytest.raises(RequestFailed) as failed:
            await sender.send(OutboundRequest("GET", receiver.url), seconds=0.2)

    assert failed.value.reason is FailureReason.TIMED_OUT


async def test_a_slow_name_server_counts_into_the_time_out() -> None:
    async def slow(_host: str, _port: int) -> Sequence[str]:
        await asyncio.sleep(SECONDS)
        return [PUBLIC]

    async with egress(slow) as sender:
        request = OutboundRequest("GET", "http://slow.example.com/")
        with pytest.raises(RequestFailed) as failed:
            await sender.send(request, seconds=0.2)

    assert failed.value.reason is FailureReason.TIMED_OUT


async def test_a_port_without_a_listener_is_reported() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/"
        async with egress(allow_private=True) as sender:
            assert await failure(sender, url) is FailureReason.CONNECTION_FAILED


async def test_a_receiver_that_hangs_up_gave_no_response(receiver: Receiver) -> None:
    receiver.answers = [Answer(hangs_up=True)]

    async with egress(allow_private=True) as sender:
        assert await failure(sender, receiver.url) is FailureReason.NO_RESPONSE


async def test_a_password_in_the_url_becomes_basic_authentication(receiver: Receiver) -> None:
    url = receiver.url.replace("//", "//user:p%40ss@")

    async with egress(allow_private=True) as sender:
        await sender.send(OutboundRequest("GET", url), seconds=SECONDS)

    [request] = receiver.requests
    assert request.headers["authorization"] == "Basic dXNlcjpwQHNz"


async def test_the_client_is_made_once_and_outside_the_event_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its library is imported then, which takes 0.1 s."""
    threads, made = list[int](), Client.__init__

    def noted(client: Client, **options: Any) -> None:
        threads.append(threading.get_ident())
        made(client, **options)

    monkeypatch.setattr(Client, "__init__", noted)
    async with receiving() as receiver, egress(allow_private=True) as opened:
        request = OutboundRequest("GET", receiver.url)
        sent = (opened.send(request, seconds=SECONDS) for _ in range(3))
        responses = await asyncio.gather(*sent)

    assert [response.status for response in responses] == [204] * 3
    assert len(threads) == 1
    assert threads != [threading.get_ident()]
