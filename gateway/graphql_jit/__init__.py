"""Compiled execution: each operation becomes functions that know its selections by heart.

graphql-core executes an operation by interpreting it: for every field of every object it looks up
the field, builds an `info`, calls a resolver, asks whether the result is awaitable and completes
it by its type. Most fields are plain attributes, and what there is to do was known when the
document arrived. So it is written down once, as Python source. Of `{ number name callHandler
{ ... on RelayTopicCallHandler { topic } } }` it makes, among others,

    def PhoneNumber_0(o, run):
        if type(o) is not T0: raise Surprise
        v0 = o.row.number
        v1 = o.row.name
        v2 = (o.reveals, o.row.call_handler_raw)
        d = {
            'number': (v0 if type(v0) is str else L1(v0)),
            'name': None if v1 is None else (v1 if type(v1) is str else L2(v1)),
            'callHandler': (M3.get(v2) or M3.keep(v2, complete_1(F4(o), run))),
        }
        return d

where `L1` serialises, `M3` remembers what was completed for the same stored handler, and `F4` is
the resolver (`source.Source` has all letters). What a value is completed to is what JSON shows.

A *form* of an operation is its functions for certain values of the variables that `@skip` and
`@include` depend on; the last eight are kept. The *outcome* of a root field is what its resolver
returned or raised.

The modules, each readable alone, in the order in which an operation passes them:

- `coercion` makes functions that coerce what is sent, by its type;
- `inputs` reads variables and arguments with them;
- `selections` says which fields a type is asked for, after fragments, `@skip` and `@include`;
- `fields` says what it takes to read a field, and what its answer depends on;
- `source` writes the functions and makes them;
- `memory` keeps what was completed of values that many objects share;
- `run` is one execution: what resolvers are given, and what is waited for;
- `answer_size` counts the bytes of the answer while it is made, and gives up beyond a limit;
- `root_field` answers one root field, and hands over to
- `explanation`, graphql-core's executor, whatever was a surprise;
- `operation` puts the root fields together.

A surprise (a resolver that raises, null where none may be, an unknown type, a leaf that does not
serialise) throws the work on its root field away, and graphql-core executes this field from the
outcome of its resolver; the other root fields do not notice. So errors and their paths are the
specification's because they are graphql-core's. They come in the order of the root fields: where
several fail, graphql-core's own order is that of time. A root field that cannot be compiled, such
as introspection, is executed by graphql-core, and no other is.

Nothing here knows what the schema is about. It has to be made by Strawberry, which tells the class
behind a type and the attribute behind a field.
"""

from gateway.graphql_jit.answer_size import AnswerTooLarge
from gateway.graphql_jit.fields import Reads
from gateway.graphql_jit.memory import Memory
from gateway.graphql_jit.operation import CompiledOperation

__all__ = ["AnswerTooLarge", "CompiledOperation", "Memory", "Reads"]
