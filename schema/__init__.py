"""GraphQL schema: types, inputs, unions and failures, as Strawberry classes. No rules, no I/O."""

# Imported first: Strawberry would define other enumerations when a type refers to these.
from schema import enums as enums
