"""Maximum lengths: every list that a caller sends has one, checked before any of its items is read.

A command or a handler with a list that has none stops the process when it is imported.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, cast, get_args, get_origin

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from gateway.domain.text import wrong

_LISTS: Final = (list, tuple, set, frozenset)
_ORIGINS: Final = frozenset({*_LISTS, Sequence, Collection})


@dataclass(frozen=True, slots=True)
class AtMost:
    """Marks a list as having *most* items at most. It stands last in the annotation."""

    most: int
    items: str = "items"  # what a message calls them

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Tell pydantic to count first: markers that stand further back come sooner."""
        return core_schema.no_info_before_validator_function(self._counted, handler(source))

    def _counted(self, values: object) -> object:
        if (count := _length(values)) > self.most:
            text = f"{count} {self.items} were given; at most {self.most} are allowed."
            raise wrong("too_long", text)
        return values


def _length(values: object) -> int:
    return len(cast("Collection[object]", values)) if isinstance(values, _LISTS) else 0


def maximum(field: FieldInfo) -> int | None:
    """Return how many items the field's list has at most; nothing where it is no list."""
    return max((limit.most for limit in _limits_of(field) if limit), default=None)


def demand_maximums(model: type[BaseModel]) -> None:
    """Raise `TypeError` where a list among the model's fields has no maximum."""
    for name, field in model.model_fields.items():
        if None in _limits_of(field):
            raise TypeError(f"{model.__name__}.{name}: AtMost is missing, or does not stand last.")


def _limits_of(field: FieldInfo) -> list[AtMost | None]:
    return list(_limits(field.annotation, field.metadata))


def _limits(annotation: Any, marks: Sequence[Any]) -> Iterator[AtMost | None]:
    """Yield the limit of each list in the annotation, or nothing for one without."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Callable:  # no caller sends one
        return
    if origin is Annotated:
        yield from _limits(inner[0], inner[1:])
        return
    if origin in _ORIGINS or annotation in _ORIGINS:
        yield next((mark for mark in marks[-1:] if isinstance(mark, AtMost)), None)
    for argument in inner:
        yield from _limits(argument, ())
