"""Action of ``numbergate numbers check``: asks the URLs of a number's handlers."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import typer

from gateway.assembly import Assembly
from gateway.cli import number_lookup, output
from gateway.cli.session import EXIT_FAILED
from gateway.domain.caller import Caller
from gateway.domain.commands.checks import CheckPhoneNumberHandlers
from gateway.domain.validation_policy import STRICT
from gateway.models.results import HandlerCheck, UrlCheck

_ANSWERS = {True: "answers", False: "does not answer", None: "cannot be seen"}


def checking(id_or_number: str, *, as_json: bool) -> Callable[[Assembly, Caller], Awaitable[None]]:
    """Return the action that checks a number, and fails when a handler does not answer."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        row = await number_lookup.find_number(id_or_number)(assembly.numbers, caller)
        command = CheckPhoneNumberHandlers.of({"id": row.id}, STRICT)
        checks = await assembly.handler_checks.check_number(caller, command)
        _print(checks, as_json=as_json)
        if any(check.answers is False for check in checks):
            raise typer.Exit(EXIT_FAILED)

    return action


def _print(checks: Sequence[HandlerCheck], *, as_json: bool) -> None:
    if as_json:
        output.print_json([_shown(check) for check in checks])
        return
    for line in _lines(checks):
        typer.echo(line)


def _lines(checks: Sequence[HandlerCheck]) -> Iterator[str]:
    if not checks:
        yield "The number has no handlers: neither calls nor messages are answered."
    for check in checks:
        if not check.urls:
            yield f"{check.channel}: no URL answers this kind of handler."
        for url in check.urls:
            said = [str(url.status), url.media_type] if url.status else []
            facts = ", ".join([*filter(None, said), f"{round(url.seconds * 1000)} ms"])
            yield f"{check.channel} {url.setting}: {_ANSWERS[url.answers]} ({facts})"
            yield from (f"  {found.severity}: {found.message}" for found in url.findings)


def _shown(check: HandlerCheck) -> dict[str, Any]:
    return {"channel": check.channel, "answers": check.answers, "urls": list(map(_url, check.urls))}


def _url(url: UrlCheck) -> dict[str, Any]:
    found = [finding._asdict() for finding in url.findings]
    return url._asdict() | {"answers": url.answers, "findings": found}
