"""Size limits: characters, tokens, nesting, fields and more, checked before validation.

A fragment is counted once and its size is added at each spread, so counting is linear in the size
of the document. Sums saturate at 2^30, far above any limit.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
)

from gateway.settings import Settings

INTROSPECTION: Final = frozenset({"__schema", "__type"})

_SATURATION: Final = 1 << 30
# An unterminated string is counted up to where the parser would stop.
_TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\"""|\\|"(?!""))*+(?:""")?'
    r'|"(?:[^"\\\r\n]|\\.)*+"?'
    r"|\#[^\r\n]*+"
    r"|[A-Za-z_][A-Za-z0-9_]*+"
    r"|-?[0-9][0-9A-Za-z_.+-]*+"
    r"|\.\.\."
    r"|[!$&():=@\[\]{|}]"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of documents, from the settings of the same names with the prefix ``limit_``."""

    characters: int
    tokens: int
    operations: int
    fragments: int
    nesting: int
    depth: int
    root_fields: int
    fields: int
    aliases: int
    directives: int
    field_directives: int
    comparisons: int
    cost: int
    errors: int

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Return the limits in *settings*."""
        return cls(**{f.name: getattr(settings, f"limit_{f.name}") for f in fields(cls)})


@dataclass(slots=True)
class DefinitionSize:
    """The size of an operation or a fragment, with that of the fragments at each spread."""

    nesting: int = 0
    depth: int = 0
    root_fields: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    field_directives: int = 0

    def count_directives(self, node: Any) -> None:
        """Add the directives of *node*."""
        count = len(node.directives or ())
        self.directives += count
        self.field_directives = max(self.field_directives, count)

    def add_fragment(self, inner: "DefinitionSize", position: "Position") -> None:
        """Add the size of a fragment that is spread at *position*."""
        self.nesting = max(self.nesting, position.nesting + inner.nesting)
        self.depth = max(self.depth, position.depth + inner.depth)
        if position.depth == 0:
            self.root_fields = min(_SATURATION, self.root_fields + inner.root_fields)
        self.fields = min(_SATURATION, self.fields + inner.fields)
        self.aliases = min(_SATURATION, self.aliases + inner.aliases)
        self.directives = min(_SATURATION, self.directives + inner.directives)
        self.field_directives = max(self.field_directives, inner.field_directives)


class Position(NamedTuple):
    """The position of a selection set in its definition."""

    nesting: int  # enclosing selection sets
    depth: int  # enclosing fields; far below 0 within introspection, which has a limit of its own


PositionedSet = tuple[SelectionSetNode, Position]


def check_text(text: str, limits: Limits) -> list[GraphQLError]:
    """Return an error if *text* has too many characters or tokens to be parsed."""
    if len(text) > limits.characters:
        return [too_complex("characters", len(text), limits.characters)]
    tokens = count_tokens(text)
    return [too_complex("tokens", tokens, limits.tokens)] if tokens > limits.tokens else []


def count_tokens(text: str) -> int:
    """Return the number of GraphQL tokens in *text*, comments included."""
    return sum(1 for _ in _TOKEN.finditer(text))


def check_shape(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """Return an error for each limit that the parsed document exceeds."""
    fragments = _fragments(document)
    operations = len(document.definitions) - len(fragments)
    counts = {"operations": operations, "fragments": len(fragments)}
    if errors := _exceeded(counts, limits):
        return errors
    return _exceeded(DocumentSize(document).maxima(), limits)


def too_complex(what: str, found: int, allowed: int) -> GraphQLError:
    """Return the error of an exceeded limit. *what* is the limit's name, such as ``depth``."""
    number = f"{found:,}" if found < _SATURATION else "far too many"
    text = f"Too complex: {number} {what.replace('_', ' ')}, and at most {allowed:,} are allowed."
    extensions = {"code": "QUERY_TOO_COMPLEX", "limit": what, "found": found, "allowed": allowed}
    return GraphQLError(text, extensions=extensions)


def _exceeded(counts: dict[str, int], limits: Limits) -> list[GraphQLError]:
    allowed = {what: getattr(limits, what) for what in counts}
    return [too_complex(w, n, allowed[w]) for w, n in counts.items() if n > allowed[w]]


def _fragments(document: DocumentNode) -> list[FragmentDefinitionNode]:
    return [d for d in document.definitions if isinstance(d, FragmentDefinitionNode)]


class DocumentSize:
    """Counts the definitions of a document. Each selection is visited once."""

    def __init__(self, document: DocumentNode) -> None:
        """Count *document*, whose number of fragments is within its limit."""
        self._document = document
        self._fragments = {fragment.name.value: fragment for fragment in _fragments(document)}
        self._fragment_sizes: dict[str, DefinitionSize] = {}

    def maxima(self) -> dict[str, int]:
        """Return the maximum of each count over all definitions.

        Fragments that are not used count too, as validation visits them. Depth and root fields are
        those of the operations.
        """
        operations = [asdict(size) for size in self._of_operations()]
        fragments = [asdict(self._of_fragment(name)) for name in self._fragments]
        for size in fragments:
            size.update(depth=0, root_fields=0)
        sizes = operations + fragments
        return {
            f.name: max((size[f.name] for size in sizes), default=0) for f in fields(DefinitionSize)
        }

    def _of_operations(self) -> Iterator[DefinitionSize]:
        for definition in self._document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                yield self._of(definition)

    def _of_fragment(self, name: str) -> DefinitionSize:
        if name not in self._fragment_sizes:
            self._fragment_sizes[name] = (
                DefinitionSize()
            )  # a cycle ends here; validation reports it
            fragment = self._fragments.get(name)
            self._fragment_sizes[name] = self._of(fragment) if fragment else DefinitionSize()
        return self._fragment_sizes[name]

    def _of(self, definition: OperationDefinitionNode | FragmentDefinitionNode) -> DefinitionSize:
        size = DefinitionSize()
        for node in (definition, *(definition.variable_definitions or ())):
            size.count_directives(node)
        pending = [(definition.selection_set, Position(1, 0))]
        while pending:
            pending += self._count(*pending.pop(), size)
        return size

    def _count(
        self, selections: SelectionSetNode, position: Position, size: DefinitionSize
    ) -> list[PositionedSet]:
        """Add the selections at *position* to *size*; return the selection sets within them."""
        size.nesting = max(size.nesting, position.nesting)
        within: list[PositionedSet] = []
        for node in selections.selections:
            size.count_directives(node)
            depth = position.depth
            if isinstance(node, FragmentSpreadNode):
                size.add_fragment(self._of_fragment(node.name.value), position)
            elif isinstance(node, FieldNode):
                depth = _count_field(node, depth, size)
            if inner := getattr(node, "selection_set", None):
                within.append((inner, Position(position.nesting + 1, depth)))
        return within


def _count_field(node: FieldNode, depth: int, size: DefinitionSize) -> int:
    """Add a field to *size*; return the depth of its selections."""
    size.depth = max(size.depth, depth + 1)
    size.root_fields += depth == 0
    size.fields += 1
    size.aliases += node.alias is not None
    return -_SATURATION if node.name.value in INTROSPECTION else depth + 1
