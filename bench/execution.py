"""Compiled execution against graphql-core, on the real schema.

Run: python -m bench.execution
Both execute the same operation over the same service on SQLite and write JSON, in one process, in
alternating rounds, after their results were compared. Each ratio is of one round; median and range
are printed, and a range that includes 1 is undecided. The numbers share a few handlers and are read
repeatedly, except in the last line: 10,000 numbers with different handlers, page by page.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from itertools import cycle, islice, repeat
from typing import Any, Final
from uuid import UUID

import orjson
from graphql import ExecutionResult, OperationDefinitionNode, execute, parse

from gateway.assembly import Assembly
from gateway.database import migrate
from gateway.domain.caller import Caller
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.graphql.schema import core, schema
from gateway.graphql_jit import CompiledOperation
from gateway.graphql_jit.selections import DocumentNames
from gateway.services.projects import ALL_SCOPES
from gateway.settings import Settings
from resolvers.context import Context, Services
from tests.operations import executed

_CALLER: Final = Caller(UUID(int=1), "bench", ALL_SCOPES)
_ROUNDS: Final = 9
_NUMBER: Final = """
    id number name capabilities numberType countryCode callReceiveMode tags version createdAt
    callHandler {
      __typename
      ... on LamlWebhooksCallHandler { requestUrl requestMethod fallbackUrl fallbackMethod }
      ... on RelayTopicCallHandler { topic statusCallbackUrl }
      ... on AiAgentCallHandler { agentId }
    }
    messageHandler {
      __typename
      ... on LamlWebhooksMessageHandler { requestUrl requestMethod }
      ... on RelayApplicationMessageHandler { application }
    }
"""
OPERATIONS: Final = {
    "one number": f'{{ phoneNumber(number: "+14155550042") {{ {_NUMBER} }} }}',
    "50 with both unions": f"{{ phoneNumbers(first: 50) {{ nodes {{ {_NUMBER} }} }} }}",
    "50 with three fields": "{ phoneNumbers(first: 50) { nodes { id number name } } }",
    "50 and their count": "{ phoneNumbers(first: 50) { totalCount nodes { id number } } }",
}
_PAGES: Final = f"""
query ($after: String) {{
  phoneNumbers(first: 50, after: $after) {{ pageInfo {{ endCursor }} nodes {{ {_NUMBER} }} }}
}}
"""
_MANY: Final = 10_000
_CALLS: Final[list[dict[str, Any]]] = [
    {"laml_webhooks": {"request_url": "https://example.com/voice"}},
    {"relay_topic": {"topic": "office"}},
    {"ai_agent": {"agent_id": "11111111-1111-4111-8111-111111111111"}},
]
_MESSAGES: Final[list[dict[str, Any]]] = [
    {"laml_webhooks": {"request_url": "https://example.com/sms"}},
    {"relay_application": {"application": "support"}},
]

Variables = Mapping[str, Any]
Run = Callable[[Variables], Awaitable[bytes]]


async def filled(folder: str) -> Assembly:
    """Return services with 100 numbers of different kinds."""
    handlers = zip(cycle(_CALLS), cycle(_MESSAGES), strict=False)
    return await _service(f"{folder}/few.db", list(islice(handlers, 100)))


async def _varied(folder: str) -> Assembly:
    """Return services with many numbers, all with different handlers."""
    urls = (f"https://example.com/{place}" for place in range(_MANY))
    webhooks = ({"laml_webhooks": {"request_url": url}} for url in urls)
    return await _service(f"{folder}/many.db", [(webhook, webhook) for webhook in webhooks])


async def _service(file: str, handlers: list[tuple[Any, Any]]) -> Assembly:
    assembly = Assembly(Settings(database_url=f"sqlite:///{file}"))
    await migrate.migrate(assembly.database)
    asked = [_import(place, *pair) for place, pair in enumerate(handlers)]
    for begin in range(0, len(asked), 500):
        await assembly.numbers.import_all(_CALLER, asked[begin : begin + 500])
    return assembly


def _import(place: int, call: Any, message: Any) -> ImportNumber:
    asked = {
        "number": f"+1415555{place:04}",
        "number_type": "longcode",
        "name": f"Desk {place}",
        "tags": ["support"],
        "call_handler": call,
        "message_handler": message,
    }
    return ImportNumber.of(asked, STRICT)


def interpreted(document: str, assembly: Assembly) -> Run:
    """Return a function that executes the document by graphql-core."""
    ast = parse(document)
    context = _context(assembly, frozenset(DocumentNames(ast).fields))

    async def run(variables: Variables) -> bytes:
        result: Any = execute(
            core(schema), ast, context_value=context, variable_values=dict(variables)
        )
        done = result if isinstance(result, ExecutionResult) else await result
        return orjson.dumps(done.data)

    return run


def compiled(document: str, assembly: Assembly) -> Run:
    """Return a function that executes the compiled document."""
    ast = parse(document)
    node = next(d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    operation = CompiledOperation(core(schema), ast, node)
    context = _context(assembly, operation.fields)

    async def run(variables: Variables) -> bytes:
        return orjson.dumps((await executed(operation, context, variables)).data)

    return run


def _context(assembly: Assembly, fields: frozenset[str]) -> Context:
    return Context(*Services.of(assembly).in_order(), caller=_CALLER, policy=STRICT, fields=fields)


async def milliseconds(run: Run, asked: Iterator[Variables], times: int) -> float:
    """Return the mean time of one execution."""
    given = list(islice(asked, times))
    began = time.perf_counter()
    for variables in given:
        await run(variables)
    return (time.perf_counter() - began) * 1000 / times


async def compare(name: str, document: str, assembly: Assembly, asked: Iterator[Variables]) -> None:
    """Print a line of the table."""
    slow, fast = interpreted(document, assembly), compiled(document, assembly)
    first = next(asked)
    if await slow(first) != await fast(first):
        raise SystemExit(f"{name}: the answers differ")
    rounds = [
        (await milliseconds(slow, asked, 20), await milliseconds(fast, asked, 60))
        for _ in range(_ROUNDS)
    ]
    ratios = sorted(a / b for a, b in rounds)
    a, b = (statistics.median(column) for column in zip(*rounds, strict=True))
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    print(f"| {name} | {a:.2f} | {b:.2f} | {statistics.median(ratios):.2f} | {spread} |")


async def pages(assembly: Assembly) -> list[Variables]:
    """Return the variables of each page of the list."""
    run, found = compiled(_PAGES, assembly), list[Variables]()
    after = None
    for _ in range(_MANY // 50):
        found.append({"after": after})
        data: Any = orjson.loads(await run(found[-1]))
        after = data["phoneNumbers"]["pageInfo"]["endCursor"]
    return found


async def main() -> None:
    """Print the table."""
    print("| operation | graphql-core ms | compiled ms | ratio | range |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        few, many = await filled(folder), await _varied(folder)
        for name, document in OPERATIONS.items():
            await compare(name, document, few, repeat({}))
        await compare("50 never seen before", _PAGES, many, cycle(await pages(many)))
        for assembly in (few, many):
            await assembly.close()


if __name__ == "__main__":
    asyncio.run(main())
