"""Handler kinds: round trips through input, database and output, and their SDL.

No kind is named here: one that is added to `gateway.domain.handlers` is tested as well.
"""

import json
from typing import Any, get_args
from uuid import UUID

import httpx2
import pytest
from graphql import GraphQLObjectType, GraphQLUnionType, build_schema, is_leaf_type
from sqlalchemy import Connection, type_coerce, update

from gateway.database.database import Database
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.handler import Handler, UnrecognizedHandler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.handlers.calls import LamlWebhooksCallHandler
from gateway.graphql.schema import sdl
from gateway.models.column_types import JSONValue
from schema.names import camel
from tests.conftest import Execute, ask
from tests.documents import imported
from tests.graphql.test_import_phone_number import IMPORT

SCHEMA = build_schema(sdl())
SIDES: dict[str, dict[str, Any]] = {"call": CALL_HANDLERS, "message": MESSAGE_HANDLERS}
ALL = [
    pytest.param(side, model, id=f"{side}-{kind}")
    for side, kinds in SIDES.items()
    for kind, model in kinds.items()
]
VALUES: dict[type, Any] = {UUID: "3fa85f64-5717-4562-b3fc-2c963f66afa6", str: "value"}


def filled(model: type[Handler]) -> dict[str, Any]:
    """Return a value for every setting, by its name."""
    return {name: _value(name, info.annotation) for name, info in model.model_fields.items()}


def _value(name: str, annotation: Any) -> Any:
    if name.endswith("url"):
        return f"https://user:secret@example.com/{name}"
    if name == "settings":
        return [{"name": "a", "value": "https://user:secret@example.com/"}]
    if name.endswith("_id"):
        return VALUES[UUID]
    members = list(getattr(annotation, "__members__", ()))
    plain = next((a for a in get_args(annotation) if a is not type(None)), annotation)
    return annotation[members[0]].value if members else VALUES[plain]


def selection(type_: GraphQLObjectType) -> str:
    """Select every leaf of a handler type."""
    leaves = [
        name
        if is_leaf_type(getattr(field.type, "of_type", field.type))
        else f"{name} {{ name value }}"
        for name, field in type_.fields.items()
    ]
    return f"... on {type_.name} {{ {' '.join(leaves)} }}"


def union(side: str) -> GraphQLUnionType:
    found = SCHEMA.type_map[f"{side.capitalize()}Handler"]
    assert isinstance(found, GraphQLUnionType)
    return found


def everything(side: str) -> str:
    """Select all leaves of a whole union."""
    return " ".join(selection(member) for member in union(side).types)


READ = f"""
query ($id: ID!) {{
  phoneNumber(id: $id) {{
    callHandlerKind callHandler {{ __typename {everything("call")} }}
    messageHandlerKind messageHandler {{ __typename {everything("message")} }}
  }}
}}
"""


def shown(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings as clients read them: their names, enums in capitals, no passwords."""
    masked = json.loads(json.dumps(settings).replace(":secret@", ":****@"))
    return {camel(name): value for name, value in masked.items()}


def alike(read: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Compare, whatever the case: GraphQL writes the values of enumerations in capitals."""
    return json.dumps(read, sort_keys=True).lower() == json.dumps(wanted, sort_keys=True).lower()


@pytest.mark.anyio
@pytest.mark.parametrize(("side", "model"), ALL)
async def test_a_kind_goes_in_is_kept_and_comes_out(
    execute: Execute, opened: Database, side: str, model: type[Handler]
) -> None:
    settings = filled(model)
    if model.settable:
        chosen = {camel(model.kind): _as_input(side, model, settings)}
        number = await imported(execute, **{f"{side}Handler": chosen})
    else:
        number = await imported(execute)
        handler = model.from_stored(settings)
        await opened.write(lambda db: _assign(db, number["uuid"], f"{side}_handler", handler))

    row = (await execute(READ, id=number["id"]))["phoneNumber"]

    read = row[f"{side}Handler"]
    assert read.pop("__typename") == model.__name__
    assert row[f"{side}HandlerKind"] == model.kind.upper()
    assert alike(read, shown(settings))


def _as_input(side: str, model: type[Handler], settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings as the input type wants them."""
    fields: Any = SCHEMA.type_map[f"{model.__name__}Input"]
    named = {camel(name): value for name, value in settings.items()}
    assert named.keys() == fields.fields.keys(), side
    return {
        name: value.upper() if _is_enum(fields.fields[name].type) else value
        for name, value in named.items()
    }


def _is_enum(type_: Any) -> bool:
    return hasattr(getattr(type_, "of_type", type_), "values")


def _assign(db: Connection, uuid: str, column: str, handler: Handler) -> None:
    db.execute(update(NUMBERS).where(NUMBERS.c.id == UUID(uuid)).values({column: handler}))


@pytest.mark.parametrize(("side", "model"), ALL)
def test_a_kind_is_in_the_union_and_its_input_where_clients_may_set_it(
    side: str, model: type[Handler]
) -> None:
    one_of: Any = SCHEMA.type_map[f"{side.capitalize()}HandlerInput"]
    kinds: Any = SCHEMA.type_map[f"{side.capitalize()}HandlerKind"]

    assert model.__name__ in {member.name for member in union(side).types}
    assert (camel(model.kind) in one_of.fields) is model.settable
    assert model.kind.upper() in kinds.values
    assert all(info.description for info in model.model_fields.values())


@pytest.mark.parametrize("side", SIDES)
def test_one_name_has_one_type_in_all_members(side: str) -> None:
    types: dict[str, set[str]] = {}
    for member in union(side).types:
        for name, field in member.fields.items():
            types.setdefault(name, set()).add(str(field.type))

    assert {name: found for name, found in types.items() if len(found) > 1} == {}


@pytest.mark.parametrize("side", SIDES)
def test_every_setting_has_a_flat_name_of_its_own(side: str) -> None:
    models = [m for m in SIDES[side].values() if not issubclass(m, UnrecognizedHandler)]

    aliases = [info.alias for model in models for info in model.model_fields.values()]

    shared = {"calling_handler_resource_id"}
    own = [alias for alias in aliases if alias not in shared]
    assert all(alias.startswith((f"{side}_", "calling_")) for alias in aliases)
    assert len(own) == len(set(own))


@pytest.mark.anyio
@pytest.mark.parametrize("side", SIDES)
async def test_a_kind_that_a_later_version_wrote_stays_readable(
    execute: Execute, opened: Database, side: str
) -> None:
    number = await imported(execute)
    later = {"kind": "fax_to_mail", "to": "a@example.com", "hook": "https://u:secret@example.com/"}

    as_written = {f"{side}_handler": type_coerce(later, JSONValue)}
    written = update(NUMBERS).values(as_written)
    await opened.write(lambda db: db.execute(written))

    row = (await execute(READ, id=number["id"]))["phoneNumber"]

    assert row[f"{side}HandlerKind"] == "UNRECOGNIZED"
    assert row[f"{side}Handler"]["wireKind"] == "fax_to_mail"
    assert sorted(row[f"{side}Handler"]["settings"], key=lambda s: str(s["name"])) == [
        {"name": "hook", "value": "https://u:****@example.com/"},
        {"name": "to", "value": "a@example.com"},
    ]


@pytest.mark.anyio
async def test_a_password_in_a_url_is_kept_and_never_shown(
    execute: Execute, client: httpx2.AsyncClient, opened: Database
) -> None:
    hook = {"lamlWebhooks": {"requestUrl": "https://user:s3cret@example.com/voice"}}
    asked = {"number": "+14155550123", "numberType": "LONGCODE", "callHandler": hook}

    await execute(IMPORT, input=asked)

    events = "{ phoneNumberEvents { nodes { changes { after } } } phoneNumbers { nodes { %s } } }"
    body = {"query": events % f"callHandler {{ {everything('call')} }}"}
    read = await client.post("/graphql", json=body)
    [row] = await opened.read(lambda db: db.execute(NUMBERS.select()).all())
    assert "s3cret" not in read.text
    assert "user:****@example.com/voice" in read.text
    assert row.call_handler.request_url == "https://user:s3cret@example.com/voice"


@pytest.mark.anyio
@pytest.mark.parametrize("more", [{"later": 1}, {"request_method": "PUT"}], ids=str)
async def test_settings_that_this_version_cannot_read_are_shown_unread(
    execute: Execute, opened: Database, more: dict[str, Any]
) -> None:
    number = await imported(execute)
    kept = {"kind": "laml_webhooks", "request_url": "https://u:secret@example.com/"} | more
    written = update(NUMBERS).values(call_handler=type_coerce(kept, JSONValue))
    await opened.write(lambda db: db.execute(written))

    row = (await execute(READ, id=number["id"]))["phoneNumber"]

    read = row["callHandler"]
    assert (read["__typename"], read["wireKind"]) == ("UnrecognizedCallHandler", "laml_webhooks")
    assert {"name": "request_url", "value": "https://u:****@example.com/"} in read["settings"]
    assert {setting["name"] for setting in read["settings"]} == {"request_url", *more}


@pytest.mark.anyio
@pytest.mark.parametrize(
    "hook",
    [
        {"fallbackUrl": "https://user:s3cret@example.com/"},
        {"requestUrl": ["https://user:s3cret@example.com/"]},
        {"requestUrl": "https://user:s3cret@example.com/", "unknown": 1},
    ],
    ids=str,
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_request_error_repeats_no_password(
    client: httpx2.AsyncClient, hook: dict[str, Any]
) -> None:
    handler = {"lamlWebhooks": hook}
    asked = {"number": "+14155550123", "numberType": "LONGCODE", "callHandler": handler}

    answer = await ask(client, IMPORT, input=asked)

    assert "s3cret" not in json.dumps(answer)
    assert ".callHandler.lamlWebhooks" in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    "model", [model for kinds in (CALL_HANDLERS, MESSAGE_HANDLERS) for model in kinds.values()]
)
def test_what_is_masked_is_masked_whatever_was_asked_before(model: type[Handler]) -> None:
    """Handlers remember what they were asked, and many numbers share one."""
    url = "https://user:hunter2@example.com/voice"
    settings: dict[str, Any] = dict.fromkeys(model.url_settings, url)
    handler = model.model_construct(None, **settings)
    if model is UnrecognizedHandler:
        settings = {"wire_kind": "odd", "settings": [{"name": "url", "value": url}]}
        handler = model.from_stored(settings)

    asked = [
        handler.to_stored(),
        handler.urls(),
        handler.masked().to_stored(),
        handler.masked().urls(),
    ]

    assert "hunter2" not in str(asked[2:])
    assert ("hunter2" in str(asked[:2])) is bool(settings)
    assert handler.masked() == handler.masked()


@pytest.mark.parametrize("url", ["https://example.com/in", "https://user:hunter2@example.com/in"])
def test_handlers_that_were_masked_are_compared_by_what_they_are(url: str) -> None:
    one, other = (LamlWebhooksCallHandler(request_url=url) for _ in range(2))
    shown = [one.masked(), other.masked(), one.masked().masked()]

    assert one == other
    assert shown[0] == shown[1] == shown[2]
    assert one != LamlWebhooksCallHandler(request_url="https://example.com/other")
