"""An account at a provider whose answers are written down: a transport under the real client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from gateway.domain.commands.connections import (
    AnyCredentials,
    BandwidthCredentials,
    Credentials,
    PlivoCredentials,
    SignalwireCredentials,
    TelnyxCredentials,
    TwilioCredentials,
    VonageCredentials,
)
from gateway.domain.validation_policy import STRICT, ValidationPolicy
from gateway.providers.base import Adapter, Listed, checked, distinct
from gateway.providers.vendors import Vendors
from tests.canaries import PLATFORM_PROJECT, PROVIDER_SECRET

SID: Final = "AC00000000000000000000000000000001"
TWILIO: Final = TwilioCredentials(account_sid=SID, key_sid="SK1", key_secret=PROVIDER_SECRET)
TELNYX: Final = TelnyxCredentials(api_key=PROVIDER_SECRET)
SIGNALWIRE: Final = SignalwireCredentials(
    space="old.signalwire.com", project_id=PLATFORM_PROJECT, api_token=PROVIDER_SECRET
)
VONAGE: Final = VonageCredentials(api_key="a1b2c3d4", api_secret=PROVIDER_SECRET)
BANDWIDTH: Final = BandwidthCredentials(
    account_id="9900000", client_id="client", client_secret=PROVIDER_SECRET
)
PLIVO: Final = PlivoCredentials(auth_id="MA0000", auth_token=PROVIDER_SECRET)
ALL: Final[Mapping[str, AnyCredentials]] = {
    c.kind: c for c in (TWILIO, TELNYX, SIGNALWIRE, VONAGE, BANDWIDTH, PLIVO)
}

Answer = Callable[[httpx2.Request], Any]


@dataclass
class Account:
    """Answers by method and path. What is not written down is answered 404."""

    answers: Mapping[str, Any]
    requests: list[httpx2.Request] = field(default_factory=list[httpx2.Request])
    outcomes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def open(self, credentials: Credentials) -> Adapter:
        """Return the adapter of the account."""
        pool = httpx2.AsyncClient(transport=httpx2.MockTransport(self._answer), trust_env=False)
        observe = lambda provider, outcome: self.outcomes.append((provider, outcome))  # noqa: E731
        return Vendors({}, observe, call_seconds=60, pool=pool).open(credentials)

    async def listed(
        self, credentials: AnyCredentials, policy: ValidationPolicy = STRICT
    ) -> list[Listed]:
        """Return all numbers of the account, as the rules of an import leave them."""
        pages = distinct(self.open(credentials).pages())
        return [checked(found, policy) async for page in pages for found in page]

    @property
    def methods(self) -> set[str]:
        """The methods and the hosts that were asked."""
        return {request.method for request in self.requests}

    @property
    def hosts(self) -> set[str]:
        """The schemes and the hosts that were asked."""
        return {f"{request.url.scheme}://{request.url.host}" for request in self.requests}

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.get(f"{request.method} {request.url.path}")
        answer = answer(request) if callable(answer) else answer
        if isinstance(answer, httpx2.Response):
            return answer
        if isinstance(answer, str):
            return httpx2.Response(200, text=answer)
        return httpx2.Response(404 if answer is None else 200, json=answer or {})


def pages(*answers: Any, by: str, start: int = 0) -> Answer:
    """Answer pages by the value of the parameter *by*; the first one where it is left out."""
    numbered = {str(n): answer for n, answer in enumerate(answers, start)}
    return lambda request: numbered.get(request.url.params.get(by, str(start)))
