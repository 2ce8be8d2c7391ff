"""Validators of the domain's models: on demand in the terminal, and all of them in a server."""

import subprocess
import sys

import pytest

_INCOMPLETE = """
{program}
from gateway.domain.frozen_model import FrozenModel

def models(base):
    for model in base.__subclasses__():
        yield model
        yield from models(model)

print(*(model.__name__ for model in models(FrozenModel) if not model.__pydantic_complete__))
"""


@pytest.mark.parametrize(
    ("program", "some"),
    [
        ("import gateway.app", {"ImportNumber", "LamlWebhooksCallHandler"}),
        ("from gateway.app import create_app; create_app()", set[str]()),
    ],
)
def test_a_server_compiles_the_validators_before_it_is_ready(program: str, some: set[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _INCOMPLETE.format(program=program)],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    incomplete = set(ended.stdout.split())

    assert some <= incomplete
    assert bool(incomplete) == bool(some)
