"""How an input type is read from a model of the domain."""

import inspect
from typing import Any, get_type_hints

import strawberry
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gateway.domain.lists import maximum


def input_type(model: type[BaseModel], name: str, replaced: dict[Any, Any] | None = None) -> Any:
    """Make the input type *name* with the fields of *model*.

    Constraints stay behind: the model checks them, and answers with all failures at once.
    *replaced* says which annotations become which GraphQL types.
    """
    hints, fields = get_type_hints(model), model.model_fields.items()
    body: dict[str, Any] = {field: _field(info) for field, info in fields}
    body["__annotations__"] = {
        field: _nullable((replaced or {}).get(hints[field], hints[field]), info)
        for field, info in fields
    }
    body["__module__"] = __name__
    return strawberry.input(type(name, (), body), description=inspect.getdoc(model))


def _field(info: FieldInfo) -> Any:
    """Show a default where it is a value; null and lists mean the same when left out."""
    default: Any = info.default
    if info.is_required():
        return strawberry.field(description=_described(info))
    shown = strawberry.UNSET if default is None or _is_list(info) else default
    return strawberry.field(default=shown, description=_described(info))


def _described(info: FieldInfo) -> str:
    """Return the field's description, which says how long a list may be."""
    text, example, rest = (info.description or "").partition(" Example:")
    most = maximum(info)
    return f"{text} At most {most}.{example}{rest}" if most else f"{text}{example}{rest}"


def _nullable(hint: Any, info: FieldInfo) -> Any:
    return hint | None if _is_list(info) else hint


def _is_list(info: FieldInfo) -> bool:
    return isinstance(info.get_default(call_default_factory=True), list)
