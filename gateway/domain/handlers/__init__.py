"""Handler kinds: one class for each way to answer a number's calls or messages.

Everything else is derived from the classes in `calls` and `messages`: the GraphQL types, inputs and
enumerations (with the docstrings as descriptions), the stored JSON, the flat REST keys (the
aliases), the filters by kind and the parametrized tests. To add a kind, write its class there and
add it to the union at the end of the file.
"""

from typing import Final, get_args

from gateway.domain.handlers.calls import CallHandler
from gateway.domain.handlers.messages import MessageHandler

__all__ = ["CALL_HANDLERS", "MESSAGE_HANDLERS", "CallHandler", "MessageHandler"]

CALL_HANDLERS: Final[dict[str, type[CallHandler]]] = {m.kind: m for m in get_args(CallHandler)}
MESSAGE_HANDLERS: Final[dict[str, type[MessageHandler]]] = {
    m.kind: m for m in get_args(MessageHandler)
}
