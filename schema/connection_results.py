"""Result types of mutations of connections: a closed union of success and failures for each."""

from typing import Annotated, TypeAlias

import strawberry

from schema.errors import Rejected, ValidationFailed
from schema.provider_connections import ProviderConnection
from schema.result_unions import result_of


@strawberry.type(description="The account is connected, and its numbers are being fetched.")
class ConnectProviderSuccess:
    """Has the connection."""

    connection: ProviderConnection = strawberry.field(description="The new connection.")


@strawberry.type(description="The connection has the values of the input.")
class UpdateProviderConnectionSuccess:
    """Has the connection."""

    connection: ProviderConnection = strawberry.field(description="The connection as it is now.")


@strawberry.type(description="The refresh is requested, and starts soon.")
class RefreshProviderNumbersSuccess:
    """Has the connection."""

    connection: ProviderConnection = strawberry.field(
        description="The connection. Its refreshedAt is of the refresh before the requested one."
    )


@strawberry.type(
    description="The connection is removed, with its credentials and its list of numbers. Phone "
    "numbers that were imported from it stay."
)
class RemoveProviderConnectionSuccess:
    """Has the former label."""

    label: str = strawberry.field(description="The name that the connection had.")


ConnectProviderResult: TypeAlias = Annotated[
    ConnectProviderSuccess | ValidationFailed | Rejected,
    result_of("connectProvider", "the connection, or why there is none"),
]
UpdateProviderConnectionResult: TypeAlias = Annotated[
    UpdateProviderConnectionSuccess | ValidationFailed | Rejected,
    result_of("updateProviderConnection", "the connection, or why it was not changed"),
]
RefreshProviderNumbersResult: TypeAlias = Annotated[
    RefreshProviderNumbersSuccess | ValidationFailed | Rejected,
    result_of("refreshProviderNumbers", "the connection, or why no refresh was requested"),
]
RemoveProviderConnectionResult: TypeAlias = Annotated[
    RemoveProviderConnectionSuccess | ValidationFailed | Rejected,
    result_of("removeProviderConnection", "the former connection, or why it was not removed"),
]
