"""What a request carries to every resolver."""

from dataclasses import dataclass
from typing import TypeAlias

import strawberry

from gateway.commands import Caller
from gateway.numbers import PhoneNumbers
from gateway.policy import Policy


@dataclass(frozen=True, slots=True)
class Context:
    """Built once per request by the endpoint."""

    caller: Caller
    policy: Policy
    numbers: PhoneNumbers


Info: TypeAlias = strawberry.Info[Context, None]
