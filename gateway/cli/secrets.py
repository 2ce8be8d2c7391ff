"""``numbergate secrets``: the keys that stored secrets are encrypted with."""

import typer

secrets = typer.Typer(no_args_is_help=True, help="Keys that stored secrets are encrypted with.")


@secrets.command("rotate")
def rotate() -> None:
    """Encrypt every stored secret again with the first key of NUMBERGATE_SECRET_KEYS."""
    from gateway.cli import session
    from gateway.database.database import Database
    from gateway.encryption import Keyring
    from gateway.services.secrets import Secrets

    keyring = Keyring(session.settings().encryption_keys)

    async def work(database: Database) -> int:
        return await Secrets(database, keyring).rotate()

    typer.echo(f"Encrypted {session.run(work)} secrets again.")


@secrets.command("key")
def key(name: str) -> None:
    """Print a new key of this name, as NUMBERGATE_SECRET_KEYS takes it."""
    import base64
    import os

    typer.echo(f"{name}:{base64.b64encode(os.urandom(32)).decode()}")
