"""The schema: its snapshot, complete descriptions, and compatibility with the released one."""

from pathlib import Path
from typing import Any

import graphql
import httpx2
import pytest
from graphql import GraphQLSchema, build_schema, find_breaking_changes, get_introspection_query

from gateway.graphql.schema import core, introspect_one_of, schema, sdl
from tests.conftest import ON_SQLITE, Execute

FOLDER = Path(__file__).parents[2] / "schema"
KEPT = (FOLDER / "schema.graphql").read_text()
RELEASED = (FOLDER / "released.graphql").read_text()


def test_the_schema_that_is_kept_is_the_one_that_is_served() -> None:
    served = sdl()

    assert served == KEPT, "Run: numbergate schema > schema/schema.graphql"


def test_nothing_that_was_released_is_broken() -> None:
    released, served = build_schema(RELEASED), build_schema(sdl())

    broken = find_breaking_changes(released, served)

    assert [change.description for change in broken] == []


@pytest.mark.parametrize(
    ("released", "changed"),
    [
        ("  version: Int!\n", "  revision: Int!\n"),
        ("  isValid: Boolean!", "  isValid: Boolean"),
        ("  name: String\n", "  name: String!\n"),
        ("  TOLLFREE\n", "  FREE\n"),
        ("ImportPhoneNumberResult = ImportPhoneNumberSuccess | ", "ImportPhoneNumberResult = "),
        ("input RelayTopicCallHandlerInput {", "input RelayTopicCallHandlerInput { more: Int!"),
    ],
)
def test_a_change_that_breaks_clients_would_be_found(released: str, changed: str) -> None:
    assert RELEASED.count(released) >= 1, "the released schema reads differently now"
    before, after = build_schema(RELEASED), build_schema(RELEASED.replace(released, changed))

    broken = find_breaking_changes(before, after)

    assert broken != []


def misplaced_ids(schema: GraphQLSchema) -> list[str]:
    """Return the types with a field `id` that no global id can look up."""
    return [
        name
        for name, type_ in schema.type_map.items()
        if isinstance(type_, graphql.GraphQLObjectType) and not name.startswith("__")
        if "id" in type_.fields and "Node" not in {i.name for i in type_.interfaces}
    ]


def test_only_a_node_has_an_id_so_that_stores_of_clients_keep_their_objects() -> None:
    schema = build_schema(sdl())

    misplaced = misplaced_ids(schema)

    assert misplaced == []


def test_an_id_of_another_type_would_be_found() -> None:
    node = "interface Node { id: ID! } type Query implements Node { id: ID! }"
    schema = build_schema(f"{node} type Gone {{ id: ID! }}")

    misplaced = misplaced_ids(schema)

    assert misplaced == ["Gone"]


def unexplained(schema: GraphQLSchema) -> list[str]:
    """Return whatever clients can see and that has no description."""
    silent = []
    for name, type_ in schema.type_map.items():
        if name.startswith("__") or graphql.is_specified_scalar_type(type_):
            continue
        named = {name: type_}
        for field_name, field in getattr(type_, "fields", {}).items():
            named[f"{name}.{field_name}"] = field
            for argument_name, argument in getattr(field, "args", {}).items():
                named[f"{name}.{field_name}({argument_name}:)"] = argument
        for value_name, value in getattr(type_, "values", {}).items():
            named[f"{name}.{value_name}"] = value
        silent += [where for where, what in named.items() if not what.description]
    return silent


def test_everything_that_clients_see_is_explained() -> None:
    schema = build_schema(sdl())

    silent = unexplained(schema)

    assert silent == []


def test_numbers_cursors_and_handlers_come_with_an_example() -> None:
    schema = build_schema(sdl())
    arguments = {n: a for f in schema.query_type.fields.values() for n, a in f.args.items()}  # type: ignore[union-attr]
    page: Any = schema.get_type("PageInfo")
    imported: Any = schema.get_type("ImportPhoneNumberInput")
    described = [
        *(arguments[name].description for name in ("number", "after", "before")),
        *(page.fields[name].description for name in ("startCursor", "endCursor")),
        imported.fields["number"].description,
        *(schema.get_type(f"{side}HandlerInput").description for side in ("Call", "Message")),  # type: ignore[union-attr]
        schema.get_type("E164").description,  # type: ignore[union-attr]
    ]

    assert [text for text in described if text is None or "Example: " not in text] == []


@pytest.mark.parametrize("side", ["Call", "Message"])
def test_a_kind_has_one_name_in_three_spellings(side: str) -> None:
    schema: Any = build_schema(sdl())
    members = [member.name for member in schema.get_type(f"{side}Handler").types]
    named = {name.removesuffix(f"{side}Handler") for name in members}

    kinds = {kind.title().replace("_", "") for kind in schema.get_type(f"{side}HandlerKind").values}
    keys = {key[0].upper() + key[1:] for key in schema.get_type(f"{side}HandlerInput").fields}

    assert kinds == named
    assert keys < named


def test_whatever_is_not_explained_would_be_found() -> None:
    schema = build_schema("type Query { a(b: C): D } input C { e: Int } enum D { F }")

    silent = unexplained(schema)

    assert silent == ["Query", "Query.a", "Query.a(b:)", "C", "C.e", "D", "D.F"]


@pytest.mark.anyio
@ON_SQLITE
async def test_one_of_inputs_are_marked_in_the_text_and_in_introspection(execute: Execute) -> None:
    marked = {line.split()[1] for line in KEPT.splitlines() if "@oneOf {" in line}

    answer = await execute("{ __schema { types { name isOneOf } } }")

    introspected = {type_["name"] for type_ in answer["__schema"]["types"] if type_["isOneOf"]}
    assert (
        introspected
        == marked
        == {
            "CallHandlerInput",
            "ImportSourceInput",
            "MessageHandlerInput",
            "ProviderCredentialsInput",
        }
    )


@pytest.mark.anyio
@ON_SQLITE
async def test_what_is_no_input_is_not_asked_whether_it_is_one_of(execute: Execute) -> None:
    introspect_one_of(core(schema))  # another schema of a test may have replaced it: it is shared
    text = """{
      __type(name: "ImportPhoneNumberInput") { isOneOf inputFields { type { kind isOneOf } } }
      enum: __type(name: "NumberType") { isOneOf }
    }"""

    answer = await execute(text)

    kinds = {f["type"]["kind"]: f["type"]["isOneOf"] for f in answer["__type"]["inputFields"]}
    assert (answer["__type"]["isOneOf"], answer["enum"]["isOneOf"]) == (False, None)
    assert kinds["NON_NULL"] is kinds["LIST"] is None
    assert kinds["INPUT_OBJECT"] is True


@pytest.mark.anyio
@ON_SQLITE
async def test_introspection_gives_clients_the_same_schema(client: httpx2.AsyncClient) -> None:
    query = get_introspection_query(input_value_deprecation=True, specified_by_url=True)

    response = await client.post("/graphql", json={"query": query})

    introspected = graphql.build_client_schema(response.json()["data"])
    ours = [*find_breaking_changes(build_schema(KEPT), introspected)]
    assert [change.description for change in ours] == []
    assert introspected.type_map.keys() == build_schema(KEPT).type_map.keys()
