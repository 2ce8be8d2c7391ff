"""What compiled execution saves: graphql-core against the compiled form, on the real schema.

Run: python -m bench.execution
Both execute the same operation over the same service on SQLite, in one process, in rounds that
take turns. Answers are compared first. Each ratio is of one round; the median and the range are
printed, and what crosses 1 is undecided.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import cycle, islice
from typing import Any, Final
from uuid import UUID

from graphql import ExecutionResult, OperationDefinitionNode, execute, parse

from gateway import revisions, store
from gateway.commands import Caller, ImportNumber
from gateway.compiled import CompiledOperation
from gateway.compiled.selections import Names
from gateway.events import Events
from gateway.graphql.schema import core, schema
from gateway.numbers import PhoneNumbers
from gateway.policy import STRICT
from gateway.projects import FULL
from resolvers.context import Context

_CALLER: Final = Caller(UUID(int=1), "bench", FULL)
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
    "one number": f'{{ phoneNumber(number: "+14155550100") {{ {_NUMBER} }} }}',
    "50 with both unions": f"{{ phoneNumbers(first: 50) {{ nodes {{ {_NUMBER} }} }} }}",
    "50 with three fields": "{ phoneNumbers(first: 50) { nodes { id number name } } }",
    "50 and their count": "{ phoneNumbers(first: 50) { totalCount nodes { id number } } }",
}
_CALLS: Final[list[dict[str, Any]]] = [
    {"laml_webhooks": {"request_url": "https://example.com/voice"}},
    {"relay_topic": {"topic": "office"}},
    {"ai_agent": {"agent_id": "11111111-1111-4111-8111-111111111111"}},
]
_MESSAGES: Final[list[dict[str, Any]]] = [
    {"laml_webhooks": {"request_url": "https://example.com/sms"}},
    {"relay_application": {"application": "support"}},
]

Run = Callable[[], Awaitable[ExecutionResult]]


async def filled(folder: str) -> PhoneNumbers:
    """Return a service that has a hundred numbers of different kinds."""
    database = store.connect(f"sqlite:///{folder}/numbers.db")
    await revisions.migrate(database)
    numbers = PhoneNumbers(database)
    handlers = zip(cycle(_CALLS), cycle(_MESSAGES), strict=False)
    for place, (call, message) in enumerate(islice(handlers, 100)):
        asked = {
            "number": f"+14155550{place:03}",
            "number_type": "longcode",
            "name": f"Desk {place}",
            "tags": ["support"],
            "call_handler": call,
            "message_handler": message,
        }
        await numbers.import_number(_CALLER, ImportNumber.of(asked, STRICT))
    return numbers


def interpreted(document: str, numbers: PhoneNumbers) -> Run:
    """Return what executes the document by graphql-core alone."""
    ast = parse(document)
    context = _context(numbers, frozenset(Names(ast).fields))

    async def run() -> ExecutionResult:
        result: Any = execute(core(schema), ast, context_value=context)
        return result if isinstance(result, ExecutionResult) else await result

    return run


def compiled(document: str, numbers: PhoneNumbers) -> Run:
    """Return what executes the document by its compiled form."""
    ast = parse(document)
    node = next(d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    operation = CompiledOperation(core(schema), ast, node)
    return partial(operation.execute, _context(numbers, operation.fields), None)


def _context(numbers: PhoneNumbers, fields: frozenset[str]) -> Context:
    return Context(_CALLER, STRICT, numbers, Events(numbers.store), fields)


async def milliseconds(run: Run, times: int) -> float:
    """Return the time of one execution, out of so many."""
    began = time.perf_counter()
    for _ in range(times):
        await run()
    return (time.perf_counter() - began) * 1000 / times


async def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = await filled(folder)
        print(
            "| operation | graphql-core ms | compiled ms | ratio | range |\n|---|---|---|---|---|"
        )
        for name, document in OPERATIONS.items():
            slow, fast = interpreted(document, numbers), compiled(document, numbers)
            if await slow() != await fast():
                raise SystemExit(f"{name}: the answers differ")
            rounds = [
                (await milliseconds(slow, 20), await milliseconds(fast, 60)) for _ in range(_ROUNDS)
            ]
            ratios = sorted(a / b for a, b in rounds)
            a, b = (statistics.median(column) for column in zip(*rounds, strict=True))
            spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
            print(f"| {name} | {a:.2f} | {b:.2f} | {statistics.median(ratios):.2f} | {spread} |")
        await numbers.store.close()


if __name__ == "__main__":
    asyncio.run(main())
