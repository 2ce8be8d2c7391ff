"""Prepared statements: what they hand to the driver."""

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, select
from sqlalchemy.dialects import registry, sqlite

from gateway.database.statements import CompiledStatement

TABLE = Table("t", MetaData(), Column("id", Integer), Column("name", String))
DIALECTS = pytest.mark.parametrize("dialect", ["sqlite", "postgresql.asyncpg"])


@DIALECTS
def test_a_column_of_an_insert_without_a_value_is_an_error(dialect: str) -> None:
    compiled = CompiledStatement.of(sqlite.insert(TABLE), registry.load(dialect)(), ["id", "name"])

    assert compiled.arguments({"id": 1, "name": None}) == (1, None)
    with pytest.raises(KeyError, match="name"):
        compiled.arguments({"id": 1})


@DIALECTS
def test_a_parameter_without_a_value_is_an_error_and_a_constant_needs_none(
    dialect: str,
) -> None:
    query = select(TABLE.c.id).where(TABLE.c.name == bindparam("wanted")).limit(5)
    compiled = CompiledStatement.of(query, registry.load(dialect)())

    arguments = compiled.arguments({"wanted": "x", "unused": 1})

    assert arguments[:2] == ("x", 5)
    with pytest.raises(KeyError, match="wanted"):
        compiled.arguments({})
