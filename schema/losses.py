"""Losses: what an import from a provider leaves behind."""

from collections.abc import Sequence
from typing import Any, Self

import strawberry

from gateway.domain.losses import Loss as DomainLoss


@strawberry.type(
    description="A setting of a number at a provider that an import leaves behind, or copies with "
    "a reservation."
)
class Loss:
    """See `gateway.domain.losses`."""

    code: str = strawberry.field(
        description="Why, for programs. Codes never change their meaning; docs/moving.md lists "
        'them. Example: "trunk_not_portable"'
    )
    field: str = strawberry.field(description='The field of the provider. Example: "trunk_sid"')
    message: str = strawberry.field(description="Why, for people. Its text may change.")

    @classmethod
    def all_of(cls, stored: Sequence[Any]) -> list[Self]:
        """Convert the stored losses of a row."""
        return [cls(**DomainLoss.restored(loss)._asdict()) for loss in stored]
