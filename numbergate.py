"""``python -m numbergate`` is the numbergate command."""

from gateway.cli import app

if __name__ == "__main__":
    app(prog_name="numbergate")
