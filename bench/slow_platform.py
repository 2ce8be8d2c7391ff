"""A platform that takes 20 ms for each request, and the attachment of a project to it.

    python -m bench.slow_platform

serves it on a free port, which is printed. It refuses nothing and spoils nothing.
"""

import asyncio
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import IO, Any, Final, cast

import orjson

from bench.processes import Server
from tests.upstream.platform import Platform as Records
from tests.upstream.platform import serve

SECONDS: Final = 0.02
_KEY: Final = f"k1:{b64encode(os.urandom(32)).decode()}"
_ATTACH: Final = """mutation ($input: AttachUpstreamInput!) {
  attachUpstream(input: $input) { __typename ... on Problem { message } } }"""
_ACCOUNT: Final = {"projectId": "33333333-3333-4333-8333-333333333333", "apiToken": "PT-bench"}


class Slow(Records):
    """Takes its time for each request of the gateway."""

    async def reached(self, method: str, target: str) -> None:
        """Hold a request for 20 ms before it is carried out."""
        if not target.startswith("/_"):
            await asyncio.sleep(SECONDS)


class Platform:
    """The platform's process, by its host and port."""

    def __init__(self, space: str) -> None:
        self._space = space
        self.settings = {"NUMBERGATE_SECRET_KEYS": _KEY, "NUMBERGATE_UPSTREAM_HOSTS": space}

    def attach(self, server: Server, token: str) -> None:
        """Attach the project of the token to it."""
        variables = {"input": {"space": self._space, **_ACCOUNT}}
        said = server.post(orjson.dumps({"query": _ATTACH, "variables": variables}), token)
        if b"AttachUpstreamSuccess" not in said:
            raise SystemExit(said.decode())

    def numbers(self) -> int:
        """Return how many numbers it has."""
        connection = HTTPConnection(self._space)
        connection.request("POST", "/_look")
        found: Any = orjson.loads(connection.getresponse().read())
        connection.close()
        return len(found["records"])


@contextmanager
def answering() -> Generator[Platform]:
    """Run a platform as a process, and end it afterwards."""
    command = [sys.executable, "-m", "bench.slow_platform"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        port = cast("IO[str]", process.stdout).readline().strip()
        try:
            yield Platform(f"127.0.0.1:{port}")
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(serve(Slow(0)))
