"""Authorization of fields: which scope a field demands, declared at the field.

Services demand their scopes themselves. A field below a mutation declares here what its service
demands, so that a mutation whose answer would be refused is refused before it writes anything.
"""

from typing import Any, Final

from gateway.domain.enums import Scope

_SCOPE: Final = "scope"
_DEFINITION: Final = "strawberry-definition"


def demands(scope: Scope) -> dict[str, Scope]:
    """Return a field's metadata that says which scope its service demands."""
    return {_SCOPE: scope}


def scope_of(field: Any) -> Scope | None:
    """Return the scope that a field of the schema demands, if it declares one."""
    definition = field.extensions.get(_DEFINITION)
    return definition.metadata.get(_SCOPE) if definition else None
