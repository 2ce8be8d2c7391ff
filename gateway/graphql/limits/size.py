"""How large a document may be, counted before anything expensive looks at it.

Fragments are counted once and remembered, so the count is linear in the document, whatever its
fragments spread; sums stop growing at a bound that no limit reaches.
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

_BOUND: Final = 1 << 30
# An unfinished text is taken up to where it must end: the parser goes no further either.
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
    """The most of everything; the settings say what each is."""

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
        """Return the limits that are set."""
        return cls(**{f.name: getattr(settings, f"limit_{f.name}") for f in fields(cls)})


@dataclass(slots=True)
class Size:
    """What a definition holds, with what its fragments hold at each place that spreads them."""

    nesting: int = 0
    depth: int = 0
    root_fields: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    field_directives: int = 0

    def count_directives(self, node: Any) -> None:
        """Count what *node* is marked with."""
        count = len(node.directives or ())
        self.directives += count
        self.field_directives = max(self.field_directives, count)

    def spread(self, inner: "Size", place: "Place") -> None:
        """Count a fragment where it is spread."""
        self.nesting = max(self.nesting, place.nesting + inner.nesting)
        self.depth = max(self.depth, place.depth + inner.depth)
        if place.depth == 0:
            self.root_fields = min(_BOUND, self.root_fields + inner.root_fields)
        self.fields = min(_BOUND, self.fields + inner.fields)
        self.aliases = min(_BOUND, self.aliases + inner.aliases)
        self.directives = min(_BOUND, self.directives + inner.directives)
        self.field_directives = max(self.field_directives, inner.field_directives)


class Place(NamedTuple):
    """Where a selection stands in its definition."""

    nesting: int  # selections around it
    depth: int  # fields around it; far below zero beneath introspection, which has its own rule


Selected = tuple[SelectionSetNode, Place]


def before_parsing(text: str, limits: Limits) -> list[GraphQLError]:
    """Return an error if *text* is too long to be parsed."""
    if len(text) > limits.characters:
        return [too_complex("characters", len(text), limits.characters)]
    tokens = count_tokens(text)
    return [too_complex("tokens", tokens, limits.tokens)] if tokens > limits.tokens else []


def count_tokens(text: str) -> int:
    """Return how many tokens GraphQL reads in *text*, comments included."""
    return sum(1 for _ in _TOKEN.finditer(text))


def excesses(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """Return an error for each limit that the document exceeds."""
    fragments = _fragments(document)
    operations = len(document.definitions) - len(fragments)
    counts = {"operations": operations, "fragments": len(fragments)}
    if errors := _beyond(counts, limits):
        return errors
    return _beyond(Sizes(document).largest(), limits)


def too_complex(what: str, found: int, allowed: int) -> GraphQLError:
    """Return the error of something that there is too much of."""
    shown = f"{found:,}" if found < _BOUND else "far too many"
    text = f"Too complex: {shown} {what.replace('_', ' ')}, and at most {allowed:,} are allowed."
    extensions = {"code": "QUERY_TOO_COMPLEX", "limit": what, "found": found, "allowed": allowed}
    return GraphQLError(text, extensions=extensions)


def _beyond(counts: dict[str, int], limits: Limits) -> list[GraphQLError]:
    allowed = {what: getattr(limits, what) for what in counts}
    return [too_complex(w, n, allowed[w]) for w, n in counts.items() if n > allowed[w]]


def _fragments(document: DocumentNode) -> list[FragmentDefinitionNode]:
    return [d for d in document.definitions if isinstance(d, FragmentDefinitionNode)]


class Sizes:
    """The sizes of a document's definitions. Each selection is looked at once."""

    def __init__(self, document: DocumentNode) -> None:
        """Prepare to count *document*, whose fragments are not many."""
        self._document = document
        self._fragments = {fragment.name.value: fragment for fragment in _fragments(document)}
        self._known: dict[str, Size] = {}
        self.visited = 0

    def largest(self) -> dict[str, int]:
        """Return the most of everything that any definition holds.

        Fragments count by themselves too, for validation reads them even where nothing does; but
        how deep they reach, and what is at the top, only the operations say.
        """
        operations = [asdict(size) for size in self._of_operations()]
        fragments = [asdict(self._of_fragment(name)) for name in self._fragments]
        for size in fragments:
            size.update(depth=0, root_fields=0)
        sizes = operations + fragments
        return {f.name: max((size[f.name] for size in sizes), default=0) for f in fields(Size)}

    def _of_operations(self) -> Iterator[Size]:
        for definition in self._document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                yield self._of(definition)

    def _of_fragment(self, name: str) -> Size:
        if name not in self._known:
            self._known[name] = Size()  # a cycle ends here; validation reports it
            fragment = self._fragments.get(name)
            self._known[name] = self._of(fragment) if fragment else Size()
        return self._known[name]

    def _of(self, definition: OperationDefinitionNode | FragmentDefinitionNode) -> Size:
        size = Size()
        for marked in (definition, *(definition.variable_definitions or ())):
            size.count_directives(marked)
        within = [(definition.selection_set, Place(1, 0))]
        while within:
            within += self._count(*within.pop(), size)
        return size

    def _count(self, selections: SelectionSetNode, place: Place, size: Size) -> list[Selected]:
        """Count what stands at *place* into *size*, and return what is within it."""
        size.nesting = max(size.nesting, place.nesting)
        within: list[Selected] = []
        for node in selections.selections:
            self.visited += 1
            size.count_directives(node)
            depth = place.depth
            if isinstance(node, FragmentSpreadNode):
                size.spread(self._of_fragment(node.name.value), place)
            elif isinstance(node, FieldNode):
                depth = _count_field(node, depth, size)
            if inner := getattr(node, "selection_set", None):
                within.append((inner, Place(place.nesting + 1, depth)))
        return within


def _count_field(node: FieldNode, depth: int, size: Size) -> int:
    """Count a field, and return how deep stands what it holds."""
    size.depth = max(size.depth, depth + 1)
    size.root_fields += depth == 0
    size.fields += 1
    size.aliases += node.alias is not None
    return -_BOUND if node.name.value in INTROSPECTION else depth + 1
