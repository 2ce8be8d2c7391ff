"""``numbergate secrets``: commands on the keys that encrypt stored secrets."""

import typer

secrets_app = typer.Typer(
    no_args_is_help=True, help="Create and rotate the keys that encrypt stored secrets."
)


@secrets_app.command("rotate")
def rotate() -> None:
    """Encrypt every stored secret again with the first key of NUMBERGATE_SECRET_KEYS."""
    from gateway.cli import session

    count = session.run_assembled(lambda assembly: assembly.secrets.rotate())
    typer.echo(f"Encrypted {count} secret{'' if count == 1 else 's'} again.")


@secrets_app.command("key")
def key(name: str) -> None:
    """Print a new random key with this name, in the format of NUMBERGATE_SECRET_KEYS."""
    import base64
    import os

    typer.echo(f"{name}:{base64.b64encode(os.urandom(32)).decode()}")
