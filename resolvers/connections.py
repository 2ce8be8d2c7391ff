"""Mutation resolvers of connections: accounts at other providers."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from schema.connection_results import (
    ConnectProviderResult,
    ConnectProviderSuccess,
    RefreshProviderNumbersResult,
    RefreshProviderNumbersSuccess,
    RemoveProviderConnectionResult,
    RemoveProviderConnectionSuccess,
    UpdateProviderConnectionResult,
    UpdateProviderConnectionSuccess,
)
from schema.inputs import (
    ConnectProviderInput,
    RefreshProviderNumbersInput,
    RemoveProviderConnectionInput,
    UpdateProviderConnectionInput,
)
from schema.provider_connections import ProviderConnection

ToConnect = Annotated[
    ConnectProviderInput,
    strawberry.argument(description="A label, and the credentials of the account."),
]
ToUpdate = Annotated[
    UpdateProviderConnectionInput,
    strawberry.argument(description="The id of the connection, and what to change."),
]
ToRefresh = Annotated[
    RefreshProviderNumbersInput, strawberry.argument(description="The id of the connection.")
]
ToRemove = Annotated[
    RemoveProviderConnectionInput, strawberry.argument(description="The id of the connection.")
]


@strawberry.type
class ConnectionMutations:
    """The root fields of mutations of connections."""

    @strawberry.mutation(
        description="Connects the project to an account at another provider, to see its numbers "
        "and to import them. The account is only read. Needs the scope connections:manage. "
        'Example: connectProvider(input: {label: "Old carrier", credentials: {plivo: {authId: '
        '"MA…", authToken: "…"}}}) { ... on ConnectProviderSuccess { connection { id } } ... on '
        "Problem { code message } }"
    )
    async def connect_provider(self, info: Info, input: ToConnect) -> ConnectProviderResult:
        """Connect an account."""
        ctx = info.context
        row = await ctx.connections.connect(ctx.caller, input.build())
        return ConnectProviderSuccess(connection=ProviderConnection.of(row))

    @strawberry.mutation(
        description="Changes the label of a connection, or replaces its credentials by others of "
        "the same account. Needs the scope connections:manage."
    )
    async def update_provider_connection(
        self, info: Info, input: ToUpdate
    ) -> UpdateProviderConnectionResult:
        """Change a connection."""
        ctx = info.context
        row = await ctx.connections.update(ctx.caller, input.build())
        return UpdateProviderConnectionSuccess(connection=ProviderConnection.of(row))

    @strawberry.mutation(
        description="Requests a refresh: the numbers of the account are fetched again soon, and "
        "compared with those that were imported. Once a minute at most. Needs the scope "
        "connections:manage."
    )
    async def refresh_provider_numbers(
        self, info: Info, input: ToRefresh
    ) -> RefreshProviderNumbersResult:
        """Request a refresh."""
        ctx = info.context
        row = await ctx.connections.request_refresh(ctx.caller, input.build())
        return RefreshProviderNumbersSuccess(connection=ProviderConnection.of(row))

    @strawberry.mutation(
        description="Removes a connection, with its credentials and its list of numbers. Phone "
        "numbers that were imported from it stay. Needs the scope connections:manage."
    )
    async def remove_provider_connection(
        self, info: Info, input: ToRemove
    ) -> RemoveProviderConnectionResult:
        """Remove a connection."""
        ctx = info.context
        label = await ctx.connections.remove(ctx.caller, input.build())
        return RemoveProviderConnectionSuccess(label=label)
