"""The metadata of all tables, for what concerns every one: migrations, and the rotation of keys.

It imports every module of the package, so a table cannot be missing.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from sqlalchemy import MetaData

from gateway import models
from gateway.models.base import Table

for _module in iter_modules(models.__path__):
    import_module(f"{models.__name__}.{_module.name}")

METADATA: Final[MetaData] = Table.metadata
