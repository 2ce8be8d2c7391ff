"""Derived input types: a GraphQL input with the fields of a pydantic model of the domain."""

import inspect
from collections.abc import Mapping
from typing import Any, cast, get_type_hints

import strawberry
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gateway.domain.lists import maximum


def input_type(
    model: type[BaseModel],
    name: str,
    replaced: dict[Any, Any] | None = None,
    *,
    one_of: bool = False,
) -> Any:
    """Make the input type *name* with the fields of *model*.

    Field names, descriptions and defaults are the model's. Its constraints are not in the schema:
    the command checks them and reports all failures together. *replaced* maps annotations of the
    model to those of the input. *one_of*: clients give exactly one of the fields.
    """
    hints, fields = get_type_hints(model), model.model_fields.items()
    body: dict[str, Any] = {field: _field(info) for field, info in fields}
    body["__annotations__"] = {
        field: _nullable((replaced or {}).get(hints[field], hints[field]), info)
        for field, info in fields
    }
    body["__module__"] = __name__
    class_ = type(name, (), body)
    return strawberry.input(class_, description=inspect.getdoc(model), one_of=one_of)


def one_of_input(
    name: str,
    models: Mapping[str, type[BaseModel]],
    description: str,
    replaced: dict[Any, Any] | None = None,
) -> Any:
    """Make the one-of input *name*, with a field for each settable model (see `OneOf`)."""
    settable: dict[str, Any] = {
        k: model for k, model in models.items() if cast("Any", model).settable
    }
    body: dict[str, Any] = {
        kind: strawberry.field(
            default=strawberry.UNSET,
            description=inspect.getdoc(model),
            deprecation_reason=model.deprecated,
        )
        for kind, model in settable.items()
    }
    body["__annotations__"] = {
        kind: input_type(model, f"{model.__name__}Input", replaced) | None
        for kind, model in settable.items()
    }
    body["__module__"] = __name__
    return strawberry.input(type(name, (), body), one_of=True, description=description)


def _field(info: FieldInfo) -> Any:
    """Show a default only where it is a value. Null and a list's default are the same as none."""
    default: Any = info.default
    if info.is_required():
        return strawberry.field(description=_description(info))
    visible = strawberry.UNSET if default is None or _is_list(info) else default
    return strawberry.field(default=visible, description=_description(info))


def _description(info: FieldInfo) -> str:
    """Return the field's description, with the maximum length of a list before the example."""
    text, example, rest = (info.description or "").partition(" Example:")
    limit = maximum(info)
    return f"{text} At most {limit} items.{example}{rest}" if limit else f"{text}{example}{rest}"


def _nullable(hint: Any, info: FieldInfo) -> Any:
    return hint | None if _is_list(info) else hint


def _is_list(info: FieldInfo) -> bool:
    return isinstance(info.get_default(call_default_factory=True), list)
