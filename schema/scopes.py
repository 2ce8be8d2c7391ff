"""Required scopes of fields, declared as metadata.

Services require their scopes themselves. A field whose resolver calls a service declares the same
scope here, so that a mutation that selects it without the scope is refused before it writes.
"""

from typing import Any, Final

from gateway.domain.enums import Scope

_SCOPE: Final = "scope"
_DEFINITION: Final = "strawberry-definition"


def demands(scope: Scope) -> dict[str, Scope]:
    """Return the metadata of a field whose service requires this scope."""
    return {_SCOPE: scope}


def scope_of(field: Any) -> Scope | None:
    """Return the scope that a field of the schema requires, or None."""
    definition = field.extensions.get(_DEFINITION)
    return definition.metadata.get(_SCOPE) if definition else None
