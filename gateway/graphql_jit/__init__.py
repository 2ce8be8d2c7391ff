"""Compiled execution: a JIT compiler from GraphQL operations to Python functions.

graphql-core interprets an operation: for every field of every object it looks the field up, builds
an `info`, calls a resolver, tests whether the result is awaitable and completes it by its type.
Most fields are plain attributes, and all of this is known when the document arrives. So an
operation is compiled to Python source once. For `{ number name callHandler { ... on
RelayTopicCallHandler { topic } } }` the source has, among others,

    def PhoneNumber_0(o, runtime):
        if type(o) is not T0: raise Bailout
        v0 = o.row.number
        v1 = o.row.name
        v2 = (o.reveals, o.row.call_handler_raw)
        d = {
            'number': (v0 if type(v0) is str else L1(v0)),
            'name': None if v1 is None else (v1 if type(v1) is str else L2(v1)),
            'callHandler': (C3.get(v2) or C3.put(v2, complete_1(F4(v2) or F5(o), runtime))),
        }
        return d

where `L1` serializes a leaf, `C3` is the result cache of the field, `F5` its resolver, and `F4`
reads most of its values in fewer steps (`codegen.CodeGenerator` lists all prefixes). The results
are JSON values.

A *specialization* is the compiled code of an operation for certain values of the variables in
`@skip` and `@include`; the last eight are kept. The *outcome* of a root field is what its resolver
returned or raised.

The modules, in the order in which an operation passes through them:

- `coercion` makes functions that coerce input values of a type;
- `inputs` reads variables and arguments with them;
- `selections` collects the fields of a type, with fragments, `@skip` and `@include` applied;
- `fields` describes how a field is read, and what its result depends on;
- `codegen` generates the source and `namespace` compiles it; completed values that many objects
  share are kept in a `gateway.result_cache`;
- `values` has what the generated functions check of a value;
- `execution` calls resolvers and awaits what is awaitable;
- `response_size` counts the bytes of the response, for its limit;
- `root_field` executes the compiled code of one root field, and falls back to
- `fallback`, graphql-core's executor, when that bails out;
- `operation` executes the root fields and merges their results.

Bailout: when an assumption of the compiled code fails (a resolver raises, null where the type is
non-null, an unknown class, a leaf that does not serialize), the work on this root field is
discarded, and graphql-core executes the field from the outcome of its resolver. The other root
fields are not affected. So errors and their paths are graphql-core's own. Errors are in the order
of the root fields, where graphql-core orders them by time. A root field that cannot be compiled,
such as introspection, is always executed by graphql-core.

The package knows nothing about phone numbers. The schema must be made by Strawberry, whose
definitions tell the class of a type and the attribute of a field.
"""

from gateway.graphql_jit.fields import DirectRead
from gateway.graphql_jit.operation import CompiledOperation
from gateway.graphql_jit.response_size import ResponseTooLarge

__all__ = ["CompiledOperation", "DirectRead", "ResponseTooLarge"]
