"""Declarative base of all tables: one metadata, one naming convention for constraints."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel


class Table(SQLModel):
    """Base class of the tables. Constraints get the same names on SQLite and PostgreSQL."""

    # Rows are not validated: the commands are. So their validators are never compiled.
    model_config = {"defer_build": True}

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
    )
