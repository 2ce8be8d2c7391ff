"""Maximum lengths of lists: each list of an input has one, checked before its items are validated.

A command or a handler with a list that has no maximum fails when its module is imported.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, cast, get_args, get_origin

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from gateway.domain.text import violation

_LISTS: Final = (list, tuple, set, frozenset)
_ORIGINS: Final = frozenset({*_LISTS, Sequence, Collection})


@dataclass(frozen=True, slots=True)
class MaxItems:
    """Annotates a list with its maximum length. It must be the last annotation."""

    limit: int
    noun: str = "items"  # for messages

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return a validator that runs before the others: pydantic applies the last one first."""
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def _check(self, values: object) -> object:
        if (count := _length(values)) > self.limit:
            text = f"{count} {self.noun} were given; at most {self.limit} are allowed."
            raise violation("too_long", text)
        return values


def _length(values: object) -> int:
    return len(cast("Collection[object]", values)) if isinstance(values, _LISTS) else 0


def maximum(field: FieldInfo) -> int | None:
    """Return the maximum length of the field's list; None if it is not a list."""
    return max((items.limit for items in _limits_of(field) if items), default=None)


def require_maximums(model: type[BaseModel]) -> None:
    """Raise `TypeError` if a list among the model's fields has no maximum length."""
    for name, field in model.model_fields.items():
        if None in _limits_of(field):
            raise TypeError(f"{model.__name__}.{name}: MaxItems is missing, or is not the last.")


def _limits_of(field: FieldInfo) -> list[MaxItems | None]:
    return list(_limits(field.annotation, field.metadata))


def _limits(annotation: Any, metadata: Sequence[Any]) -> Iterator[MaxItems | None]:
    """Yield the maximum of each list in the annotation; None for a list without one."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Callable:  # not part of an input
        return
    if origin is Annotated:
        yield from _limits(inner[0], inner[1:])
        return
    if origin in _ORIGINS or annotation in _ORIGINS:
        yield next((item for item in metadata[-1:] if isinstance(item, MaxItems)), None)
    for argument in inner:
        yield from _limits(argument, ())
