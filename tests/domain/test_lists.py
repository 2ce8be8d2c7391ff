"""Maximum lengths of lists: a list without one fails at import; a longer one is refused."""

from collections.abc import Sequence
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, BeforeValidator, create_model

from gateway.domain.commands.base import Command
from gateway.domain.handler import Handler
from gateway.domain.lists import MaxItems, maximum
from gateway.domain.validation_policy import STRICT
from gateway.errors import Invalid

_looked_at: list[object] = []


def _look(item: object) -> object:
    _looked_at.append(item)
    return item


class Pick(Command):
    """A command with a list."""

    operation = "pick"

    names: Annotated[list[Annotated[str, BeforeValidator(_look)]], MaxItems(3, "names")] | None = (
        None
    )


UNLIMITED: list[Any] = [
    list[str],
    list[str] | None,
    Sequence[int],
    tuple[str, ...],
    Annotated[list[str], MaxItems(3), BeforeValidator(_look)],  # something looks before it counts
    Annotated[list[list[str]], MaxItems(3)],
    dict[str, list[str]],
]


@pytest.mark.parametrize("base", [Command, Handler])
@pytest.mark.parametrize("annotation", UNLIMITED)
def test_a_list_without_a_maximum_fails_at_import(base: type[BaseModel], annotation: Any) -> None:
    with pytest.raises(TypeError, match=r"New\.values: MaxItems is missing"):
        create_model("New", __base__=base, values=(annotation, ...))


def test_a_longer_list_is_refused_before_any_item_is_looked_at() -> None:
    Pick.of({"names": ["a", "b", "c"]}, STRICT)
    looked_at = len(_looked_at)

    with pytest.raises(Invalid) as refused:
        Pick.of({"names": ["a"] * 4}, STRICT)

    [failure] = refused.value.failures
    assert (failure.path, failure.code) == (("names",), "too_long")
    assert failure.message == "4 names were given; at most 3 are allowed."
    assert looked_at == len(_looked_at) == 3


def test_the_maximum_of_a_field_can_be_read() -> None:
    assert maximum(Pick.model_fields["names"]) == 3
