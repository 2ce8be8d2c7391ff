"""Twilio's adapter against Twilio's own specification: ``python -m bench.twilio_mock PRISM SPEC``.

PRISM is the program of the npm package @stoplight/prism-cli, and SPEC twilio_api_v2010.json of
https://github.com/twilio/twilio-oai. Prism checks each request against the specification, and
answers with its examples. Printed are the requests, with what is wrong in them, and what was read;
the exit code is 1 if anything is wrong, or nothing was read.
"""

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2

from gateway.domain.commands.connections import TwilioCredentials
from gateway.domain.enums import Provider
from gateway.domain.validation_policy import ValidationPolicy
from gateway.providers.base import Listed, checked
from gateway.providers.vendors import Vendors

SID: Final = "AC" + 32 * "0"
KEY: Final = TwilioCredentials(account_sid=SID, key_sid="SK" + 32 * "1", key_secret="word")  # noqa: S106
PATHS: Final = ("IncomingPhoneNumbers.json", "Applications/{Sid}.json")
_START_SECONDS: Final = 120


def of_numbers(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the specification of the paths that the adapter reads: Prism starts faster."""
    kept = {path: of for path, of in spec["paths"].items() if path.endswith(PATHS)}
    return {**spec, "paths": kept}


@contextmanager
def prism(program: str, spec: Path) -> Generator[str]:
    """Serve the mock; yield its host and port."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        taken.close()
        file = Path(folder) / "spec.json"
        file.write_text(json.dumps(of_numbers(json.loads(spec.read_text()))))
        command = [program, "mock", str(file), "--port", str(port)]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
            try:
                _wait(port, process)
                yield f"127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("Prism did not start.")


async def read(host: str) -> bool:
    """Verify the account, and list its numbers; return whether all is as it has to be."""
    wrong, numbers = list[str](), 0

    async def seen(response: httpx2.Response) -> None:
        violations = json.loads(response.headers.get("sl-violations", "[]"))
        found = [v["message"] for v in violations if v["location"][0] == "request"]
        wrong.extend(found if response.is_success else [f"status {response.status_code}"])
        print(response.request.method, response.request.url.path, response.status_code, *found)

    pool = httpx2.AsyncClient(event_hooks={"response": [seen]}, trust_env=False, timeout=60)
    vendors = Vendors({Provider.TWILIO: host}, lambda *_: None, call_seconds=60, pool=pool)
    adapter = vendors.open(KEY)
    await adapter.verify()
    async for page in adapter.pages():
        for found in page:
            numbers += 1
            _print(checked(found, ValidationPolicy()))
    await vendors.close()
    return bool(numbers) and not wrong


def _print(listed: Listed) -> None:
    losses = [f"{loss.code} of {loss.field}" for loss in listed.losses]
    print(listed.number, "supported" if listed.is_supported else "unsupported", *losses, sep=", ")
    print(json.dumps(listed.settings, default=str, indent=2))


if __name__ == "__main__":
    with prism(sys.argv[1], Path(sys.argv[2])) as address:
        sys.exit(not asyncio.run(read(address)))
