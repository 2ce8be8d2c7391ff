"""Documents that are small to send and would be dear to read: the tests and bench/ share them."""

from typing import Final


def _fragments(count: int, body: str, last: str) -> str:
    """Return a chain of fragments, each of which spreads the next as *body* says."""
    inner = (body.replace("NEXT", f"F{n + 1}") for n in range(count - 1))
    chain = [f"fragment F{n} on Query {{ {text} }}" for n, text in enumerate(inner)]
    return "\n".join([*chain, f"fragment F{count - 1} on Query {{ {last} }}"])


def _numbers(body: str) -> str:
    return f"{{ phoneNumbers {{ nodes {{ {body} }} }} }}"


def _aliased(count: int, field: str) -> str:
    return " ".join(f"a{n}: {field}" for n in range(count))


_OF_TYPES: Final = (
    "types { fields { type { ofType { fields { name description args { name } } } } } }"
)
_HEAVY: Final = (
    "phoneNumbers(first: 100) "
    "{ nodes { callHandler { __typename } messageHandler { __typename } } }"
)

# What each exceeds: the limit that the refusal names.
TOO_COMPLEX: Final = {
    "too many tokens": ("tokens", f"{{{' a' * 1_999}}}"),
    "too many comments": ("tokens", "#\n" * 2_001 + "{ __typename }"),
    "a body full of brackets": ("characters", "{" * 262_000),
    "a body full of blanks": ("characters", "{ __typename }" + " " * 262_000),
    "a body full of escapes": ("characters", '{ lookup(number: "' + r"\n" * 80_000 + '") }'),
    "deep nesting": ("nesting", "{ a" * 190 + " }" * 190),
    "deep inline fragments": ("nesting", "{ ..." * 190 + "{ a }" + " }" * 190),
    "deep fields": ("depth", "{ node(id: 1) " * 16 + "{ id }" + " }" * 16),
    "a chain of fragments": (
        "nesting", "{ ...F0 }" + _fragments(50, "... { ... { ...NEXT } }", "__typename"),
    ),
    "fragments that double": (
        "fields", "{ ...F0 }" + _fragments(50, "...NEXT ...NEXT", "__typename"),
    ),
    "fragments that double by inline fragments": (
        "fields", "{ ...F0 }" + _fragments(40, "... { ...NEXT } ... { ...NEXT }", "__typename"),
    ),
    "fragments that grow nine times": (
        "fields", "{ ...F0 }" + _fragments(49, "...NEXT " * 9, "__typename"),
    ),
    "doubling fragments that nothing uses": (
        "fields", "{ __typename }" + _fragments(50, "...NEXT ...NEXT", "__typename"),
    ),
    "a flood of aliases": ("aliases", _numbers(_aliased(400, "id"))),
    "a flood of aliases at the top": ("root_fields", f"{{ {_aliased(200, '__typename')} }}"),
    "a flood of fields": ("fields", _numbers("id " * 1_900)),
    "a flood of fields in a fragment": (
        "fields", "{ __typename } fragment F on PhoneNumber { " + "id " * 1_900 + "}",
    ),
    "a flood of directives": ("directives", "{ __typename " + "@skip(if: true) " * 280 + "}"),
    "directives on many fields": ("directives", _numbers("id @skip(if: true) " * 240)),
    "directives on one field": ("field_directives", "{ __typename " + "@a " * 5 + "}"),
    "directives on variables": (
        "directives", "query (" + "$v: Int @a @b @c " * 90 + ") { __typename }",
    ),
    "many operations": ("operations", " ".join(f"query Q{n} {{ a }}" for n in range(400))),
    "many fragments": (
        "fragments", "{ a }" + " ".join(f"fragment G{n} on Query {{ a }}" for n in range(240)),
    ),
    "equal fields": ("comparisons", _numbers("callHandler { __typename } " * 240)),
    "equal leaves": ("comparisons", _numbers("id " * 490)),
    "equal fields in inline fragments": (
        "comparisons", _numbers("... on PhoneNumber { callHandler { __typename } } " * 200),
    ),
    "equal fields in fragments": (
        "comparisons",
        _numbers(" ".join(f"...G{n}" for n in range(49)))
        + " ".join(
            f"fragment G{n} on PhoneNumber {{ {'callHandler { __typename } ' * 5}}}"
            for n in range(49)
        ),
    ),
    "conflicting aliases": (
        "comparisons",
        _numbers(" ".join(f"callHandler {{ {'ab'[n % 2]} }}" for n in range(240))),
    ),
    "nested introspection": (
        "introspected_objects", f"{{ __schema {{ {_aliased(29, _OF_TYPES)} }} }}",
    ),
    "introspection at the top": (
        "introspected_objects",
        f"{{ {_aliased(20, f'__schema {{ {_OF_TYPES} {_aliased(0, _OF_TYPES)} }}')} }}",
    ),
    "huge lists": ("cost", f"{{ {_aliased(20, _HEAVY)} }}"),
    "lists of lists": (
        "cost",
        "{ phoneNumbers(first: 100) { nodes { events(first: 100) { nodes { type } } } } }",
    ),
}  # fmt: skip

# What is no valid document, and may not take long to find out.
INVALID: Final = {
    "many unknown fields": _numbers(" ".join(f"x{n}" for n in range(480))),
    "many unknown types": " ".join(["{", *["... on PhoneNumberz { a }"] * 400, "}"]),
    "many misspelt types": " ".join(
        ["{", *[f"... on UpdatePhoneNumberResul{n} {{ a }}" for n in range(2)], "}"]
    ),
    "many unknown arguments": _numbers("id(a: 1) " * 200),
    "a cycle of fragments": "{ ...F0 }" + _fragments(50, "...NEXT ...NEXT", "...F0"),
    "fragments that spread each other": "{ ...F0 }"
    + " ".join(
        f"fragment F{n} on Query {{ {' '.join(f'...F{m}' for m in range(8))} __typename }}"
        for n in range(50)
    ),
    "nested introspection of four levels": (
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    ),
    "many variables": "query ("
    + " ".join(f"$v{n}: Int" for n in range(300))
    + ") { "
    + "...F0 }"
    + _fragments(50, "...NEXT", "__typename"),
    "many operations over many fragments": " ".join(
        f"query Q{n}($a: ID!) {{ {' '.join(f'...G{m}' for m in range(10))} }}" for n in range(10)
    )
    + " ".join(
        f"fragment G{n} on Query {{ node(id: $a) {{ id(x: $b) }} ...G{(n + 1) % 50} }}"
        for n in range(50)
    ),
    "half a document": "{" * 190,
    "an unfinished text": '{ a(b: "' + r"\"" * 16_000,
    "an unfinished block": '{ a(b: """' + '""' * 16_000,
    "a very long name": "{ " + "x" * 32_000 + " }",
    "a very long number": "{ phoneNumbers(first: " + "1" * 32_000 + ") { nodes { id } } }",
    "a value in a value": "{ node(id: " + "[" * 190 + "]" * 190 + ") { id } }",
    "a large value": '{ lookup(number: {a: "' + "x" * 32_000 + '"}) { valid } }',
}
