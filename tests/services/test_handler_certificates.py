"""Handler checks over TLS: the certificate's end is reported, valid or not."""

import datetime as dt
import ssl
from pathlib import Path
from typing import Final

import pytest

from gateway.clock import utc_now
from gateway.database.database import Database
from gateway.domain.commands.checks import CheckHandler
from gateway.domain.validation_policy import ValidationPolicy
from gateway.egress import Egress
from gateway.models.results import UrlCheck
from gateway.services.handler_checks import HandlerChecks
from gateway.services.url_checks import UrlChecks
from tests.conftest import CALLER, ON_SQLITE
from tests.receiver import Answer, receiving
from tests.test_egress_tls import certificate, serving

pytestmark = [pytest.mark.anyio, ON_SQLITE]

SAY: Final = Answer(200, b"<Response><Say/></Response>", {"content-type": "text/xml"})


async def checked(opened: Database, file: Path, *, trusts: bool) -> tuple[UrlCheck, int]:
    """Return what is found where a handler has this certificate, and the requests it got."""
    trusted = ssl.create_default_context(cafile=str(file)) if trusts else None
    egress = Egress(allow_private=True, trusted=trusted)
    checks = HandlerChecks(opened, egress, UrlChecks.of(30))
    async with receiving(serving(file)) as receiver:
        receiver.answers = [SAY]
        handler = {"laml_webhooks": {"request_url": receiver.url}}
        asked = CheckHandler.of({"call_handler": handler}, ValidationPolicy(private_urls=True))
        [found] = await checks.check(CALLER, asked)
    await egress.close()
    return found.urls[0], len(receiver.requests)


@pytest.mark.parametrize(
    ("days", "trusts", "code", "words"),
    [
        (-2, True, "tls_failed", "has expired. It was valid until"),
        (-2, False, "tls_failed", "It was valid until"),
        (40, False, "tls_failed", "signed by itself. It is valid until"),
        (3, True, "certificate_expires", "expires on"),
    ],
)
async def test_the_date_of_a_certificate_is_in_its_finding(  # noqa: PLR0913, PLR0917  # the cases
    opened: Database,
    tmp_path: Path,
    days: int,
    trusts: bool,  # noqa: FBT001
    code: str,
    words: str,
) -> None:
    until = (utc_now() + dt.timedelta(days=days)).replace(microsecond=0)
    url, requests = await checked(opened, certificate(tmp_path, "127.0.0.1", until), trusts=trusts)

    [finding] = url.findings
    assert (finding.code, url.certificate_until) == (code, until)
    assert f"{words} {until:%Y-%m-%d}." in finding.message
    assert requests == (1 if code == "certificate_expires" else 0)


async def test_a_certificate_of_many_days_is_no_finding(opened: Database, tmp_path: Path) -> None:
    until = (utc_now() + dt.timedelta(days=40)).replace(microsecond=0)

    url, _ = await checked(opened, certificate(tmp_path, "127.0.0.1", until), trusts=True)

    assert (url.findings, url.certificate_until) == ([], until)
