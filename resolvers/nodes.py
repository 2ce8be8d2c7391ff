"""Node resolution: the objects with given global ids, as far as the caller's project has them."""

from collections.abc import Sequence
from typing import TypeAlias

from gateway.errors import InvalidId, InvalidPage
from gateway.models.pagination import MAX_PAGE_SIZE
from resolvers.context import Context
from schema.bulk_jobs import job_of
from schema.names import NodeKey, node_key
from schema.node import Node
from schema.phone_number import PhoneNumber
from schema.provider_connections import ProviderConnection
from schema.viewer import Project
from schema.webhooks import WebhookEndpoint

# An object, null, or a failure that becomes an error at the place of its id.
Found: TypeAlias = Node | InvalidId | None


async def find_node(ctx: Context, id_: str) -> Node | None:
    """Return the object with this id; raise `InvalidId` if it is the id of nothing."""
    [found] = await find_nodes(ctx, [id_])
    if isinstance(found, InvalidId):
        raise found
    return found


async def find_nodes(ctx: Context, ids: Sequence[str]) -> list[Found]:
    """Return what each of the ids names, in their order. Raises `InvalidPage` for too many."""
    if len(ids) > MAX_PAGE_SIZE:
        raise InvalidPage(
            f"{len(ids)} ids were given; at most {MAX_PAGE_SIZE} are looked up at once."
        )
    keys = [node_key(id_) for id_ in ids]
    found: dict[NodeKey, Node] = {}
    for type_name, find in _FINDERS.items():
        wanted = list(dict.fromkeys(key for key in keys if key and key.type_name == type_name))
        found |= await find(ctx, wanted) if wanted else {}
    return [_found(key, found) for key in keys]


def _found(key: NodeKey | None, found: dict[NodeKey, Node]) -> Found:
    if key is None or key.type_name not in _FINDERS:
        return InvalidId("This is not the id of an object.")
    return found.get(key)


async def _numbers(ctx: Context, keys: Sequence[NodeKey]) -> dict[NodeKey, Node]:
    ids = [key.id for key in keys]
    rows = await ctx.numbers.get_many(ctx.caller, ids, ctx.columns)
    pairs = zip(keys, rows, strict=True)
    return {key: PhoneNumber.of(row, ctx.caller) for key, row in pairs if row}


async def _projects(ctx: Context, keys: Sequence[NodeKey]) -> dict[NodeKey, Node]:
    """Find the caller's own project. To a token, there are no others."""
    own = [key for key in keys if key.id == ctx.caller.project_id]
    return {key: Project.of(await ctx.projects.of(ctx.caller)) for key in own}


async def _jobs(ctx: Context, keys: Sequence[NodeKey]) -> dict[NodeKey, Node]:
    found = await ctx.bulk_jobs.get_many(ctx.caller, [key.id for key in keys])
    jobs = {key: job_of(found[key.id]) for key in keys if key.id in found}
    return {key: job for key, job in jobs.items() if type(job).__name__ == key.type_name}


async def _webhook_endpoints(ctx: Context, keys: Sequence[NodeKey]) -> dict[NodeKey, Node]:
    rows = await ctx.webhooks.get_many(ctx.caller, [key.id for key in keys])
    return {key: WebhookEndpoint.of(row) for key, row in zip(keys, rows, strict=True) if row}


async def _connections(ctx: Context, keys: Sequence[NodeKey]) -> dict[NodeKey, Node]:
    rows = await ctx.connections.get_many(ctx.caller, [key.id for key in keys])
    pairs = zip(keys, rows, strict=True)
    return {key: ProviderConnection.of(row) for key, row in pairs if row}


_FINDERS = {
    "PhoneNumber": _numbers,
    "Project": _projects,
    "ImportJob": _jobs,
    "UpdateJob": _jobs,
    "WebhookEndpoint": _webhook_endpoints,
    "ProviderConnection": _connections,
}
