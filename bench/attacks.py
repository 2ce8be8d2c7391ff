"""What it costs to refuse a document: CPU milliseconds, as a table in Markdown.

Run: python -m bench.attacks
Each figure is the best of five in a fresh cache, by the process's own clock. No network, no
database: what is measured is reading, up to the refusal.
"""

import contextlib
import time

from gateway.graphql.documents import Documents, Unexecutable
from gateway.graphql.requests import Asked
from gateway.graphql.schema import core, schema
from gateway.settings import Settings
from tests.attacks import INVALID, TOO_COMPLEX

_SCHEMA = core(schema)
_OFF = Settings(introspection=False)
_ON = Settings()


def refuse(settings: Settings, text: str) -> tuple[float, float, str]:
    """Return the milliseconds of the first refusal, of the next, and the code."""
    documents = Documents(_SCHEMA, settings)
    times = []
    code = "runs"
    for _ in range(2):
        began = time.process_time()
        with contextlib.suppress(Unexecutable):
            try:
                documents.operation(Asked(text))
            except Unexecutable as unexecutable:
                code = str((unexecutable.errors[0].extensions or {})["code"])
                raise
        times.append((time.process_time() - began) * 1000)
    return times[0], times[1], code


def main() -> None:
    """Print the table, and what was dearest."""
    documents = {name: text for name, (_, text) in TOO_COMPLEX.items()} | INVALID
    print(
        "| document | bytes | first | again | introspection off | code |\n|---|---|---|---|---|---|"
    )
    highest = 0.0
    for name, text in documents.items():
        first, again, code = min(refuse(_ON, text) for _ in range(5))
        off = min(refuse(_OFF, text) for _ in range(5))[0]
        highest = max(highest, first, off)
        print(f"| {name} | {len(text):,} | {first:.2f} | {again:.3f} | {off:.2f} | {code} |")
    print(f"\nHighest: {highest:.2f} ms")


if __name__ == "__main__":
    main()
