"""``numbergate handlers``: the catalogue of handler kinds and their settings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from itertools import groupby
from textwrap import TextWrapper
from typing import Final

import typer

from gateway.cli import output
from gateway.domain.handler import read_kind
from gateway.domain.handler_catalogue import CATALOGUE, Channel, HandlerKind, HandlerSetting

_WIDTH: Final = 80
_HEADINGS: Final = {
    Channel.CALL: "Call handlers, for --call-handler 'KIND SETTING=VALUE ...'",
    Channel.MESSAGE: "Message handlers, for --message-handler 'KIND SETTING=VALUE ...'",
}


def print_handlers(kind: str | None, *, as_json: bool) -> None:
    """Print the kinds by what they answer, or those called *kind* with all that is known."""
    found = _called(kind) if kind else CATALOGUE
    if as_json:
        output.print_json([asdict(each) for each in found])
        return
    describe = _in_full if kind else _in_brief
    for channel, kinds in groupby(found, lambda each: each.channel):
        typer.echo("\n".join([_HEADINGS[channel], "", *_lines(kinds, describe)]))


def _lines(
    kinds: Iterator[HandlerKind], describe: Callable[[HandlerKind], Iterator[str]]
) -> Iterator[str]:
    for kind in kinds:
        yield from describe(kind)
        yield ""


def _called(name: str) -> Sequence[HandlerKind]:
    """Return the kinds of this name; exit with a usage error if there are none."""
    if found := [kind for kind in CATALOGUE if kind.kind == read_kind(name)]:
        return found
    matches = get_close_matches(name, [kind.kind for kind in CATALOGUE], n=1)
    hint = f" Did you mean {matches[0]}?" if matches else " All kinds: numbergate handlers"
    raise typer.BadParameter(f"There is no such handler kind.{hint}")


def _in_brief(kind: HandlerKind) -> Iterator[str]:
    """Yield the kind, what it does, and its settings; optional ones in brackets."""
    yield f"  {kind.kind}{_remark(kind)}"
    yield from _wrapped(kind.description, 6)
    settings = " ".join(map(_pattern, kind.settings))
    yield from _wrapped(settings if kind.settable else "", 6, continued=8)


def _in_full(kind: HandlerKind) -> Iterator[str]:
    """Yield the kind and what it does, then each setting with its description."""
    yield f"  {kind.kind}{_remark(kind)}"
    yield from _wrapped(f"{kind.description} {kind.deprecated or ''}".strip(), 6)
    for setting in kind.settings:
        yield f"      {_pattern(setting)}"
        yield from _wrapped(f"{setting.description}{_default(setting)}", 10)


def _remark(kind: HandlerKind) -> str:
    if not kind.settable:
        return "  (assigned by the platform, cannot be set)"
    return "  (deprecated)" if kind.deprecated else ""


def _pattern(setting: HandlerSetting) -> str:
    """Return how the setting is written: ``url=URL``, or in brackets if it may be left out."""
    pattern = f"{setting.name}={'|'.join(setting.choices) or setting.type.upper()}"
    return pattern if setting.required else f"[{pattern}]"


def _default(setting: HandlerSetting) -> str:
    return f" Default: {setting.default}." if setting.default else ""


def _wrapped(text: str, indent: int, continued: int | None = None) -> list[str]:
    wrapper = TextWrapper(
        width=_WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if continued is None else continued),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(text)
