"""``python -m gateway`` is the numbergate command."""

from gateway.cli import app

app(prog_name="numbergate")
