"""Failures: servers that cannot be measured are noted with the reason, and the others go on."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

_MOST = 300  # characters of a reason


class Failures(list[str]):
    """Why something is missing from the report, in one line each."""

    @contextmanager
    def noted(self, what: str) -> Generator[None]:
        """Note why *what* failed, and go on."""
        try:
            yield
        except (Exception, SystemExit) as failure:  # noqa: BLE001  # of another's server
            self.note(what, failure)

    def note(self, what: str, failure: BaseException) -> None:
        """Add a line, and print it."""
        output = getattr(failure, "stderr", None) or b""  # of a command
        text = output if isinstance(output, str) else output.decode(errors="replace")
        said = f"{failure} {text}".strip() or repr(failure)
        reason = " ".join(said.split())[:_MOST]
        self.append(f"{what}: {reason}")
        print(f"MISSING {self[-1]}", file=sys.stderr, flush=True)


class Strict(Failures):
    """Ends with the first failure, where a comparison is worthless without each of its servers."""

    @contextmanager
    def noted(self, what: str) -> Generator[None]:
        """Let it fail."""
        yield
