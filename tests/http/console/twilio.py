"""An account at Twilio on this machine, whose numbers a test changes as it goes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from tests.canaries import PROVIDER_SECRET
from tests.http.console.neighbours import Answer, Request, neighbour
from tests.providers.account import SID
from tests.providers.test_twilio import LIST, NUMBER

DESK: Final = NUMBER
TRUNK: Final = NUMBER | {
    "sid": "PN2",
    "phone_number": "+14155550124",
    "friendly_name": "Back office",
    "trunk_sid": "TK1",
}
CREDENTIALS: Final = {"accountSid": SID, "keySid": "SK1", "keySecret": PROVIDER_SECRET}


@dataclass
class Account:
    """Answers its list of numbers with a status."""

    host: str = ""
    status: int = 200
    numbers: list[dict[str, Any]] = field(default_factory=lambda: [DESK, TRUNK])

    def answer(self, request: Request) -> Answer:
        """Answer the list of numbers."""
        assert f"{request.method} {request.path}" == LIST
        page = {"incoming_phone_numbers": self.numbers, "next_page_uri": None}
        return Answer(self.status, json.dumps(page).encode())

    @property
    def options(self) -> dict[str, str]:
        """The settings of a server that reads this account."""
        return {"provider_hosts": f"twilio={self.host}"}


@contextmanager
def provider() -> Iterator[Account]:
    """Run the provider."""
    made = Account()
    with neighbour(made.answer) as made.host:
        yield made
