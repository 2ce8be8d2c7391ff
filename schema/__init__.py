"""The GraphQL vocabulary: types, inputs, unions, failures. No behaviour and no I/O."""

# Before anything refers to them: Strawberry would make enumerations of its own otherwise.
from schema import enums as enums
