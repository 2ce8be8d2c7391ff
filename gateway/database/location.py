"""Location of a database: where it is, as its operator knows it, and whether it is there."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, make_url


class Location(NamedTuple):
    """Where a database is. Only an embedded one, a SQLite file, has a *file*."""

    text: str  # a path, or a name and a host; never a user or a password
    file: Path | None

    @property
    def is_missing(self) -> bool:
        """Whether the file is not there. Only a server can tell about its databases."""
        return self.file is not None and not self.file.exists()


def location(url: str) -> Location:
    """Return the location of the database at *url*."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "").resolve()
        return Location(str(file), file)
    return Location(_on_server(address), None)


def _on_server(address: URL) -> str:
    named = address.query.get("host")
    host = address.host or (named if isinstance(named, str) else None) or "localhost"
    port = f":{address.port}" if address.port else ""
    return f"{address.database or address.username or 'postgres'} on {host}{port}"
